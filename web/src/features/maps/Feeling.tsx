import { memo, useContext, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapCard } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { BendContext, newBend } from './drag'
import { useAct } from './editor'
import { put } from './edits'
import { curve, feelAt, feelY, FEEL, WIDE } from './layout'
import { Face, feelColor } from './looks'
import css from './sheet.module.css'
import { cardsOf, type Board } from './sheet'

/** The line of feeling over all steps of a lane. It follows the face that is held. */
export const Curve = memo(function Curve({ board, lane, high, row }: { board: Board; lane: string; high: number; row: number }) {
  const bend = useBend()
  const held = useSyncExternalStore(bend.subscribe, bend.get)
  const points = board.columns.flatMap((c, i) => {
    const card = cardsOf(board, c.step?.id, lane)[0]
    return card?.value === undefined || card.value === null ? [] : [{ x: (i + 0.5) * WIDE, y: held?.card === card.id ? held.y : feelY(card.value, high) }]
  })
  const wide = board.columns.length * WIDE
  const id = `feel-${lane}`
  return (
    <svg className={css.curve} style={{ gridRow: row, width: `${wide}em` }} viewBox={`0 0 ${wide} ${high}`} preserveAspectRatio="none" aria-hidden>
      <defs>
        <linearGradient id={id} gradientUnits="userSpaceOnUse" x1="0" x2="0" y1={feelY(2, high)} y2={feelY(-2, high)}>
          {[2, 1, 0, -1, -2].map((v) => <stop key={v} offset={(2 - v) / 4} stopColor={feelColor(v)} />)}
        </linearGradient>
      </defs>
      <line x1="0" x2={wide} y1={high / 2} y2={high / 2} className={css.zero} />
      <path d={curve(points)} stroke={`url(#${id})`} />
    </svg>
  )
})

/** Where the face that is held is drawn; on a sheet that nobody draws on, nowhere. */
function useBend() {
  const [still] = useState(newBend)
  return useContext(BendContext) ?? still
}

/** The assumed feeling at one step, dragged up and down or set by the arrow keys. */
export function FeelHandle({ card, high, label, place, onLeave }: { card: MapCard; high: number; label: string; place: string; onLeave: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const act = useAct()
  const [held, setHeld] = useState<number>()
  const bend = useBend()
  const hold = (y: number | undefined) => {
    setHeld(y)
    bend.set(y === undefined ? undefined : { card: card.id, y })
  }
  const begin = useRef({ y: 0, em: 13, top: 0 })
  const value = card.value ?? 0
  const shown = held === undefined ? value : feelAt(held, high)
  const to = (v: number) => {
    const next = Math.max(FEEL[0], Math.min(FEEL[1], v))
    if (next !== value) act.edit([put('card', card.id, { value: next })])
  }
  return (
    <div
      className={css.handle}
      role="slider"
      tabIndex={-1}
      data-place={place}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={FEEL[0]}
      aria-valuemax={FEEL[1]}
      aria-valuenow={shown}
      aria-valuetext={`${f.signed(shown)}, ${t(`maps.feel.${shown}`)}`}
      aria-readonly={!act.may}
      data-held={held !== undefined || undefined}
      style={{ top: `${held ?? feelY(value, high)}em` }}
      onPointerDown={(e) => {
        if (!act.may || e.button !== 0) return
        e.stopPropagation()
        // Read once: nothing is measured while it moves.
        begin.current = { y: e.clientY, em: parseFloat(getComputedStyle(e.currentTarget.parentElement!).fontSize), top: feelY(value, high) }
        e.currentTarget.setPointerCapture(e.pointerId)
        hold(feelY(value, high))
      }}
      onPointerMove={(e) => {
        if (held === undefined) return
        const y = begin.current.top + (e.clientY - begin.current.y) / begin.current.em
        hold(Math.max(feelY(FEEL[1], high), Math.min(feelY(FEEL[0], high), y)))
      }}
      onPointerUp={() => {
        if (held !== undefined) to(feelAt(held, high))
        hold(undefined)
      }}
      onPointerCancel={() => hold(undefined)}
      onDoubleClick={(e) => e.stopPropagation()}
      onKeyDown={(e) => {
        const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 4, PageDown: -4 }[e.key]
        if (by !== undefined) to(value + by)
        else if (e.key === 'Home') to(FEEL[0])
        else if (e.key === 'End') to(FEEL[1])
        else if (e.key === 'Enter' || e.key === 'Escape') onLeave()
        else return
        e.preventDefault()
        e.stopPropagation()
      }}
    >
      <Face value={shown} />
      <span className={css.sign} style={{ color: feelColor(shown) }}>{f.signed(shown)}</span>
    </div>
  )
}

/** Engagement from one dot to five, by clicking a dot or by the arrow keys. */
export function Dots({ card, label, place, onLeave }: { card: MapCard; label: string; place: string; onLeave: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const value = card.value ?? 3
  const to = (v: number) => {
    const next = Math.max(1, Math.min(5, v))
    if (next !== card.value) act.edit([put('card', card.id, { value: next })])
  }
  return (
    <div
      className={css.dots}
      role="slider"
      tabIndex={-1}
      data-place={place}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={5}
      aria-valuenow={value}
      aria-valuetext={t('maps.dots', { n: value })}
      aria-readonly={!act.may}
      onKeyDown={(e) => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[e.key]
        if (by !== undefined) to(value + by)
        else if (e.key === 'Home') to(1)
        else if (e.key === 'End') to(5)
        else if (e.key === 'Enter' || e.key === 'Escape') onLeave()
        else return
        e.preventDefault()
        e.stopPropagation()
      }}
    >
      {[1, 2, 3, 4, 5].map((n) => (
        // By keyboard the slider around them is moved.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
        <span key={n} data-on={n <= value || undefined} onClick={(e) => { e.stopPropagation(); to(n) }} />
      ))}
    </div>
  )
}
