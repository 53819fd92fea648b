import type { Filter, Names, Question, Schema, StageModel } from '../../api/types'

// Pure helpers of the builders: names in a filter, and a first question made of what the workspace knows.

export function names(n: Names | undefined): string[] {
  return n === undefined ? [] : Array.isArray(n) ? n : [n]
}

export function asNames(list: string[]): Names | undefined {
  return list.length === 0 ? undefined : list.length === 1 ? list[0] : list
}

/** What a filter is called where it has no name. */
export function filterName(f: Filter): string {
  return [...names(f.event), ...names(f.touchpoint), ...names(f.channel)].join(' / ')
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
  }
  return q
}

/** A stages question names a template by its id alone, to keep the address short; here it gets its stages. */
export function withModel(q: Question, templates: StageModel[] | undefined): Question {
  const model = q.stages?.model
  const found = model && !model.stages?.length ? templates?.find((m) => m.id === model.id) : undefined
  return found ? { ...q, stages: { ...q.stages, model: found } } : q
}

/** Whether a question is whole enough to be asked. */
export function ready(q: Question): boolean {
  if (q.kind === 'funnel') return (q.funnel?.steps.length ?? 0) > 0
  if (q.kind === 'stages' && q.stages?.model) return Boolean(q.stages.model.stages?.length)
  if (q.kind === 'retention') return q.retention !== undefined
  if (q.kind === 'trend' && (q.trend?.measure === 'sum' || q.trend?.measure === 'mean')) return Boolean(q.trend.property)
  if (q.breakdown && (q.breakdown.by === 'property' || q.breakdown.by === 'trait')) return Boolean(q.breakdown.property)
  return true
}
