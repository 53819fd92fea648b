// What a person does to a sheet, as changes. Every function takes the sheet as it stands and answers with the operations alone.
import type { MapCard, MapOp, MapSheet } from '../../api/types'
import { between, placeAt } from './places'
import type { Fields, Kind, LaneKind } from './sheet'

/** A random id that no other author makes. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return prefix + '_' + [...bytes].map((b) => (b % 36).toString(36)).join('')
}

/** A random UUID; pages that are not served over https have no other way to make one. */
export function newUuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6]! & 0x0f) | 0x40
  b[8] = (b[8]! & 0x3f) | 0x80
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export const put = (kind: Kind | 'map', id: string, fields: Fields): MapOp => ({ do: 'put', kind, id, fields: fields as MapOp['fields'] })

/** Made: what was made, so that it can be named at once. */
export interface Made { ops: MapOp[]; id: string }

/** A stage after another one (at the end without), with a first step so that there is something to write on. */
export function addStage(sheet: MapSheet, after: string | undefined, name: string, step: string): Made {
  const i = after === undefined ? sheet.stages.length : sheet.stages.findIndex((s) => s.id === after) + 1
  const id = newId('st')
  return { id, ops: [put('stage', id, { name, place: placeAt(sheet.stages, i) }), put('step', newId('sp'), { stage: id, name: step, place: between('', '') })] }
}

export function stepsOf(sheet: MapSheet, stage: string | undefined) {
  return sheet.steps.filter((s) => (s.stage ?? '') === (stage ?? ''))
}

/** A step in a stage, at an index (at the end without). */
export function addStep(sheet: MapSheet, stage: string, name: string, index?: number): Made {
  const steps = stepsOf(sheet, stage)
  const id = newId('sp')
  return { id, ops: [put('step', id, { stage, name, place: placeAt(steps, index ?? steps.length) })] }
}

export function addLane(sheet: MapSheet, kind: LaneKind, name: string, index?: number): Made {
  const id = newId('la')
  return { id, ops: [put('lane', id, { kind, name, place: placeAt(sheet.lanes, index ?? sheet.lanes.length) })] }
}

export function addCard(sheet: MapSheet, step: string, lane: string, fields: Fields, index?: number): Made {
  const cards = inCell(sheet, step, lane)
  const id = newId('ca')
  return { id, ops: [put('card', id, { step, lane, text: '', place: placeAt(cards, index ?? cards.length), ...fields })] }
}

function inCell(sheet: MapSheet, step: string, lane: string, but?: string): MapCard[] {
  return sheet.cards.filter((c) => c.step === step && c.lane === lane && c.id !== but)
}

/** Brings a card to an index of a cell (the end without). */
export function moveCard(sheet: MapSheet, id: string, step: string, lane: string, index?: number): MapOp[] {
  const card = sheet.cards.find((c) => c.id === id)
  if (!card) return []
  const others = inCell(sheet, step, lane, id)
  const at = index ?? others.length
  const fields: Fields = {}
  if (card.step !== step) fields.step = step
  if (card.lane !== lane) fields.lane = lane
  const was = inCell(sheet, step, lane).findIndex((c) => c.id === id)
  if (was !== at) fields.place = placeAt(others, at)
  return Object.keys(fields).length ? [put('card', id, fields)] : []
}

/** Brings a step to an index of a stage. */
export function moveStep(sheet: MapSheet, id: string, stage: string, index: number): MapOp[] {
  const step = sheet.steps.find((s) => s.id === id)
  if (!step) return []
  const own = stepsOf(sheet, stage)
  if (step.stage === stage && own.findIndex((s) => s.id === id) === index) return []
  const fields: Fields = { place: placeAt(own.filter((s) => s.id !== id), index) }
  if (step.stage !== stage) fields.stage = stage
  return [put('step', id, fields)]
}

/** One place on or back among all steps; past the end of a stage it goes into the next one. */
export function shiftStep(sheet: MapSheet, id: string, by: 1 | -1): MapOp[] {
  const step = sheet.steps.find((s) => s.id === id)
  if (!step) return []
  const i = stepsOf(sheet, step.stage).findIndex((s) => s.id === id)
  if (i + by >= 0 && i + by < stepsOf(sheet, step.stage).length) return moveStep(sheet, id, step.stage ?? '', i + by)
  const stage = sheet.stages[sheet.stages.findIndex((s) => s.id === step.stage) + by]
  return stage ? moveStep(sheet, id, stage.id, by > 0 ? 0 : stepsOf(sheet, stage.id).length) : []
}

/** One place on or back among the stages or lanes. */
export function shift(sheet: MapSheet, kind: 'stage' | 'lane', id: string, by: 1 | -1): MapOp[] {
  const list: { id: string; place: string }[] = kind === 'stage' ? sheet.stages : sheet.lanes
  const i = list.findIndex((x) => x.id === id)
  return i + by < 0 || i + by >= list.length ? [] : moveTo(sheet, kind, id, i + by)
}

export function moveTo(sheet: MapSheet, kind: 'stage' | 'lane', id: string, index: number): MapOp[] {
  const list: { id: string; place: string }[] = kind === 'stage' ? sheet.stages : sheet.lanes
  if (list.findIndex((x) => x.id === id) === index) return []
  return [put(kind, id, { place: placeAt(list.filter((x) => x.id !== id), index) })]
}

export function addEdge(sheet: MapSheet, from: string, to: string): MapOp[] {
  if (sheet.edges.some((e) => e.from === from && e.to === to)) return []
  return [put('edge', newId('ed'), { from, to, label: '', place: placeAt(sheet.edges, sheet.edges.length) })]
}

/** Takes a thing away; what stands in it goes with it. */
export const removal = (kind: Kind, id: string): MapOp[] => [{ do: 'delete', kind, id }]
