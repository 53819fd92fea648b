import { ActionIcon, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { stageModels } from '../../api/calls'
import type { Filter, Question } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { IconChevronDown, IconX } from '../../ui/icons'
import css from './ask.module.css'
import { ConformanceBuilder } from './builders/conformance'
import { ContentBuilder, DriversBuilder, FrictionBuilder, TouchpointsBuilder } from './builders/experience'
import { AttributionBuilder, AudienceBuilder, ValueBuilder } from './builders/worth'
import { BreakdownEdit } from './builders/breakdown'
import { Choice, DurationEdit, Field } from './fields'
import { AddButton, FilterEdit, propertiesOf, useSchema } from './FilterEdit'
import { compact, names } from './draft'

interface Props { value: Question; onChange: (q: Question) => void }

export function Builder({ value, onChange }: Props) {
  switch (value.kind) {
    case 'funnel': return <FunnelBuilder value={value} onChange={onChange} />
    case 'paths': return <PathsBuilder value={value} onChange={onChange} />
    case 'retention': return <RetentionBuilder value={value} onChange={onChange} />
    case 'trend': return <TrendBuilder value={value} onChange={onChange} />
    case 'stages': return <StagesBuilder value={value} onChange={onChange} />
    case 'people': return <PeopleBuilder value={value} onChange={onChange} />
    case 'touchpoints': return <><TouchpointsBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'friction': return <><FrictionBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'drivers': return <><DriversBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'audience': return <><AudienceBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'value': return <><ValueBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'attribution': return <><AttributionBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'conformance': return <><ConformanceBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    case 'coverage': return <OnlyEvents value={value} onChange={onChange} />
    case 'content': return <><ContentBuilder value={value} onChange={onChange} /><OnlyEvents value={value} onChange={onChange} /></>
    default: return null
  }
}

/** The question sees only events that match. */
function OnlyEvents({ value, onChange }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const put = (filter: Filter) => onChange({ ...value, filter: Object.keys(compact(filter)).length ? filter : undefined })
  const without = names(value.filter?.not?.event)
  return (
    <Field label={t('ask.onlyEvents')}>
      <FilterEdit anyEvent label={t('ask.onlyEvents')} value={value.filter ?? {}} onChange={put} />
      {without.length ? <p className="quiet" style={{ display: 'flex', gap: 4, alignItems: 'center' }}>{t('view.withoutEvents', { list: without.map(words.eventName).join(', ') })}<ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('ui.remove')} onClick={() => put({ ...value.filter, not: undefined })}><IconX size={14} /></ActionIcon></p> : null}
    </Field>
  )
}

function FunnelBuilder({ value, onChange }: Props) {
  const { t } = useTranslation()
  const f = value.funnel!
  const put = (patch: Partial<NonNullable<Question['funnel']>>) => onChange({ ...value, funnel: { ...f, ...patch } })
  // What names steps by their numbers holds for the whole way again where these changed.
  const putSteps = (steps: typeof f.steps) => onChange({ ...value, breakdown: value.breakdown && { ...value.breakdown, step: undefined, ...(value.breakdown.attribution === 'step' ? { step: 1 } : {}) }, funnel: { ...f, steps, exclusions: f.exclusions?.map((x) => ({ filter: x.filter })) } })
  const swap = (i: number, j: number) => {
    const steps = [...f.steps]
    const [a, b] = [steps[i]!, steps[j]!]
    steps[i] = b
    steps[j] = a
    putSteps(steps)
  }
  const guarded = f.steps.flatMap((s, i) => (s.optional ? [] : [i + 1]))
  const guard = (i: number, patch: Partial<NonNullable<typeof f.exclusions>[number]>) => put({ exclusions: f.exclusions!.map((y, j) => (j === i ? { ...y, ...patch } : y)) })
  const step = (n: number) => ({ value: String(n), label: t('ask.step', { n }) })
  return (
    <>
      <Field label={t('ask.steps')}>
        <ol className={css.steps}>
          {f.steps.map((s, i) => (
            <li key={i}>
              <span className={css.stepNumber} aria-hidden>{i + 1}</span>
              <div>
                <FilterEdit label={t('ask.step', { n: i + 1 })} value={s.filter} onChange={(filter) => put({ steps: f.steps.map((x, j) => (j === i ? { ...x, filter, name: undefined } : x)) })} />
                {i > 0 ? <Checkbox size="xs" mt={6} label={t('ask.optional')} checked={s.optional ?? false} onChange={(e) => { const optional = e.currentTarget.checked; putSteps( f.steps.map((x, j) => (j === i ? { ...x, optional } : x))) }} /> : null}
              </div>
              <div className={css.stepTools}>
                {i > 0 ? <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('ask.stepUp', { n: i + 1 })} onClick={() => swap(i, i - 1)}><IconChevronDown size={15} style={{ transform: 'rotate(180deg)' }} /></ActionIcon> : null}
                {f.steps.length > 1 ? <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('ask.stepRemove', { n: i + 1 })} onClick={() => putSteps(f.steps.filter((_, j) => j !== i))}><IconX size={15} /></ActionIcon> : null}
              </div>
            </li>
          ))}
        </ol>
        <AddButton label={t('ask.addStep')} onClick={() => put({ steps: [...f.steps, { filter: {} }] })} disabled={f.steps.length >= 30} />
      </Field>
      <Choice label={t('ask.order')} value={f.order ?? 'sequence'} onChange={(order) => put({ order: order as 'sequence', ...(order === 'any' ? { exclusions: f.exclusions?.map((x) => ({ filter: x.filter })) } : {}) })} options={[['sequence', t('ask.sequence')], ['strict', t('ask.strict')], ['any', t('ask.any')]]} />
      <DurationEdit label={t('ask.window')} value={f.window ?? '14d'} onChange={(window) => put({ window })} />
      <Choice label={t('ask.countBy')} value={f.count ?? 'person'} onChange={(count) => put({ count: count as 'person' })} options={[['person', t('ask.person')], ['entry', t('ask.entry')]]} />
      <Field label={t('ask.exclusions')}>
        {(f.exclusions ?? []).map((x, i) => (
          <div key={i} className={css.filter}>
            <div className={css.filterRow}>
              <FilterEdit label={t('ask.exclusion', { n: i + 1 })} value={x.filter} onChange={(filter) => guard(i, { filter })} />
              <ActionIcon variant="subtle" color="gray" aria-label={t('ui.remove')} onClick={() => put({ exclusions: f.exclusions!.filter((_, j) => j !== i) })}><IconX size={15} /></ActionIcon>
            </div>
            {(f.order ?? 'sequence') !== 'any' && guarded.length > 2 ? (
              <div className={css.guard}>
                <Select size="xs" aria-label={t('ask.guardFrom', { n: i + 1 })} allowDeselect={false} value={String(x.from || guarded[0])} onChange={(v) => guard(i, { from: Number(v), to: Math.max(x.to || guarded.at(-1)!, guarded[guarded.indexOf(Number(v)) + 1]!) })} data={guarded.slice(0, -1).map(step)} />
                <span aria-hidden>→</span>
                <Select size="xs" aria-label={t('ask.guardTo', { n: i + 1 })} allowDeselect={false} value={String(x.to || guarded.at(-1))} onChange={(v) => guard(i, { from: x.from || guarded[0], to: Number(v) })} data={guarded.filter((n) => n > (x.from || guarded[0]!)).map(step)} />
              </div>
            ) : null}
          </div>
        ))}
        <AddButton label={t('ask.addExclusion')} onClick={() => put({ exclusions: [...(f.exclusions ?? []), { filter: {} }] })} disabled={(f.exclusions?.length ?? 0) >= 10} />
      </Field>
      <BreakdownEdit value={value} onChange={onChange} steps={f.steps.length} />
    </>
  )
}

function PathsBuilder({ value, onChange }: Props) {
  const { t } = useTranslation()
  const p = value.paths!
  const put = (patch: Partial<NonNullable<Question['paths']>>) => onChange({ ...value, paths: { ...p, ...patch } })
  const anchor = p.to ? 'to' : p.from ? 'from' : 'begin'
  return (
    <>
      <Choice label={t('ask.pathBy')} value={p.by ?? 'event'} onChange={(by) => put({ by: by as 'event', from: undefined, to: undefined })} options={[['event', t('ask.byEvent')], ['touchpoint', t('ask.byTouchpoint')], ['channel', t('ask.byChannel')]]} />
      <Choice label={t('ask.anchor')} value={anchor} onChange={(a) => put({ from: a === 'from' ? {} : undefined, to: a === 'to' ? {} : undefined })} options={[['begin', t('ask.fromBegin')], ['from', t('ask.after')], ['to', t('ask.beforeIt')]]} />
      {p.from ? <FilterEdit label={t('ask.after')} value={p.from} onChange={(from) => put({ from })} /> : null}
      {p.to ? <FilterEdit label={t('ask.beforeIt')} value={p.to} onChange={(to) => put({ to })} /> : null}
      <Choice label={t('ask.container')} value={p.container ?? 'journey'} onChange={(container) => put({ container: container as 'journey' })} options={[['journey', t('ask.journey')], ['session', t('ask.session')]]} />
      {p.container === 'session' ? <DurationEdit label={t('ask.gap')} value={p.gap ?? '30m'} onChange={(gap) => put({ gap })} /> : null}
      <Field label={t('ask.depthTop')}>
        <div className={css.pair}>
          <NumberInput size="xs" label={t('ask.depth')} min={2} max={30} value={p.depth ?? 5} onChange={(n) => Number(n) >= 2 && put({ depth: Number(n) })} />
          <NumberInput size="xs" label={t('ask.top')} min={2} max={200} value={p.top ?? 20} onChange={(n) => Number(n) >= 2 && put({ top: Number(n) })} />
        </div>
        <Checkbox size="xs" mt={8} label={t('ask.collapse')} checked={p.collapse ?? false} onChange={(e) => put({ collapse: e.currentTarget.checked })} />
      </Field>
      <Choice label={t('ask.countBy')} value={p.count ?? 'person'} onChange={(count) => put({ count: count as 'person' })} options={[['person', t('ask.person')], ['pass', t('ask.pass')]]} />
    </>
  )
}

function RetentionBuilder({ value, onChange }: Props) {
  const { t } = useTranslation()
  const r = value.retention!
  const put = (patch: Partial<NonNullable<Question['retention']>>) => onChange({ ...value, retention: { ...r, ...patch } })
  return (
    <>
      <Field label={t('ask.start')}><FilterEdit anyEvent label={t('ask.start')} value={r.start} onChange={(start) => put({ start })} /></Field>
      <Field label={t('ask.return')}><FilterEdit anyEvent label={t('ask.return')} value={r.return} onChange={(back) => put({ return: back })} /></Field>
      <Choice label={t('ask.mode')} value={r.mode ?? 'first'} onChange={(mode) => put({ mode: mode as 'first' })} options={[['first', t('ask.first')], ['recurring', t('ask.recurring')]]} />
      <Choice label={t('ask.match')} value={r.match ?? 'on'} onChange={(match) => put({ match: match as 'on' })} options={[['on', t('ask.on')], ['on_or_after', t('ask.onOrAfter')]]} />
      <Choice label={t('ask.period')} value={r.period ?? 'week'} onChange={(period) => put({ period: period as 'week' })} options={[['day', t('ask.day')], ['week', t('ask.week')], ['month', t('ask.month')]]} />
      <Field label={t('ask.periods')}><NumberInput aria-label={t('ask.periods')} size="xs" min={1} max={120} value={r.periods ?? 12} onChange={(n) => Number(n) >= 1 && put({ periods: Number(n) })} /></Field>
      <BreakdownEdit value={value} onChange={onChange} />
    </>
  )
}

function TrendBuilder({ value, onChange }: Props) {
  const { t } = useTranslation()
  const known = useSchema()
  const tr = value.trend!
  const put = (patch: Partial<NonNullable<Question['trend']>>) => onChange({ ...value, trend: { ...tr, ...patch } })
  const numeric = propertiesOf(known, names(value.filter?.event)).filter((p) => p.numeric).map((p) => p.name)
  const needs = tr.measure === 'sum' || tr.measure === 'mean'
  return (
    <>
      <Field label={t('ask.events')}><FilterEdit anyEvent label={t('ask.events')} value={value.filter ?? {}} onChange={(filter) => onChange({ ...value, filter })} /></Field>
      <Choice label={t('ask.measure')} value={tr.measure ?? 'events'} onChange={(measure) => put({ measure: measure as 'events', property: measure === 'sum' || measure === 'mean' ? (tr.property ?? numeric[0]) : undefined })} options={[['people', t('ask.people')], ['events', t('ask.eventsShort')], ['sum', t('ask.sum')], ['mean', t('ask.mean')]]} />
      {needs ? <Select size="xs" label={t('ask.property')} data={numeric} value={tr.property ?? null} onChange={(property) => put({ property: property ?? undefined })} searchable /> : null}
      <Choice label={t('ask.interval')} value={tr.interval ?? 'day'} onChange={(interval) => put({ interval: interval as 'day' })} options={[['hour', t('ask.hour')], ['day', t('ask.day')], ['week', t('ask.week')], ['month', t('ask.month')]]} />
      <BreakdownEdit value={value} onChange={onChange} />
    </>
  )
}

function StagesBuilder({ value, onChange }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const templates = useQuery(stageModels(ws)).data ?? []
  const s = value.stages ?? {}
  const put = (patch: Partial<NonNullable<Question['stages']>>) => onChange({ ...value, stages: { ...s, ...patch } })
  return (
    <>
      <Select label={t('journey.model')} size="xs" allowDeselect={false} value={s.model?.id ?? 'own'} onChange={(id) => put({ model: id === 'own' || !id ? undefined : { id, stages: [] } })} data={[{ value: 'own', label: t('journey.ownModel') }, ...templates.map((m) => ({ value: m.id ?? '', label: words.model(m.id, m.name) }))]} />
      <Choice label={t('ask.interval')} value={s.interval ?? 'auto'} onChange={(v) => put({ interval: v === 'auto' ? undefined : (v as 'day') })} options={[['auto', t('ask.auto')], ['day', t('ask.day')], ['week', t('ask.week')], ['month', t('ask.month')]]} />
      <OnlyEvents value={value} onChange={onChange} />
    </>
  )
}

function PeopleBuilder({ value, onChange }: Props) {
  const { t } = useTranslation()
  const p = value.people ?? {}
  const put = (patch: Partial<NonNullable<Question['people']>>) => onChange({ ...value, people: { ...p, offset: undefined, ...patch } })
  return (
    <>
      <TextInput label={t('people.search')} placeholder={t('people.searchHint')} size="xs" maxLength={100} value={p.search ?? ''} onChange={(e) => put({ search: e.currentTarget.value || undefined })} />
      <Field label={t('ask.seenWith')}><FilterEdit anyEvent label={t('ask.seenWith')} value={value.filter ?? {}} onChange={(filter) => onChange({ ...value, filter: Object.keys(compact(filter)).length ? filter : undefined, people: { ...p, offset: undefined } })} /></Field>
      <Select label={t('people.sort')} size="xs" allowDeselect={false} value={p.sort ?? 'last_seen'} onChange={(sort) => put({ sort: (sort ?? 'last_seen') as 'last_seen' })} data={(['last_seen', 'first_seen', 'events'] as const).map((x) => ({ value: x, label: t(`people.sortBy.${x}`) }))} />
    </>
  )
}
