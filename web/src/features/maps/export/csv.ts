import type { MapSheet } from '../../../api/types'
import { csv } from '../../ask/sheets'
import { cardsOf, read, strength } from '../sheet'
import type { SheetWords } from './words'

/** One row per card, step after step, lane after lane; safe to open in a spreadsheet. */
export function sheetCsv(sheet: MapSheet, words: SheetWords): string {
  const c = words.columns
  const board = read(sheet)
  const rows = board.columns.flatMap((column) => board.lanes.flatMap((lane) => cardsOf(board, column.step?.id, lane.id).map((card) => [
    column.stage.name, column.step?.name ?? '', lane.name || words.lane(lane.kind), card.text, card.value ?? undefined, card.channel ? words.channel(card.channel) : '',
    card.touchpoint ? words.touchpoint(card.touchpoint) : '', card.owner ?? '', card.moment ? c.yes : '', card.impact || undefined, card.effort || undefined, words.status(card.status), words.evidence(strength(card.evidence)), card.note ?? '', words.measured.card(card.id),
  ])))
  const columns = [c.stage, c.step, c.lane, c.text, c.value, c.channel, c.touchpoint, c.owner, c.moment, c.impact, c.effort, c.status, c.evidence, c.note, c.figure]
  return csv({ id: 'map', columns: columns.map((id) => ({ id, unit: 'key' as const })), rows })
}
