// The whole sheet as one picture, or as pages: split by columns and rows, the heads on each of them.
import type { MapHead, MapSheet } from '../../../api/types'
import { draw, heads, partHigh, partWide, type Heads, type Part } from './draw'
import { SIZE, plan, type Band, type Plan } from './plan'
import { INK, arrow, diamond, evidenceMark, face, path, type Images, type Picture, type Shape } from './shapes'
import { wrap, type Measure } from './text'
import type { SheetWords } from './words'

/** What is drawn, with what. */
export interface Source { map: MapHead; sheet: MapSheet; words: SheetWords; measure: Measure; images: Images }

const EDGE = 40
const BETWEEN = 18
/** A longer description has pages of its own. */
const LONG = 240

export function wholeSheet(s: Source): Picture {
  const p = plan(s.sheet, s.words, s.measure, s.images)
  const h = heads(p, false)
  const part: Part = { from: 0, to: p.board.columns.length, bands: p.bands }
  const wide = Math.max(720, partWide(p, part))
  const head = title(s, wide)
  const top = EDGE + head.high + BETWEEN
  const foot = legend(s, EDGE, top + partHigh(h, part) + BETWEEN, wide)
  return { width: wide + 2 * EDGE, height: top + partHigh(h, part) + BETWEEN + foot.high + EDGE, shapes: [...head.shapes(EDGE, EDGE), ...draw(p, h, part, EDGE, top), ...foot.shapes] }
}

/** Pages of this size: all rows of the first columns, then those of the next. */
export function pages(s: Source, width: number, height: number): Picture[] {
  const wide = width - 2 * EDGE
  const foot = legend(s, EDGE, 0, wide - 220)
  const bottom = height - EDGE - foot.high
  const columns = Math.max(1, plan(s.sheet, s.words, s.measure, s.images).board.columns.length)
  const groups = Math.ceil(columns / Math.floor((wide - SIZE.names) / SIZE.column))
  const each = Math.ceil(columns / groups)
  const column = Math.min(345, Math.floor((wide - SIZE.names) / each))
  const long = title(s, wide)
  const cover = long.high > LONG
  const short = title(s, wide, true)
  const first = cover ? short : long
  const probe = heads(plan(s.sheet, s.words, s.measure, s.images, column), groups > 1)
  const room = (head: Block) => bottom - EDGE - head.high - 2 * BETWEEN - probe.all
  const p = plan(s.sheet, s.words, s.measure, s.images, column, Math.max(120, room(first)))
  const h = heads(p, groups > 1)
  const runs = stack(p.bands, room(first), room(short))
  const out: Shape[][] = cover ? coverPages(s, wide, bottom - EDGE) : []
  for (let g = 0; g < groups; g++) {
    const from = g * each
    const to = Math.min(p.board.columns.length, from + each)
    for (const bands of runs) out.push(sheetPage(p, h, { from, to, bands }, out.length === 0 ? first : short))
  }
  return out.map((shapes, i) => ({ width, height, shapes: [...shapes, ...legend(s, EDGE, bottom + 8, wide - 220).shapes, pageNumber(s, i + 1, out.length, width, height)] }))
}

function sheetPage(p: Plan, h: Heads, part: Part, head: Block): Shape[] {
  return [...head.shapes(EDGE, EDGE), ...draw(p, h, part, EDGE, EDGE + head.high + BETWEEN)]
}

function pageNumber(s: Source, page: number, count: number, width: number, height: number): Shape {
  const text = s.words.page(page, count)
  return { kind: 'text', x: width - EDGE - s.measure(text, 11), y: height - EDGE, size: 11, text, color: INK.quiet }
}

/** Bands in runs that a page holds; the first page has less room. */
function stack(bands: readonly Band[], first: number, others: number): Band[][] {
  const runs: Band[][] = [[]]
  let left = first
  for (const band of bands) {
    if (band.high > left && runs.at(-1)!.length) {
      runs.push([])
      left = others
    }
    runs.at(-1)!.push(band)
    left -= band.high
  }
  return runs
}

interface Block { high: number; shapes: (x: number, y: number) => Shape[] }

function title(s: Source, wide: number, short = false): Block {
  const { map, words } = s
  const size = short ? 13 : 21
  const names = wrap(map.name, wide, size * 1.03, s.measure)
  const personas = map.personas.map((p) => p.name).filter(Boolean).join(' · ')
  const facts = wrap([words.state(map.state), words.revised(map)].join(' · '), wide, 11, s.measure)
  const who = short || !personas ? [] : wrap(words.persona(personas), Math.min(wide, 1100), SIZE.text, s.measure)
  const told = short ? [] : wrap(map.description, Math.min(wide, 1100), SIZE.text, s.measure)
  const line = size * 1.35
  const shapes = (x: number, y: number): Shape[] => [
    ...names.map((text, i): Shape => ({ kind: 'text', x, y: y + size + i * line, size, text, color: INK.text, bold: true })),
    ...facts.map((text, i): Shape => ({ kind: 'text', x, y: y + names.length * line + 11 + i * 15, size: 11, text, color: INK.quiet })),
    ...[...who, ...told].map((text, i): Shape => ({ kind: 'text', x, y: y + names.length * line + facts.length * 15 + 20 + i * 17 + (i >= who.length && who.length ? 5 : 0), size: SIZE.text, text, color: i < who.length ? INK.text : INK.quiet })),
  ]
  return { high: names.length * line + facts.length * 15 + (who.length + told.length ? (who.length + told.length) * 17 + 14 : 0), shapes }
}

/** A long description alone, over as many pages as it takes. */
function coverPages(s: Source, wide: number, high: number): Shape[][] {
  const head = title({ ...s, map: { ...s.map, description: '', personas: [] } }, wide)
  const personas = s.map.personas.map((p) => p.name).filter(Boolean).join(' · ')
  const lines = [...(personas ? wrap(s.words.persona(personas), Math.min(wide, 1100), SIZE.text, s.measure) : []), '', ...wrap(s.map.description, Math.min(wide, 1100), SIZE.text, s.measure)]
  const each = Math.max(1, Math.floor((high - head.high - BETWEEN) / 17))
  const out: Shape[][] = []
  for (let i = 0; i < lines.length; i += each) {
    out.push([...head.shapes(EDGE, EDGE), ...lines.slice(i, i + each).map((text, k): Shape => ({ kind: 'text', x: EDGE, y: EDGE + head.high + BETWEEN + 14 + k * 17, size: SIZE.text, text, color: INK.text }))])
  }
  return out
}

/** What the signs mean, in a line that breaks where it must. */
function legend(s: Source, x: number, y: number, wide: number): { high: number; shapes: Shape[] } {
  const { words, measure } = s
  const way = (color: string, dash?: number[]) => (at: number, line: number): Shape[] => [{ kind: 'path', d: path('M', at - 7, line, 'L', at + 3, line), stroke: color, width: 1.5, dash }, arrow(at + 9, line, 0, color)]
  const signs: [string, (at: number, line: number) => Shape[]][] = [
    [words.evidence('assumed'), (at, line) => evidenceMark(at, line, 'assumed')],
    [words.evidence('partly'), (at, line) => evidenceMark(at, line, 'partly')],
    [words.evidence('full'), (at, line) => evidenceMark(at, line, 'full')],
    [words.moment, (at, line) => [diamond(at, line, 5)]],
    [words.assumed, (at, line) => face(at, line, 1)],
    [words.branch, way(INK.quiet)],
    [words.loop, way(INK.accent, [4, 2.5])],
  ]
  let [at, line] = [x, y + 12]
  const shapes = signs.flatMap(([text, sign]): Shape[] => {
    const own = 26 + measure(text, SIZE.small) + 20
    if (at + own > x + wide && at > x) [at, line] = [x, line + 22]
    const drawn: Shape[] = [...sign(at + 10, line), { kind: 'text', x: at + 25, y: line + 3.6, size: SIZE.small, text, color: INK.quiet }]
    at += own
    return drawn
  })
  return { high: line - y + 12, shapes }
}
