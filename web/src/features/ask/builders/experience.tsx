import { ActionIcon, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { stageModel, touchpoints } from '../../../api/calls'
import type { Question } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { useWords } from '../../../app/words'
import { IconX } from '../../../ui/icons'
import css from '../ask.module.css'
import { Choice, DurationEdit, Field } from '../fields'
import { AddButton, propertiesOf, useSchema } from '../FilterEdit'
import { outcomes } from '../outcomes'
import { BreakdownEdit } from './breakdown'
import { Events, Pick, Property, Top, type BuilderProps } from './fields'


export function TouchpointsBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const p = value.touchpoints ?? {}
  const put = (patch: Partial<typeof p>) => onChange({ ...value, touchpoints: { ...p, ...patch } })
  return (
    <>
      <Choice label={t('view.touchpoints.by')} value={p.by ?? 'touchpoint'} onChange={(by) => put({ by: by as 'event' })} options={[['touchpoint', t('ask.byTouchpoint')], ['event', t('ask.byEvent')], ['channel', t('ask.byChannel')]]} />
      <Events label={t('view.touchpoints.conversion')} value={p.conversion} onChange={(conversion) => put({ conversion })} placeholder />
      <DurationEdit label={t('ask.window')} value={p.window ?? '14d'} onChange={(window) => put({ window })} />
      <DurationEdit label={t('ask.gap')} value={p.gap ?? '30m'} onChange={(gap) => put({ gap })} />
      <BreakdownEdit value={value} onChange={onChange} without={['event', 'touchpoint']} />
    </>
  )
}

const DETECT = ['errors', 'retries', 'loops', 'rage', 'exits', 'slow', 'signals'] as const

export function FrictionBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const known = useSchema()
  const p = value.friction ?? {}
  const put = (patch: Partial<typeof p>) => onChange({ ...value, friction: { ...p, ...patch } })
  return (
    <>
      <MultiSelect size="xs" label={t('view.friction.detect')} placeholder={p.detect?.length ? undefined : t('view.friction.everything')} value={p.detect ?? []} onChange={(v) => put({ detect: v.length ? (v as typeof DETECT[number][]) : undefined })} data={DETECT.map((d) => ({ value: d, label: t(`view.friction.kind.${d}`) }))} clearable />
      <MultiSelect size="xs" label={t('view.friction.slices')} placeholder={p.slices?.length ? undefined : t('view.friction.allProperties')} value={p.slices ?? []} onChange={(v) => put({ slices: v.length ? v : undefined })} data={['channel', ...propertiesOf(known, []).map((x) => x.name).filter((n) => n !== 'channel')]} searchable clearable limit={60} />
      <Events label={t('view.friction.conversion')} value={p.conversion} onChange={(conversion) => put({ conversion })} placeholder />
      <DurationEdit label={t('ask.window')} value={p.window ?? '14d'} onChange={(window) => put({ window })} />
      <div className={css.pair}>
        <NumberInput size="xs" label={t('view.friction.minPeople')} min={5} max={100000} value={p.minPeople ?? 20} onChange={(n) => Number(n) >= 5 && put({ minPeople: Number(n) })} />
        <Top value={p.top ?? 20} onChange={(top) => put({ top })} />
      </div>
    </>
  )
}

const TYPES = ['page', 'screen', 'product', 'video', 'post', 'email'] as const

export function ContentBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const p = value.content ?? {}
  const put = (patch: Partial<typeof p>) => onChange({ ...value, content: { ...p, ...patch } })
  return (
    <>
      <Pick label={t('view.content.kind')} value={p.type ?? 'page'} onChange={(type) => put({ type: type as 'page', views: undefined, property: undefined, clicks: undefined })} options={TYPES.map((x) => [x, t(`view.content.type.${x}`)])} />
      <TextInput size="xs" label={t('view.content.search')} maxLength={200} value={p.search ?? ''} onChange={(e) => put({ search: e.currentTarget.value || undefined })} />
      <Events label={t('view.content.conversion')} value={p.conversion} onChange={(conversion) => put({ conversion })} />
      <DurationEdit label={t('view.lookBack')} value={p.lookBack ?? '30d'} onChange={(lookBack) => put({ lookBack })} />
      <details>
        <summary>{t('view.more')}</summary>
        <div className={css.builder} style={{ padding: '10px 0 0' }}>
          <Events label={t('view.content.viewsOf')} value={p.views} onChange={(views) => put({ views })} />
          <Property label={t('view.content.property')} value={p.property} onChange={(property) => put({ property })} of={p.views} />
          <Events label={t('view.content.clicks')} value={p.clicks} onChange={(clicks) => put({ clicks })} />
          <Top value={p.top ?? 20} onChange={(top) => put({ top })} />
        </div>
      </details>
    </>
  )
}

const SCORES = ['nps', 'csat', 'ces', 'sentiment', 'custom'] as const
type Signal = NonNullable<NonNullable<Question['drivers']>['signals']>[number]

export function DriversBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const points = useQuery(touchpoints(ws)).data ?? []
  const p = value.drivers ?? { outcome: {} }
  const put = (patch: Partial<typeof p>) => onChange({ ...value, drivers: { ...p, ...patch } })
  const signals = p.signals ?? []
  const change = (i: number, patch: Partial<Signal>) => put({ signals: signals.map((s, j) => (j === i ? { ...s, ...patch } : s)) })
  const anchored = Boolean(p.anchor)
  const model = useQuery(stageModel(ws)).data
  const ready = outcomes(useSchema(), model, points)
  return (
    <>
      {ready.length ? <Select size="xs" label={t('view.drivers.ready.label')} placeholder={t('view.drivers.ready.choose')} value={null} onChange={(i) => i && onChange({ ...value, drivers: ready[Number(i)]!.drivers })} data={ready.map((o, i) => ({ value: String(i), label: t(`view.drivers.ready.${o.id}`, { stage: o.stage ? words.stage(o.stage.id, o.stage.name) : '' }) }))} /> : null}
      <Events label={t('view.drivers.outcomeIs')} value={p.outcome} onChange={(outcome) => put({ outcome: outcome ?? {} })} />
      <Events label={t('view.drivers.anchor')} value={p.anchor} onChange={(anchor) => put({ anchor, ...(anchor ? {} : { window: undefined, until: undefined }) })} placeholder />
      {anchored ? <DurationEdit label={t('ask.window')} value={p.window ?? ''} none={t('view.drivers.noLimit')} onChange={(window) => put({ window: window || undefined })} /> : null}
      {anchored ? <Choice label={t('view.drivers.until')} value={p.until ?? 'outcome'} onChange={(until) => put({ until: until as 'anchor' })} options={[['anchor', t('view.drivers.untilAnchor')], ['outcome', t('view.drivers.untilOutcome')]]} /> : null}
      <Field label={t('view.drivers.signals')}>
        {signals.map((s, i) => (
          <div key={i} className={css.builder} style={{ padding: 0, gap: 6 }}>
            <div className={css.filterRow}>
              <TextInput size="xs" style={{ flex: 1 }} aria-label={t('view.drivers.signalName', { n: i + 1 })} placeholder={t('ask.name')} value={s.name} maxLength={100} onChange={(e) => change(i, { name: e.currentTarget.value })} />
              <Select size="xs" w={116} aria-label={t('view.drivers.measures', { n: i + 1 })} allowDeselect={false} value={s.kind ?? 'custom'} onChange={(kind) => change(i, { kind: (kind ?? 'custom') as 'nps' })} data={SCORES.map((k) => ({ value: k, label: t(`view.drivers.score.${k}`) }))} />
              <ActionIcon variant="subtle" color="gray" aria-label={t('ui.remove')} onClick={() => put({ signals: signals.filter((_, j) => j !== i) })}><IconX size={15} /></ActionIcon>
            </div>
            <Events label={t('view.drivers.answers', { n: i + 1 })} value={s.filter} onChange={(filter) => change(i, { filter: filter ?? {} })} />
            <Property label={t('ask.property')} value={s.property} onChange={(property) => change(i, { property: property ?? '' })} of={s.filter} numeric />
          </div>
        ))}
        <AddButton label={t('view.drivers.addSignal')} onClick={() => put({ signals: [...signals, { name: '', filter: {}, property: '', kind: 'custom' }] })} disabled={signals.length >= 10} />
      </Field>
      <MultiSelect size="xs" label={t('view.drivers.touchpoints')} placeholder={p.touchpoints?.length ? undefined : t(signals.length ? 'view.drivers.noTouchpoints' : 'view.drivers.allTouchpoints')} value={p.touchpoints ?? []} onChange={(v) => put({ touchpoints: v.length > 1 && v.at(-1) === '*' ? ['*'] : v.filter((x) => x !== '*' || v.length === 1) })} data={[{ value: '*', label: t('view.drivers.allTouchpoints') }, ...points.map((x) => ({ value: x.id, label: x.name }))]} searchable clearable maxValues={40} />
    </>
  )
}
