import type { Filter, Names, Question, Schema, StageModel } from '../../api/types'

// Pure helpers of the builders: names in a filter, and a first question made of what the workspace knows.

export function names(n: Names | undefined): string[] {
  return n === undefined ? [] : Array.isArray(n) ? n : [n]
}

export function asNames(list: string[]): Names | undefined {
  return list.length === 0 ? undefined : list.length === 1 ? list[0] : list
}

/** What a filter is called where it has no name. */
export function filterName(f: Filter, points: { id: string; name: string }[] = []): string {
  return [...names(f.event), ...names(f.touchpoint).map((id) => points.find((p) => p.id === id)?.name ?? id), ...names(f.channel)].join(' / ')
}

/** Leaves out what is empty, so that the address and the copied question stay short. */
export function compact<T>(value: T): T {
  if (Array.isArray(value)) return value.map(compact) as T
  if (value && typeof value === 'object') {
    const out: Record<string, unknown> = {}
    for (const [k, v] of Object.entries(value)) {
      if (v === undefined || v === '' || v === null || v === false) continue
      if (Array.isArray(v) && v.length === 0) continue
      out[k] = compact(v)
    }
    return out as T
  }
  return value
}

const wishes: Record<string, string[]> = {
  funnel: ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'],
  survey: ['Survey Answered', 'Survey Completed', 'NPS Answered', 'Product Reviewed'],
  order: ['Order Completed', 'Order Placed', 'Purchase', 'Purchased', 'Booking Made'],
}

/** A first question of a kind that this workspace can answer. */
export function begin(kind: Question['kind'], schema: Schema | undefined): Question {
  const known = [...(schema?.events ?? [])].sort((a, b) => b.count - a.count).map((e) => e.name)
  const has = (n: string) => known.includes(n)
  const order = wishes.order!.find(has) ?? known.find((n) => !n.endsWith('Viewed') && n !== 'Identified') ?? known[0] ?? ''
  const event = (n: string): Filter => (n ? { event: n } : {})
  const q: Question = { kind }
  switch (kind) {
    case 'funnel': {
      const wanted = wishes.funnel!.filter(has)
      const steps = wanted.length >= 2 ? wanted : known.slice(0, 2)
      q.funnel = { window: '14d', steps: steps.map((n) => ({ filter: event(n) })) }
      break
    }
    case 'paths':
      q.paths = { by: 'event', depth: 5, top: 12, collapse: true, container: 'journey' }
      break
    case 'retention':
      q.retention = { start: event(order), return: event(order), period: 'week', periods: 8 }
      break
    case 'trend':
      q.trend = { measure: 'people', interval: 'day' }
      break
    case 'stages':
      q.stages = {}
      break
    case 'people':
      q.people = {}
      break
    default:
      newer(q, known, order, schema)
  }
  return q
}

/** What an order is worth is in the first of these properties that it carries. */
const amounts = ['revenue', 'total', 'value', 'amount', 'price']
const unseen = ['Email Delivered', 'Email Bounced', 'Push Notification Received', 'Message Delivered']
const scores = ['score', 'rating', 'nps', 'csat']

function newer(q: Question, known: string[], order: string, schema: Schema | undefined): void {
  const numeric = (event: string, wished: string[]) => wished.find((p) => schema?.events.find((e) => e.name === event)?.properties.some((f) => f.name === p && f.numeric))
  const bought: Filter = order ? { event: order } : {}
  const amount = numeric(order, amounts)
  switch (q.kind) {
    case 'touchpoints':
      q.touchpoints = order ? { conversion: bought, window: '14d' } : {}
      break
    case 'friction':
      q.friction = {}
      break
    case 'conformance': {
      const wanted = wishes.funnel!.filter((n) => known.includes(n))
      const steps = wanted.length >= 2 ? wanted : known.slice(0, 3)
      q.conformance = { collapseRepeats: true, steps: steps.map((n, i) => ({ id: `s${i + 1}`, rule: { event: n } })) }
      break
    }
    case 'attribution':
      q.attribution = { conversion: bought, value: amount }
      break
    case 'audience':
      // Messages that nobody has looked at yet say when the brand was busy, not when people were.
      q.audience = {}
      if (known.some((n) => unseen.includes(n))) q.filter = { not: { event: known.filter((n) => unseen.includes(n)) } }
      break
    case 'value':
      q.value = { orders: order && order !== 'Order Completed' ? bought : undefined, property: amount === 'revenue' ? undefined : amount, refunds: known.includes('Order Refunded') ? { event: 'Order Refunded' } : undefined }
      break
    case 'drivers': {
      // Those who were asked, and whether they buy again: their score and what they used before.
      const asked = wishes.survey!.find((n) => known.includes(n))
      const score = asked && numeric(asked, scores)
      q.drivers = asked && score
        ? { outcome: bought, anchor: { event: asked }, until: 'anchor', window: '30d', signals: [{ name: score === 'rating' ? 'Rating' : 'NPS', kind: score === 'rating' ? 'csat' : 'nps', filter: { event: asked }, property: score }], touchpoints: ['*'] }
        : { outcome: bought, touchpoints: ['*'] }
      break
    }
    case 'content':
      q.content = { type: known.includes('Product Viewed') ? 'product' : 'page', conversion: order ? bought : undefined }
  }
}

/** The time that a first question of a kind looks at: what needs many people, or a long time to see people come back, takes more. */
export function beginRange(kind: Question['kind']): string | undefined {
  return kind === 'value' || kind === 'drivers' ? 'all' : kind === 'retention' || kind === 'friction' ? '90d' : undefined
}

/** A stages question names a template by its id alone, to keep the address short; here it gets its stages. */
export function withModel(q: Question, templates: StageModel[] | undefined): Question {
  const model = q.stages?.model
  const found = model && !model.stages?.length ? templates?.find((m) => m.id === model.id) : undefined
  return found ? { ...q, stages: { ...q.stages, model: found } } : q
}

/** Whether a question is whole enough to be asked. */
export function ready(q: Question): boolean {
  const b = q.breakdown
  if ((b?.by === 'segment' && !b.segments?.length) || ((b?.by === 'property' || b?.by === 'trait') && !b.property)) return false
  if (q.kind === 'funnel') return (q.funnel?.steps.length ?? 0) > 0
  if (q.kind === 'stages' && q.stages?.model) return Boolean(q.stages.model.stages?.length)
  if (q.kind === 'retention' && !q.retention) return false
  if (q.kind === 'trend' && (q.trend?.measure === 'sum' || q.trend?.measure === 'mean')) return Boolean(q.trend.property)
  if (q.kind === 'conformance') return (q.conformance?.steps?.length ?? 0) > 0 || Boolean(q.conformance?.discover)
  if (q.kind === 'drivers' && q.drivers?.signals?.some((s) => !s.name || !s.property)) return false
  if ((q.kind === 'drivers' && !filled(q.drivers?.outcome)) || (q.kind === 'attribution' && !filled(q.attribution?.conversion))) return false
  if (q.kind === 'attribution' && q.attribution?.unit === 'property' && !q.attribution.property) return false
  return true
}

function filled(f: Filter | undefined): boolean {
  return f !== undefined && Object.keys(compact(f)).length > 0
}
