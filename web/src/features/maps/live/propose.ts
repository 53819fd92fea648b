// What a proposal comes to when a person takes it, as changes.
import type { MapOp, MapSheet } from '../../../api/types'
import { addEdge, addLane, addStage, newId, put, stepsOf } from '../edits'
import { placeAt } from '../places'
import { leadsTo, type Board } from '../sheet'

const TOUCHPOINT = 'touchpoint:'

/** The step that a proposal names: one of the map, or the one that was drawn of a proposed touchpoint. */
export function stepOf(sheet: MapSheet, id: string): string | undefined {
  if (!id.startsWith(TOUCHPOINT)) return sheet.steps.some((s) => s.id === id) ? id : undefined
  const point = id.slice(TOUCHPOINT.length)
  return sheet.steps.find((s) => s.evidence?.touchpoint === point)?.id
}

/** Draws a step of a touchpoint, with its card, on the stage that stands for the touchpoint's, else the last one. */
export function drawStep(sheet: MapSheet, of: { touchpoint: string; name: string }, stage: string | undefined, names: { stage: string; lane: string }): MapOp[] {
  const ops: MapOp[] = []
  let on = (sheet.stages.findLast((s) => s.stage && s.stage === stage) ?? sheet.stages.at(-1))?.id
  if (on === undefined) {
    const made = addStage(sheet, undefined, names.stage, '')
    ops.push(made.ops[0]!)
    on = made.id
  }
  let lane = sheet.lanes.find((l) => l.kind === 'touchpoint')?.id
  if (lane === undefined) {
    const made = addLane(sheet, 'touchpoint', names.lane)
    ops.push(...made.ops)
    lane = made.id
  }
  const step = newId('sp')
  const own = stepsOf(sheet, on)
  ops.push(put('step', step, { stage: on, name: of.name, place: placeAt(own, own.length), evidence: { touchpoint: of.touchpoint } }))
  ops.push(put('card', newId('ca'), { step, lane, text: of.name, touchpoint: of.touchpoint, place: placeAt([], 0), evidence: { touchpoint: of.touchpoint } }))
  return ops
}

/** Draws a way. A step that led to the next one by itself goes on doing so: that way is written out. */
export function drawEdge(sheet: MapSheet, board: Board, from: string, to: string): MapOp[] {
  if (sheet.edges.some((e) => e.from === from)) return addEdge(sheet, from, to)
  const first = leadsTo(board, from)[0]
  if (first === undefined || first === to) return addEdge(sheet, from, to)
  const kept = addEdge(sheet, from, first)
  const place = String(kept[0]?.fields?.place ?? '')
  return [...kept, ...addEdge({ ...sheet, edges: [...sheet.edges, { id: '', from, to: first, place }] }, from, to)]
}

/** Puts a pain point of the register on a step, as a card in the pain lane that stands for it. */
export function drawPain(sheet: MapSheet, of: { id: string; step: string; text: string }, laneName: string): MapOp[] {
  const ops: MapOp[] = []
  let lane = sheet.lanes.find((l) => l.kind === 'pain')?.id
  if (lane === undefined) {
    const made = addLane(sheet, 'pain', laneName)
    ops.push(...made.ops)
    lane = made.id
  }
  const there = sheet.cards.filter((c) => c.step === of.step && c.lane === lane)
  ops.push(put('card', newId('ca'), { step: of.step, lane, text: of.text, place: placeAt(there, there.length), evidence: { pain: of.id } }))
  return ops
}
