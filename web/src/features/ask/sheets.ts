import type { Answer, Rate } from '../../api/types'

// Answers as plain tables, for files and for the change between two answers. Pure.

export type Value = string | number | undefined
/** What the figures of a column are; a file has them as they come: shares from 0 to 1, times in milliseconds. */
export type Unit = 'key' | 'count' | 'share' | 'money' | 'span' | 'number'
export interface Sheet { id: string; columns: { id: string; unit: Unit }[]; rows: Value[][] }

type TrendSeries = NonNullable<Answer['trend']>['series'][number]

/** The columns of one kind of row: the id, what it is, and how a row has it. */
type Spec<R> = [id: string, unit: Unit, of: (row: R) => Value][]

function sheet<R>(id: string, rows: R[], spec: Spec<R>): Sheet {
  return { id, columns: spec.map(([name, unit]) => ({ id: name, unit })), rows: rows.map((r) => spec.map(([, , of]) => of(r))) }
}

/** A share with how many of how many, and its interval. */
function rate<R>(id: string, of: (row: R) => Rate | undefined): Spec<R> {
  return [
    [id, 'share', (r) => (of(r)?.n ? of(r)!.value : undefined)],
    [`${id}_low`, 'share', (r) => (of(r)?.n ? of(r)!.low : undefined)],
    [`${id}_high`, 'share', (r) => (of(r)?.n ? of(r)!.high : undefined)],
    [`${id}_k`, 'count', (r) => of(r)?.k],
    [`${id}_n`, 'count', (r) => of(r)?.n],
  ]
}

const value = (r: { value?: string; other?: boolean }) => (r.other ? '(other)' : (r.value ?? ''))

/** The tables of an answer, the main one first. */
export function sheets(a: Answer): Sheet[] {
  if (a.funnel) return [sheet('steps', a.funnel.groups.flatMap((g) => g.steps.map((s, i) => ({ g, s, i }))), [['value', 'key', (r) => value(r.g)], ['step', 'key', (r) => `${r.i + 1} ${r.s.name}`], ['reached', 'count', (r) => r.s.reached], ['dropped', 'count', (r) => r.s.dropped], ...rate<{ s: { overall: Rate } }>('overall', (r) => r.s.overall), ...rate<{ s: { fromPrev: Rate } }>('from_previous', (r) => r.s.fromPrev), ['median_ms', 'span', (r) => (r.s.times.n ? r.s.times.median : undefined)], ['p90_ms', 'span', (r) => (r.s.times.n ? r.s.times.p90 : undefined)]])]
  if (a.paths) return [sheet('paths', a.paths.top, [['path', 'key', (p) => p.names.join(' > ')], ['people', 'count', (p) => p.count]]), sheet('steps', a.paths.nodes, [['step', 'key', (n) => n.step], ['name', 'key', (n) => n.name || '(other)'], ['people', 'count', (n) => n.count], ['exits', 'count', (n) => n.exits]]), sheet('pairs', a.paths.matrix, [['from', 'key', (e) => e.from || '(other)'], ['to', 'key', (e) => e.to || '(other)'], ['people', 'count', (e) => e.count], ['median_ms', 'span', (e) => e.median]])]
  if (a.retention) {
    const groups = [{ value: '', cohorts: a.retention.cohorts, mean: a.retention.mean, all: true }, ...(a.retention.groups ?? [])]
    const of: Spec<{ g: (typeof groups)[number] }> = groups.length > 1 ? [['value', 'key', (r) => ('all' in r.g ? '(all)' : value(r.g))]] : []
    return [sheet('retention', groups.flatMap((g) => g.cohorts.flatMap((c) => c.cells.map((x, period) => ({ g, c, x, period })))), [...of, ['started', 'key', (r) => r.c.start], ['period', 'key', (r) => r.period], ...rate<{ x: Rate }>('returned', (r) => r.x), ['unfinished', 'key', (r) => (r.x.unfinished ? 'yes' : '')]]),
      sheet('mean', groups.flatMap((g) => g.mean.map((x, period) => ({ g, x, period }))), [...of, ['period', 'key', (r) => r.period], ...rate<{ x: Rate }>('returned', (r) => r.x)])].reverse()
  }
  if (a.stages) return [sheet('stages', a.stages.stages, [['stage', 'key', (s) => s.name || s.id], ['now', 'count', (s) => s.now], ['entered', 'count', (s) => s.entered], ...rate<(typeof a.stages.stages)[number]>('moved_on', (s) => s.movedOn), ['median_ms', 'span', (s) => (s.times.n ? s.times.median : undefined)], ['stalled', 'count', (s) => s.stalled], ['lapsed', 'count', (s) => s.lapsed], ['re_entered', 'count', (s) => s.reEntered]])]
  if (a.trend) {
    const starts = a.trend.starts
    const totals: Spec<TrendSeries> = a.trend.series[0]?.totalBounds ? [['low', 'number', (s) => s.totalBounds?.low], ['high', 'number', (s) => s.totalBounds?.high]] : []
    const points: Spec<{ s: TrendSeries; i: number }> = totals.length ? [['low', 'number', (r) => r.s.bounds?.[r.i]?.low], ['high', 'number', (r) => r.s.bounds?.[r.i]?.high]] : []
    return [sheet('totals', a.trend.series, [['value', 'key', value], ['total', 'number', (s) => s.total], ...totals]), sheet('trend', a.trend.series.flatMap((s) => starts.map((start, i) => ({ s, start, i }))), [['value', 'key', (r) => value(r.s)], ['start', 'key', (r) => r.start], ['figure', 'number', (r) => r.s.points[r.i]], ...points, ['n', 'count', (r) => r.s.n[r.i]], ['unfinished', 'key', (r) => (a.trend!.unfinished?.includes(r.i) ? 'yes' : '')]])]
  }
  if (a.persons) return [sheet('people', a.persons.people, [['person', 'key', (p) => p.person], ['stage', 'key', (p) => p.stage], ['events', 'count', (p) => p.events], ['first_seen', 'key', (p) => p.firstSeen], ['last_seen', 'key', (p) => p.lastSeen]])]
  return newer(a)
}

function newer(a: Answer): Sheet[] {
  if (a.touchpoints) {
    type R = (typeof a.touchpoints.rows)[number]
    return [
      sheet<R>('touchpoints', a.touchpoints.rows, [['touchpoint', 'key', (r) => r.name], ['stage', 'key', (r) => r.stage], ['value', 'key', value], ['people', 'count', (r) => r.people], ['events', 'count', (r) => r.events], ['passes', 'count', (r) => r.passes], ['median_ms', 'span', (r) => (r.time.n ? r.time.median : undefined)], ['time_n', 'count', (r) => r.time.n], ...rate<R>('exit', (r) => r.journeyExit), ...rate<R>('repeat', (r) => r.repeat), ...rate<R>('converted', (r) => r.lift.with), ...rate<R>('without', (r) => r.lift.without), ['lift', 'share', (r) => r.lift.value], ['lift_low', 'share', (r) => r.lift.low], ['lift_high', 'share', (r) => r.lift.high], ['orders', 'count', (r) => r.worth.orders], ['revenue', 'money', (r) => r.worth.sum], ['per_person', 'money', (r) => r.worth.perPerson]]),
      sheet('signals', a.touchpoints.rows.flatMap((r) => r.signals.map((s) => ({ r, s }))), [['touchpoint', 'key', (x) => x.r.name], ['scale', 'key', (x) => x.s.scale], ['score', 'number', (x) => x.s.value], ['low', 'number', (x) => x.s.low], ['high', 'number', (x) => x.s.high], ['n', 'count', (x) => x.s.n]]),
    ]
  }
  if (a.conformance) {
    type D = (typeof a.conformance.deviations)[number]
    type S = (typeof a.conformance.steps)[number]
    type E = (typeof a.conformance.edges)[number]
    return [
      sheet<D>('deviations', a.conformance.deviations, [['kind', 'key', (r) => r.kind], ['step', 'key', (r) => r.name], ...rate<D>('people', (r) => r.people)]),
      sheet<S>('steps', a.conformance.steps, [['step', 'key', (r) => r.name], ['people', 'count', (r) => r.people], ['passes', 'count', (r) => r.entries], ...rate<S>('exit', (r) => r.exits), ...rate<S>('repeat', (r) => r.repeats), ['median_ms', 'span', (r) => (r.moves ? r.median : undefined)]]),
      sheet<E>('edges', [...a.conformance.edges, ...a.conformance.undrawn], [['from', 'key', (r) => r.from], ['to', 'key', (r) => r.to], ...rate<E>('people', (r) => r.people), ['passes', 'count', (r) => r.passes], ['median_ms', 'span', (r) => (r.passes ? r.median : undefined)]]),
      sheet('variants', a.conformance.variants, [['path', 'key', (r) => r.steps.join(' > ')], ['people', 'count', (r) => r.people]]),
    ]
  }
  if (a.coverage) {
    const { points, overlaps, loose } = a.coverage
    return [
      sheet('loose', loose, [['event', 'key', (r) => r.event], ['channel', 'key', (r) => r.channel], ['people', 'count', (r) => r.people], ['events', 'count', (r) => r.events]]),
      sheet('overlaps', overlaps, [['first', 'key', (r) => r.first], ['second', 'key', (r) => r.second], ['people', 'count', (r) => r.people], ['events', 'count', (r) => r.events], ['kept', 'count', (r) => r.kept]]),
      sheet('touchpoints', points, [['touchpoint', 'key', (r) => r.name], ['people', 'count', (r) => r.caught.people], ['events', 'count', (r) => r.caught.events], ['matched', 'count', (r) => r.matched.events]]),
    ]
  }
  if (a.friction) {
    type R = (typeof a.friction.findings)[number]
    type P = (typeof a.friction.points)[number]
    return [
      sheet<R>('findings', a.friction.findings, [['kind', 'key', (r) => r.kind], ['measure', 'key', (r) => r.measure], ['touchpoint', 'key', (r) => r.name], ['where', 'key', (r) => (r.slice ?? []).map((s) => `${s.property}=${s.value}`).join(' ')], ['against', 'key', (r) => r.against], ['people', 'count', (r) => r.people], ['people_lost', 'number', (r) => r.peopleLost.value], ['people_lost_low', 'number', (r) => r.peopleLost.low], ['people_lost_high', 'number', (r) => r.peopleLost.high], ['value_lost', 'money', (r) => r.valueLost.value], ['value_lost_low', 'money', (r) => r.valueLost.low], ['value_lost_high', 'money', (r) => r.valueLost.high], ...rate<R>('share', (r) => r.share), ...rate<R>('compared', (r) => r.compared), ['q', 'number', (r) => r.q]]),
      sheet<P>('touchpoints', a.friction.points, [['touchpoint', 'key', (r) => r.name], ['people', 'count', (r) => r.people], ...(['errors', 'retries', 'loops', 'rage', 'exits', 'going'] as const).flatMap((k) => rate<P>(k, (r) => r[k]))]),
    ]
  }
  if (a.attribution) {
    type U = (typeof a.attribution.units)[number]
    type C = { u: U; c: U['credits'][number] }
    return [
      sheet<C>('attribution', a.attribution.units.flatMap((u) => u.credits.map((c) => ({ u, c }))), [['unit', 'key', (r) => (r.u.other ? '(other)' : r.u.unit)], ['model', 'key', (r) => r.c.model], ['conversions', 'number', (r) => r.c.conversions], ['value', 'money', (r) => r.c.value], ['share', 'share', (r) => r.c.share], ['share_low', 'share', (r) => r.c.low], ['share_high', 'share', (r) => r.c.high], ['cost', 'money', (r) => r.c.cost], ['return', 'number', (r) => r.c.return], ['people', 'count', (r) => r.u.people], ['assisted', 'count', (r) => r.u.assisted], ['spend', 'money', (r) => r.u.spend]]),
      sheet('paths', a.attribution.paths, [['path', 'key', (p) => p.units.join(' > ')], ['conversions', 'count', (p) => p.conversions], ['value', 'money', (p) => p.value], ['lost', 'count', (p) => p.lost]]),
    ]
  }
  if (a.audience) {
    type R = { part: string; r: (typeof a.audience.parts)[number]['rows'][number] }
    const hours = a.audience.hours
    return [
      sheet<R>('audience', a.audience.parts.flatMap((p) => p.rows.map((r) => ({ part: p.part, r }))), [['part', 'key', (x) => x.part], ['value', 'key', (x) => value(x.r)], ...rate<R>('share', (x) => x.r.share), ...rate<R>('others', (x) => x.r.others), ['index', 'number', (x) => x.r.index], ['index_low', 'number', (x) => x.r.low], ['index_high', 'number', (x) => x.r.high], ['q', 'number', (x) => x.r.q]]),
      sheet('hours', hours.people.flatMap((day, d) => day.map((n, h) => ({ d, h, n }))), [['weekday', 'key', (x) => x.d + 1], ['hour', 'key', (x) => x.h], ['people', 'count', (x) => x.n], ['events', 'count', (x) => hours.events[x.d]?.[x.h]], ['others', 'count', (x) => hours.othersPeople[x.d]?.[x.h]]]),
    ]
  }
  if (a.value) {
    type G = (typeof a.value.groups)[number]
    return [
      sheet<G>('groups', a.value.groups, [['group', 'key', (g) => g.name], ...rate<G>('share', (g) => g.share), ['orders', 'count', (g) => g.orders], ['revenue', 'money', (g) => g.revenue]]),
      sheet('rfm', a.value.cells, [['recency', 'key', (c) => c.r], ['frequency', 'key', (c) => c.f], ['money', 'key', (c) => c.m], ['people', 'count', (c) => c.people], ['orders', 'count', (c) => c.orders], ['revenue', 'money', (c) => c.revenue]]),
      sheet('deciles', a.value.deciles, [['decile', 'key', (d) => d.decile], ['people', 'count', (d) => d.people], ['alive', 'number', (d) => d.alive], ['revenue', 'money', (d) => d.revenue], ['purchases', 'number', (d) => d.purchases], ['worth', 'money', (d) => d.worth]]),
      sheet('history', a.value.history, [['until', 'key', (p) => p.until], ['actual', 'count', (p) => p.actual], ['expected', 'number', (p) => p.expected], ['holdout', 'key', (p) => (p.holdout ? 'yes' : '')]]),
      sheet('forecast', a.value.forecast, [['days', 'key', (p) => Math.round(p.days * 10) / 10], ['purchases', 'number', (p) => p.purchases], ['purchases_low', 'number', (p) => p.purchasesBounds?.low], ['purchases_high', 'number', (p) => p.purchasesBounds?.high], ['revenue', 'money', (p) => p.revenue], ['revenue_low', 'money', (p) => p.revenueBounds?.low], ['revenue_high', 'money', (p) => p.revenueBounds?.high]]),
    ]
  }
  if (a.drivers) return [sheet('drivers', a.drivers.drivers, [['part', 'key', (d) => d.part], ['name', 'key', (d) => d.name], ['factor', 'key', (d) => d.factor], ['excluded', 'key', (d) => d.excluded], ['people', 'count', (d) => d.people], ['odds', 'number', (d) => (d.excluded ? undefined : d.odds.value)], ['odds_low', 'number', (d) => (d.excluded ? undefined : d.odds.low)], ['odds_high', 'number', (d) => (d.excluded ? undefined : d.odds.high)], ['effect', 'share', (d) => (d.excluded ? undefined : d.effect)], ['q', 'number', (d) => (d.excluded ? undefined : d.q)], ['weight', 'share', (d) => d.share], ['inflation', 'number', (d) => d.inflation]])]
  if (a.content) {
    type I = (typeof a.content.items)[number]
    return [sheet<I>('content', a.content.items, [['item', 'key', (i) => (i.other ? '(other)' : i.item)], ['views', 'count', (i) => i.views], ['people', 'count', (i) => i.people], ['median_ms', 'span', (i) => (i.time.n ? i.time.median : undefined)], ['time_n', 'count', (i) => i.time.n], ['scroll', 'number', (i) => (i.scroll.n ? i.scroll.mean : undefined)], ...rate<I>('clicked', (i) => i.clicked), ...rate<I>('exit', (i) => i.exit), ...rate<I>('assisted', (i) => i.assisted), ['lift', 'share', (i) => i.lift?.value], ['lift_low', 'share', (i) => i.lift?.low], ['lift_high', 'share', (i) => i.lift?.high]])]
  }
  return []
}

/** A table as CSV (RFC 4180). Text that a spreadsheet would reckon with is kept text by a quote before it. */
export function csv(s: Sheet): string {
  const cell = (v: Value): string => {
    if (v === undefined || (typeof v === 'number' && !Number.isFinite(v))) return ''
    if (typeof v === 'number') return String(v)
    const safe = /^[=+\-@\t\r]/.test(v) ? `'${v}` : v
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return [s.columns.map((c) => c.id), ...s.rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

export interface Change { key: string[]; now?: number; before?: number; change?: number }

/** The figures of one column in two answers, row by row by their keys, the first answer's order first. */
export function changes(now: Sheet, before: Sheet, column: string): Change[] {
  const keys = now.columns.flatMap((c, i) => (c.unit === 'key' ? [i] : []))
  const at = now.columns.findIndex((c) => c.id === column)
  if (at < 0) return []
  const name = (row: Value[]) => JSON.stringify(keys.map((i) => row[i] ?? ''))
  const figure = (row: Value[] | undefined) => (typeof row?.[at] === 'number' ? (row[at] as number) : undefined)
  const one = new Map(now.rows.map((r) => [name(r), r]))
  const two = new Map(before.rows.map((r) => [name(r), r]))
  return [...new Set([...one.keys(), ...two.keys()])].map((k) => {
    const [a, b] = [figure(one.get(k)), figure(two.get(k))]
    return { key: (JSON.parse(k) as Value[]).map(String).filter(Boolean), now: a, before: b, change: a !== undefined && b !== undefined ? a - b : undefined }
  })
}
