import { useDraggable } from '@dnd-kit/core'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapLane, MapStage } from '../../api/types'
import { usePlace } from '../../app/place'
import { IconChevronRight, IconDots, IconMap2, IconPlus } from '../../ui/icons'
import { NAME, placeName, useAct, usePeer, wrote, type At } from './editor'
import { put } from './edits'
import { newStep } from './keys'
import { useLiveStep } from './live/useLook'
import { EvidenceSign, LaneSign, stageHue } from './looks'
import css from './sheet.module.css'
import { LOST, strength, type Column, type Kind } from './sheet'
import { TalkMark } from './talk/TalkMark'
import { TextEdit } from './TextEdit'

interface HeadProps { kind: 'stage' | 'step' | 'lane'; id: string; name: string; writing: boolean; at: At }

/** The name of a stage, step or lane, to be written where it stands. */
function Name({ kind, id, name, writing, at }: HeadProps) {
  const { t } = useTranslation()
  const act = useAct()
  if (!writing) return <span className={css.name}>{name || <span className="quiet">{t(`maps.noName.${kind}`)}</span>}</span>
  return (
    <TextEdit
      single
      max={200}
      label={t(`maps.rename.${kind}`)}
      placeholder={t(`maps.noName.${kind}`)}
      value={name}
      onCancel={() => act.write(undefined, at)}
      onDone={(text, on) => {
        if (text !== name) act.edit([put(kind, id, { name: text })])
        wrote(act, at, on)
      }}
    />
  )
}

function useHead(kind: Kind, id: string, name: string, at: At, active: boolean, writing: boolean, still = false) {
  const { t } = useTranslation()
  const act = useAct()
  const peer = usePeer(id)
  const drag = useDraggable({ id: `${kind} ${id}`, disabled: !act.may || writing || still })
  const title = name || t(`maps.noName.${kind}`)
  return {
    peer,
    more: still ? null : (
      <button type="button" tabIndex={-1} className={`plain ${css.more}`} aria-label={t('maps.more', { name: title })} onMouseDown={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()} onClick={(e) => { const box = e.currentTarget.getBoundingClientRect(); act.menu({ kind, id, x: box.left, y: box.bottom }) }}><IconDots size="1.2em" aria-hidden /></button>
    ),
    props: {
      ref: drag.setNodeRef,
      tabIndex: active ? 0 : -1,
      'data-place': placeName(at),
      'data-dragging': drag.isDragging || undefined,
      'data-peer': peer ? '' : undefined,
      'data-may': (act.may && !still) || undefined,
      ...drag.listeners,
      onFocus: (e: React.FocusEvent) => { if (e.target === e.currentTarget) act.look(at) },
      onDoubleClick: () => { if (act.may && !still) act.write({ kind, id }, at) },
      onContextMenu: (e: React.MouseEvent) => {
        if (still) return
        e.preventDefault()
        act.menu({ kind, id, x: e.clientX, y: e.clientY })
      },
    },
    peerStyle: peer ? { ['--peer' as string]: peer.color } : {},
  }
}

export const StageHead = memo(function StageHead({ stage, index, from, count, col, active, writing }: { stage: MapStage; index: number; from: number; count: number; col: string; active: boolean; writing: boolean }) {
  const { t } = useTranslation()
  const at: At = { row: 'stage', col }
  const lost = stage.id === LOST
  const { props, more, peer, peerStyle } = useHead('stage', stage.id, stage.name, at, active, writing, lost)
  return (
    <div role="columnheader" aria-colindex={from + 2} aria-colspan={count} className={css.stage} style={{ gridColumn: `${from + 2} / span ${count}`, gridRow: 1, ['--hue' as string]: stageHue(index), ...peerStyle }} {...props}>
      <div className={css.stageIn}>
        {lost ? <span className={css.name}>{t('maps.lost')}</span> : <Name kind="stage" id={stage.id} name={stage.name} writing={writing} at={at} />}
        <TalkMark id={stage.id} />
        {more}
      </div>
      {peer ? <span className={css.peer}>{peer.name}</span> : null}
    </div>
  )
})

export const StepHead = memo(function StepHead({ column, index, col, led, active, writing, stripe }: { column: Column; index: number; col: number; led: boolean; active: boolean; writing: boolean; stripe: boolean }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const act = useAct()
  const step = column.step
  const how = useLiveStep(step?.id)?.evidence ?? strength(step?.evidence)
  const at: At = { row: 'step', col: column.key }
  const { props, more, peer, peerStyle } = useHead('step', step?.id ?? column.key, step?.name ?? '', at, active, writing, !step)
  const style = { gridColumn: col + 2, gridRow: 3, ['--hue' as string]: stageHue(index), ...peerStyle }
  if (!step) {
    return (
      <div role="columnheader" aria-colindex={col + 2} className={css.step} data-stripe={stripe || undefined} style={style} {...props} aria-label={t('maps.noSteps')}>
        {act.may ? <button type="button" tabIndex={-1} className={`plain ${css.addStep}`} onClick={() => newStep(act, column.stage.id)}><IconPlus size="1.1em" aria-hidden />{t('maps.addStep')}</button> : null}
      </div>
    )
  }
  return (
    <div role="columnheader" aria-colindex={col + 2} className={css.step} data-stripe={stripe || undefined} style={style} {...props}>
      <div className={css.stepIn}>
        <Name kind="step" id={step.id} name={step.name} writing={writing} at={at} />
        {writing ? null : <span className={css.stepSigns}>
          <EvidenceSign strength={how} label={t(`maps.evidence.${how}`)} />
          {step.opens ? <Link tabIndex={-1} to="/w/$ws/maps/$map" params={{ ws: String(ws), map: step.opens }} className={css.opens} aria-label={t('maps.openNested', { name: step.name })} title={t('maps.openNested', { name: step.name })}><IconMap2 size="1.15em" aria-hidden /></Link> : null}
        </span>}
        {more}
      </div>
      <TalkMark id={step.id} corner />
      {led ? <IconChevronRight className={css.leads} size="1.1em" aria-hidden /> : null}
      {peer ? <span className={css.peer}>{peer.name}</span> : null}
    </div>
  )
})

export const LaneName = memo(function LaneName({ lane, row, active, writing, scale }: { lane: MapLane; row: number; active: boolean; writing: boolean; scale?: boolean }) {
  const { t } = useTranslation()
  const at: At = { row: lane.id, col: NAME }
  const { props, more, peer, peerStyle } = useHead('lane', lane.id, lane.name, at, active, writing)
  return (
    <div role="rowheader" aria-colindex={1} className={css.lane} data-lane={lane.id} style={{ gridRow: row, ...peerStyle }} {...props}>
      <div className={css.laneIn}>
        <LaneSign kind={lane.kind} />
        <Name kind="lane" id={lane.id} name={lane.name} writing={writing} at={at} />
        {more}
      </div>
      <span className={css.laneMark}><TalkMark id={lane.id} /></span>
      {scale ? <div className={css.scale} aria-hidden><span>+2</span><span>0</span><span>{t('maps.minusTwo')}</span></div> : null}
      {peer ? <span className={css.peer}>{peer.name}</span> : null}
    </div>
  )
})
