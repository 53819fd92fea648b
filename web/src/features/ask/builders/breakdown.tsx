import { MultiSelect, NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { personas, segments } from '../../../api/calls'
import type { Breakdown } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { Field } from '../fields'
import { propertiesOf, useSchema } from '../FilterEdit'
import type { BuilderProps } from './fields'

const BY = ['channel', 'event', 'touchpoint', 'source', 'property', 'trait', 'segment', 'persona'] as const
type By = (typeof BY)[number]

/** What an answer is told apart by: something of the events, of the people, or groups of people. steps is how many a funnel has. */
export function BreakdownEdit({ value, onChange, steps, without = [] }: BuilderProps & { steps?: number; without?: By[] }) {
  const { t } = useTranslation()
  const known = useSchema()
  const b = value.breakdown
  const put = (next: Breakdown | undefined) => onChange({ ...value, breakdown: next })
  const fields = b?.by === 'trait' ? (known?.traits ?? []) : propertiesOf(known, [])
  const { ws } = usePlace()
  const none: Partial<Record<By, boolean>> = { segment: useQuery(segments(ws)).data?.length === 0, persona: useQuery(personas(ws)).data?.length === 0 }
  const groups = b?.by === 'segment' || b?.by === 'persona'
  return (
    <Field label={t('ask.breakdown')}>
      <Select size="xs" aria-label={t('ask.breakdown')} placeholder={t('ask.noBreakdown')} clearable data={BY.filter((by) => !without.includes(by)).map((by) => ({ value: by, label: t(`breakdown.${by}`), disabled: none[by] }))} value={b?.by ?? null} onChange={(by) => put(by ? { by: by as By } : undefined)} />
      {b?.by === 'property' || b?.by === 'trait' ? <Select mt={6} size="xs" aria-label={t('ask.property')} placeholder={t('ask.property')} data={fields.map((p) => p.name)} value={b.property ?? null} onChange={(property) => put({ ...b, property: property ?? undefined })} searchable /> : null}
      {b?.by === 'segment' ? <Segments value={b} onChange={put} /> : null}
      {b && !groups ? <NumberInput mt={6} size="xs" label={t('view.topRows')} min={1} max={100} allowDecimal={false} value={b.top ?? 10} onChange={(n) => Number(n) >= 1 && put({ ...b, top: Number(n) })} /> : null}
      {b && steps && !groups && b.by !== 'trait' ? <Attribution value={b} onChange={put} steps={steps} /> : null}
    </Field>
  )
}

function Segments({ value, onChange }: { value: Breakdown; onChange: (b: Breakdown) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const all = useQuery(segments(ws)).data ?? []
  const chosen = (value.segments ?? []).flatMap((g) => g.segment.id ?? [])
  return <MultiSelect mt={6} size="xs" aria-label={t('segments.saved')} placeholder={chosen.length ? undefined : t('segments.choose')} data={all.map((s) => ({ value: s.id, label: s.name }))} value={chosen} onChange={(ids) => onChange({ ...value, segments: ids.map((id) => ({ segment: { id } })) })} searchable maxValues={20} nothingFoundMessage={t('finder.none')} />
}

/** Which of several values a person counts under. */
function Attribution({ value, onChange, steps }: { value: Breakdown; onChange: (b: Breakdown) => void; steps: number }) {
  const { t } = useTranslation()
  const how = value.attribution ?? 'first'
  return (
    <>
      <Select mt={6} size="xs" label={t('ask.attribution')} allowDeselect={false} value={how} onChange={(v) => onChange({ ...value, attribution: v as 'first', step: v === 'step' ? 1 : undefined })} data={(['first', 'last', 'all', 'step'] as const).map((a) => ({ value: a, label: t(`attribution.${a}`) }))} />
      {how === 'step' ? <Select mt={6} size="xs" aria-label={t('attribution.step')} allowDeselect={false} value={String(value.step ?? 1)} onChange={(v) => onChange({ ...value, step: Number(v) })} data={Array.from({ length: steps }, (_, i) => ({ value: String(i + 1), label: t('ask.step', { n: i + 1 }) }))} /> : null}
    </>
  )
}
