import { describe, expect, it } from 'vitest'
import type { Dashboard, SavedQuestion, SavedSegment, Segment } from '../src/api/types'
import { rangeWord } from '../src/app/place'
import { againstRange, over } from '../src/features/ask/against'
import { cardOf, ofCard, placeOf } from '../src/features/dashboards/board'
import { changeOver, groupOf, savedIn, segmentOf, usersOf, whole, type Part } from '../src/features/segments/rule'
import { say, type Speech } from '../src/features/segments/say'

const stamp = { name: '', description: '', owner: '', version: 1, created: '', changed: '' }

describe('a segment as parts', () => {
  const bought: Segment = { did: { event: { event: 'Order Completed' }, atLeast: 2, count: 'days', range: { last: '90d' }, quiet: '30d' } }
  const city: Segment = { trait: { property: 'city', op: 'in', value: ['Solo', 'Bandung'] } }

  it.each<[string, Segment]>([
    ['a trait', city],
    ['a deed with every part', { did: { event: { event: ['A', 'B'], where: [{ property: 'x', op: 'gt', value: 1 }] }, latest: { property: 'score', op: 'lte', value: 6 }, sum: { property: 'revenue', op: 'between', value: [1, 2] } } }],
    ['all of some', { all: [bought, city] }],
    ['any of groups', { any: [{ all: [bought, { not: city }] }, { id: 's2' }] }],
    ['not a group', { not: { any: [bought, city] } }],
    ['not not', { not: { not: city } }],
    ['stages, those never entered too', { stage: { in: ['loyalty', ''] } }],
    ['chosen people', { people: ['a'.repeat(32)] }],
  ])('%s comes back as it was', (_, s) => expect(segmentOf(groupOf(s))).toEqual(s))

  it('reads several fields of one segment as all of them', () => {
    expect(segmentOf(groupOf({ ...city, id: 's1' }))).toEqual({ all: [city, { id: 's1' }] })
    expect(segmentOf(groupOf(undefined))).toBeUndefined()
  })

  it('is not asked while a part is unfinished', () => {
    const part = (rule: Part['rule']): Part => ({ not: false, rule })
    expect(whole(part({ kind: 'trait', trait: { property: '', op: 'eq', value: 'x' } }))).toBe(false)
    expect(whole(part({ kind: 'did', did: { event: {}, latest: { property: 'score', op: 'lte', value: '' } } }))).toBe(false)
    expect(whole(part({ kind: 'did', did: { event: {}, sum: { property: 'r', op: 'between', value: [1] } } }))).toBe(false)
    expect(whole(part({ kind: 'did', did: { event: {}, range: { from: '2026-01-01', to: '' } } }))).toBe(false)
    expect(whole(part({ kind: 'saved', id: '' }))).toBe(false)
    expect(segmentOf({ join: 'all', parts: [part({ kind: 'stage', in: ['x'] }), part({ kind: 'stage', in: [] })] })).toBeUndefined()
  })

  it('is said in words', () => {
    const speech: Speech = {
      t: ((key: string, v?: Record<string, unknown>) => key.endsWith('comma') ? ', ' : key.endsWith('group') ? `(${String(v?.of)})` : [key.split('.').pop(), ...Object.values(v ?? {})].join(' ')) as Speech['t'],
      trait: (x) => x, filter: (f) => String(f.event), stage: (x) => x, saved: () => 'Big buyers', either: (x) => x.join(' or '), list: (x) => x.join(' and '), date: (x) => x, length: (x) => x,
    }
    expect(say({ any: [{ all: [{ id: 's2' }, { not: city }] }, bought] }, speech)).toBe('(saved Big buyers and not city in Solo or Bandung) or days Order Completed 2, last 90d, quiet 30d')
  })
})

describe('what is made with a segment', () => {
  const segment = (id: string, rule: Segment): SavedSegment => ({ ...stamp, id, rule, asOf: 0 })
  const question = (id: string, s: Segment, compare?: Segment): SavedQuestion => ({ ...stamp, id, chart: {}, question: { kind: 'trend', segment: s, ...(compare ? { compare: { segment: compare } } : {}) } })
  const board = (id: string, cards: Dashboard['cards']): Dashboard => ({ ...stamp, id, cards, refresh: 0 })

  it('is found wherever the id stands', () => {
    expect(savedIn({ all: [{ not: { id: 's1' } }, { any: [{ id: 's2' }] }] })).toEqual(['s1', 's2'])
    const users = usersOf('s1',
      [segment('s1', { id: 'x' }), segment('s2', { not: { id: 's1' } }), segment('s3', {})],
      [question('q1', { id: 's1' }), question('q2', { id: 's2' }, { not: { id: 's1' } }), question('q3', { id: 's2' }), { ...question('q4', {}), question: { kind: 'trend', breakdown: { by: 'segment', segments: [{ segment: { id: 's1' } }] } } }],
      [board('d1', [{ ...cardOf('q1', { kind: 'trend' }) }]), board('d2', [cardOf('q3', { kind: 'trend' })]), board('d3', [{ question: { kind: 'paths', segment: { id: 's1' } }, width: 6, height: 6 }])])
    expect([users.segments, users.questions, users.dashboards].map((list) => list.map((x) => x.id))).toEqual([['s2'], ['q1', 'q2', 'q4'], ['d1', 'd3']])
  })

  it('grows by so many in so many days, where that is known', () => {
    const sizes = [5, 8, 13].map((people, i) => ({ start: `2026-01-0${i + 1}`, people }))
    expect(changeOver(sizes, 2)).toBe(8)
    expect(changeOver(sizes, 3)).toBeUndefined()
    expect(changeOver(undefined, 1)).toBeUndefined()
  })
})

describe('another time', () => {
  it('moves on with the last days, and is the same days of a year before', () => {
    expect(againstRange('prev', '30d')).toEqual({ last: '30d', ago: '30d' })
    expect(againstRange('year', undefined)).toEqual({ last: '30d', ago: '365d' })
    expect(againstRange('prev', '2026-03-01..2026-03-10')).toEqual({ from: '2026-02-19', to: '2026-02-28' })
    expect(againstRange('year', '2024-02-29..2024-03-02')).toEqual({ from: '2023-02-28', to: '2023-03-02' })
    expect(againstRange('2026-01-01..2026-01-31', 'all')).toEqual({ from: '2026-01-01', to: '2026-01-31' })
    expect([againstRange('prev', 'all'), againstRange('year', 'all'), againstRange(undefined, '7d')]).toEqual([undefined, undefined, undefined])
  })

  it.each(['prev', 'year', '2026-01-01..2026-01-31'])('%s is chosen again when a question that was kept is opened', (compare) => {
    for (const range of ['30d', '2026-03-01..2026-03-10']) {
      const { last, from, to } = range === '30d' ? { last: range } : { from: '2026-03-01', to: '2026-03-10' }
      const place = placeOf({ kind: 'trend', range: { last, from, to }, compare: { range: againstRange(compare, range)! } })
      expect([place.compare, place.range, place.q]).toEqual([compare, range, { kind: 'trend' }])
    }
  })

  it('of a card moves with the time of the dashboard; dates and people stay', () => {
    const q = { kind: 'trend' as const, range: { last: '30d' } }
    expect(over({ ...q, compare: { range: { last: '30d', ago: '30d' } } }, { last: '7d' }).compare).toEqual({ range: { last: '7d', ago: '7d' } })
    expect(over({ ...q, compare: { range: { last: '30d', ago: '365d' } } }, {}).compare).toBeUndefined()
    const dates = { range: { from: '2026-01-01', to: '2026-01-31' } }
    expect(over({ ...q, compare: dates }, { last: '7d' }).compare).toEqual(dates)
    const others = { segment: { id: 's1' } }
    expect(over({ ...q, compare: others }, { last: '7d' }).compare).toEqual(others)
    expect(placeOf({ ...q, compare: others })).toEqual({ q: { kind: 'trend', compare: others }, range: '30d', segment: undefined, compare: undefined })
  })
})

describe('saved questions', () => {
  const saved: SavedQuestion = { ...stamp, id: 'q1', name: 'Trend', chart: {}, question: { kind: 'trend', range: { last: '90d' }, segment: { id: 's1' } } }

  it('stand on a card by id or as they are', () => {
    expect(ofCard({ saved: 'q1', width: 6, height: 6 }, [saved])).toEqual({ title: 'Trend', question: saved.question })
    expect(ofCard({ saved: 'q1', title: 'Mine', width: 6, height: 6 }, [saved])?.title).toBe('Mine')
    expect(ofCard({ question: { kind: 'paths' }, width: 6, height: 6 }, [])).toEqual({ title: '', question: { kind: 'paths' } })
    expect(ofCard({ saved: 'q9', width: 6, height: 6 }, [saved])).toBeUndefined()
    expect(over(saved.question, { last: '7d' }).range).toEqual({ last: '7d' })
    expect(over(saved.question, undefined)).toBe(saved.question)
  })

  it('open in Ask with range and segment beside them', () => {
    expect(placeOf(saved.question)).toEqual({ q: { kind: 'trend' }, range: '90d', segment: { id: 's1' } })
    expect(rangeWord({ last: '2w' })).toBe('14d')
    expect(rangeWord({ last: '36h' })).toBe('2d')
    expect(rangeWord({})).toBe('all')
    expect(rangeWord(undefined)).toBe('all')
    expect(rangeWord({ from: '2026-01-02', to: '2026-02-03T00:00:00Z' })).toBe('2026-01-02..2026-02-03')
  })
})
