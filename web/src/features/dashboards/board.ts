import type { Card, Question, SavedQuestion } from '../../api/types'
import { rangeWord, type Search } from '../../app/place'
import { againstOf } from '../ask/against'

// What cards show and how a saved question is opened. Pure.

export const HALF = 6
export const FULL = 12

/** The question of a card and what it is called; undefined where the saved question is gone. */
export function ofCard(card: Card, questions: SavedQuestion[]): { title: string; question: Question } | undefined {
  const saved = card.saved ? questions.find((q) => q.id === card.saved) : undefined
  const question = card.question ?? saved?.question
  return question && { title: card.title || saved?.name || '', question }
}

/** How Ask shows a question: the range, the other range and the segment stand beside it in the address. */
export function placeOf(question: Question): Partial<Search> {
  const { range, segment, ...q } = question
  const compare = againstOf(question)
  if (compare) delete q.compare
  return { q, range: rangeWord(range), segment, compare }
}

/** A card of a saved question, drawn as wide as its kind reads well. */
export function cardOf(saved: string, question: Question): Card {
  return { saved, width: question.kind === 'trend' || question.kind === 'funnel' ? HALF : FULL, height: 6 }
}
