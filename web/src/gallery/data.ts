import type * as T from '../api/types'

// A small made-up brand for the gallery: enough to fill every view, the same at every run.

export const NOW = Date.parse('2026-11-20T09:00:00Z')
const DAY = 86_400_000
const iso = (t: number) => new Date(t).toISOString()
const rate = (k: number, n: number): T.Rate => {
  const p = n ? k / n : 0
  const half = n ? 1.96 * Math.sqrt((p * (1 - p)) / n + 0.0001 / n) : 0
  return { k, n, value: p, low: Math.max(0, p - half), high: Math.min(1, p + half) }
}
function random(seed: number): () => number {
  let s = seed
  return () => {
    s = (s * 1664525 + 1013904223) % 4294967296
    return s / 4294967296
  }
}

export const session: T.Session = {
  setup: false, demo: false, csrf: 'canned', version: '0.1.0',
  user: { id: '1', email: 'sari@kopi-senja.example', name: 'Sari Wulandari', locale: '', mustSetPassword: false },
  workspaces: [{ id: 1, name: 'Kopi Senja', zone: 'Asia/Jakarta', currency: 'IDR', role: 'owner', permissions: ['workspace.create', 'workspace.read', 'workspace.manage', 'members.read', 'members.manage', 'tokens.manage', 'sources.read', 'sources.keys', 'sources.manage', 'sources.live', 'ledger.read', 'quarantine.read', 'quarantine.replay', 'ask', 'people.read', 'people.contact', 'identity.revoke', 'identity.review', 'model.read', 'model.edit', 'segments.edit', 'dashboards.edit', 'audit.read'] }],
}

const stage = (id: string, name: string, event: string[], times?: number): T.Stage => ({ id, name, entry: { event }, times })
export const models: T.StageModel[] = [
  { id: 'digital', name: 'Digital', window: '90d', lapse: '60d', stages: [stage('awareness', 'Awareness', ['Page Viewed']), stage('engagement', 'Engagement', ['Product Viewed', 'Call Started']), stage('transaction', 'Transaction', ['Order Completed']), stage('retention', 'Retention', ['Order Completed'], 2)] },
  { id: 'buying', name: 'Buying', window: '90d', lapse: '60d', stages: [stage('awareness', 'Awareness', ['Page Viewed']), stage('consideration', 'Consideration', ['Product Viewed']), stage('decision', 'Decision', ['Order Completed'])] },
  { id: 'loyalty', name: 'Loyalty', window: '180d', lapse: '120d', stages: [stage('awareness', 'Awareness', ['Page Viewed']), stage('consideration', 'Consideration', ['Product Viewed']), stage('decision', 'Decision', ['Order Completed']), stage('loyalty', 'Loyalty', ['Order Completed'], 3)] },
]

const touch: [string, string, string, string, number, boolean?][] = [
  ['search', 'Search result', 'awareness', 'search', 9420],
  ['home', 'Home page', 'awareness', 'web', 12880],
  ['ad', 'Video ad', 'awareness', 'ads', 6130],
  ['post', 'Social post', 'awareness', 'social', 4210],
  ['friend', 'Told by a friend', 'awareness', 'referral', 1380],
  ['passing', 'Shop window', 'awareness', 'store', 860],
  ['product', 'Product page', 'engagement', 'web', 6920, true],
  ['appbrowse', 'Menu in the app', 'engagement', 'app', 3140],
  ['chat', 'Chat with us', 'engagement', 'chat', 1180],
  ['visit', 'Shop visit', 'engagement', 'store', 1640],
  ['call', 'Call to the shop', 'engagement', 'call', 410],
  ['newsletter', 'Newsletter opened', 'engagement', 'email', 2350],
  ['cart', 'Cart', 'transaction', 'web', 2110],
  ['payment', 'Payment, app', 'transaction', 'app', 1020, true],
  ['till', 'Till', 'transaction', 'store', 690],
  ['market', 'Marketplace order', 'transaction', 'marketplace', 330],
  ['delivery', 'Delivery', 'retention', 'whatsapp', 1290],
  ['review', 'Review asked', 'retention', 'email', 540],
  ['again', 'Second order', 'retention', 'app', 357],
  ['meet', 'Cupping evening', 'retention', 'community', 74],
]
const RULES: Record<string, T.Filter> = {
  home: { event: 'Page Viewed', where: [{ property: 'path', op: 'in', value: ['/', '/home'] }] },
  product: { event: ['Product Viewed', 'Product Clicked', 'Product Shared', 'Specification Viewed', 'Product List Viewed'], channel: 'web' },
  payment: { any: [{ event: 'Payment Failed', channel: 'app' }, { event: ['Payment Info Entered', 'Payment Completed'], channel: 'app' }] },
  till: { event: 'Order Completed', source: '3' },
  delivery: { channel: 'whatsapp', not: { event: 'Message Sent' } },
}
export const touchpoints: T.Touchpoint[] = touch.map(([id, name, st, channel, , moment], position) => ({ id, name, stage: st, momentOfTruth: moment ?? false, place: position, rule: RULES[id] ?? { channel } }))
export const channels: T.Channel[] = ['web', 'app', 'store', 'call', 'email', 'sms', 'whatsapp', 'chat', 'social', 'ads', 'search', 'referral', 'marketplace', 'community', 'event', 'other'].map((id) => ({ id, name: id, builtIn: true }))

const starts = Array.from({ length: 30 }, (_, i) => iso(NOW - (30 - i) * DAY))

export function stages(factor = 1): T.StagesAnswer {
  const r = random(7)
  const n = (x: number) => Math.round(x * factor)
  const grow = (base: number, slope: number) => starts.map((_, i) => n(base + slope * i + (r() - 0.5) * base * 0.04 + Math.sin(i / 1.1) * base * 0.012))
  const fig = (id: string, name: string, now: number, entered: number, moved: number, median: number, p90: number, stalled: number, lapsed: number, re: number): T.StageFigure => ({
    id, name, now: n(now), entered: n(entered), movedOn: rate(n(moved), n(entered)), times: { n: n(moved), median: median * DAY, p90: p90 * DAY }, stalled: n(stalled), lapsed: n(lapsed), reEntered: n(re),
  })
  const pair = (from: string, to: string, count: number, hours: number): T.PathEdge => ({ step: 0, from, to, count: n(count), median: hours * 3_600_000 })
  return {
    model: models[0]!,
    stages: [
      fig('awareness', 'Awareness', 10240, 18204, 7829, 2.1, 11, 1820, 3260, 412),
      fig('engagement', 'Engagement', 5310, 8127, 1139, 6.3, 24, 940, 1480, 266),
      fig('transaction', 'Transaction', 1204, 1206, 357, 31, 62, 212, 318, 71),
      fig('retention', 'Retention', 512, 357, 0, 0, 0, 0, 64, 23),
    ],
    flows: [
      { from: '', to: 'awareness', people: n(17790), median: 0 },
      { from: '', to: 'engagement', people: n(720), median: 0 },
      { from: '', to: 'transaction', people: n(138), median: 0 },
      { from: '', to: 'retention', people: n(23), median: 0 },
      { from: 'awareness', to: 'engagement', people: n(7407), median: 2.1 * DAY },
      { from: 'awareness', to: 'transaction', people: n(422), median: 1.2 * DAY },
      { from: 'engagement', to: 'transaction', people: n(1046), median: 6.3 * DAY },
      { from: 'engagement', to: 'retention', people: n(93), median: 40 * DAY },
      { from: 'transaction', to: 'retention', people: n(357), median: 31 * DAY },
      { from: 'awareness', to: '', people: n(3260), median: 60 * DAY },
      { from: 'engagement', to: '', people: n(1480), median: 60 * DAY },
      { from: 'transaction', to: '', people: n(318), median: 60 * DAY },
      { from: 'retention', to: '', people: n(64), median: 60 * DAY },
    ],
    lapsed: n(4210), starts,
    overTime: [grow(9200, 34), grow(4600, 24), grow(1020, 6), grow(404, 3.6)],
    touchpoints: touch.map(([id, name, st, , people]) => ({ id, name, stage: st, people: n(people), events: n(people * 2.4) })),
    pairs: [
      pair('search', 'home', 5210, 0.02), pair('ad', 'home', 3120, 0.03), pair('post', 'home', 1460, 0.1), pair('home', 'product', 5240, 0.1), pair('friend', 'appbrowse', 540, 9),
      pair('home', 'appbrowse', 980, 20), pair('product', 'cart', 1880, 0.4), pair('product', 'chat', 740, 0.2), pair('chat', 'product', 610, 0.3), pair('appbrowse', 'payment', 690, 0.5),
      pair('cart', 'payment', 420, 0.1), pair('visit', 'till', 520, 0.3), pair('newsletter', 'product', 1120, 0.2), pair('passing', 'visit', 480, 0.1), pair('call', 'visit', 170, 22),
      pair('payment', 'delivery', 880, 26), pair('cart', 'delivery', 390, 30), pair('delivery', 'review', 460, 49), pair('review', 'again', 88, 300), pair('delivery', 'again', 140, 400),
      pair('cart', 'product', 640, 0.2), pair('post', 'appbrowse', 330, 1), pair('till', 'again', 66, 500), pair('market', 'delivery', 210, 40), pair('product', 'newsletter', 410, 70), pair('meet', 'again', 19, 90),
    ],
  }
}

const NAMES = ['Budi Santoso', '陳美玲', 'Dewi Lestari', 'Agus Pratama', 'Wong Ka Yan', 'Sri Rahayu', 'Rizky Ramadhan', '林志豪', 'Putri Ayu', 'Hendra Gunawan', 'Maria Tan', 'Yohanes Siregar']
const STAGES = ['awareness', 'engagement', 'transaction', 'retention', 'lapsed']
export const PERSON = 'a3f1c09b5e7d4412b8860f2d9c3e1a77'

export function people(count = 50, offset = 0): T.PeoplePage {
  const rows = Array.from({ length: count }, (_, j): T.PeopleRow => {
    const i = j + offset
    const name = NAMES[i % NAMES.length]!
    const email = `${['budi', 'meiling', 'dewi', 'agus', 'kayan', 'sri', 'rizky', 'zhihao', 'putri', 'hendra', 'maria', 'yohanes'][i % 12]}${i}@example.com`
    const anonymous = i % 5 === 4
    return {
      person: i === 0 ? PERSON : (0x1000000 + i * 7919).toString(16).padStart(32, 'c'), events: 3 + ((i * 37) % 220), firstSeen: iso(NOW - (20 + ((i * 13) % 160)) * DAY), lastSeen: iso(NOW - i * 47 * 60_000),
      stage: STAGES[(i * 3) % 5], traits: anonymous ? {} : { name, email, city: ['Jakarta', '台北', 'Bandung', '香港'][i % 4]! }, ids: anonymous ? [{ type: 'anonymous_id', value: `anon-${i}-7c2e` }] : [{ type: 'email', value: email }, { type: 'user_id', value: `u-${1000 + i}` }],
    }
  })
  return { total: 7829, asOf: 410221, people: rows }
}

const id = (type: string, value: string, status: T.LinkID['status']): T.LinkID => ({ type, value, status })
export const detail: T.PersonPage = {
  person: PERSON, name: 'Budi Santoso', stage: 'transaction', events: 46, firstSeen: iso(NOW - 71 * DAY), lastSeen: iso(NOW - 26 * 60_000),
  traits: { name: 'Budi Santoso', email: 'budi0@example.com', phone: '+62 812 0000 1111', birthday: '1990-04-12', city: 'Jakarta', 'consent.email': 'true', 'consent.whatsapp': 'false', plan: 'gold' },
  ids: [{ type: 'user_id', value: 'u-1000', subjects: 2 }, { type: 'email', value: 'budi0@example.com', subjects: 2 }, { type: 'anonymous_id', value: 'b7d0-web', subjects: 2 }, { type: 'phone', value: '+6281200001111', subjects: 1 }],
  subjects: [
    { subject: '11d0a6', ids: [id('anonymous_id', 'b7d0-web', 'new')], epoch: 0, alone: false, firstSeen: iso(NOW - 71 * DAY), events: 12 },
    { subject: '27e81c', ids: [id('anonymous_id', 'b7d0-web', 'known'), id('user_id', 'u-1000', 'new'), id('email', 'budi0@example.com', 'new')], epoch: 0, alone: false, firstSeen: iso(NOW - 71 * DAY), events: 29 },
    { subject: '93ab44', ids: [id('phone', '+6281200001111', 'new'), id('email', 'budi0@example.com', 'known')], epoch: 1, alone: false, firstSeen: iso(NOW - 71 * DAY), events: 5 },
  ],
  links: [
    { id: 1, rule: 'new', subject: '11d0a6', ids: [id('anonymous_id', 'b7d0-web', 'new')], evidence: [], setAside: [], inForce: true, time: iso(NOW - 71 * DAY) },
    { id: 2, rule: 'match', subject: '27e81c', ids: [id('anonymous_id', 'b7d0-web', 'known'), id('user_id', 'u-1000', 'new'), id('email', 'budi0@example.com', 'new')], evidence: [], setAside: [], inForce: true, time: iso(NOW - 69 * DAY) },
    { id: 3, rule: 'match', subject: '93ab44', ids: [id('email', 'budi0@example.com', 'known'), id('phone', '+6281200001111', 'new'), id('loyalty_id', 'L-0000', 'limit')], evidence: [], setAside: [], inForce: true, time: iso(NOW - 12 * DAY) },
    { id: 4, rule: 'match', subject: '55cc01', ids: [id('phone', '+6281200001111', 'revoked')], evidence: [], setAside: [], inForce: false, time: iso(NOW - 40 * DAY), revoked: { time: iso(NOW - 30 * DAY), actor: '李家豪' } },
  ],
}

const EVENTS: [T.TimelineEvent['type'], string, string, string, Record<string, unknown>][] = [
  ['track', 'Order Completed', 'app', 'payment', { order_id: 'KS-20931', total: 182000, currency: 'IDR', products: [{ sku: 'GAYO-250', name: 'Gayo 250 g', quantity: 2 }] }],
  ['track', 'Checkout Started', 'app', 'payment', { value: 182000, coupon: '<b>SENJA10</b>' }],
  ['page', 'Page Viewed', 'web', 'product', { name: 'Product', path: '/kopi/gayo', title: 'Gayo 250 g', referrer: 'https://www.google.com/' }],
  ['track', 'Message Sent', 'whatsapp', 'delivery', { text: 'Pesanan saya sudah dikirim?' }],
  ['track', 'Email Opened', 'email', 'newsletter', { campaign: 'November' }],
  ['track', 'Call Ended', 'call', 'call', { seconds: 214, agent: 'Rina' }],
  ['identify', 'Identified', 'web', '', {}],
  ['track', 'Shop Visited', 'store', 'visit', { shop: 'Kemang' }],
]
export function timeline(): T.Timeline {
  return {
    events: Array.from({ length: 24 }, (_, i): T.TimelineEvent => {
      const [type, name, channel, touchpoint, properties] = EVENTS[i % EVENTS.length]!
      return { seq: 900 - i, messageId: `m-${900 - i}`, receivedAt: iso(NOW), time: iso(NOW - i * i * 3_300_000 - 26 * 60_000), type, name, channel, source: 1, touchpoint, subject: '27e81c', properties, traits: type === 'identify' ? { email: 'budi0@example.com', plan: 'gold' } : {}, context: { ip: '203.0.113.7', locale: 'id-ID' } }
    }),
    next: '800',
  }
}

export const reviews: T.Review[] = [
  {
    id: 1, time: iso(NOW - 3 * 3_600_000), reason: 'two_users', subject: '77aa', status: 'open', keep: id('phone', '+62 812 0000 1111', 'known'), join: id('user_id', 'u-2231', 'review'),
    persons: [
      { person: PERSON, name: 'Budi Santoso', ids: [{ type: 'user_id', value: 'u-1000' }, { type: 'email', value: 'budi0@example.com' }, { type: 'phone', value: '+62 812 0000 1111' }], events: 46 },
      { person: 'b'.repeat(32), name: 'B. Santoso', ids: [{ type: 'user_id', value: 'u-2231' }, { type: 'email', value: 'b.santoso@example.com' }], events: 11 },
    ],
  },
]

const src = (id: number, name: string, kind: T.SourceKind, channel: string, c: [number, number, number], seen: number, disabled = false): T.Source => ({
  id, name, kind, channel, writeKey: `wk_${'4f9a2c7be1d05386'.slice(id)}${id}k2`, created: iso(NOW - 180 * DAY), disabled, last24h: { stored: c[0], duplicate: c[1], rejected: c[2], received: c[0] + c[1] + c[2] }, lastSeen: seen ? iso(NOW - seen) : undefined,
})
export const sources: T.Source[] = [src(1, 'Website', 'website', 'web', [48210, 312, 41], 4000), src(2, 'App', 'app', 'app', [21940, 120, 0], 9000), src(3, 'Till, Kemang', 'store', 'store', [1820, 0, 7], 420_000), src(4, 'Call centre', 'call', 'call', [264, 0, 0], 3_600_000), src(5, 'Old website', 'website', 'web', [0, 0, 0], 0, true)]

export function ledger(by: 'hour' | 'day'): T.Ledger {
  const r = random(3)
  const rows: T.LedgerRow[] = []
  const step = by === 'day' ? DAY : 3_600_000
  const base = Math.floor(NOW / step) * step
  for (let i = 0; i < (by === 'day' ? 30 : 48); i++) {
    for (const [source, size] of [[1, 48000], [2, 21000], [3, 1800], [4, 260]] as const) {
      const stored = Math.round((size / (by === 'day' ? 1 : 24)) * (0.8 + r() * 0.4))
      const duplicate = Math.round(stored * 0.006 * r())
      const rejected = Math.round(stored * 0.002 * r())
      rows.push({ source, start: iso(base - i * step), stored, duplicate, rejected, received: stored + duplicate + rejected, reasons: rejected ? { no_ids: Math.ceil(rejected / 2), malformed: Math.floor(rejected / 2) } : {} })
    }
  }
  const total = rows.reduce((a, x) => ({ received: a.received + x.received, stored: a.stored + x.stored, duplicate: a.duplicate + x.duplicate, rejected: a.rejected + x.rejected }), { received: 0, stored: 0, duplicate: 0, rejected: 0 })
  return { rows, total }
}

export const quarantine: T.Quarantined[] = [
  { id: 31, source: 1, at: iso(NOW - 5 * 60_000), reason: 'no_ids', detail: 'the event carries no userId, anonymousId or other id', body: '{"type":"track","event":"Product Viewed","properties":{"sku":"GAYO-250"}}', replayed: false, cut: false },
  { id: 30, source: 1, at: iso(NOW - 64 * 60_000), reason: 'malformed', detail: 'unexpected end of JSON at byte 58', body: '{"type":"track","event":"Product Viewed","properties":{"sku', replayed: false, cut: false },
  { id: 29, source: 3, at: iso(NOW - 5 * 3_600_000), reason: 'blocked_ids', detail: 'user_id "null" is blocked', body: '{"type":"track","userId":"null","event":"Order Completed","properties":{"total":45000}}', replayed: true, cut: false },
]
export const members: T.Member[] = [
  { id: '1', name: 'Sari Wulandari', email: 'sari@kopi-senja.example', role: 'owner', since: iso(NOW - 180 * DAY), seen: iso(NOW - 60_000), invited: false },
  { id: '2', name: '李家豪', email: 'ka-ho@kopi-senja.example', role: 'marketer', since: iso(NOW - 90 * DAY), invited: true },
]
export const tokens: T.Token[] = [{ id: '1', name: 'Nightly report', role: 'viewer', hint: '…7e2a', by: 'Sari Wulandari', created: iso(NOW - 40 * DAY), used: iso(NOW - 8 * 3_600_000) }]
export const audit: T.AuditEntry[] = [
  { id: 9, at: iso(NOW - 3_600_000), actor: 'sari@kopi-senja.example', action: 'source.create', target: 'Till, Kemang' },
  { id: 8, at: iso(NOW - 30 * DAY), actor: 'ka-ho@kopi-senja.example', action: 'link.revoke', target: '4' },
]

const field = (name: string, values: string[], numeric = false): T.FieldSchema => ({ name, values, numeric })
export const schema: T.Schema = {
  asOf: 410221,
  events: [
    { name: 'Page Viewed', count: 210400, channels: ['web'], properties: [field('path', ['/', '/kopi/gayo', '/cart']), field('name', ['Home', 'Product'])] },
    { name: 'Product Viewed', count: 64200, channels: ['web', 'app'], properties: [field('sku', ['GAYO-250', 'TORAJA-250']), field('price', ['91000', '84000'], true), field('category', ['beans', 'gear'])] },
    { name: 'Product Added', count: 18300, channels: ['web', 'app'], properties: [field('sku', ['GAYO-250'])] },
    { name: 'Checkout Started', count: 7200, channels: ['web', 'app'], properties: [field('value', [], true)] },
    { name: 'Order Completed', count: 4100, channels: ['web', 'app', 'store'], properties: [field('total', ['182000'], true), field('payment', ['card', 'qris', 'cash'])] },
    { name: 'Email Opened', count: 9100, channels: ['email'], properties: [field('campaign', ['November', 'October'])] },
  ],
  traits: [field('city', ['Jakarta', 'Bandung', '台北', '香港']), field('plan', ['gold', 'silver'])],
}

export const rules: T.IdentityRules = { limits: { user_id: 1, email: 5, phone: 5, anonymous_id: 500 }, otherLimit: 5, priority: ['user_id', 'email', 'phone'], blocked: ['test@kopi-senja.example'], maxMergeEvents: 10_000 }
export const trial: T.IdentityTrial = {
  subjects: 31204, peopleNow: 24310, peopleThen: 24291, merged: 23, split: 4, dropped: 2, reviews: 6,
  examples: [
    { persons: [PERSON, 'b'.repeat(32)], personsTotal: 2, then: [[{ type: 'user_id', value: 'u-1000' }, { type: 'email', value: 'budi0@example.com' }, { type: 'phone', value: '+6281200001111' }]], thenTotal: 1, why: [{ type: 'phone', value: '+6281200001111', was: 'limit', would: 'used' }] },
    { persons: ['c'.repeat(32)], personsTotal: 1, then: [[{ type: 'user_id', value: 'u-77' }], [{ type: 'email', value: 'kasir@kopi-senja.example' }]], thenTotal: 2, why: [{ type: 'email', value: 'kasir@kopi-senja.example', was: 'used', would: 'blocked' }] },
  ],
}

const base = (kind: T.Kind): T.Answer => ({ kind, asOf: 410221, from: iso(NOW - 30 * DAY), to: iso(NOW), people: 24310, events: 410221, notes: [] })
export function stagesAnswer(): T.Answer { return { ...base('stages'), stages: stages() } }
export function compared(): T.Answer { return { ...stagesAnswer(), compare: { ...base('stages'), stages: stages(0.93) } } }
export function empty(kind: T.Kind): T.Answer { return { ...base(kind), people: 0, events: 0, from: undefined, to: undefined, stages: kind === 'stages' ? { ...stages(0), stages: [] } : undefined, persons: kind === 'people' ? { total: 0, people: [] } : undefined } }

export function funnel(q: T.Question): T.Answer {
  const steps = q.funnel?.steps ?? []
  const group = (value: string, size: number, other?: boolean): T.FunnelGroup => {
    const reached = steps.map((_, i) => Math.round(size * Math.pow(0.46, i)))
    return {
      value, other, total: { n: reached.at(-1) ?? 0, median: 3.2 * DAY, p90: 9.8 * DAY },
      steps: steps.map((s, i) => ({ name: s.name ?? (Array.isArray(s.filter.event) ? s.filter.event[0]! : s.filter.event) ?? '', optional: s.optional, reached: reached[i]!, dropped: reached[i]! - (reached[i + 1] ?? reached[i]!), fromPrev: rate(reached[i]!, reached[Math.max(0, i - 1)]!), overall: rate(reached[i]!, reached[0]!), times: i ? { n: reached[i]!, median: i * 0.4 * DAY, p90: i * 3 * DAY } : { n: 0, median: 0, p90: 0 } })),
      histogram: Array.from({ length: 14 }, (_, i) => ({ from: i * DAY, to: (i + 1) * DAY, n: Math.round(280 * Math.exp(-i / 3.5)) })),
    }
  }
  return { ...base('funnel'), funnel: { groups: q.breakdown ? [group('web', 9800), group('app', 5200), group('store', 24), group('', 400, true)] : [group('', 15400)] }, notes: q.breakdown ? ['small_sample'] : [] }
}
export function paths(): T.Answer {
  const names = ['Page Viewed', 'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed', '']
  const nodes: T.PathNode[] = []
  const edges: T.PathEdge[] = []
  const r = random(5)
  for (let step = 1; step <= 5; step++) {
    names.forEach((name, k) => {
      const count = step === 1 ? (k === 0 ? 15000 : 0) : Math.round(15000 * Math.pow(0.62, step - 1) * [0.4, 0.28, 0.14, 0.08, 0.05, 0.05][k]!)
      if (count) nodes.push({ step, name, count, exits: Math.round(count * (k === 4 ? 0.7 : 0.3)) })
    })
  }
  for (const a of nodes) for (const b of nodes.filter((n) => n.step === a.step + 1)) edges.push({ step: a.step, from: a.name, to: b.name, count: Math.max(1, Math.round((a.count - a.exits) * (b.count / nodes.filter((n) => n.step === b.step).reduce((s, n) => s + n.count, 0)))), median: (0.1 + r()) * 3_600_000 })
  const matrix = names.flatMap((from) => names.map((to) => ({ step: 0, from, to, count: Math.round(r() * r() * 4000), median: r() * DAY })))
  return { ...base('paths'), paths: { containers: 15000, nodes, edges, matrix, eventual: matrix.map((m) => ({ ...m, count: m.count * 2 })), top: [{ names: ['Page Viewed', 'Product Viewed'], count: 2210 }, { names: ['Page Viewed', 'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'], count: 610 }, { names: ['Page Viewed', ''], count: 240 }] } }
}
export function retention(q: T.Question): T.Answer {
  const periods = q.retention?.periods ?? 8
  const n = 9
  const cohorts: T.Cohort[] = Array.from({ length: n }, (_, i) => {
    const size = 840 + ((i * 137) % 400)
    return { start: iso(NOW - (n - i) * 7 * DAY), size, cells: Array.from({ length: Math.min(periods, n - 1 - i) + 1 }, (_, k) => ({ ...rate(Math.round(size * (k === 0 ? 1 : 0.34 * Math.pow(k, -0.55))), size), unfinished: k > 0 && k === n - 1 - i })) }
  })
  return { ...base('retention'), retention: { cohorts, mean: Array.from({ length: periods + 1 }, (_, k) => rate(Math.round(9000 * (k === 0 ? 1 : 0.34 * Math.pow(k, -0.55))), 9000)) }, notes: ['unfinished'] }
}
export function trend(q: T.Question): T.Answer {
  const r = random(11)
  const series = (value: string, size: number): T.TrendSeries => {
    const points = starts.map((_, i) => Math.round(size * (1 + 0.012 * i + 0.18 * Math.sin((i * 2 * Math.PI) / 7) + (r() - 0.5) * 0.1)))
    return { value, points, n: points, total: points.reduce((a, b) => a + b, 0) }
  }
  return { ...base('trend'), trend: { starts, series: q.breakdown?.by === 'touchpoint' ? [series('home', 90), series('payment', 300), series('product', 40)] : q.breakdown ? [series('web', 900), series('app', 500), series('store', 120)] : [series('', 1500)] } }
}
