// The sheet as shapes: heads, ways between steps, rows of cards. A part of it (some columns, some bands) is drawn as the whole is.
import { arcs, curve, type Arc } from '../layout'
import { cardsOf, isValue, strength } from '../sheet'
import { INSET, SIZE, rowHigh, type Band, type Item, type Plan } from './plan'
import { INK, arrow, circle, diamond, evidenceMark, face, path, stageColors, type Shape } from './shapes'
import { wrap } from './text'

export interface Part { from: number; to: number; bands: readonly Band[] }

const TIGHT = 13
/** Ways that bridge much at once share a level beyond this many. */
const LEVELS = 8
const BARS: Record<string, string> = { pain: INK.bad, opportunity: INK.accent, moment: INK.text }

interface Way extends Arc { lines: string[] }

/** Heights of the heads: they are the same on each page. */
export interface Heads { stage: number; ways: number; step: number; all: number; level: number; lines: number; arcs: Way[] }

export function heads(p: Plan, split: boolean): Heads {
  const found = arcs(p.board)
  const list = found.arcs.map((a): Way => {
    const lines = wrap(a.label, Math.max(p.column - 54, Math.min(Math.abs(a.to - a.from) * p.column - 60, 300)), SIZE.small, p.measure)
    return { ...a, level: a.level % LEVELS, lines: lines.length > 3 ? [...lines.slice(0, 2), lines[2] + '…'] : lines }
  })
  // A way that leaves its page names where it goes beside its own label.
  const lines = Math.max(split ? 2 : 1, ...list.map((a) => a.lines.length))
  const level = 11 + TIGHT * lines
  const ways = list.length ? Math.min(LEVELS, found.levels) * level + 16 : 8
  const stage = 14 + 16 * Math.max(1, ...p.board.stages.map((s) => wrap(s.name, p.column - 28, 13, p.measure).length))
  const step = 18 + 16.5 * Math.max(1, ...p.stepNames.map((n) => n.length))
  return { stage, ways, step, all: stage + ways + step, level, lines, arcs: list }
}

export const partHigh = (h: Heads, part: Part) => h.all + part.bands.reduce((sum, b) => sum + b.high, 0)
export const partWide = (p: Plan, part: Part) => SIZE.names + (part.to - part.from) * p.column

/** Everything of a part, its upper left corner at x, y. */
export function draw(p: Plan, h: Heads, part: Part, x: number, y: number): Shape[] {
  const left = x + SIZE.names
  const out = [...stages(p, h, part, left, y), ...ways(p, h, part, left, y + h.stage), ...steps(p, h, part, left, y + h.stage + h.ways)]
  let top = y + h.all
  for (const band of part.bands) {
    out.push(...bandShapes(p, band, part, x, top))
    top += band.high
  }
  if (part.bands.length) out.push({ kind: 'path', d: path('M', x, top, 'L', left + (part.to - part.from) * p.column, top), stroke: INK.rule, width: 1 })
  return out
}

function stages(p: Plan, h: Heads, part: Part, left: number, y: number): Shape[] {
  return p.board.stages.flatMap((stage, i) => {
    const span = p.board.spans.get(stage.id)
    const from = Math.max(part.from, span?.from ?? 0)
    const to = Math.min(part.to, (span?.from ?? 0) + (span?.count ?? 0))
    if (from >= to) return []
    const [ground, ink] = stageColors(i)
    const x = left + (from - part.from) * p.column
    const names = wrap(stage.name, (to - from) * p.column - 28, 13, p.measure)
    return [
      { kind: 'box', x: x + 2, y, w: (to - from) * p.column - 4, h: h.stage - 4, r: 6, fill: ground },
      ...names.map((text, k): Shape => ({ kind: 'text', x: x + 14, y: y + 18 + k * 16, size: 13, text, color: ink, bold: true })),
    ] as Shape[]
  })
}

function steps(p: Plan, h: Heads, part: Part, left: number, y: number): Shape[] {
  return p.board.columns.slice(part.from, part.to).flatMap((column, i): Shape[] => {
    if (!column.step) return []
    const x = left + i * p.column
    return [
      { kind: 'box', x: x + 4, y, w: p.column - 8, h: h.step - 6, r: 7, fill: INK.paper, stroke: INK.faint },
      ...p.stepNames[part.from + i]!.map((text, k): Shape => ({ kind: 'text', x: x + 16, y: y + 20 + k * 16.5, size: SIZE.text * 1.05, text, color: INK.text, bold: true })),
      ...evidenceMark(x + p.column - 18, y + 15, strength(column.step.evidence)),
    ]
  })
}

/** Branches as lines, loops back as broken ones; a way that leaves the page says where it goes. */
function ways(p: Plan, h: Heads, part: Part, left: number, y: number): Shape[] {
  const bottom = y + h.ways - 4
  const right = left + (part.to - part.from) * p.column
  const labels: Shape[] = []
  const lines = h.arcs.flatMap((a): Shape[] => {
    const inside = (c: number) => c >= part.from && c < part.to
    if (Math.max(a.from, a.to) < part.from || Math.min(a.from, a.to) >= part.to) return []
    const side = a.to > a.from ? 1 : -1
    const center = (c: number) => left + (c - part.from + 0.5) * p.column
    const edge = (ahead: boolean) => (ahead ? right - 4 : left + 4)
    // What leaves a step stands further out than what comes in from the same side.
    const x1 = inside(a.from) ? center(a.from) + side * 22 : edge(side < 0)
    const x2 = inside(a.to) ? (a.from === a.to ? x1 + 40 : center(a.to) - side * 9) : edge(side > 0)
    const line = bottom - 12 - a.level * h.level
    const r = Math.min(8, Math.abs(x2 - x1) / 2) * Math.sign(x2 - x1 || 1)
    const up = inside(a.from) ? ['M', x1, bottom, 'L', x1, line + 8, 'Q', x1, line, x1 + r, line] : ['M', x1, line]
    const down = inside(a.to) ? ['L', x2 - r, line, 'Q', x2, line, x2, line + 8, 'L', x2, bottom - 6] : ['L', x2 - side * 6, line]
    const color = a.back ? INK.accent : INK.quiet
    const step = inside(a.to) ? undefined : p.board.columns[a.to]?.step?.name
    const said = step === undefined || !inside(a.from) ? a.lines : wrap([a.label, p.words.leads(step)].filter(Boolean).join(' '), Math.max(p.column, Math.abs(x2 - x1) - 24), SIZE.small, p.measure).slice(0, h.lines)
    if (inside(a.from) || inside(a.to)) labels.push(...label(p, said, (x1 + x2) / 2, line, left, right, color))
    return [{ kind: 'path', d: path(...up, ...down), stroke: color, width: 1.5, dash: a.back ? [5, 3] : undefined }, inside(a.to) ? arrow(x2, bottom, 1, color) : arrow(x2, line, side > 0 ? 0 : 2, color)]
  })
  return [...lines, ...labels]
}

function label(p: Plan, lines: string[], middle: number, line: number, left: number, right: number, color: string): Shape[] {
  if (!lines.length) return []
  const wide = Math.max(...lines.map((l) => p.measure(l, SIZE.small)))
  const x = Math.max(left + wide / 2 + 4, Math.min(right - wide / 2 - 4, middle))
  const top = line - 3 - lines.length * TIGHT
  return [{ kind: 'box', x: x - wide / 2 - 3, y: top, w: wide + 6, h: lines.length * TIGHT, fill: INK.paper }, ...lines.map((text, k): Shape => ({ kind: 'text', x, y: top + 10 + k * TIGHT, size: SIZE.small, text, color, middle: true }))]
}

function bandShapes(p: Plan, band: Band, part: Part, x: number, y: number): Shape[] {
  const left = x + SIZE.names
  const wide = (part.to - part.from) * p.column
  const out: Shape[] = [
    { kind: 'box', x, y, w: SIZE.names - 6, h: band.high, fill: INK.wash },
    { kind: 'path', d: path('M', x, y, 'L', left + wide, y), stroke: INK.rule, width: 1 },
    ...band.name.map((text, i): Shape => ({ kind: 'text', x: x + 10, y: y + 20 + i * 15, size: 11.5, text, color: INK.text, bold: true })),
  ]
  if (!band.first) out.push({ kind: 'text', x: x + 10, y: y + 20 + band.name.length * 15, size: SIZE.small, text: p.words.goesOn, color: INK.quiet })
  if (band.zone && band.lane.kind === 'emotion') out.push(...feelings(p, band, part, left, y))
  band.cells.slice(part.from, part.to).forEach((cell, i) => {
    let top = y + band.zone + SIZE.gap
    const cellLeft = left + i * p.column + SIZE.gap
    if (band.zone && band.lane.kind === 'engagement' && cell[0]) out.push(...dots(cell[0].card.value ?? 0, cellLeft + 5, y + 18))
    for (const item of cell) {
      out.push(...(isValue(band.lane.kind) ? bare(item, cellLeft, top) : card(p, item, band.lane.kind, cellLeft, top)))
      top += item.high + SIZE.gap
    }
  })
  return out
}

function dots(value: number, x: number, y: number): Shape[] {
  return [1, 2, 3, 4, 5].map((n): Shape => ({ kind: 'path', d: circle(x + (n - 1) * 14, y, 4.5), fill: n <= value ? INK.accent : INK.paper, stroke: n <= value ? INK.accent : INK.faint, width: 1.2 }))
}

/** The line of assumed feeling through the middles of the columns, and half of the way to where it goes on beyond the page. */
function feelings(p: Plan, band: Band, part: Part, left: number, y: number): Shape[] {
  const points = p.board.columns.flatMap((c, i) => {
    const value = cardsOf(p.board, c.step?.id, band.lane.id)[0]?.value
    return value === undefined || value === null ? [] : [{ column: i, x: left + (i - part.from + 0.5) * p.column, y: y + 18 + ((2 - value) / 4) * (band.zone - 32), value }]
  })
  const own = points.filter((q) => q.column >= part.from && q.column < part.to)
  const right = left + (part.to - part.from) * p.column
  const zero = y + 18 + (band.zone - 32) / 2
  const out: Shape[] = [
    { kind: 'path', d: path('M', left, zero, 'L', right, zero), stroke: INK.rule, width: 1, dash: [3, 3] },
    ...[2, 0, -2].map((v): Shape => ({ kind: 'text', x: left - 30, y: y + 22 + ((2 - v) / 4) * (band.zone - 32), size: SIZE.small, text: v > 0 ? `+${v}` : v < 0 ? `−${-v}` : '0', color: INK.faint })),
  ]
  if (own.length > 1) out.push({ kind: 'path', d: curve(own), stroke: INK.quiet, width: 2 })
  const before = points.filter((q) => q.column < part.from).at(-1)
  const after = points.find((q) => q.column >= part.to)
  if (before && own[0]) out.push({ kind: 'path', d: path('M', left, (before.y + own[0].y) / 2, 'Q', (left + own[0].x) / 2, own[0].y, own[0].x, own[0].y), stroke: INK.quiet, width: 2 })
  const last = own.at(-1)
  if (after && last) out.push({ kind: 'path', d: path('M', last.x, last.y, 'Q', (right + last.x) / 2, last.y, right, (after.y + last.y) / 2), stroke: INK.quiet, width: 2 })
  return [...out, ...own.flatMap((q) => face(q.x, q.y, q.value))]
}

function rows(item: Item, x: number, y: number, size: number): Shape[] {
  let line = y
  return item.rows.map((row): Shape => {
    line += rowHigh(row)
    const small = row.role !== 'text'
    return { kind: 'text', x, y: line - (small ? 3.2 : 4), size: small ? SIZE.small : size, text: row.text, color: small ? INK.quiet : INK.text }
  })
}

const bare = (item: Item, x: number, y: number): Shape[] => rows(item, x + 3, y, SIZE.small + 1)

function card(p: Plan, item: Item, kind: string, x: number, y: number): Shape[] {
  const wide = p.column - 2 * SIZE.gap
  const out: Shape[] = [{ kind: 'box', x, y, w: wide, h: item.high, r: 6, fill: INK.paper, stroke: INK.rule }]
  if (BARS[kind]) out.push({ kind: 'box', x: x + 4, y: y + 7, w: 3, h: item.high - 14, r: 1.5, fill: BARS[kind] })
  let top = y + INSET.top
  if (item.image) {
    out.push({ kind: 'image', x: x + INSET.left, y: top, w: item.image.w, h: item.image.h, id: item.image.id })
    top += item.image.h + 6
  }
  out.push(...rows(item, x + INSET.left, top, SIZE.text))
  if (!item.first) return out
  out.push(...evidenceMark(x + wide - 13, y + 15, strength(item.card.evidence)))
  if (item.card.moment) out.push(diamond(x + wide - 27, y + 15, 5))
  return out
}
