import { useDraggable } from '@dnd-kit/core'
import { useQuery } from '@tanstack/react-query'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { channels, mapImagePath, touchpoints } from '../../api/calls'
import type { MapCard, MapLane } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { ChannelSign } from '../../ui/bits'
import { IconDiamondFilled, IconDots, IconGitMerge, IconNotes, IconPlus, IconUser } from '../../ui/icons'
import { placeName, useAct, usePeer, wrote, type At, type Writing } from './editor'
import { addCard, put } from './edits'
import { Dots, FeelHandle } from './Feeling'
import { useImagePath } from './images'
import { feelAt, feelY, hasFoot } from './layout'
import { CardFigures, Measured } from './live/CardFigures'
import { useLiveCard } from './live/useLook'
import { EvidenceSign } from './looks'
import css from './sheet.module.css'
import { isValue, strength, type Column } from './sheet'
import { TalkMark } from './talk/TalkMark'
import { TextEdit } from './TextEdit'

interface CellProps {
  column: Column
  lane: MapLane
  cards: MapCard[]
  col: number
  row: number
  high: number
  /** The focus, where it is in this cell. */
  at: At | undefined
  /** What is written here. */
  writing: Writing | undefined
  stripe: boolean
  mapId: string
}

/** Where a step and a lane meet. */
export const Cell = memo(function Cell(p: CellProps) {
  const { column, lane, cards, at, writing } = p
  const { t } = useTranslation()
  const act = useAct()
  const step = column.step
  const here: At = { row: lane.id, col: column.key }
  const label = [lane.name, step?.name].filter(Boolean).join(', ')
  const value = isValue(lane.kind)
  const drafting = writing?.kind === 'new'
  const add = step && act.may
  return (
    <div
      role="gridcell"
      className={css.cell}
      aria-colindex={p.col + 2}
      aria-label={cards.length || drafting ? undefined : `${label}, ${t('maps.empty')}`}
      tabIndex={at && !at.card ? 0 : -1}
      data-place={placeName(here)}
      data-kind={lane.kind}
      data-stripe={p.stripe || undefined}
      data-void={!step || undefined}
      style={{ gridColumn: p.col + 2, gridRow: p.row }}
      onFocus={(e) => { if (e.target === e.currentTarget || value) act.look(here) }}
      onDoubleClick={add && !value ? () => act.write({ kind: 'new', step: step.id, lane: lane.id, text: '' }, here) : undefined}
    >
      {value && step ? <ValueCell {...p} label={label} here={here} /> : (
        <>
          {cards.map((c) => <CardView key={c.id} card={c} lane={lane} col={column.key} active={at?.card === c.id} writing={writing?.kind === 'card' && writing.id === c.id} mapId={p.mapId} />)}
          {drafting && step ? <Draft label={label} text={writing.text} step={step.id} lane={lane.id} here={here} /> : null}
          {add && !drafting ? <AddButton quiet={cards.length > 0} label={t('maps.addCard', { where: label })} onClick={() => act.write({ kind: 'new', step: step.id, lane: lane.id, text: '' }, here)} /> : null}
        </>
      )}
    </div>
  )
})

function AddButton({ label, quiet, onClick }: { label: string; quiet: boolean; onClick: () => void }) {
  return <button type="button" tabIndex={-1} className={`plain ${css.add}`} data-quiet={quiet || undefined} aria-label={label} onClick={onClick} onDoubleClick={(e) => e.stopPropagation()}><IconPlus size="1.1em" aria-hidden /></button>
}

/** A card that is not yet: it is made when something is written. */
function Draft({ label, text, step, lane, here }: { label: string; text: string; step: string; lane: string; here: At }) {
  const { t } = useTranslation()
  const act = useAct()
  return (
    <div className={css.card} data-writing>
      <TextEdit
        label={t('maps.newCard', { where: label })}
        placeholder={t('maps.write')}
        value={text}
        onCancel={() => act.write(undefined, here)}
        onDone={(written, on) => {
          const made = written ? addCard(act.sheet(), step, lane, { text: written }) : undefined
          if (made) act.edit(made.ops)
          wrote(act, { ...here, card: made?.id }, on)
        }}
      />
    </div>
  )
}

interface CardProps { card: MapCard; lane: MapLane; col: string; active: boolean; writing: boolean; mapId: string }

export const CardView = memo(function CardView({ card, lane, col, active, writing, mapId }: CardProps) {
  const { t } = useTranslation()
  const act = useAct()
  const peer = usePeer(card.id)
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: `card ${card.id}`, disabled: !act.may || writing })
  const at: At = { row: lane.id, col, card: card.id }
  if (writing) {
    return (
      <div className={css.card} data-writing>
        <TextEdit
          label={t('maps.writeCard')}
          value={card.text}
          onCancel={() => act.write(undefined, at)}
          onDone={(text, on) => {
            if (text !== card.text) act.edit([put('card', card.id, { text })])
            wrote(act, at, on)
          }}
        />
      </div>
    )
  }
  return (
    // A card takes the focus within its cell; what it does by keyboard the sheet around it hears.
    <div
      ref={setNodeRef}
      role="group"
      aria-roledescription={t('maps.card')}
      aria-label={card.text || t('maps.noText')}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={active ? 0 : -1}
      className={css.card}
      data-card={card.id}
      data-place={placeName(at)}
      data-kind={lane.kind}
      data-evidence={strength(card.evidence)}
      data-dragging={isDragging || undefined}
      data-peer={peer ? '' : undefined}
      data-may={act.may || undefined}
      style={peer ? { ['--peer' as string]: peer.color } : undefined}
      {...listeners}
      onFocus={() => act.look(at)}
      onDoubleClick={(e) => { e.stopPropagation(); if (act.may) act.write({ kind: 'card', id: card.id }, at); else act.details({ kind: 'card', id: card.id }) }}
      onContextMenu={(e) => { e.preventDefault(); act.menu({ kind: 'card', id: card.id, x: e.clientX, y: e.clientY }) }}
    >
      <CardInside card={card} kind={lane.kind} mapId={mapId} />
      <CardFigures card={card.id} name={card.text || t('maps.noText')} />
      <TalkMark id={card.id} />
      <button type="button" tabIndex={-1} className={`plain ${css.more}`} aria-label={t('maps.more', { name: card.text || t('maps.noText') })} onPointerDown={(e) => e.stopPropagation()} onMouseDown={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()} onClick={(e) => { const box = e.currentTarget.getBoundingClientRect(); act.menu({ kind: 'card', id: card.id, x: box.left, y: box.bottom }) }}><IconDots size="1.15em" aria-hidden /></button>
      {peer ? <span className={css.peer}>{peer.name}</span> : null}
    </div>
  )
})

/** What a card shows, on the sheet and while it is dragged. */
export function CardInside({ card, kind, mapId }: { card: MapCard; kind: string; mapId: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const path = useImagePath()
  return (
    <>
      {card.image ? <img src={path?.(card.image) ?? mapImagePath(ws, mapId, card.image)} alt={card.text} className={css.image} loading="lazy" draggable={false} /> : null}
      <span className={css.text}>
        {card.moment && kind !== 'moment' ? <IconDiamondFilled className={css.moment} size="0.85em" role="img" aria-label={t('journey.moment')} /> : null}
        {card.text || <span className="quiet">{t('maps.noText')}</span>}
      </span>
      <CardSign card={card} />
      {hasFoot(card) ? <Foot card={card} /> : null}
    </>
  )
}

/** How well a card is borne out: by what is measured where that is shown, else by what is written. */
function CardSign({ card }: { card: MapCard }) {
  const { t } = useTranslation()
  const how = useLiveCard(card.id)?.evidence ?? strength(card.evidence)
  return <EvidenceSign strength={how} label={t(`maps.evidence.${how}`)} />
}

function Foot({ card }: { card: MapCard }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const words = useWords()
  const own = useQuery({ ...channels(ws), enabled: Boolean(card.channel && ws) }).data
  const points = useQuery({ ...touchpoints(ws), enabled: Boolean(card.touchpoint && ws) }).data
  const chips: [string, ReactNode][] = []
  if (card.channel) chips.push(['channel', <><ChannelSign channel={card.channel} size={15} />{words.channel(card.channel, own?.find((c) => c.id === card.channel)?.name)}</>])
  const point = points && (points.find((p) => p.id === card.touchpoint)?.name ?? card.touchpoint)
  // A card that says its touchpoint's name does not say it twice.
  if (point && !card.channel && point !== card.text.trim()) chips.push(['touchpoint', point])
  if (card.impact || card.effort) chips.push(['worth', t('maps.worth', { impact: card.impact || '–', effort: card.effort || '–' })])
  if (card.status) chips.push(['status', t(`maps.status.${card.status}`)])
  if (card.owner) chips.push(['owner', <><IconUser size="1em" aria-hidden />{card.owner}</>])
  return (
    <span className={css.foot}>
      {chips.map(([key, chip]) => <span key={key}>{chip}</span>)}
      {card.note ? <IconNotes size="1.1em" role="img" aria-label={t('maps.field.note')} /> : null}
      {card.others?.length ? <span className={css.others}><IconGitMerge size="1em" aria-hidden />{t('maps.others', { count: card.others.length })}</span> : null}
    </span>
  )
}

/** A cell of a lane that has one value at a step: a feeling or engagement. */
function ValueCell({ column, lane, cards, high, writing, label, here }: CellProps & { label: string; here: At }) {
  const { t } = useTranslation()
  const act = useAct()
  const card = cards[0]
  const peer = usePeer(card?.id)
  const feeling = lane.kind === 'emotion'
  const place = placeName({ ...here, card: 'handle' })
  const leave = () => act.go(here)
  if (!card) {
    if (!act.may) return null
    const make = (value: number) => act.edit(addCard(act.sheet(), column.step!.id, lane.id, { value }).ops)
    return (
      <button
        type="button"
        tabIndex={-1}
        className={`plain ${css.unset}`}
        aria-label={t('maps.addCard', { where: label })}
        onClick={(e) => {
          const box = e.currentTarget.getBoundingClientRect()
          make(feeling ? (e.detail === 0 ? 0 : feelAt(((e.clientY - box.top) / box.height) * high, high)) : 3)
        }}
      ><IconPlus size="1.1em" aria-hidden /></button>
    )
  }
  const value = card.value ?? (feeling ? 0 : 3)
  const edit = () => { if (act.may) act.write({ kind: 'card', id: card.id }, here) }
  return (
    <div className={css.value} data-peer={peer ? '' : undefined} style={peer ? { ['--peer' as string]: peer.color } : undefined}>
      {feeling ? <Measured card={card} high={high} label={label} /> : null}
      {feeling ? <FeelHandle card={card} high={high} label={label} place={place} onLeave={leave} /> : <Dots card={card} label={label} place={place} onLeave={leave} />}
      {writing?.kind === 'card' ? (
        <div className={css.said} data-low={value > 0 || undefined} data-writing>
          <TextEdit label={t('maps.writeCard')} value={card.text} onCancel={() => act.write(undefined, here)} onDone={(text, on) => {
            if (text !== card.text) act.edit([put('card', card.id, { text })])
            wrote(act, here, on)
          }} />
        </div>
      ) : (
        // By keyboard N writes here.
        <div className={css.said} data-low={value > 0 || undefined} style={feeling ? { top: value > 0 ? `${feelY(value, high) + 1.2}em` : undefined, bottom: value > 0 ? undefined : `${high - feelY(value, high) + 1.2}em` } : undefined} onDoubleClick={(e) => { e.stopPropagation(); edit() }} onContextMenu={(e) => { e.preventDefault(); act.menu({ kind: 'card', id: card.id, x: e.clientX, y: e.clientY }) }}>
          {card.text ? <span>{card.text}</span> : null}
          {card.text || card.evidence ? <CardSign card={card} /> : null}
        </div>
      )}
      <span className={css.valueMark}><TalkMark id={card.id} /></span>
      {peer ? <span className={css.peer}>{peer.name}</span> : null}
    </div>
  )
}
