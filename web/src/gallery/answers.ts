import type * as T from '../api/types'
import { touchpoints as points } from './data'

// Answers of the kinds that came later, made up for the gallery and the unit tests.

export function rate(k: number, n: number): T.Rate {
  if (n === 0) return { k, n, value: 0, low: 0, high: 0 }
  const z = 1.96
  const p = k / n
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return { k, n, value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

const within = (value: number, half: number) => ({ value, low: value - half, high: value + half })
const places: [string, string, string, number][] = [['t1', 'Product page', 'engagement', 7049], ['t2', 'Cart', 'engagement', 3668], ['t3', 'Payment, app', 'transaction', 694], ['t4', 'Call centre', 'retention', 2110], ['t5', 'Installation', 'retention', 21]]

export function touchpoints(): T.Answer['touchpoints'] {
  return {
    by: 'touchpoint',
    rows: places.map(([id, name, stage, people], i) => ({
      id, name, stage, people, events: people * 2, passes: Math.round(people * 1.4),
      time: { n: i === 3 ? 0 : people, median: 45_000 * (i + 1), p90: 180_000, mean: 60_000, meanLow: 58_000, meanHigh: 62_000 },
      sessionExit: rate(Math.round(people * 0.2), people), journeyExit: rate(Math.round(people * 0.1 * (i + 1)), people), repeat: rate(Math.round(people * 0.18), people),
      lift: { with: rate(Math.round(people * 0.3), people), without: rate(90, 900), ...within(0.2 - i * 0.1, i === 4 ? 0.2 : 0.02) },
      signals: i === 3 ? [{ scale: 'nps', n: 204, value: -12, low: -24, high: 1 }] : [], worth: { orders: people, sum: people * 3_300_000, perPerson: 1_300_000 / (i + 1) },
    })),
  }
}

export function friction(): T.Answer['friction'] {
  const none = { n: 0, value: 0, low: 0, high: 0 }
  return {
    tests: 2831, orderValue: { n: 400, ...within(3_300_000, 90_000) },
    findings: [
      { kind: 'errors', touchpoint: 't3', name: 'Payment, app', stage: 'transaction', slice: [{ property: 'bank', value: 'Bank Samudra' }], against: 'rest', share: rate(195, 297), compared: rate(46, 1137), level: none, usual: none, excess: within(0.61, 0.05), p: 1e-60, q: 1e-57, people: 195, peopleLost: within(42, 12), valueLost: within(142e6, 41e6), also: [{ kind: 'exits', share: rate(110, 297), compared: rate(23, 1137), q: 1e-20 }], message: 'friction.errors.rest', params: { touchpoint: 'Payment, app', property: 'bank', value: 'Bank Samudra' } },
      { kind: 'slow', measure: 'wait_s', touchpoint: 't4', name: 'Call centre', stage: 'retention', against: 'peers', share: rate(20, 24), compared: rate(120, 900), level: { n: 24, ...within(141, 20) }, usual: { n: 900, ...within(21, 1) }, excess: within(0.4, 0.2), p: 0.001, q: 0.03, people: 20, peopleLost: within(0, 0), valueLost: within(0, 0), message: 'friction.slow.peers', params: { touchpoint: 'Call centre', measure: 'wait_s' } },
    ],
    points: places.map(([id, name, stage, people]) => ({ id, name, stage, people, errors: rate(Math.round(people * 0.04), people), retries: rate(3, people), loops: rate(1, people), rage: rate(0, people), exits: rate(Math.round(people * 0.3), people), going: rate(Math.round(people * 0.5), people) })),
  }
}

const MODELS = ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay', 'markov', 'shapley']

export function attribution(): T.Answer['attribution'] {
  const units: [string, number][] = [['direct', 0.42], ['search', 0.24], ['ads', 0.2], ['email', 0.14]]
  return {
    conversions: 3185, value: 10.5e9, touched: 2873, touchedValue: 9.4e9, lost: 10_800, order: 1, spend: 96e6, currency: 'IDR',
    units: units.map(([unit, share], i) => ({
      unit, people: i === 3 ? 18 : Math.round(share * 2600), assisted: Math.round(share * 2873), spend: unit === 'ads' ? 96e6 : undefined,
      credits: MODELS.map((model, m) => {
        const part = share + (m % 3) * (i === 0 ? -0.03 : 0.01)
        return { model, conversions: part * 2873, value: part * 9.4e9, share: part, low: part - 0.02, high: part + 0.02, cost: unit === 'ads' ? 96e6 / (part * 2873) : undefined, return: unit === 'ads' ? (part * 9.4e9) / 96e6 : undefined }
      }),
    })),
    paths: [{ units: ['direct'], conversions: 482, value: 1.65e9, lost: 1729 }, { units: ['search', 'direct', '(other)'], conversions: 57, value: 212e6, lost: 60 }],
  }
}

export function audience(): T.Answer['audience'] {
  const grid = (scale: number) => Array.from({ length: 7 }, (_, d) => Array.from({ length: 24 }, (_, h) => (h < 5 ? 0 : Math.round(scale * (1 + Math.sin((h - 8) / 4) + d / 6)))))
  const hours = { known: 2399, others: 11_285, events: grid(40), people: grid(20), othersPeople: grid(60), busiestDay: 6, busiestHour: 14 }
  const row = (value: string, k: number, n: number, ko: number, no: number, q: number) => ({ value, share: rate(k, n), others: rate(ko, no), index: k / n / (ko / no), low: (k / n / (ko / no)) * 0.9, high: (k / n / (ko / no)) * 1.1, q })
  return {
    others: 11_285, hours, ownHours: hours,
    parts: [
      { part: 'trait:gender', known: 1997, knownOthers: 2604, rows: [row('female', 1038, 1997, 1361, 2604, 0.9), row('male', 959, 1997, 1243, 2604, 0.9)] },
      { part: 'channel', known: 2399, knownOthers: 11_285, rows: [row('web', 1629, 2399, 4078, 11_285, 1e-9), row('app', 655, 2399, 473, 11_285, 1e-9), { ...row('', 14, 2399, 60, 11_285, 0.4), other: true }] },
      { part: 'visitor', known: 2399, knownOthers: 11_285, rows: [row('new', 1069, 2399, 5673, 11_285, 1e-6), row('returning', 1330, 2399, 5612, 11_285, 1e-6)] },
    ],
    scores: [{ name: 'survey', people: 231, n: 238, mean: within(7.16, 0.3), othersN: 22, othersMean: within(7.2, 0.6), bins: [{ from: 0, n: 10, others: 2 }, { from: 10, n: 47, others: 7 }] }],
  }
}

export function value(): T.Answer['value'] {
  const model = { state: 'ok' as const, name: 'bg_nbd', unit: 'week', parameters: [], logLikelihood: -22_282, n: 7228, repeaters: 3024, converged: true }
  const history = Array.from({ length: 20 }, (_, i) => ({ until: `2026-0${3 + Math.floor(i / 7)}-${String(1 + (i % 7) * 4).padStart(2, '0')}`, actual: i * i * 12, expected: i * i * 12.3 + 4, holdout: i > 14 }))
  return {
    currency: 'IDR', leftOut: [{ currency: 'USD', orders: 3 }], orders: 13_282, withoutAmount: 0, revenue: 43.8e9, refunded: 1.04e9, buyers: 7228,
    repeat: rate(3031, 7228), sameDay: rate(27, 7228), laterDay: rate(3024, 7228), averageOrder: { n: 13_282, ...within(3.3e6, 46_000) }, perBuyer: { n: 7228, ...within(6.06e6, 151_000) },
    cells: [1, 2, 3, 4, 5].flatMap((r) => [1, 3, 5].map((f) => ({ r, f, m: 3, people: r * f * 20 + 5, orders: r * f * 40, revenue: r * f * 1e8 }))),
    groups: [{ name: 'champions', share: rate(890, 7228), orders: 3830, revenue: 12.6e9 }, { name: 'lost', share: rate(2127, 7228), orders: 2127, revenue: 6e9 }],
    model, spend: { ...model, name: 'gamma_gamma' }, alive: Array.from({ length: 10 }, (_, i) => ({ from: i / 10, people: i < 2 ? 0 : i * i * 60 })),
    deciles: Array.from({ length: 10 }, (_, i) => ({ decile: i + 1, people: 723, alive: 650, revenue: 12e9 / (i + 1), purchases: 3300 / (i + 1), worth: 10e9 / (i + 1) })),
    expected: { alive: 6664, purchases: 16_161, revenue: 54e9, worth: 51e9, sure: 'ok', aliveBounds: { low: 6480, high: 6853 }, purchasesBounds: { low: 15_200, high: 17_180 }, revenueBounds: { low: 50e9, high: 58e9 }, worthBounds: { low: 47e9, high: 55e9 } },
    holdout: { state: 'ok', from: '2026-05-10', days: 46, people: 5498, actual: 2150, expected: 2147, mape: 0.007 }, history, forecast: [{ days: 365, purchases: 16_161, revenue: 54e9, purchasesBounds: { low: 15_200, high: 17_180 }, revenueBounds: { low: 50e9, high: 58e9 } }],
  }
}

export function drivers(enough = true): T.Answer['drivers'] {
  const driver = (item: string, name: string, odds: number, share: number, q: number, people: number) => ({ part: 'touchpoint' as const, item, name, factor: 'touchpoint' as const, people, per: 'use' as const, odds: { n: 1021, value: odds, low: odds / 1.6, high: odds * 1.6 }, effect: (odds - 1) / 8, p: q / 2, q, weight: share * 0.06, share, inflation: 1.2 })
  const signal = { name: 'NPS', kind: 'nps', answered: 1021, mean: 7.18, sd: 2.35, with: 7.4, without: 7.1 }
  if (!enough) return { state: 'few_outcomes', needed: 240, unfinished: 12, leftOut: 4, outcome: rate(17, 60), signals: [signal], drivers: [], factors: [], r2: 0, mcFadden: 0 }
  return {
    state: 'ok', unfinished: 190, leftOut: 8, outcome: rate(335, 1021), r2: 0.064, mcFadden: 0.05, collinear: true, signals: [signal],
    drivers: [driver('t1', 'Product page', 2.4, 0.5, 0.002, 989), driver('t4', 'Call centre', 0.6, 0.3, 0.2, 21), { ...driver('t2', 'Cart', 0, 0, 1, 985), excluded: 'step' as const }],
    factors: [{ factor: 'touchpoint', weight: 0.05, share: 0.8 }, { factor: 'satisfaction', weight: 0.014, share: 0.2 }],
  }
}

export function content(): T.Answer['content'] {
  const item = (name: string, views: number, other?: boolean) => ({ item: name, other, views, people: Math.round(views * 0.7), time: { n: views, median: 69_000, mean: 113_000 }, scroll: { n: views, mean: 61 }, entry: rate(Math.round(views * 0.5), views), exit: rate(Math.round(views * 0.4), views), onward: rate(Math.round(views * 0.3), views), clicked: rate(Math.round(views * 0.2), views), assisted: rate(Math.round(views * 0.2), Math.round(views * 0.7)), without: rate(1635, 5207), lift: within(views > 100 ? 0.07 : -0.1, views > 100 ? 0.03 : 0.15), channels: [{ channel: 'web', views: Math.round(views * 0.8), people: 10 }, { channel: 'app', views: Math.round(views * 0.2), people: 3 }] })
  return { converted: rate(1898, 5888), items: [item('/products/kopi-susu', 907), item('/blog/cold-brew', 340), item('/promo', 22), item('', 51, true)] }
}

export function coverage(rule: boolean): T.Answer['coverage'] {
  const covered = points.map((p, i) => ({ id: p.id, name: p.name, stage: p.stage, matched: { people: 900 - 60 * i, events: 1900 - 90 * i }, caught: i === 2 ? { people: 0, events: 0 } : { people: 800 - 60 * i, events: 1500 - 90 * i } }))
  const overlaps = [{ first: points[0]!.id, ...(rule ? {} : { second: points[1]!.id }), people: 87, events: 204, kept: 204 }, { first: points[1]!.id, ...(rule ? {} : { second: points[3]!.id }), people: 12, events: 15, kept: 4 }]
  return {
    points: rule ? [] : covered, overlaps, overlapping: 2, kinds: rule ? 0 : 61, uncaught: rule ? { people: 0, events: 0 } : { people: 1311, events: 4204 },
    loose: rule ? [] : [{ event: 'Page Viewed', channel: 'web', people: 911, events: 3020 }, { event: 'Store Visited', channel: 'store', people: 264, events: 310 }, { event: 'Fax Received', channel: '', people: 3, events: 4 }],
  }
}

export function conformance(): T.Answer['conformance'] {
  const steps: [string, string, number][] = [['s1', 'Product', 2494], ['s2', 'Cart', 1180], ['s3', 'Checkout', 604], ['s4', 'Order', 594]]
  const edge = (from: string, to: string, k: number, n: number, dependency: number) => ({ from, to, people: rate(k, n), passes: Math.round(k * 1.3), median: 140_000, dependency })
  return {
    fits: rate(297, 852), underway: rate(1821, 2673), left: rate(0, 2673), strays: rate(555, 2673),
    tokens: { produced: 9882, consumed: 8237, missing: 1205, remaining: 1205, fitness: 0.866, mean: 0.932 }, alignment: { people: 2673, inserted: 2944, skipped: 386, mean: 1.25 },
    deviations: (['repeat', 'skip', 'insert', 'order', 'early'] as const).map((kind, i) => ({ kind, step: steps[i % 4]![0], name: steps[i % 4]![1], people: rate([452, 128, 17, 11, 4][i]!, 2673) })).concat({ kind: 'off' as 'early', step: '', name: '', people: rate(88, 2673) }),
    steps: steps.map(([id, name, people]) => ({ id, name, people, entries: Math.round(people * 1.6), exits: rate(Math.round(people * 0.4), people), repeats: rate(Math.round(people * 0.5), people), moves: id === 's4' ? 0 : people, median: 138_000 })),
    edges: [edge('', 's1', 2218, 2673, 1), edge('s1', 's2', 1180, 2494, 0.66), edge('s2', 's3', 600, 1180, 1), edge('s3', 's4', 594, 604, 1)],
    undrawn: [edge('s4', 's1', 311, 594, 0.95), edge('s2', 's1', 277, 1180, -0.66), edge('', 's4', 155, 2673, 1)],
    variants: [{ steps: ['s1'], people: 1258, fits: 0, underway: 1258, left: 0, strays: 0 }, { steps: ['s1', 's2', 's3', 's4'], people: 297, fits: 297, underway: 0, left: 0, strays: 0 }, { steps: ['s1', '', 's2', 's1'], people: 45, fits: 0, underway: 0, left: 0, strays: 45 }],
    varied: 730, other: { people: 1073 },
    discovery: { people: 2600, steps: [{ touchpoint: 't4', name: 'Call centre', people: rate(279, 2600), events: 1343 }], edges: [{ from: 's4', to: 'touchpoint:t4', people: rate(203, 2600), passes: 260, dependency: 0.97 }] },
  }
}
