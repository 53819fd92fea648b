import type { PathEdge, StagesAnswer, TouchpointShare } from '../../api/types'

// Where everything on the journey sheet stands. Pure: an answer and a width in, coordinates out.

export interface Column { x: number; w: number; node: NodeBox }
export interface NodeBox { x: number; y: number; w: number; h: number }
/** stay is what of a bar has not left it: drawn, but no figure of its own. */
export type BandKind = 'on' | 'skip' | 'new' | 'lapse' | 'back' | 'stay'
export interface Band { id: string; kind: BandKind; from: string; to: string; people: number; d: string; tipX: number; tipY: number }
export interface Bubble { touch: TouchpointShare; stage: number; x: number; y: number; r: number; slot: number }
export interface Line { id: string; from: string; to: string; count: number; median: number; d: string; width: number; head: string; backward: boolean }
export interface Flow { height: number; columns: Column[]; bands: Band[] }
export interface Touches { height: number; bubbles: Bubble[]; lines: Line[]; more: number }

const NODE_W = 9
const NODE_MAX = 116
const TOP = 34
const FLOW_H = 204
const NODE_X = 16

interface Port { people: number; band: number; side: 'in' | 'out' }

/** A wall screen is read from afar: what is drawn grows with it. */
function growth(width: number): number {
  return Math.min(1.7, Math.max(1, width / 1300))
}

/** The stages as bars and the moves between them as bands whose width is people. */
export function layoutFlow(a: StagesAnswer, width: number): Flow {
  const n = a.stages.length
  const grow = growth(width)
  const nodeMax = NODE_MAX * grow
  const height = FLOW_H * grow
  const mid = TOP * grow + nodeMax / 2 + 4
  const w = width / Math.max(n, 1)
  const index = new Map(a.stages.map((s, i) => [s.id, i]))
  const moves = splitEntries(a)
  for (const s of a.stages) {
    const rest = sum(moves.filter((m) => m.to === s.id)) - sum(moves.filter((m) => m.from === s.id))
    if (rest > 0) moves.push({ kind: 'stay', from: s.id, to: '', people: rest })
  }
  const inflow = a.stages.map((s) => sum(moves.filter((m) => m.to === s.id)))
  const outflow = a.stages.map((s) => sum(moves.filter((m) => m.from === s.id)))
  const through = a.stages.map((_, i) => Math.max(inflow[i]!, outflow[i]!))
  const scale = nodeMax / Math.max(1, ...through)
  const columns: Column[] = a.stages.map((_, i) => {
    const h = Math.max(4, through[i]! * scale)
    return { x: i * w, w, node: { x: i * w + NODE_X, y: mid - h / 2, w: NODE_W, h } }
  })
  const thick = (people: number) => Math.max(1.2, people * scale)

  // Each side of a bar is a stack of ports, from above: what comes from far or new, then the neighbour, then what comes from below.
  const orderIn: Record<BandKind, number> = { new: 0, skip: 1, on: 2, back: 3, lapse: 4, stay: 5 }
  const orderOut: Record<BandKind, number> = { skip: 0, on: 1, new: 2, back: 3, stay: 4, lapse: 5 }
  const inY = new Map<number, number>()
  const outY = new Map<number, number>()
  a.stages.forEach((s, i) => {
    const stack = (ports: Port[], into: Map<number, number>, total: number) => {
      const node = columns[i]!.node
      let y = node.y + Math.max(0, (node.h - total * scale) / 2)
      for (const p of ports) {
        into.set(p.band, y + thick(p.people) / 2)
        y += p.people * scale
      }
    }
    const ins = moves.map((m, band) => ({ m, band })).filter(({ m }) => m.to === s.id).sort((p, q) => orderIn[p.m.kind] - orderIn[q.m.kind])
    const outs = moves.map((m, band) => ({ m, band })).filter(({ m }) => m.from === s.id).sort((p, q) => orderOut[p.m.kind] - orderOut[q.m.kind] || (index.get(q.m.to) ?? 0) - (index.get(p.m.to) ?? 0))
    stack(ins.map(({ m, band }) => ({ people: m.people, band, side: 'in' })), inY, inflow[i]!)
    stack(outs.map(({ m, band }) => ({ people: m.people, band, side: 'out' })), outY, outflow[i]!)
  })

  const bands: Band[] = moves.map((m, b) => {
    const t = thick(m.people)
    const i = index.get(m.from)
    const j = index.get(m.to)
    const from = i === undefined ? undefined : columns[i]!.node
    const to = j === undefined ? undefined : columns[j]!.node
    const base = { id: `${m.kind}:${m.from}>${m.to}`, kind: m.kind, from: m.from, to: m.to, people: m.people }
    const reach = Math.min(w * 0.42, 96)
    if (from && to) {
      const y0 = outY.get(b)!
      const y1 = inY.get(b)!
      const x0 = from.x + from.w
      const span = (j ?? 0) - (i ?? 0)
      const lift = span > 1 ? Math.min(y0, y1) - (Math.min(y0, y1) - 8 - t / 2) * (4 / 3) * Math.min(1, 0.62 + span * 0.14) : undefined
      const d = lift === undefined ? ribbon(x0, y0, to.x, y1, t) : arch(x0, y0, to.x, y1, Math.max(lift, 2 - Math.min(y0, y1) / 3), t)
      return { ...base, d, tipX: (x0 + to.x) / 2, tipY: lift === undefined ? (y0 + y1) / 2 : 14 }
    }
    if (to) {
      const y = inY.get(b)!
      if (m.kind === 'new' && j === 0) return { ...base, d: ribbon(0, y, to.x, y, t), tipX: 8, tipY: y }
      const start = m.kind === 'new' ? -4 : height - 4
      // The first stage has little room on its left.
      const x = Math.max(to.x - reach, 5)
      return { ...base, d: drop(x, start, to.x, y, t), tipX: (x + to.x) / 2, tipY: m.kind === 'new' ? 16 : height - 30 }
    }
    const y = outY.get(b)!
    const x0 = from!.x + from!.w
    if (m.kind === 'stay') return { ...base, d: `M${r1(x0)} ${r1(y - t / 2)}h${r1(w * 0.3)}v${r1(t)}h${r1(-w * 0.3)}Z`, tipX: x0, tipY: y }
    return { ...base, d: fall(x0, y, x0 + reach, height - 4, t), tipX: x0 + reach * 0.7, tipY: height - 34 }
  })
  return { height, columns, bands }
}

interface Move { kind: BandKind; from: string; to: string; people: number }

/** Entering from nowhere holds the new and those who came back; they are drawn apart. */
export function splitEntries(a: StagesAnswer): Move[] {
  const order = new Map(a.stages.map((s, i) => [s.id, i]))
  const moves: Move[] = []
  for (const f of a.flows) {
    if (f.people <= 0) continue
    if (f.from === '' && f.to !== '') {
      const back = Math.min(a.stages[order.get(f.to) ?? -1]?.reEntered ?? 0, f.people)
      if (f.people - back > 0) moves.push({ kind: 'new', from: '', to: f.to, people: f.people - back })
      if (back > 0) moves.push({ kind: 'back', from: '', to: f.to, people: back })
    } else if (f.to === '') moves.push({ kind: 'lapse', from: f.from, to: '', people: f.people })
    else moves.push({ kind: (order.get(f.to) ?? 0) - (order.get(f.from) ?? 0) > 1 ? 'skip' : 'on', from: f.from, to: f.to, people: f.people })
  }
  return moves
}

function sum(moves: Move[]): number {
  return moves.reduce((n, m) => n + m.people, 0)
}

const r1 = (n: number) => Math.round(n * 10) / 10

/** A band from left to right. */
function ribbon(x0: number, y0: number, x1: number, y1: number, t: number): string {
  const c = (x0 + x1) / 2
  const h = t / 2
  return `M${r1(x0)} ${r1(y0 - h)}C${r1(c)} ${r1(y0 - h)} ${r1(c)} ${r1(y1 - h)} ${r1(x1)} ${r1(y1 - h)}V${r1(y1 + h)}C${r1(c)} ${r1(y1 + h)} ${r1(c)} ${r1(y0 + h)} ${r1(x0)} ${r1(y0 + h)}Z`
}

/** A band that rises over the stages it skips. */
function arch(x0: number, y0: number, x1: number, y1: number, lift: number, t: number): string {
  const h = t / 2
  const k = (x1 - x0) * 0.22
  const [a, b] = [r1(x0 + k), r1(x1 - k)]
  return `M${r1(x0)} ${r1(y0 - h)}C${a} ${r1(lift - h)} ${b} ${r1(lift - h)} ${r1(x1)} ${r1(y1 - h)}V${r1(y1 + h)}C${b} ${r1(lift + h)} ${a} ${r1(lift + h)} ${r1(x0)} ${r1(y0 + h)}Z`
}

/** A band that comes from above or below and bends into a bar's left side. */
function drop(x: number, y0: number, x1: number, y1: number, t: number): string {
  const h = t / 2
  const up = y0 < y1 ? 1 : -1
  return `M${r1(x - h)} ${r1(y0)}C${r1(x - h)} ${r1(y1 + up * h)} ${r1(x)} ${r1(y1 + up * h)} ${r1(x1)} ${r1(y1 + up * h)}V${r1(y1 - up * h)}C${r1(x + t)} ${r1(y1 - up * h)} ${r1(x + h)} ${r1(y1 - up * h)} ${r1(x + h)} ${r1(y0)}Z`
}

/** A band that leaves a bar's right side and sinks. */
function fall(x0: number, y0: number, x: number, y1: number, t: number): string {
  const h = t / 2
  return `M${r1(x0)} ${r1(y0 - h)}C${r1(x)} ${r1(y0 - h)} ${r1(x + h)} ${r1(y0 - h)} ${r1(x + h)} ${r1(y1)}H${r1(x - h)}C${r1(x - h)} ${r1(y0 + h)} ${r1(x - t)} ${r1(y0 + h)} ${r1(x0)} ${r1(y0 + h)}Z`
}

const ROW = 82
const R_MAX = 25
const R_MIN = 7

/** Touchpoints under their stage, largest first, in a gentle zigzag, and the lines people took directly from one to the next. */
export function layoutTouches(a: StagesAnswer, width: number, limit: number, maxLines: number): Touches {
  const n = Math.max(a.stages.length, 1)
  const w = width / n
  const order = new Map(a.stages.map((s, i) => [s.id, i]))
  const most = Math.max(1, ...a.touchpoints.map((t) => t.people))
  const perRow = w >= 380 ? 3 : w >= 210 ? 2 : 1
  const grow = growth(width)
  const [rMax, rowHeight] = [R_MAX * grow, ROW + R_MAX * (grow - 1) * 2]
  const bubbles: Bubble[] = []
  let rows = 0
  let more = 0
  a.stages.forEach((s, i) => {
    const all = a.touchpoints.filter((t) => t.stage === s.id && t.people > 0).sort((p, q) => q.people - p.people)
    more += Math.max(0, all.length - limit)
    all.slice(0, limit).forEach((touch, k) => {
      const row = Math.floor(k / perRow)
      const col = k % perRow
      rows = Math.max(rows, row + 1)
      const slot = (w - 8) / perRow
      bubbles.push({ touch, stage: i, x: i * w + slot * (col + 0.5), slot, y: row * rowHeight + rMax + 6 + (col % 2) * 20, r: Math.max(R_MIN, rMax * Math.sqrt(touch.people / most)) })
    })
  })
  const at = new Map(bubbles.map((b) => [b.touch.id, b]))
  const shown = a.pairs.filter((p) => p.from !== p.to && at.has(p.from) && at.has(p.to)).sort((p, q) => q.count - p.count).slice(0, maxLines)
  const top = Math.max(1, ...shown.map((p) => p.count))
  const lines = shown.map((p) => line(p, at.get(p.from)!, at.get(p.to)!, top, order))
  return { height: rows * rowHeight + 36, bubbles, lines, more }
}

function line(p: PathEdge, a: Bubble, b: Bubble, top: number, order: Map<string, number>): Line {
  const width = 0.9 + 5.6 * Math.sqrt(p.count / top)
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = Math.hypot(dx, dy) || 1
  // Both directions between two touchpoints bend apart.
  const bend = Math.min(34, length * 0.16)
  const cx = (a.x + b.x) / 2 + (dy / length) * bend
  const cy = (a.y + b.y) / 2 - (dx / length) * bend
  const start = edge(a, cx, cy, 1)
  const end = edge(b, cx, cy, 4)
  const angle = Math.atan2(end.y - cy, end.x - cx)
  const s = 3 + width * 0.75
  const point = (turn: number) => `${r1(end.x - s * 1.7 * Math.cos(angle) + s * turn * Math.sin(angle))} ${r1(end.y - s * 1.7 * Math.sin(angle) - s * turn * Math.cos(angle))}`
  const tip = `${r1(end.x + 1.5 * Math.cos(angle))} ${r1(end.y + 1.5 * Math.sin(angle))}`
  return {
    id: `${p.from}>${p.to}`, from: p.from, to: p.to, count: p.count, median: p.median, width,
    d: `M${r1(start.x)} ${r1(start.y)}Q${r1(cx)} ${r1(cy)} ${r1(end.x - s * Math.cos(angle))} ${r1(end.y - s * Math.sin(angle))}`,
    head: `M${tip}L${point(0.8)}L${point(-0.8)}Z`,
    backward: (order.get(b.touch.stage) ?? 0) < (order.get(a.touch.stage) ?? 0),
  }
}

function edge(b: Bubble, x: number, y: number, gap: number): { x: number; y: number } {
  const d = Math.hypot(x - b.x, y - b.y) || 1
  return { x: b.x + ((x - b.x) / d) * (b.r + gap), y: b.y + ((y - b.y) / d) * (b.r + gap) }
}

/** A small line of how many stand somewhere over time: the path, its closed area, and where each point is. */
export function sparkline(values: number[], width: number, height: number): { line: string; area: string; points: { x: number; y: number }[] } {
  const max = Math.max(1, ...values)
  const min = Math.min(...values, max)
  // A quiet floor, so that small changes show and nothing pretends to fall to nothing.
  const floor = min > max * 0.5 ? min - (max - min) * 0.6 - max * 0.02 : 0
  const step = values.length > 1 ? width / (values.length - 1) : 0
  const points = values.map((v, i) => ({ x: r1(i * step), y: r1(height - 3 - ((v - floor) / (max - floor || 1)) * (height - 8)) }))
  const path = points.map((p, i) => `${i ? 'L' : 'M'}${p.x} ${p.y}`).join('')
  return { line: path, area: points.length ? `${path}L${points.at(-1)!.x} ${height}L0 ${height}Z` : '', points }
}
