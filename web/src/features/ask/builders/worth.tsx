import { MultiSelect, NumberInput, Slider, TagsInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../../app/words'
import css from '../ask.module.css'
import { Choice, DurationEdit, Field } from '../fields'
import { propertiesOf, useSchema } from '../FilterEdit'
import { Events, Pick, Property, Top, type BuilderProps } from './fields'

export function AudienceBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const words = useWords()
  const known = useSchema()
  const p = value.audience ?? {}
  const put = (patch: Partial<typeof p>) => onChange({ ...value, audience: { ...p, ...patch } })
  const properties = propertiesOf(known, []).map((x) => x.name)
  return (
    <>
      <p className="quiet">{t(value.segment ? 'view.audience.withSegment' : 'view.audience.chooseSegment')}</p>
      <MultiSelect size="xs" label={t('view.audience.traits')} placeholder={p.traits?.length ? undefined : t('view.byItself')} value={p.traits ?? []} onChange={(traits) => put({ traits: traits.length ? traits : undefined })} data={(known?.traits ?? []).map((x) => ({ value: x.name, label: words.trait(x.name) }))} searchable clearable maxValues={10} />
      <MultiSelect size="xs" label={t('view.audience.content')} placeholder={p.content?.length ? undefined : t('view.byItself')} value={p.content ?? []} onChange={(content) => put({ content: content.length ? content : undefined })} data={properties} searchable clearable maxValues={10} limit={60} />
      <MultiSelect size="xs" label={t('view.audience.context')} placeholder={p.context?.length ? undefined : t('view.byItself')} value={p.context ?? []} onChange={(context) => put({ context: context.length ? context : undefined })} data={properties.filter((n) => n.startsWith('context.'))} searchable clearable maxValues={10} limit={60} />
      <Top value={p.top ?? 10} onChange={(top) => put({ top })} />
    </>
  )
}

// The property that is taken where none is named.
const REVENUE = 'revenue'

export function ValueBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const p = value.value ?? {}
  const put = (patch: Partial<typeof p>) => onChange({ ...value, value: { ...p, ...patch } })
  return (
    <>
      <Events label={t('view.value.ordersAre')} value={p.orders} onChange={(orders) => put({ orders })} />
      <Property label={t('view.value.property')} value={p.property} onChange={(property) => put({ property })} of={p.orders} numeric placeholder={REVENUE} />
      <Events label={t('view.value.refunds')} value={p.refunds} onChange={(refunds) => put({ refunds })} />
      <Pick label={t('view.value.model')} value={p.model ?? 'bg_nbd'} onChange={(model) => put({ model: model as 'bg_nbd' })} options={[['bg_nbd', 'BG/NBD'], ['mbg_nbd', 'MBG/NBD'], ['pareto_nbd', 'Pareto/NBD']]} />
      <DurationEdit label={t('view.value.horizon')} value={p.horizon ?? '365d'} onChange={(horizon) => put({ horizon })} />
      <NumberInput size="xs" label={t('view.value.discount')} suffix=" %" min={0} max={100} decimalScale={1} value={Math.round((p.discount ?? 0.1) * 1000) / 10} onChange={(n) => Number.isFinite(Number(n)) && put({ discount: Number(n) / 100 })} />
      <Field label={t('view.value.holdoutShare')}><Slider thumbLabel={t('view.value.holdoutShare')} size="sm" min={0} max={50} step={5} value={Math.round((p.holdout ?? 0.25) * 100)} onChange={(n) => put({ holdout: n / 100 })} label={(n) => `${n} %`} /></Field>
    </>
  )
}

const MODELS = ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay', 'markov', 'shapley'] as const
const UNITS = ['arrival', 'channel', 'touchpoint', 'source', 'event', 'property'] as const

export function AttributionBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const p = value.attribution ?? { conversion: {} }
  const put = (patch: Partial<typeof p>) => onChange({ ...value, attribution: { ...p, ...patch } })
  return (
    <>
      <Events label={t('view.attribution.conversion')} value={p.conversion} onChange={(conversion) => put({ conversion: conversion ?? {} })} />
      <Property label={t('view.attribution.valueOf')} value={p.value} onChange={(v) => put({ value: v })} of={p.conversion} numeric />
      <Pick label={t('view.attribution.unitIs')} value={p.unit ?? 'arrival'} onChange={(unit) => put({ unit: unit as 'channel', property: undefined })} options={UNITS.map((u) => [u, t(`view.attribution.unit.${u}`)])} />
      {p.unit === 'property' ? <Property label={t('ask.property')} value={p.property} onChange={(property) => put({ property })} of={p.touches} /> : null}
      <MultiSelect size="xs" label={t('view.attribution.models')} placeholder={p.models?.length ? undefined : t('view.attribution.allModels')} value={p.models ?? []} onChange={(v) => put({ models: v.length ? (v as typeof MODELS[number][]) : undefined })} data={MODELS.map((m) => ({ value: m, label: t(`view.attribution.model.${m}`) }))} clearable />
      <DurationEdit label={t('view.lookBack')} value={p.lookBack ?? '30d'} onChange={(lookBack) => put({ lookBack })} />
      <Choice label={t('view.attribution.count')} value={p.count ?? 'every'} onChange={(count) => put({ count: count as 'first' })} options={[['every', t('view.attribution.every')], ['first', t('view.attribution.firstOnly')]]} />
      <details>
        <summary>{t('view.more')}</summary>
        <div className={css.builder} style={{ padding: '10px 0 0' }}>
          <Events label={t('view.attribution.touches')} value={p.touches} onChange={(touches) => put({ touches })} placeholder />
          <TagsInput size="xs" label={t('view.attribution.directUnits')} value={p.direct ?? ['direct']} onChange={(direct) => put({ direct })} />
          <div className={css.pair}>
            <NumberInput size="xs" label={t('view.attribution.markovOrder')} description={t('view.attribution.auto')} min={0} max={5} value={p.order ?? 0} onChange={(n) => put({ order: Number(n) || undefined })} />
            <Top value={p.top ?? 20} onChange={(top) => put({ top })} />
          </div>
          <DurationEdit label={t('view.attribution.halfLife')} value={p.halfLife ?? '7d'} onChange={(halfLife) => put({ halfLife })} />
        </div>
      </details>
    </>
  )
}
