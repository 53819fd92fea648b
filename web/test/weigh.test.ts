import { describe, expect, it } from 'vitest'
import type { MapOverlay } from '../src/api/types'
import { makeFormat } from '../src/app/format'
import { cardLine, metricText, stepLines, type FigureWords } from '../src/features/maps/live/figureText'
import { beside, cellName, OPEN, worthAt } from '../src/features/maps/talk/weigh'

describe('the board of opportunities', () => {
  it('moves a card by arrows, and not over its edge', () => {
    expect(beside('3 3', 'ArrowUp')).toBe('4 3')
    expect(beside('3 3', 'ArrowLeft')).toBe('3 2')
    expect(beside('5 1', 'ArrowUp')).toBeUndefined()
    expect(beside('5 1', 'ArrowLeft')).toBeUndefined()
    expect(beside('1 4', 'ArrowDown')).toBe(OPEN)
    expect(beside(OPEN, 'ArrowUp')).toBe('1 1')
    expect(beside(OPEN, 'ArrowDown')).toBeUndefined()
  })
  it('knows what a place makes of a card', () => {
    expect(worthAt('4 2')).toEqual({ impact: 4, effort: 2 })
    expect(worthAt(OPEN)).toEqual({ impact: 0, effort: 0 })
    expect(cellName({ impact: 4, effort: 0 })).toBe(OPEN)
  })
})

describe('figures as text', () => {
  const f = makeFormat('en', 'UTC')
  const words: FigureWords = { people: (n) => `${n} people`, step: (id) => id.toUpperCase(), leave: 'end here', other: 'other', scale: (s) => s.toUpperCase() }
  const origin = { of: 'flow' as const, cell: {} }
  const rate = (k: number, n: number) => ({ k, n, value: k / n, low: k / n - 0.1, high: k / n + 0.1, ...origin })
  const overlay = {
    steps: [{ step: 's', evidence: 'full', people: { n: 20, before: 10, change: { value: 1, low: 0.2, high: 2 }, ...origin }, next: [{ ...rate(5, 20), to: 'b', before: rate(4, 10), change: { value: -0.15, low: -0.4, high: 0.1 } }], signals: [{ scale: 'nps', n: 30, value: 12.4, low: 2, high: 22, before: { scale: 'nps', n: 8, value: -5.2, low: -20, high: 10 }, change: { value: 17.6, low: 1, high: 30 }, ...origin }, { scale: 'csat', n: 4, value: 3, low: 1, high: 5, ...origin }] }],
    cards: [{ card: 'c', evidence: 'full', signals: [], metric: { question: { kind: 'trend' }, cell: {}, unit: 'count', n: 7, value: 7, before: 9, change: { value: -0.2, low: -0.4, high: -0.1 } } }, { card: 'p', evidence: 'full', signals: [{ scale: 'csat', n: 40, value: 4.26, low: 4, high: 4.5, before: { scale: 'csat', n: 20, value: 4.1, low: 3.8, high: 4.4 }, change: { value: 0.16, low: -0.2, high: 0.4 }, ...origin }], people: { n: 3, ...origin } }],
  } as unknown as MapOverlay
  it('stand beside what they are compared with, by shape', () => {
    expect(stepLines(overlay, 's', f, words)).toEqual(['20 people (◇ 10) ▲', expect.stringMatching(/^→ B 25.?% \(◇ 40.?%\) ≈$/), 'NPS +12 (30) ◇ −5 (8) ▲'])
    expect(cardLine(overlay, 'c', f, words)).toBe('7 (7) ◇ 9 ▼')
    expect(cardLine(overlay, 'p', f, words)).toBe('3 people · CSAT 4.3 (40) ◇ 4.1 (20) ≈')
    expect(stepLines(undefined, 's', f, words)).toEqual([])
  })
  it('say nothing where a share is of nobody', () => {
    expect(metricText({ question: { kind: 'funnel' }, cell: {}, unit: 'share', n: 0, value: 0 } as never, f)).toEqual({ value: '–' })
  })
})
