import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../app/hooks'
import { IconPlus } from '../../ui/icons'
import { CardInside } from './Cells'
import type { Act, Editor } from './editor'
import { addCard, addStage, put } from './edits'
import { newStep } from './keys'
import { CardFigures } from './live/CardFigures'
import { StepFigures } from './live/StepFigures'
import { FeelingLine } from './live/FeelingLine'
import { Face, LaneSign, stageHue } from './looks'
import css from './maps.module.css'
import sheetCss from './sheet.module.css'
import { cardsOf, isValue, type Column } from './sheet'
import { TextEdit } from './TextEdit'
import type { View } from './store'

interface Props { view: View; act: Act; editor: Editor; onNewLane: (el: HTMLElement | null) => void }

/** The sheet on a phone: one stage at a time, its steps one below the other. */
export function Phone({ view, act, editor, onNewLane }: Props) {
  const { t } = useTranslation()
  const { board } = view
  const [chosen, setChosen] = useState<string>()
  const index = Math.max(0, board.stages.findIndex((s) => s.id === chosen))
  const stage = board.stages[index]
  const columns = board.columns.filter((c) => c.stage.id === stage?.id)
  const newStage = () => {
    const made = addStage(act.sheet(), stage?.id, t('maps.newStage'), t('maps.newStep'))
    act.edit(made.ops)
    setChosen(made.id)
  }
  return (
    <div className={css.phone}>
      <div className={css.phoneHead}>
        {stage ? <Select aria-label={t('maps.stage')} allowDeselect={false} value={stage.id} onChange={(id) => setChosen(id ?? undefined)} data={board.stages.map((s, i) => ({ value: s.id, label: `${i + 1}/${board.stages.length} ${s.name || t('maps.noName.stage')}` }))} styles={{ input: { background: `light-dark(oklch(0.93 0.035 ${stageHue(index)}), oklch(0.36 0.045 ${stageHue(index)}))`, fontWeight: 600 } }} /> : null}
        {act.may ? <Button variant="default" leftSection={<IconPlus size={15} />} onClick={newStage}>{t('maps.stage')}</Button> : null}
      </div>
      {columns.map((c) => <PhoneStep key={c.key} column={c} view={view} act={act} editor={editor} />)}
      {act.may && stage ? (
        <div className={css.row}>
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => newStep(act, stage.id)}>{t('maps.addStep')}</Button>
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={(e) => onNewLane(e.currentTarget)}>{t('maps.lane')}</Button>
        </div>
      ) : null}
    </div>
  )
}

function PhoneStep({ column, view, act, editor }: { column: Column; view: View; act: Act; editor: Editor }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { step } = column
  const { writing } = editor
  if (!step) return null
  const naming = writing?.kind === 'step' && writing.id === step.id
  return (
    <section className={`panel ${css.phoneStep}`} aria-label={step.name || t('maps.noName.step')}>
      <div className={css.phoneStepHead}>
        {naming ? <TextEdit single max={200} label={t('maps.rename.step')} value={step.name} onCancel={() => act.write(undefined)} onDone={(name) => { if (name !== step.name) act.edit([put('step', step.id, { name })]); act.write(undefined) }} /> : <h2>{step.name || t('maps.noName.step')}</h2>}
        <Button variant="subtle" size="compact-sm" aria-label={t('maps.more', { name: step.name || t('maps.noName.step') })} onClick={(e) => { const box = e.currentTarget.getBoundingClientRect(); act.menu({ kind: 'step', id: step.id, x: box.left, y: box.bottom }) }}>{'⋯'}</Button>
      </div>
      <StepFigures step={step.id} name={step.name || t('maps.noName.step')} />
      <dl className={css.phoneLanes}>
        {view.board.lanes.map((lane) => {
          const cards = cardsOf(view.board, step.id, lane.id)
          const drafting = writing?.kind === 'new' && writing.step === step.id && writing.lane === lane.id
          if (cards.length === 0 && !act.may) return null
          return (
            <div key={lane.id}>
              <dt><LaneSign kind={lane.kind} size={15} />{lane.name}</dt>
              <dd>
                {cards.map((c) => (
                  <button key={c.id} type="button" className={`plain ${sheetCss.card} ${css.phoneCard}`} data-kind={lane.kind} onClick={() => act.details({ kind: 'card', id: c.id })}>
                    {lane.kind === 'emotion' ? <span className={css.phoneFeel}><Face value={c.value ?? 0} size="1.5em" />{f.signed(c.value ?? 0)} {t(`maps.feel.${c.value ?? 0}`)}</span> : null}
                    {lane.kind === 'engagement' ? <span>{t('maps.dots', { n: c.value ?? 3 })}</span> : null}
                    {isValue(lane.kind) && !c.text ? null : <CardInside card={c} kind={lane.kind} mapId={view.head.id} />}
                  </button>
                ))}
                {cards.map((c) => (lane.kind === 'emotion' ? <FeelingLine key={`live ${c.id}`} card={c.id} label={`${lane.name}, ${step.name}`} /> : <CardFigures key={`live ${c.id}`} card={c.id} name={c.text || t('maps.noText')} />))}
                {drafting ? (
                  <div className={sheetCss.card} data-writing>
                    <TextEdit label={t('maps.newCard', { where: lane.name })} placeholder={t('maps.write')} value="" onCancel={() => act.write(undefined)} onDone={(text) => { if (text) act.edit(addCard(act.sheet(), step.id, lane.id, { text }).ops); act.write(undefined) }} />
                  </div>
                ) : act.may && !(isValue(lane.kind) && cards.length) ? (
                  <button type="button" className={`plain ${css.phoneAdd}`} aria-label={t('maps.addCard', { where: `${lane.name}, ${step.name}` })} onClick={() => (isValue(lane.kind) ? act.edit(addCard(act.sheet(), step.id, lane.id, { value: lane.kind === 'emotion' ? 0 : 3 }).ops) : act.write({ kind: 'new', step: step.id, lane: lane.id, text: '' }))}><IconPlus size={16} aria-hidden /></button>
                ) : null}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
