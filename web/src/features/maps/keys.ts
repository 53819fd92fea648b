// What keys do on a sheet, from wherever the focus is.
import type { MapCard } from '../../api/types'
import { NAME, type Act, type At } from './editor'
import { addCard, addStage, addStep, moveCard, put, shift, shiftStep, stepsOf } from './edits'
import { FEEL } from './layout'
import { cardsOf, isValue, LOST, type Board, type Kind } from './sheet'

export interface Here { board: Board; at: At; act: Act; newLane: () => void }

/** The thing that a place is of, if it is of one. */
export function thingAt(board: Board, at: At): { kind: Kind; id: string } | undefined {
  if (at.card) return { kind: 'card', id: at.card }
  if (at.col === NAME) return board.lanes.some((l) => l.id === at.row) ? { kind: 'lane', id: at.row } : undefined
  const column = board.columns.find((c) => c.key === at.col)
  if (!column) return undefined
  if (at.row === 'stage') return column.stage.id === LOST ? undefined : { kind: 'stage', id: column.stage.id }
  if (at.row === 'step') return column.step && { kind: 'step', id: column.step.id }
  const lane = board.lanes.find((l) => l.id === at.row)
  const only = lane && isValue(lane.kind) ? cardsOf(board, column.step?.id, lane.id)[0] : undefined
  return only && { kind: 'card', id: only.id }
}

const rowsOf = (board: Board) => ['stage', 'step', ...board.lanes.map((l) => l.id)]
const single = (board: Board, row: string) => isValue(board.lanes.find((l) => l.id === row)?.kind)

function cards(board: Board, at: At): MapCard[] {
  const column = board.columns.find((c) => c.key === at.col)
  return single(board, at.row) ? [] : cardsOf(board, column?.step?.id, at.row)
}

/** A place whose card is the first or last of its cell. */
export function into(board: Board, at: At, last = false): At {
  const list = cards(board, at)
  return { row: at.row, col: at.col, card: list.at(last ? -1 : 0)?.id }
}

/** Where an arrow key leads. */
export function step(board: Board, at: At, key: string): At | undefined {
  const rows = rowsOf(board)
  const r = rows.indexOf(at.row)
  const c = board.columns.findIndex((x) => x.key === at.col)
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const by = key === 'ArrowUp' ? -1 : 1
    const list = cards(board, at)
    const i = list.findIndex((x) => x.id === at.card)
    if (at.card && list[i + by]) return { ...at, card: list[i + by]!.id }
    const row = rows[r + by]
    if (row === undefined || (at.col === NAME && row === 'step')) return undefined
    // A stage's head is that of its first column.
    const span = row === 'stage' ? board.spans.get(board.columns[c]?.stage.id ?? '') : undefined
    return into(board, { row, col: span ? board.columns[span.from]!.key : at.col }, by < 0)
  }
  let next = key === 'Home' ? 0 : key === 'End' ? board.columns.length - 1 : c + (key === 'ArrowRight' ? 1 : -1)
  if (at.row === 'stage' && c >= 0 && key.startsWith('Arrow')) {
    const span = board.spans.get(board.columns[c]!.stage.id)!
    next = key === 'ArrowRight' ? span.from + span.count : board.spans.get(board.columns[span.from - 1]?.stage.id ?? '')?.from ?? -1
  }
  if (next < 0) return at.row === 'stage' || at.row === 'step' ? undefined : { row: at.row, col: NAME }
  const column = board.columns[next]
  return column && into(board, { row: at.row, col: column.key })
}

/** Moves the thing at a place by an arrow key; the focus goes with it. */
export function carry({ board, at, act }: Pick<Here, 'board' | 'at' | 'act'>, key: string): void {
  const thing = thingAt(board, at)
  const sheet = act.sheet()
  if (!thing) return
  const by = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1
  const across = key === 'ArrowLeft' || key === 'ArrowRight'
  if (thing.kind === 'step' && across) {
    act.edit(shiftStep(sheet, thing.id, by), `carry ${thing.id}`)
    act.go(at)
  } else if (thing.kind === 'stage' && across) {
    act.edit(shift(sheet, 'stage', thing.id, by), `carry ${thing.id}`)
    const first = stepsOf(act.sheet(), thing.id)[0]
    act.go({ row: 'stage', col: first ? first.id : `stage ${thing.id}` })
  } else if (thing.kind === 'lane' && !across) {
    act.edit(shift(sheet, 'lane', thing.id, by), `carry ${thing.id}`)
    act.go(at)
  } else if (thing.kind === 'card') carryCard({ board, at, act }, thing.id, key, by, across)
}

function carryCard({ board, at, act }: Pick<Here, 'board' | 'at' | 'act'>, id: string, key: string, by: 1 | -1, across: boolean): void {
  const sheet = act.sheet()
  const card = sheet.cards.find((c) => c.id === id)
  if (!card) return
  const list = cardsOf(board, card.step, card.lane)
  const i = list.findIndex((c) => c.id === id)
  if (!across && list[i + by]) {
    act.edit(moveCard(sheet, id, card.step, card.lane, i + by), `carry ${id}`)
    act.go({ ...at, card: id })
    return
  }
  const to = step(board, { row: at.row, col: at.col }, key)
  const column = to && board.columns.find((c) => c.key === to.col)
  if (!to || !column?.step || to.row === 'stage' || to.row === 'step') return
  act.edit(moveCard(sheet, id, column.step.id, to.row, !across && by > 0 ? 0 : undefined), `carry ${id}`)
  act.go(single(board, to.row) ? { row: to.row, col: to.col } : { row: to.row, col: to.col, card: id })
}

/** Makes a stage after another one (at the end without), to be named at once. */
export function newStage(act: Act, after?: string): void {
  const { id, ops } = addStage(act.sheet(), after, '', '')
  act.edit(ops)
  act.write({ kind: 'stage', id }, { row: 'stage', col: ops.find((op) => op.kind === 'step')!.id! })
}

/** Makes a step in a stage, after another one (at the end without), to be named at once. */
export function newStep(act: Act, stage: string, after?: string): void {
  const index = after === undefined ? undefined : stepsOf(act.sheet(), stage).findIndex((s) => s.id === after) + 1
  const { id, ops } = addStep(act.sheet(), stage, '', index)
  act.edit(ops)
  act.write({ kind: 'step', id }, { row: 'step', col: id })
}

/** Makes the next of its kind where the focus is. */
export function makeNew({ board, at, act, newLane }: Here, text = ''): void {
  const column = board.columns.find((c) => c.key === at.col)
  if (at.col === NAME) return newLane()
  if (!column) return
  if (at.row === 'stage') newStage(act, column.stage.id)
  else if (at.row === 'step' || !column.step) newStep(act, column.stage.id, column.step?.id)
  else if (single(board, at.row)) {
    const first = cardsOf(board, column.step.id, at.row)[0]
    if (first) act.write({ kind: 'card', id: first.id }, at)
    else setValue(board, at, act, 0)
  } else act.write({ kind: 'new', step: column.step.id, lane: at.row, text }, { row: at.row, col: at.col })
}

/** Sets or changes the value of a feeling or of engagement. */
export function setValue(board: Board, at: At, act: Act, by: number): void {
  const lane = board.lanes.find((l) => l.id === at.row)
  const column = board.columns.find((c) => c.key === at.col)
  if (!lane || !column?.step) return
  const [low, high] = lane.kind === 'engagement' ? [1, 5] : FEEL
  const card = cardsOf(board, column.step.id, lane.id)[0]
  if (!card) {
    act.edit(addCard(act.sheet(), column.step.id, lane.id, { value: lane.kind === 'engagement' ? 3 + by : by }).ops)
    return
  }
  const value = Math.max(low!, Math.min(high!, (card.value ?? (lane.kind === 'engagement' ? 3 : 0)) + by))
  if (value !== card.value) act.edit([put('card', card.id, { value })])
}

/** Begins to write at a place, or takes hold of its value. */
export function open(here: Here): void {
  const { board, at, act } = here
  const thing = thingAt(board, at)
  if (single(board, at.row)) {
    if (!thing) setValue(board, at, act, 0)
    return act.go({ ...at, card: 'handle' })
  }
  if (thing) act.write(thing)
  else if (at.row !== 'stage') makeNew(here)
}

/** Takes away what the focus is on; the focus goes to its neighbour. */
export function takeAway({ board, at, act }: Pick<Here, 'board' | 'at' | 'act'>): void {
  const thing = thingAt(board, at)
  if (!thing) return
  const list = cards(board, at)
  const i = list.findIndex((c) => c.id === at.card)
  const beside = list[i + 1] ?? list[i - 1]
  const to: At = thing.kind === 'card' ? { row: at.row, col: at.col, card: at.card && beside ? beside.id : undefined } : (step(board, at, thing.kind === 'lane' ? 'ArrowUp' : 'ArrowLeft') ?? step(board, at, thing.kind === 'lane' ? 'ArrowDown' : 'ArrowRight') ?? at)
  act.remove(thing.kind, thing.id)
  act.go(to)
}
