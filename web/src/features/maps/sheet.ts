// The content of a map and what changes do to it: pure, by the same rules as the server.
import type { Evidence, MapCard, MapEdge, MapLane, MapOp, MapSheet, MapStage, MapStep } from '../../api/types'
import { byPlace } from './places'

export type Kind = 'stage' | 'step' | 'lane' | 'card' | 'edge'
export type Fields = Record<string, unknown>

/** In the order in which things need each other: what stands in another one comes later. */
const LISTS = { stage: 'stages', step: 'steps', lane: 'lanes', card: 'cards', edge: 'edges' } as const
type Thing = { id: string; place: string } & Fields

export const EMPTY: MapSheet = { stages: [], steps: [], lanes: [], cards: [], edges: [] }

export const LANE_KINDS = ['goal', 'action', 'touchpoint', 'question', 'motive', 'weigh', 'emotion', 'engagement', 'pain', 'moment', 'opportunity', 'backstage', 'owner', 'metric', 'image', 'text'] as const
export type LaneKind = (typeof LANE_KINDS)[number]

/** Lanes whose cards are one value at each step. */
export const isValue = (kind: string | undefined) => kind === 'emotion' || kind === 'engagement'

export function isKind(kind: string): kind is Kind {
  return kind in LISTS
}

export function find(sheet: MapSheet, kind: Kind, id: string): Thing | undefined {
  return (sheet[LISTS[kind]] as unknown as Thing[]).find((x) => x.id === id)
}

/** What people call a thing: its name, or what is written on it. */
export function nameOf(sheet: MapSheet, kind: Kind, id: string): string {
  const thing = find(sheet, kind, id)
  return String(thing?.name ?? thing?.text ?? '')
}

/**
 * The sheet after these changes. Puts of fields set them alone; what is not there is made; null takes a field away. With a thing goes what stands in
 * it. Things that nothing changed keep their identity.
 */
export function apply(sheet: MapSheet, ops: readonly MapOp[]): MapSheet {
  const things = new Map<Kind, Map<string, Thing>>()
  const own = (kind: Kind) => {
    let found = things.get(kind)
    if (!found) things.set(kind, (found = new Map((sheet[LISTS[kind]] as unknown as Thing[]).map((x) => [x.id, x]))))
    return found
  }
  for (const op of ops) {
    if (!isKind(op.kind)) continue
    const id = op.id ?? ''
    if (op.do === 'put') own(op.kind).set(id, set(own(op.kind).get(id) ?? { id, place: '' }, (op.fields ?? {}) as Fields))
    else take(own, op.kind, id)
  }
  let out = sheet
  for (const [kind, list] of things) out = { ...out, [LISTS[kind]]: [...list.values()].sort(byPlace) }
  return out
}

/** What stands in a kind of thing, by the field that names where. */
const INSIDE: Record<Kind, [Kind, string][]> = { stage: [['step', 'stage']], step: [['card', 'step'], ['edge', 'from'], ['edge', 'to']], lane: [['card', 'lane']], card: [], edge: [] }

function take(own: (kind: Kind) => Map<string, Thing>, kind: Kind, id: string) {
  if (!own(kind).delete(id)) return
  for (const [inner, field] of INSIDE[kind]) for (const x of [...own(inner).values()]) if (x[field] === id) take(own, inner, x.id)
}

function set(thing: Thing, fields: Fields): Thing {
  const kept = Object.entries({ ...thing, ...fields }).filter(([, value]) => value !== null && value !== undefined)
  return { place: '', ...Object.fromEntries(kept) } as Thing
}

/** The same changes with what their author saw, so that the server can tell what both of two people changed. */
export function seen(sheet: MapSheet, head: Fields, ops: readonly MapOp[]): MapOp[] {
  return ops.map((op) => {
    if (op.do === 'delete' || op.was) return op
    const thing = op.kind === 'map' ? head : isKind(op.kind) ? find(sheet, op.kind, op.id ?? '') : undefined
    if (!thing) return op
    return { ...op, was: Object.fromEntries(Object.keys(op.fields ?? {}).map((name) => [name, thing[name] ?? null])) }
  })
}

/**
 * The changes that take these back, made of the sheet before them. What they saw is what these wrote: what somebody else wrote since is merged, and
 * what somebody else changed since is not taken away.
 */
export function inverse(sheet: MapSheet, head: Fields, ops: readonly MapOp[]): MapOp[] {
  const back: MapOp[] = []
  let now = sheet
  for (const op of ops) {
    const thing = op.kind === 'map' ? head : isKind(op.kind) ? find(now, op.kind, op.id ?? '') : undefined
    const after = apply(now, [op])
    if (op.do === 'delete') back.push(...restored(now, after))
    else if (!thing) back.push({ do: 'delete', kind: op.kind, id: op.id, was: op.fields })
    else back.push({ do: 'put', kind: op.kind, id: op.id, fields: Object.fromEntries(Object.keys(op.fields ?? {}).map((name) => [name, thing[name] ?? null])), was: op.fields })
    now = after
  }
  return back.reverse()
}

/** Puts back all that is in the one sheet and not in the other, what stands in a thing first: they are read backwards. */
function restored(before: MapSheet, after: MapSheet): MapOp[] {
  return (['edge', 'card', 'lane', 'step', 'stage'] as const).flatMap((kind) => {
    const left = new Set((after[LISTS[kind]] as { id: string }[]).map((x) => x.id))
    return (before[LISTS[kind]] as unknown as Thing[]).filter((x) => !left.has(x.id)).map(({ id, ...fields }): MapOp => ({ do: 'put', kind, id, fields }))
  })
}

/** One column of the sheet: a step, or a stage that has none yet. */
export interface Column { key: string; stage: MapStage; step?: MapStep }

/** The sheet as it is read: columns in the order of stages and steps, and the cards of every cell. */
export interface Board {
  stages: MapStage[]
  lanes: MapLane[]
  columns: Column[]
  /** How many columns a stage has, and where its first one is. */
  spans: Map<string, { from: number; count: number }>
  cells: Map<string, MapCard[]>
  edges: MapEdge[]
  /** Index of a step's column. */
  at: Map<string, number>
}

const cellKey = (step: string, lane: string) => `${step} ${lane}`
const NONE: MapCard[] = []
export const LOST = '-'

export function cardsOf(board: Board, step: string | undefined, lane: string): MapCard[] {
  return (step !== undefined && board.cells.get(cellKey(step, lane))) || NONE
}

/** Reads the sheet into columns and cells; cells that are as before keep their identity, so that only what changed is drawn anew. */
export function read(sheet: MapSheet, before?: Board): Board {
  const known = new Map(sheet.stages.map((s) => [s.id, s]))
  const own = new Map<string, MapStep[]>()
  // A step whose stage somebody took away meanwhile is shown at the end: nothing written is lost.
  for (const s of sheet.steps) push(own, known.has(s.stage ?? '') ? s.stage! : LOST, s)
  const stages = own.has(LOST) ? [...sheet.stages, { id: LOST, name: '', place: '' }] : sheet.stages
  const drawn = new Map(before?.columns.map((c) => [c.key, c]))
  const columns: Column[] = []
  const column = (c: Column) => {
    const was = drawn.get(c.key)
    columns.push(was && was.stage === c.stage && was.step === c.step ? was : c)
  }
  const spans = new Map<string, { from: number; count: number }>()
  const at = new Map<string, number>()
  for (const stage of stages) {
    const steps = own.get(stage.id) ?? []
    spans.set(stage.id, { from: columns.length, count: Math.max(1, steps.length) })
    if (steps.length === 0) column({ key: `stage ${stage.id}`, stage })
    for (const step of steps) {
      at.set(step.id, columns.length)
      column({ key: step.id, stage, step })
    }
  }
  const cells = new Map<string, MapCard[]>()
  for (const card of sheet.cards) push(cells, cellKey(card.step, card.lane), card)
  for (const [key, cards] of cells) {
    const was = before?.cells.get(key)
    if (was && was.length === cards.length && was.every((c, i) => c === cards[i])) cells.set(key, was)
  }
  return { stages, lanes: sheet.lanes, columns, spans, cells, edges: sheet.edges.filter((e) => at.has(e.from) && at.has(e.to)), at }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Where a step leads: along its edges, or without any to the next step of the sheet. */
export function leadsTo(board: Board, step: string): string[] {
  const own = board.edges.filter((e) => e.from === step).map((e) => e.to)
  if (own.length) return own
  const next = board.columns.slice((board.at.get(step) ?? board.columns.length) + 1).find((c) => c.step)?.step
  return next ? [next.id] : []
}

export type Strength = 'assumed' | 'partly' | 'full'

/** How well something is borne out by data: a note or a question alone is half of it. */
export function strength(evidence: Evidence | undefined | null): Strength {
  if (!evidence) return 'assumed'
  if (evidence.touchpoint || evidence.signal || (evidence.rule && Object.keys(evidence.rule).length > 0)) return 'full'
  return evidence.note || evidence.question ? 'partly' : 'assumed'
}
