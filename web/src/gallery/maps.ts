import type * as T from '../api/types'
import { NOW } from './data'

// Maps of the made-up brand.

const iso = (t: number) => new Date(t).toISOString()
const head = (id: string, name: string, more: Partial<T.MapHead> = {}): T.MapHead => ({ id, name, description: '', state: 'as_is', pair: '', personas: [], owner: '', revision: 42, created: iso(NOW - 40 * 86_400_000), changed: iso(NOW - 3_600_000), changedBy: 'Sari Wulandari', ...more })

export const maps: T.MapHead[] = [
  head('m1', 'From the first cup to a regular', { description: 'How somebody who walks past becomes somebody who comes every week, in the shop and in the app.', pair: 'm2', personas: [{ name: 'Dewi, 29, office nearby' }, { name: 'Students' }], owner: 'Brand team' }),
  head('m2', 'From the first cup to a regular, next year', { state: 'to_be', pair: 'm1', revision: 7, changedBy: 'Budi' }),
  head('m3', '會員的第一個月', { description: '從註冊到第二次消費。', revision: 118, changedBy: 'Budi' }),
]

const stages = ['Awareness', 'Engagement', 'Transaction', 'Retention']
const steps: [number, string][] = [[0, 'Walks past the shop'], [0, 'Sees a friend’s story'], [1, 'Looks at the menu in the app'], [1, 'Asks what is good'], [2, 'Orders at the counter'], [2, 'Pays'], [2, 'Waits for the cup'], [3, 'Gets a stamp'], [3, 'Comes again']]
const ORDERS: T.Question = { kind: 'funnel', funnel: { steps: [{ filter: { event: 'Menu Viewed' } }, { filter: { event: 'Order Completed' } }] } }
const lanes: [T.MapLane['kind'], string][] = [['goal', 'Goal'], ['action', 'What they do'], ['touchpoint', 'Touchpoint'], ['question', 'Questions and thoughts'], ['emotion', 'Feeling'], ['engagement', 'Engagement'], ['pain', 'Pain point'], ['opportunity', 'Opportunity'], ['metric', 'Metric']]
const text: Record<string, string[]> = {
  goal: ['A short break', 'See what is new', 'Find something that I like', 'Not to choose wrongly', 'Order without fuss', 'Pay quickly', 'Be on time for the meeting', 'Something back for coming', 'A place where they know me'],
  action: ['Smells the coffee, looks through the window', 'Taps on the story', 'Scrolls, compares three drinks', 'Asks the barista', 'Orders, gives a name', 'Looks for the card, then pays by phone', 'Stands at the corner and looks at the clock', 'Scans the code on the receipt', 'Comes with two colleagues'],
  touchpoint: ['Shop front', 'Story of a friend', 'Menu, app', 'Barista', 'Counter', 'Till', 'Pick-up corner', 'Stamp card, app', 'Shop visit'],
  question: ['Is there a seat left?', '', 'What is the difference between these two?', '', '', 'Why does the till not take my wallet?', 'Have they forgotten me?', '', ''],
  pain: ['', '', 'Pictures load slowly', '', '', 'Payment by wallet fails, people step aside', 'Nobody says how long it takes', '', ''],
  metric: ['', '', 'From the menu to an order', '', 'Orders', '', 'Minutes until the cup', '', 'Who comes back in the first week'],
  opportunity: ['', '', '', 'A card with three favourites at the counter', '', 'Retry the wallet without a new order', 'Show the place in the queue', 'A stamp at the first purchase', ''],
}
const feel = [1, 1, 0, 1, 1, -2, -1, 1, 2]
const dots = [2, 3, 3, 4, 4, 3, 2, 4, 5]
const key = (i: number) => 'abcdefghijklmnopqrstuvwxyz'[i]!

const cards: T.MapCard[] = lanes.flatMap(([kind], l) => steps.flatMap(([,], s): T.MapCard[] => {
  const base = { id: `c-${l}-${s}`, step: `s${s}`, lane: `l${l}`, place: 'i', text: '' }
  if (kind === 'emotion') return [{ ...base, value: feel[s]!, text: s === 5 ? 'embarrassed, people wait behind' : s === 8 ? 'at home' : '', evidence: s === 5 ? { signal: 'csat' } : undefined }]
  if (kind === 'engagement') return [{ ...base, value: dots[s]! }]
  const said = text[kind]?.[s]
  if (!said) return []
  return [{
    ...base, text: said,
    ...(kind === 'touchpoint' ? { channel: ['store', 'social', 'app', 'store', 'store', 'store', 'store', 'app', 'store'][s]!, evidence: s % 3 ? { touchpoint: 'payment' } : undefined } : {}),
    ...(kind === 'pain' && s === 5 ? { impact: 5, effort: 2, evidence: { rule: { event: 'Payment Failed' } }, moment: true, owner: 'Till team', others: [{ field: 'text', value: 'The wallet is refused, and the queue looks on', by: 'Budi', at: iso(NOW - 240_000) }] } : {}),
    ...(kind === 'metric' ? { evidence: { question: ORDERS } } : {}),
    ...(kind === 'opportunity' ? { impact: 4, effort: s % 4 + 1, status: ([undefined, 'open', 'in_work', 'done', 'dismissed'] as const)[s % 5], evidence: { note: 'Interviews in May' } } : {}),
  }]
}))

export const sheet: T.MapSheet = {
  stages: stages.map((name, i) => ({ id: `g${i}`, name, place: key(i) })),
  steps: steps.map(([g, name], i) => ({ id: `s${i}`, stage: `g${g}`, name, place: key(i), ...(i === 5 ? { evidence: { touchpoint: 'payment' }, opens: 'm3' } : {}) })),
  lanes: lanes.map(([kind, name], i) => ({ id: `l${i}`, kind, name, place: key(i) })),
  cards,
  edges: [{ id: 'e1', from: 's5', to: 's4', label: 'pays again', place: 'a' }, { id: 'e2', from: 's5', to: 's6', place: 'b' }, { id: 'e3', from: 's0', to: 's4', label: 'comes straight in', place: 'c' }, { id: 'e4', from: 's0', to: 's1', place: 'd' }, { id: 'e5', from: 's8', to: 's4', label: 'every week', place: 'e' }],
}

export const revisions = [
  { revision: 42, by: 'Sari Wulandari', at: iso(NOW - 3_600_000), ops: 3 },
  { revision: 41, by: 'Budi', at: iso(NOW - 9_000_000), ops: 12, note: 'After the interviews', version: { revision: 41, name: 'Second workshop', because: 'the till team was in the room for the first time', by: 'Budi', at: iso(NOW - 9_000_000) } },
  { revision: 40, by: 'Budi', at: iso(NOW - 90_000_000), ops: 1 },
]

export const templates = [
  { id: 'digital', name: 'Digital journey', description: 'Awareness, engagement, transaction, retention', steps: 12, lanes: 9 },
  { id: 'cafe', name: 'Café', description: 'From the street to the second cup', steps: 10, lanes: 8 },
]

/** What is measured on the first map, beside others where it is compared: metrics of every unit, one that cannot be asked, steps of few people. */
export function overlay(compared: boolean): T.MapOverlay {
  const share = (k: number, n: number) => ({ k, n, value: k / n, low: Math.max(0, k / n - 0.03), high: Math.min(1, k / n + 0.03) })
  const change = (value: number, by: number) => ({ value, low: value - by, high: value + by })
  const against = <X>(before: X, value: number, by: number) => (compared ? { before, change: change(value, by) } : {})
  const n = [4210, 1890, 2304, 610, 1742, 1688, 1541, 12, 702]
  const signal = (scale: 'csat' | 'sentiment', value: number, of: number) => ({ scale, n: of, value, low: value - 0.2, high: value + 0.2, of: 'steps' as const, cell: { touchpoint: 's5' }, ...against({ scale, n: of - 9, value: value + 0.3, low: value, high: value + 0.6 }, -0.3, 0.35) })
  const metric = (unit: 'share' | 'count' | 'number', value: number, of: number) => ({ question: ORDERS, cell: { step: 2, outcome: 'reached' as const }, unit, n: of, value, ...(unit === 'share' ? { interval: { value, low: value - 0.02, high: value + 0.02 } } : {}), ...against(value * 1.2, unit === 'share' ? -0.06 : -0.17, 0.03) })
  const measured: Record<string, ReturnType<typeof metric> | { question: T.Question; cell: T.Cell; unit: 'count'; n: number; value: number; fault: string }> = {
    s2: metric('share', 0.41, 2304), s4: metric('count', 1742, 1742), s6: metric('number', 1834.5, 1541), s8: { question: ORDERS, cell: {}, unit: 'count', n: 0, value: 0, fault: 'This question cannot be asked now.' },
  }
  return {
    asOf: 410_221, from: iso(NOW - 30 * 86_400_000), to: iso(NOW), revision: 42, least: 20, leftOut: [], pains: [], questions: { flow: { kind: 'conformance' } },
    people: { n: 5120, of: 'flow', cell: {}, ...against(4803, 0.066, 0.04) },
    steps: steps.map(([,], i) => ({
      step: `s${i}`, evidence: i === 7 ? 'partly' : 'full', people: { n: n[i]!, of: 'flow' as const, cell: { step: i + 1 }, ...against(Math.round(n[i]! * 1.1), -0.09, i % 2 ? 0.02 : 0.2) },
      entries: Math.round(n[i]! * 1.3), moves: n[i]!, median: 3_600_000 * (i + 1),
      next: i < 8 ? [{ to: `s${i + 1}`, median: 5_400_000, of: 'flow' as const, cell: { from: `s${i}`, to: `s${i + 1}` }, ...share(Math.min(n[i]!, n[i + 1]!), n[i]!), ...against(share(Math.min(n[i]!, n[i + 1]!) >> 1, n[i]!), 0.12, 0.05) }] : [],
      signals: i === 5 ? [signal('csat', 2.1, 318)] : [],
    })),
    cards: cards.flatMap((c): T.MapOverlayCard[] => {
      if (measured[c.step] && c.lane === `l${lanes.findIndex(([kind]) => kind === 'metric')}`) return [{ card: c.id, evidence: 'partly', signals: [], metric: measured[c.step] }]
      return c.id === 'c-4-5' ? [{ card: c.id, evidence: 'full', signals: [], feeling: { assumed: -2, n: 318, scale: 'csat', measured: change(-0.9, 0.2), gap: change(1.1, 0.2), large: true, origin: { of: 'steps', cell: {} } } }] : []
    }),
  }
}

/** The board of all maps, with cards of every status. */
export const opportunities: T.MapOpportunity[] = cards.filter((c) => c.lane === 'l6' || c.lane === 'l7').map((c, i) => ({
  map: 'm1', mapName: maps[0]!.name, state: 'as_is', card: c.id, lane: c.lane === 'l6' ? 'pain' : 'opportunity', step: steps[Number(c.step.slice(1))]![1], text: c.text, impact: c.impact ?? 0, effort: c.effort ?? 0,
  status: c.status ?? 'proposed', owner: c.owner ?? '', evidence: (['assumed', 'partly', 'full'] as const)[i % 3]!, pain: i === 1 ? 'k1' : '', touchpoint: '', tasks: i % 3,
}))
