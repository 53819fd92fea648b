import { ActionIcon, Button, NumberInput, Select, Table, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { ask, patchTouchpoint, putStageModel } from '../../api/calls'
import type { Question, Stage, StageModel, Touchpoint } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import { useWords } from '../../app/words'
import { Num } from '../../ui/bits'
import { ScrollX } from '../../ui/dialogs'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { undoable } from '../../ui/undo'
import { DurationEdit, Field } from '../ask/fields'
import { FormFault } from '../auth/Frame'
import css from './model.module.css'
import { compareStages, homeless, moved, tidyModel } from './rule'
import { RuleEdit } from './RuleEdit'

interface Props { own: StageModel; templates: StageModel[]; begin: StageModel; touchpoints: Touchpoint[]; onClose: () => void }
interface Card { key: number; stage: Stage }

/** Makes the workspace's own stages, and shows what the history would look like by them before they are saved. */
export default function StageEdit({ own, templates, begin, touchpoints, onClose }: Props) {
  const { t } = useTranslation()
  const words = useWords()
  const { set } = usePlace()
  const [name, setName] = useState(() => words.model(begin.id, begin.name))
  const [cards, setCards] = useState<Card[]>(() => begin.stages.map((stage, key) => ({ key, stage: { ...stage, name: words.stage(stage.id, stage.name) } })))
  const [times, setTimes] = useState({ window: begin.window ?? '', lapse: begin.lapse ?? '' })
  const model = useMemo(() => tidyModel({ ...times, name, stages: cards.map((c) => c.stage) }), [times, name, cards])
  const whole = model.stages.length > 0 && model.stages.every((s) => s.name)
  const save = useSave(own, touchpoints, onClose)
  const say = useFaultWords()
  const stageOf = (field: string) => {
    const at = /^stages\[(\d+)\]/.exec(field)
    return at ? t('stages.stage', { n: Number(at[1]) + 1 }) : ''
  }
  const change = (key: number, patch: Partial<Stage>) => setCards(cards.map((c) => (c.key === key ? { ...c, stage: { ...c.stage, ...patch } } : c)))
  const add = () => setCards([...cards, { key: Math.max(0, ...cards.map((c) => c.key)) + 1, stage: { id: '', name: '', entry: {} } }])
  return (
    <div className={css.stageLayout}>
      <form className={`panel ${css.stageForm}`} aria-label={t('stages.edit')} onSubmit={(e) => { e.preventDefault(); if (whole) save.mutate(model) }}>
        <h2>{t('stages.edit')}</h2>
        <FormFault error={save.error} />
        {save.error instanceof ApiError ? save.error.fault.fields?.map((f) => <p key={f.name} className={css.warn}>{[stageOf(f.name), say.field(f)].filter(Boolean).join(': ')}</p>) : null}
        <Select label={t('stages.begin')} value={null} placeholder={t('stages.beginHint')} data={templates.map((m) => ({ value: m.id ?? '', label: words.model(m.id, m.name) }))} onChange={(id) => id && set({ edit: id })} />
        <TextInput label={t('stages.name')} value={name} onChange={(e) => setName(e.currentTarget.value)} required maxLength={200} />
        <ol className={css.stages}>
          {cards.map((c, i) => (
            <li key={c.key} className={css.stageCard}>
              <StageCard stage={c.stage} n={i + 1} count={cards.length} onChange={(patch) => change(c.key, patch)} onMove={(to) => setCards(moved(cards, i, to))} onRemove={() => setCards(cards.filter((x) => x.key !== c.key))} />
            </li>
          ))}
        </ol>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add} disabled={cards.length >= 20} style={{ justifySelf: 'start' }}>{t('stages.add')}</Button>
        <DurationEdit label={t('stages.windowLabel')} none={t('stages.noWindow')} value={times.window} onChange={(window) => setTimes({ ...times, window })} />
        <DurationEdit label={t('stages.lapseLabel')} none={t('stages.noLapse')} value={times.lapse} onChange={(lapse) => setTimes({ ...times, lapse })} />
        <div className={css.formEnd}>
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!whole}>{t('ui.save')}</Button>
        </div>
      </form>
      <section className={`panel ${css.stageSide}`} aria-label={t('stages.preview')}>
        <div className={css.stageTop}><h2>{t('stages.preview')}</h2><RangePicker /></div>
        {whole ? <Preview model={model} homeless={homeless(model, touchpoints)} /> : <p className="quiet">{t('stages.unfinished')}</p>}
      </section>
    </div>
  )
}

function StageCard({ stage, n, count, onChange, onMove, onRemove }: { stage: Stage; n: number; count: number; onChange: (patch: Partial<Stage>) => void; onMove: (to: number) => void; onRemove: () => void }) {
  const { t } = useTranslation()
  const label = stage.name || t('stages.stage', { n })
  return (
    <>
      <div className={css.stageTop}>
        <TextInput label={t('stages.stage', { n })} value={stage.name ?? ''} onChange={(e) => onChange({ name: e.currentTarget.value })} required maxLength={200} />
        <NumberInput label={t('stages.timesLabel')} w={110} min={1} max={1000} allowDecimal={false} value={stage.times ?? 1} onChange={(v) => Number(v) >= 1 && onChange({ times: Number(v) })} />
        <div className={css.tools}>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('touch.up', { name: label })} disabled={n === 1} onClick={() => onMove(n - 2)}><IconArrowUp size={17} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('touch.down', { name: label })} disabled={n === count} onClick={() => onMove(n)}><IconArrowDown size={17} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('stages.remove', { name: label })} disabled={count === 1} onClick={onRemove}><IconX size={17} /></ActionIcon>
        </div>
      </div>
      <Field label={t('stages.entry')}><RuleEdit withTouchpoints label={`${label}: ${t('stages.entry')}`} value={stage.entry} onChange={(entry) => onChange({ entry })} /></Field>
    </>
  )
}

/** Saves a model; undo brings back the one before, and the touchpoints to their stages. */
function useSave(own: StageModel, touchpoints: Touchpoint[], onClose: () => void) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const again = () => Promise.all(['stage-model', 'touchpoints', 'ask'].map((key) => client.invalidateQueries({ queryKey: [key, ws] })))
  return useMutation({
    mutationFn: (m: StageModel) => putStageModel(ws, m),
    onSuccess: (_, m) => {
      void again()
      undoable({
        message: t('stages.saved'),
        word: t('ui.undo'),
        close: t('ui.close'),
        undo: () => {
          void putStageModel(ws, own)
            .then(() => Promise.all(homeless(m, touchpoints).map((p) => patchTouchpoint(ws, p.id, { stage: p.stage }))))
            .finally(() => void again())
        },
      })
      onClose()
    },
  })
}

function Preview({ model, homeless: gone }: { model: StageModel; homeless: Touchpoint[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const { ws, search } = usePlace()
  const [settled] = useDebouncedValue(model, 350)
  const range = useMemo(() => toRange(search.range), [search.range])
  const question = useMemo<Question>(() => ({ kind: 'stages', range, stages: { model: settled } }), [range, settled])
  const before = useQuery(ask(ws, { kind: 'stages', range, stages: {} })).data?.stages
  const { data, error, isFetching, refetch } = useQuery(ask(ws, question))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data?.stages) return <Lines n={6} />
  const cell = (was: number | undefined, is: number | undefined) => (
    <Table.Td ta="right" className="num">
      <span className="quiet">{was === undefined ? t('ui.none') : f.short(was)}</span> → <b>{is === undefined ? t('ui.none') : <Num n={is} />}</b>
    </Table.Td>
  )
  return (
    <div data-fading={isFetching || undefined} style={{ display: 'grid', gap: 10 }} aria-live="polite">
      <p className="quiet">{t('stages.previewText')}</p>
      <ScrollX label={t('stages.preview')} minWidth={290}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('people.stage')}</Table.Th><Table.Th ta="right">{t('stages.here')}</Table.Th><Table.Th ta="right">{t('stages.entered')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {compareStages(before, data.stages).map((s) => (
              <Table.Tr key={s.id}>
                <Table.Th scope="row">{words.stage(s.id, s.name)}{s.is ? '' : ` (${t('stages.gone')})`}</Table.Th>
                {cell(s.was?.now, s.is?.now)}
                {cell(s.was?.entered, s.is?.entered)}
              </Table.Tr>
            ))}
            <Table.Tr><Table.Th scope="row">{words.stage('lapsed')}</Table.Th>{cell(before?.lapsed, data.stages.lapsed)}<Table.Td /></Table.Tr>
          </Table.Tbody>
        </Table>
      </ScrollX>
      {gone.length ? <p className={css.warn}>{t('stages.homeless', { count: gone.length, names: f.list(gone.slice(0, 5).map((p) => p.name)) + (gone.length > 5 ? '…' : '') })}</p> : null}
    </div>
  )
}
