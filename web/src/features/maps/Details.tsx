import { Button, Checkbox, SegmentedControl, Select, Slider, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addMapImage, channels, mapImagePath, savedQuestions, touchpoints } from '../../api/calls'
import type { Evidence, Filter, MapCard, MapOther, MapStep } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { SideSheet } from '../../ui/dialogs'
import { Field } from '../ask/fields'
import { FormFault } from '../auth/Frame'
import { RuleEdit } from '../model/RuleEdit'
import type { Act, Editor } from './editor'
import { put } from './edits'
import { EvidenceSign } from './looks'
import css from './maps.module.css'
import { isValue, strength, type Fields } from './sheet'
import { Openers } from './talk/Openers'
import { STATUSES } from './talk/weigh'
import { placeOf } from './ThingMenu'
import type { View } from './store'

/** All fields of a card or step, beside the sheet. What is changed is kept at once, as everywhere on the sheet. */
export default function Details({ editor, view }: { editor: Editor; view: View }) {
  const { t } = useTranslation()
  const { act, detailed } = editor
  const card = detailed?.kind === 'card' ? view.sheet.cards.find((c) => c.id === detailed.id) : undefined
  const step = detailed?.kind === 'step' ? view.sheet.steps.find((s) => s.id === detailed.id) : undefined
  const lane = card && view.sheet.lanes.find((l) => l.id === card.lane)
  const of = card && view.sheet.steps.find((s) => s.id === card.step)
  const close = () => {
    act.details(undefined)
    if (detailed) act.go(placeOf(view.board, detailed))
  }
  const title = card ? [lane?.name, of?.name].filter(Boolean).join(' · ') : step?.name || t('maps.noName.step')
  return (
    <SideSheet opened={Boolean(card ?? step)} onClose={close} size={460} title={title}>
      {detailed ? <Openers thing={detailed} close={() => act.details(undefined)} /> : null}
      {card ? <CardForm key={card.id} card={card} kind={lane?.kind ?? 'text'} act={act} mapId={view.head.id} /> : null}
      {step ? <StepForm key={step.id} step={step} act={act} /> : null}
    </SideSheet>
  )
}

/** A text that is kept when the field is left. Where somebody else changes it meanwhile, what they wrote is shown. */
function Text({ label, value, onKeep, lines = 1, max, disabled, placeholder }: { label: string; value: string; onKeep: (text: string) => void; lines?: number; max: number; disabled: boolean; placeholder?: string }) {
  const [draft, setDraft] = useState<string>()
  const end = () => {
    if (draft !== undefined && draft !== value) onKeep(draft)
    setDraft(undefined)
  }
  const props = { label, value: draft ?? value, maxLength: max, readOnly: disabled, placeholder, onBlur: end }
  return lines === 1
    ? <TextInput {...props} onChange={(e) => setDraft(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === 'Enter') end() }} />
    : <Textarea {...props} autosize minRows={lines} maxRows={12} onChange={(e) => setDraft(e.currentTarget.value)} />
}

function CardForm({ card, kind, act, mapId }: { card: MapCard; kind: string; act: Act; mapId: string }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const { ws } = usePlace()
  const own = useQuery(channels(ws)).data ?? []
  const points = useQuery(touchpoints(ws)).data ?? []
  const off = !act.may
  const set = (fields: Fields) => act.edit([put('card', card.id, fields)])
  const five = ['0', '1', '2', '3', '4', '5'].map((v) => ({ value: v, label: v === '0' ? t('ui.none') : v }))
  return (
    <div className={css.form}>
      {card.others?.length ? <Others card={card} act={act} /> : null}
      <Text label={t('maps.field.text')} value={card.text} lines={2} max={2000} disabled={off} onKeep={(text) => set({ text })} />
      {kind === 'emotion' ? (
        <Field label={t('maps.field.feeling')}>
          <div className={css.slide}><Slider aria-label={t('maps.field.feeling')} thumbLabel={t('maps.field.feeling')} min={-2} max={2} step={1} value={card.value ?? 0} disabled={off} onChange={(value) => set({ value })} label={(v) => `${f.signed(v)} ${t(`maps.feel.${v}`)}`} marks={[-2, -1, 0, 1, 2].map((v) => ({ value: v, label: f.signed(v) }))} /></div>
        </Field>
      ) : null}
      {kind === 'engagement' ? <Field label={t('maps.field.engagement')}><SegmentedControl aria-label={t('maps.field.engagement')} fullWidth size="xs" disabled={off} value={String(card.value ?? 3)} onChange={(v) => set({ value: Number(v) })} data={five.slice(1)} /></Field> : null}
      <Text label={t('maps.field.note')} value={card.note ?? ''} lines={2} max={10000} disabled={off} onKeep={(note) => set({ note: note || null })} />
      {isValue(kind) ? null : (
        <>
          <Select label={t('maps.field.channel')} clearable searchable disabled={off} value={card.channel ?? null} onChange={(channel) => set({ channel })} data={own.map((c) => ({ value: c.id, label: words.channel(c.id, c.name) }))} />
          <Select label={t('maps.field.touchpoint')} clearable searchable disabled={off} value={card.touchpoint ?? null} onChange={(touchpoint) => set({ touchpoint })} nothingFoundMessage={t('finder.none')} data={points.map((p) => ({ value: p.id, label: p.name }))} />
          <Checkbox label={t('journey.moment')} disabled={off} checked={Boolean(card.moment)} onChange={(e) => set({ moment: e.currentTarget.checked || null })} />
        </>
      )}
      <Text label={t('maps.field.owner')} value={card.owner ?? ''} max={200} disabled={off} onKeep={(owner) => set({ owner: owner || null })} />
      {kind === 'opportunity' || kind === 'pain' ? (
        <>
          {card.evidence?.pain ? null : <Select label={t('maps.field.status')} allowDeselect={false} disabled={off} value={card.status ?? 'proposed'} onChange={(v) => set({ status: v === 'proposed' ? null : v })} data={STATUSES.map((s) => ({ value: s, label: t(`maps.status.${s}`) }))} />}
          <Field label={t('maps.field.impact')}><SegmentedControl aria-label={t('maps.field.impact')} fullWidth size="xs" disabled={off} value={String(card.impact ?? 0)} onChange={(v) => set({ impact: Number(v) })} data={five} /></Field>
          <Field label={t('maps.field.effort')}><SegmentedControl aria-label={t('maps.field.effort')} fullWidth size="xs" disabled={off} value={String(card.effort ?? 0)} onChange={(v) => set({ effort: Number(v) })} data={five} /></Field>
        </>
      ) : null}
      {isValue(kind) ? null : <ImageEdit card={card} act={act} mapId={mapId} />}
      <EvidenceEdit value={card.evidence} off={off} onChange={(evidence) => set({ evidence })} />
    </div>
  )
}

function StepForm({ step, act }: { step: MapStep; act: Act }) {
  const { t } = useTranslation()
  const set = (fields: Fields) => act.edit([put('step', step.id, fields)])
  return (
    <div className={css.form}>
      <Text label={t('maps.field.name')} value={step.name} max={200} disabled={!act.may} onKeep={(name) => set({ name })} />
      <p className="quiet">{t('maps.stepRule')}</p>
      <EvidenceEdit value={step.evidence} off={!act.may} onChange={(evidence) => set({ evidence })} />
    </div>
  )
}

/** What somebody else wrote at the same moment: one of the two is chosen by a person. */
function Others({ card, act }: { card: MapCard; act: Act }) {
  const { t } = useTranslation()
  const f = useFormat()
  const done = (one: MapOther, take: boolean) => act.edit([put('card', card.id, { ...(take ? { [one.field]: one.value } : {}), others: (card.others ?? []).filter((o) => o !== one) })])
  return (
    <section className={css.conflict} aria-label={t('maps.othersTitle')}>
      <b>{t('maps.othersTitle')}</b>
      {card.others!.map((o, i) => (
        <div key={i} className={css.other}>
          <span className="quiet">{[o.by, f.ago(o.at), t(`maps.field.${o.field === 'value' ? 'feeling' : o.field}`)].join(' · ')}</span>
          <q>{o.field === 'status' ? t(`maps.status.${String(o.value ?? '') || 'proposed'}`) : typeof o.value === 'string' ? o.value : JSON.stringify(o.value)}</q>
          {act.may ? <span className={css.row}><Button size="compact-sm" onClick={() => done(o, true)}>{t('maps.takeIt')}</Button><Button size="compact-sm" variant="default" onClick={() => done(o, false)}>{t('maps.leaveIt')}</Button></span> : null}
        </div>
      ))}
    </section>
  )
}

const OWN = 'own'
/** Two questions that ask the same, in whatever order their parts stand. */
const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
function sorted(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(sorted)
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).filter(([, x]) => x !== undefined && x !== null).sort(([x], [y]) => x.localeCompare(y)).map(([k, x]) => [k, sorted(x)]))
  return v
}

function EvidenceEdit({ value, onChange, off }: { value: Evidence | undefined; onChange: (e: Evidence | null) => void; off: boolean }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const points = useQuery(touchpoints(ws)).data ?? []
  const [ruling, setRuling] = useState(false)
  const how = strength(value)
  const set = (patch: Partial<Evidence>) => {
    const next = Object.fromEntries(Object.entries({ ...value, ...patch }).filter(([, v]) => v !== undefined && v !== null && v !== '' && !(typeof v === 'object' && Object.keys(v).length === 0))) as Evidence
    onChange(Object.keys(next).length ? next : null)
  }
  const saved = useQuery(savedQuestions(ws)).data ?? []
  const asked = value?.question && saved.find((s) => same(s.question, value.question!))?.id
  const rule = value?.rule
  return (
    <section className={css.evidence} aria-label={t('maps.evidenceTitle')}>
      <div className={css.evidenceHead}><h3>{t('maps.evidenceTitle')}</h3><span className={css.how} data-strength={how}><EvidenceSign strength={how} label="" />{t(`maps.evidence.${how}`)}</span></div>
      <p className="quiet">{t(`maps.evidenceText.${how}`)}</p>
      <Select label={t('maps.field.touchpoint')} clearable searchable disabled={off} value={value?.touchpoint ?? null} nothingFoundMessage={t('finder.none')} onChange={(touchpoint) => set({ touchpoint: touchpoint ?? undefined })} data={points.map((p) => ({ value: p.id, label: p.name }))} />
      <Select label={t('maps.field.signal')} clearable disabled={off} value={value?.signal ?? null} onChange={(signal) => set({ signal: (signal as Evidence['signal'] | null) ?? undefined })} data={(['csat', 'nps', 'ces', 'sentiment'] as const).map((s) => ({ value: s, label: t(`maps.signal.${s}`) }))} />
      <Select label={t('maps.field.question')} description={t('maps.metric.hint')} clearable searchable disabled={off} value={value?.question ? asked ?? OWN : null} nothingFoundMessage={t('finder.none')}
        onChange={(id) => { if (id !== OWN) set({ question: saved.find((s) => s.id === id)?.question }) }}
        data={[...(value?.question && !asked ? [{ value: OWN, label: t('maps.metric.own', { kind: t(`kind.${value.question.kind}`) }) }] : []), ...saved.filter((s) => s.question.kind !== 'people').map((s) => ({ value: s.id, label: s.name }))]} />
      {off ? null : <Link className={css.build} to="/w/$ws/ask" params={{ ws: String(ws) }} search={(value?.question ? { q: value.question } : {}) as never}>{t('maps.metric.build')}</Link>}
      {rule || ruling
        ? <Field label={t('maps.field.rule')}><RuleEdit label={t('maps.field.rule')} value={rule ?? {}} onChange={(r: Filter) => set({ rule: r })} withTouchpoints /></Field>
        : off ? null : <Button variant="subtle" size="compact-sm" style={{ justifySelf: 'start' }} onClick={() => setRuling(true)}>{t('maps.addRule')}</Button>}
      <Text label={t('maps.field.evidenceNote')} placeholder={t('maps.evidenceHint')} value={value?.note ?? ''} lines={2} max={10000} disabled={off} onKeep={(note) => set({ note })} />
    </section>
  )
}

const BIGGEST = 4 << 20

function ImageEdit({ card, act, mapId }: { card: MapCard; act: Act; mapId: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const [big, setBig] = useState(false)
  const add = useMutation({
    mutationFn: async (file: File) => addMapImage(ws, mapId, { name: file.name, data: await base64(file) }),
    onSuccess: (made) => act.edit([put('card', card.id, { image: made.id })]),
  })
  if (!act.may && !card.image) return null
  const take = (file: File | undefined) => {
    if (!file) return
    setBig(file.size > BIGGEST)
    if (file.size <= BIGGEST) add.mutate(file)
  }
  return (
    <Field label={t('maps.field.image')}>
      {card.image ? <img src={mapImagePath(ws, mapId, card.image)} alt={card.text} className={css.picture} /> : null}
      {act.may ? (
        <span className={css.row}>
          <Button component="label" variant="default" size="compact-sm" loading={add.isPending}>{t(card.image ? 'maps.otherImage' : 'maps.addImage')}<input type="file" className="hidden" accept="image/png,image/jpeg,image/webp,image/gif" onChange={(e) => take(e.currentTarget.files?.[0])} /></Button>
          {card.image ? <Button variant="subtle" color="gray" size="compact-sm" onClick={() => act.edit([put('card', card.id, { image: null })])}>{t('ui.remove')}</Button> : null}
        </span>
      ) : null}
      {big ? <p role="alert" className={css.fault}>{t('maps.imageBig')}</p> : <FormFault error={add.error} />}
    </Field>
  )
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })
}

