import { MouseSensor, TouchSensor, useSensor, useSensors, type DragEndEvent, type DragMoveEvent, type DragStartEvent } from '@dnd-kit/core'
import { createContext, useMemo, useRef, useState } from 'react'
import { NAME, type Act } from './editor'
import { moveCard, moveStep, moveTo, stepsOf } from './edits'
import { indexAt, NAMES, WIDE } from './layout'
import { cardsOf, find, type Board } from './sheet'

/** What is held: a card, or a head that is put among its like. */
export interface Held { kind: 'card' | 'step' | 'stage' | 'lane'; id: string }

/** Where it would come to. */
export interface Target { kind: Held['kind']; col: number; row: number; index: number }

/** A value that is read where it is drawn and by nobody else: what moves with the pointer draws one mark, not the sheet. */
export class Spot<T> {
  private value: T | undefined
  private readonly listeners = new Set<() => void>()
  constructor(private readonly same: (a: T, b: T) => boolean) {}
  readonly get = () => this.value
  readonly subscribe = (f: () => void) => {
    this.listeners.add(f)
    return () => { this.listeners.delete(f) }
  }
  set(t: T | undefined) {
    if (t === this.value || (t && this.value && this.same(t, this.value))) return
    this.value = t
    for (const f of this.listeners) f()
  }
}

const sameTarget = (a: Target, b: Target) => a.col === b.col && a.row === b.row && a.index === b.index

/** A feeling that is held: its card, and the height in its lane at which it is drawn meanwhile. */
export interface Bend { card: string; y: number }
export const newBend = () => new Spot<Bend>((a, b) => a.card === b.card && a.y === b.y)
export const BendContext = createContext<Spot<Bend> | undefined>(undefined)

/** What is read from the screen once, as a drag begins. */
interface Geometry { x: number; y: number; em: number; tops: number[] }

const parseHeld = (id: string | number): Held => {
  const [kind, ...rest] = String(id).split(' ')
  return { kind: kind as Held['kind'], id: rest.join(' ') }
}

/** Drags by mouse and touch. Where the pointer is on the sheet is reckoned from where it began; nothing is measured on the way. */
export function useSheetDrag(act: Act, board: Board, scroller: React.RefObject<HTMLElement | null>, rowTops: () => number[]) {
  const [held, setHeld] = useState<Held>()
  const spot = useMemo(() => new Spot<Target>(sameTarget), [])
  const geometry = useRef<Geometry>(undefined)
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 5 } }), useSensor(TouchSensor, { activationConstraint: { delay: 280, tolerance: 8 } }))
  const onDragStart = ({ active, activatorEvent }: DragStartEvent) => {
    const el = scroller.current
    if (!el) return
    const box = el.getBoundingClientRect()
    const from = pointOf(activatorEvent)
    const em = parseFloat(getComputedStyle(el.firstElementChild!).fontSize)
    geometry.current = { x: from.x - box.left + el.scrollLeft, y: from.y - box.top + el.scrollTop, em, tops: rowTops() }
    setHeld(parseHeld(active.id))
  }
  const onDragMove = ({ active, delta }: DragMoveEvent) => {
    if (geometry.current) spot.set(targetOf(parseHeld(active.id), board, geometry.current, delta))
  }
  const onDragEnd = ({ active }: DragEndEvent) => {
    const target = spot.get()
    if (target) drop(act, board, parseHeld(active.id), target)
    onDragCancel()
  }
  const onDragCancel = () => {
    spot.set(undefined)
    setHeld(undefined)
    geometry.current = undefined
  }
  return { held, spot, context: { sensors, onDragStart, onDragMove, onDragEnd, onDragCancel, autoScroll: { threshold: { x: 0.12, y: 0.12 }, acceleration: 14 } } }
}

function pointOf(e: Event): { x: number; y: number } {
  const p = 'touches' in e ? (e as TouchEvent).touches[0]! : (e as MouseEvent)
  return { x: p.clientX, y: p.clientY }
}

function targetOf(held: Held, board: Board, g: Geometry, delta: { x: number; y: number }): Target | undefined {
  const x = (g.x + delta.x) / g.em - NAMES
  const y = g.y + delta.y
  const col = Math.max(0, Math.min(board.columns.length - 1, Math.floor(x / WIDE)))
  if (held.kind === 'step') return { kind: 'step', col, row: 0, index: x / WIDE - col > 0.5 ? 1 : 0 }
  if (held.kind === 'stage') return { kind: 'stage', col, row: 0, index: 0 }
  let row = 0
  while (row + 1 < board.lanes.length && y >= g.tops[row + 1]!) row++
  if (held.kind === 'lane') return { kind: 'lane', col: 0, row, index: 0 }
  const column = board.columns[col]
  const lane = board.lanes[row]
  if (!column?.step || !lane) return undefined
  const others = cardsOf(board, column.step.id, lane.id).filter((c) => c.id !== held.id)
  return { kind: 'card', col, row, index: indexAt(others, (y - g.tops[row]!) / g.em) }
}

function drop(act: Act, board: Board, held: Held, t: Target) {
  const sheet = act.sheet()
  const column = board.columns[t.col]
  if (!column || !find(sheet, held.kind, held.id)) return
  if (held.kind === 'card') {
    const lane = board.lanes[t.row]
    if (!lane || !column.step) return
    act.edit(moveCard(sheet, held.id, column.step.id, lane.id, t.index))
    act.look({ row: lane.id, col: column.key, card: held.id })
  } else if (held.kind === 'step') {
    const stage = column.stage.id
    const others = stepsOf(sheet, stage).filter((s) => s.id !== held.id)
    const at = column.step ? others.findIndex((s) => s.id === column.step!.id) : -1
    // Over itself it stays where it is.
    if (column.step?.id === held.id) return
    act.edit(moveStep(sheet, held.id, stage, at < 0 ? 0 : at + t.index))
    act.look({ row: 'step', col: held.id })
  } else if (held.kind === 'stage') act.edit(moveTo(sheet, 'stage', held.id, board.stages.findIndex((s) => s.id === column.stage.id)))
  else {
    act.edit(moveTo(sheet, 'lane', held.id, t.row))
    act.look({ row: held.id, col: NAME })
  }
}

