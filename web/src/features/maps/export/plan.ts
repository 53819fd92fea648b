// The sheet measured: what stands in each cell, how high each row is. Where a page has an end, a row goes on in the next band, at the edge of a
// card or within a long one.
import type { MapCard, MapLane, MapSheet } from '../../../api/types'
import { cardsOf, read, type Board } from '../sheet'
import type { Images } from './shapes'
import { wrap, type Measure } from './text'
import type { SheetWords } from './words'

export const SIZE = { column: 196, names: 128, text: 12, line: 16.5, small: 10, smallLine: 13.5, gap: 7 }
/** Between the edge of a card and its text. */
export const INSET = { left: 12, top: 9, bottom: 8, marks: 30 }
const ZONES: Record<string, number> = { emotion: 116, engagement: 30 }
const LEAST = 44

export interface Row { text: string; role: 'text' | 'note' | 'foot' }

/** A card, or as much of it as a page holds. */
export interface Item { card: MapCard; rows: Row[]; first: boolean; last: boolean; image?: { id: string; w: number; h: number }; high: number }

/** A lane, or as much of it as a page holds. */
export interface Band { lane: MapLane; name: string[]; first: boolean; zone: number; high: number; cells: Item[][] }

export interface Plan { board: Board; bands: Band[]; column: number; stepNames: string[][]; words: SheetWords; measure: Measure; images: Images }

export const rowHigh = (row: Row) => (row.role === 'text' ? SIZE.line : SIZE.smallLine)

/** No band is higher than the limit, but where a single line is. */
export function plan(sheet: MapSheet, words: SheetWords, measure: Measure, images: Images, column = SIZE.column, limit = Infinity): Plan {
  const board = read(sheet)
  const stepNames = board.columns.map((c) => (c.step ? [...wrap(c.step.name, column - 46, SIZE.text * 1.05, measure), ...words.measured.step(c.step.id).flatMap((line) => wrap(line, column - 40, SIZE.text * 1.05, measure))] : []))
  const bands = board.lanes.flatMap((lane) => {
    const zone = ZONES[lane.kind] ?? 0
    const room = Math.max(80, limit - zone - 2 * SIZE.gap)
    const cells = board.columns.map((c) => cardsOf(board, c.step?.id, lane.id).flatMap((card) => items(card, zone > 0, room, column, words, measure, images)))
    return intoBands(lane, wrap(lane.name || words.lane(lane.kind), SIZE.names - 22, 11.5, measure), cells, zone, limit)
  })
  return { board, bands, column, stepNames, words, measure, images }
}

function items(card: MapCard, bare: boolean, room: number, column: number, words: SheetWords, measure: Measure, images: Images): Item[] {
  const marks = card.moment ? INSET.marks + 14 : INSET.marks
  const wide = column - 2 * SIZE.gap - INSET.left - (bare ? 4 : marks)
  const image = images.get(card.image ?? '')
  const shown = image && { id: card.image!, ...within(image.width, image.height, column - 2 * SIZE.gap - 2 * INSET.left, Math.min(130, room / 2)) }
  const rows: Row[] = [
    ...wrap(card.text, wide, bare ? SIZE.small + 1 : SIZE.text, measure).map((text): Row => ({ text, role: 'text' })),
    ...wrap(card.note ?? '', wide + (bare ? 0 : marks - 12), SIZE.small, measure).map((text): Row => ({ text, role: 'note' })),
    ...wrap(foot(card, words), wide + (bare ? 0 : marks - 12), SIZE.small, measure).map((text): Row => ({ text, role: 'foot' })),
  ]
  const frame = bare ? 4 : INSET.top + INSET.bottom
  const parts: Item[] = []
  let part: Row[] = []
  let high = frame + (shown ? shown.h + 6 : 0)
  const end = (last: boolean) => {
    parts.push({ card, rows: part, first: parts.length === 0, last, image: parts.length === 0 ? shown : undefined, high })
    part = []
    high = frame
  }
  for (const row of rows) {
    if (part.length && high + rowHigh(row) > room) end(false)
    part.push(row)
    high += rowHigh(row)
  }
  if (rows.length === 0) high = Math.max(high, frame + SIZE.line)
  end(true)
  return parts
}

function foot(card: MapCard, words: SheetWords): string {
  const place = [card.touchpoint && words.touchpoint(card.touchpoint), card.channel && words.channel(card.channel)].filter(Boolean).join(', ')
  return [words.measured.card(card.id), place, card.owner, card.impact || card.effort ? words.worth(card.impact ?? 0, card.effort ?? 0) : '', words.status(card.status)].filter(Boolean).join(' · ')
}

function within(w: number, h: number, wide: number, high: number) {
  const scale = Math.min(wide / Math.max(1, w), high / Math.max(1, h), 1)
  return { w: w * scale, h: h * scale }
}

function intoBands(lane: MapLane, name: string[], cells: Item[][], zone: number, limit: number): Band[] {
  const bands: Band[] = []
  const at = cells.map(() => 0)
  do {
    const own = bands.length === 0 ? zone : 0
    const taken = cells.map((cell, i) => {
      const from = at[i]!
      let high = own + 2 * SIZE.gap
      for (let k = from; k < cell.length && (k === from || high + cell[k]!.high + SIZE.gap <= limit); k++) {
        high += cell[k]!.high + SIZE.gap
        at[i] = k + 1
      }
      return cell.slice(from, at[i])
    })
    const high = Math.max(LEAST, name.length * 15 + 16, ...taken.map((cell) => own + 2 * SIZE.gap + cell.reduce((h, x) => h + x.high + SIZE.gap, -SIZE.gap)), own + 10)
    bands.push({ lane, name, first: bands.length === 0, zone: own, high, cells: taken })
  } while (cells.some((cell, i) => at[i]! < cell.length))
  return bands
}
