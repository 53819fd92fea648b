import type { Question, Range } from '../../api/types'
import { isDates, previousRange, rangeWord, toRange } from '../../app/place'

// Which other time an answer is held against. Pure.

/** The time before, a year before, or two dates such as 2026-01-01..2026-01-31. */
export type Against = string

const shifted = (day: string) => {
  const [y, m, d] = day.split('-').map(Number)
  // The 29th of February has no day of its own a year before.
  const last = new Date(Date.UTC(y! - 1, m!, 0)).getUTCDate()
  return new Date(Date.UTC(y! - 1, m! - 1, Math.min(d!, last))).toISOString().slice(0, 10)
}

/** The range that is compared with. Of so many last days it goes on with them, so that a question that is kept compares the same way at any time. */
export function againstRange(against: Against | undefined, word: string | undefined): Range | undefined {
  if (!against) return undefined
  if (isDates(against)) return toRange(against)
  const range = toRange(word)
  if (range.last) return { last: range.last, ago: against === 'year' ? '365d' : range.last }
  if (!range.from || !range.to) return undefined
  return against === 'year' ? { from: shifted(range.from), to: shifted(range.to) } : previousRange(word, 0)
}

const same = (a: Range | undefined, b: Range | undefined) => a?.from === b?.from && a?.to === b?.to && a?.last === b?.last && a?.ago === b?.ago

/** How a question's other time is chosen; undefined where it has none, or one that nobody could choose. */
export function againstOf(q: Question): Against | undefined {
  const other = q.compare?.range
  if (!other) return undefined
  const word = rangeWord(q.range)
  const found = ['prev', 'year'].find((a) => same(againstRange(a, word), other))
  return found ?? (other.from && other.to && isDates(`${other.from}..${other.to}`) ? `${other.from}..${other.to}` : undefined)
}

/** A question over another time; a time before moves with it. */
export function over(question: Question, range: Range | undefined): Question {
  if (!range) return question
  const against = againstOf(question)
  const moved = against === 'prev' || against === 'year' ? againstRange(against, rangeWord(range)) : question.compare?.range
  return { ...question, range, ...(question.compare?.range ? { compare: moved && { range: moved } } : {}) }
}
