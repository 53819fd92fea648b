import type * as T from '../api/types'
import { EXAMPLES } from '../features/ask/examples'
import { NOW, people } from './data'

// What the made-up brand has saved.

const DAY = 86_400_000
const iso = (t: number) => new Date(t).toISOString()
const stamp = (days: number) => ({ version: 3, created: iso(NOW - 60 * DAY), changed: iso(NOW - days * DAY) })

export const segments: T.SavedSegment[] = [
  { id: 's1', name: 'Bought twice, quiet since', description: '', owner: 'Sari Wulandari', people: 1284, asOf: 410221, ...stamp(4), rule: { did: { event: { event: 'Order Completed' }, atLeast: 2, quiet: '30d' } } },
  { id: 's2', name: 'Big buyers', description: 'Those whom the loyalty team calls first', owner: 'Budi', people: 312, asOf: 410221, ...stamp(12), rule: { all: [{ did: { event: { event: 'Order Completed' }, range: { last: '90d' }, sum: { property: 'revenue', op: 'gte', value: 2_000_000 } } }, { trait: { property: 'city', op: 'in', value: ['Jakarta', 'Bandung'] } }] } },
  { id: 's3', name: 'Worth a call', description: '', owner: 'Sari Wulandari', people: 57, asOf: 410221, ...stamp(1), rule: { any: [{ all: [{ id: 's2' }, { stage: { in: ['transaction', 'lapsed'] } }] }, { not: { did: { event: { event: 'Order Completed' }, range: { last: '30d' } } } }, { did: { event: { event: 'Survey Answered' }, latest: { property: 'score', op: 'lte', value: 6 } } }] } },
  { id: 's4', name: '剛加入的新會員', description: '', owner: '', asOf: 0, ...stamp(0), rule: { trait: { property: 'plan', op: 'eq', value: 'new' } } },
]

export const questions: T.SavedQuestion[] = [
  { id: 'q1', name: 'From product to order', description: 'The way through the shop, each step', owner: 'Sari Wulandari', chart: {}, ...stamp(3), question: { ...EXAMPLES[0]!.question, range: { last: '90d' }, segment: { id: 's2' } } },
  { id: 'q2', name: 'People each day', description: '', owner: 'Budi', chart: {}, ...stamp(9), question: { ...EXAMPLES[3]!.question, range: { last: '30d' } } },
  { id: 'q3', name: 'Who comes back', description: '', owner: 'Budi', chart: {}, ...stamp(9), question: { ...EXAMPLES[2]!.question, range: { last: '90d' } } },
]

export const dashboards: T.Dashboard[] = [
  { id: 'd1', name: 'Monday morning', description: 'What the team looks at first', owner: 'Sari Wulandari', refresh: 60, ...stamp(2), cards: [{ saved: 'q1', width: 6, height: 6 }, { saved: 'q2', width: 6, height: 6, title: 'Visitors' }, { saved: 'q3', width: 12, height: 6 }] },
  { id: 'd2', name: 'Shops', description: '', owner: 'Budi', refresh: 0, ...stamp(30), range: { last: '7d' }, cards: [] },
]

export function sizes(id: string, by: 'hour' | 'day'): T.SizePoint[] {
  const size = segments.find((s) => s.id === id)?.people ?? 0
  const n = by === 'hour' ? 96 : 60
  const step = by === 'hour' ? DAY / 24 : DAY
  return Array.from({ length: n }, (_, i) => ({ start: iso(NOW - (n - 1 - i) * step), people: Math.round(size * (0.72 + (0.28 * i) / (n - 1) + 0.03 * Math.sin(i / 2.3) * (i < n - 1 ? 1 : 0))) }))
}

export const moves: T.SegmentMove[] = people(9).people.map((p, i) => ({ number: i + 1, at: iso(NOW - (9 - i) * 37 * 60_000), person: p.person, entered: i % 3 !== 1 }))
