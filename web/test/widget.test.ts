import { describe, expect, it } from 'vitest'
import { enough, fill, given, way } from '../widget/logic'
import type { Answer, Question } from '../widget/shapes'
import { pause } from '../widget/site'
import { inkOn } from '../widget/style'
import { wordsOf } from '../widget/words'

const q = (id: string, more: Partial<Question> = {}): Question => ({ id, kind: 'nps', title: id, ...more })
const said = (...answers: Answer[]) => Object.fromEntries(answers.map((a) => [a.question, a]))
const ids = (list: Question[]) => list.map((x) => x.id).join(' ')

describe('the way through a survey', () => {
  const low = { question: 'score', op: 'lte', value: 6 }
  const questions = [
    q('score', { next: [{ when: [{ question: 'score', op: 'gte', value: 9 }], to: 'friend' }] }),
    q('why', { kind: 'text', show: [low] }),
    q('what', { kind: 'choice', options: [{ id: 'price', label: 'The price' }, { id: 'time', label: 'The time' }], other: true, next: [{ when: [{ question: 'what', op: 'in', value: ['other', 'time'] }], to: 'end' }] }),
    q('friend', { kind: 'consent' }),
  ]
  it.each<[string, Answer[], string]>([
    ['begins with what is shown before anything is said', [], 'score what friend'],
    ['shows what a low score opens', [{ question: 'score', score: 3 }], 'score why what friend'],
    ['jumps over what a high score need not answer', [{ question: 'score', score: 9 }], 'score friend'],
    ['ends where a jump says so', [{ question: 'score', score: 7 }, { question: 'what', choices: ['time'] }], 'score what'],
    ['takes something else for an option', [{ question: 'score', score: 7 }, { question: 'what', other: 'the colour' }], 'score what'],
    ['does not hear what is not asked any more', [{ question: 'score', score: 9 }, { question: 'what', choices: ['time'] }], 'score friend'],
  ])('%s', (_, answers, want) => expect(ids(way(questions, said(...answers)))).toBe(want))

  it('always ends, whatever the jumps say', () => {
    const back = [q('a'), q('b', { next: [{ when: [], to: 'a' }] }), q('c', { next: [{ when: [], to: 'nowhere' }] })]
    // What leads nowhere ends the survey.
    expect(ids(way(back, {}))).toBe('a b')
  })

  it.each<[string, unknown, boolean]>([['eq', 4, true], ['eq', '4', false], ['ne', 4, false], ['in', [1, 4], true], ['in', 4, false], ['gte', 5, false], ['lte', 4, true], ['answered', undefined, true], ['not_answered', undefined, false]])('compares a score: %s %j', (op, value, want) => {
    expect(ids(way([q('a'), q('b', { show: [{ question: 'a', op, value }] })], said({ question: 'a', score: 4 })))).toBe(want ? 'a b' : 'a')
  })

  it('holds no condition but those that deny where nothing was said', () => {
    for (const op of ['eq', 'in', 'gte', 'lte', 'answered']) expect(ids(way([q('a'), q('b', { show: [{ question: 'a', op, value: 0 }] })], {}))).toBe('a')
    for (const op of ['ne', 'not_answered']) expect(ids(way([q('a'), q('b', { show: [{ question: 'a', op, value: 0 }] })], {}))).toBe('a b')
  })
})

describe('an answer', () => {
  it.each<[string, Partial<Question>, Answer | undefined, boolean]>([
    ['that need not be given', {}, undefined, true],
    ['that must be given', { required: true }, undefined, false],
    ['of nought', { required: true }, { question: 'x', score: 0 }, true],
    ['of blanks', { kind: 'text', required: true }, { question: 'x', text: '  ' }, false],
    ['of something else without words', { kind: 'choice', other: true }, { question: 'x', other: '' }, false],
    ['of half a matrix', { kind: 'matrix', required: true, rows: [{ id: 'r', label: '' }, { id: 's', label: '' }] }, { question: 'x', rows: { r: 'c' } }, false],
    ['of a consent that is not given', { kind: 'consent', required: true }, { question: 'x', consent: false }, false],
    ['of a review without stars', { kind: 'review' }, { question: 'x', text: 'good' }, false],
    ['of a note', { kind: 'note', required: true }, undefined, true],
  ])('%s', (_, more, a, want) => expect(enough(q('x', more), a)).toBe(want))

  it('is given or not', () => {
    expect([given(undefined), given({ question: 'x' }), given({ question: 'x', score: 0 }), given({ question: 'x', consent: false })]).toEqual([false, false, true, true])
  })

  it('is set into later texts, as it is, or what stands in for it', () => {
    const list = [q('a', { kind: 'choice', options: [{ id: 'p', label: '<b>Price</b>' }] })]
    expect(fill('You said {{answer:a|nothing}}.', list, said({ question: 'a', choices: ['p'], other: 'x' }))).toBe('You said <b>Price</b>, x.')
    expect(fill('You said {{answer:a|nothing}}{{answer:z}}.', list, {})).toBe('You said nothing.')
  })
})

it('looks again when the server says, else ever more seldom', () => {
  expect(['1200', '1', '99999'].map((s) => pause(s, 3))).toEqual([1_200_000, 3_000, 3_600_000])
  expect([undefined, null, '', '0', '-5', 'Sun, 22 Nov 2026 12:00:00 GMT'].map((s) => pause(s, 0))).toEqual(Array(6).fill(5_000))
  expect([0, 1, 2, 5, 1000].map((looks) => pause(undefined, looks))).toEqual([5_000, 15_000, 45_000, 600_000, 600_000])
})

it('speaks the nearest of its languages', () => {
  expect(['id-ID', 'ms', 'zh-TW', 'zh-Hant-HK', 'zh', 'zh-Hans', 'ar-SA', 'fr', ''].map((l) => wordsOf(l).back)).toEqual(['Kembali', 'Kembali', '上一題', '上一題', '上一题', '上一题', 'السابق', 'Back', 'Back'])
})

it('writes on a colour what can be read on it', () => {
  expect(['#000000', '#ffffff', '#0b6e63', '#ffd400', '#e53935'].map(inkOn)).toEqual(['#fff', '#000', '#fff', '#000', '#000'])
})
