import { memo, useContext } from 'react'
import { curve, feelY, WIDE } from '../layout'
import sheetCss from '../sheet.module.css'
import { cardsOf, type Board } from '../sheet'
import css from './live.module.css'
import { LiveContext } from './useLook'

/** Where in a column the measured feeling stands: beside the face of the assumed one. */
export const ASIDE = 0.22

/** The line of what people tell, broken where too few told. */
export const MeasuredCurve = memo(function MeasuredCurve({ board, lane, high, row }: { board: Board; lane: string; high: number; row: number }) {
  const live = useContext(LiveContext)
  if (!live) return null
  const points = board.columns.flatMap((c, i) => {
    const card = cardsOf(board, c.step?.id, lane)[0]
    const value = card && live.card(card.id)?.feeling?.measured?.value
    return value === undefined ? [] : [{ x: (i + ASIDE) * WIDE, y: feelY(value, high) }]
  })
  const wide = board.columns.length * WIDE
  return (
    <svg className={`${sheetCss.curve} ${css.curve}`} style={{ gridRow: row, width: `${wide}em` }} viewBox={`0 0 ${wide} ${high}`} preserveAspectRatio="none" aria-hidden>
      <path d={curve(points)} />
    </svg>
  )
})
