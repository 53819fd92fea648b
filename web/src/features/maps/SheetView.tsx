import { DndContext, DragOverlay } from '@dnd-kit/core'
import { flushSync } from 'react-dom'
import { memo, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { IconPlus } from '../../ui/icons'
import { Cell, CardInside } from './Cells'
import { BendContext, newBend, useSheetDrag, type Held, type Spot, type Target } from './drag'
import { NAME, placeName, type At, type Editor } from './editor'
import { Curve } from './Feeling'
import { LaneName, StageHead, StepHead } from './Heads'
import { newStage } from './keys'
import { arcMiddle, arcPath, arcs, laneHigh, LEVEL, NAMES, STAGE_HIGH, STEP_HIGH, topOf, WIDE } from './layout'
import liveCss from './live/live.module.css'
import { MeasuredCurve } from './live/MeasuredCurve'
import { StepFigures } from './live/StepFigures'
import { LiveContext } from './live/useLook'
import css from './sheet.module.css'
import { cardsOf, leadsTo, nameOf, type Board } from './sheet'
import { useSheetKeys } from './useSheetKeys'
import type { MapStore, View } from './store'

interface Props { store: MapStore; view: View; editor: Editor; zoom: number; onNewLane: (anchor: HTMLElement | null) => void; measured?: boolean }

/** Columns beyond the edge that are drawn all the same, so that none is missing while it scrolls. */
const BEYOND = 2
/** Rows of the grid before the first lane: stages, arrows, steps, and what is measured of them. */
const HEADS = 4
/** What is measured of a step has its room before the answer is there, so that nothing jumps. */
const LIVE_HIGH = 11.4

/** The sheet: stages over steps over lanes. Only the columns in view are there. */
export function SheetView({ store, view, editor, zoom, onNewLane, measured }: Props) {
  const { t } = useTranslation()
  const { board, head } = view
  const { act, at, wantedRef, writing } = editor
  const live = useContext(LiveContext)
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const em = 13 * zoom
  const range = useColumnsInView(scroller, em, board.columns.length)
  const rowTops = useCallback(() => [...(grid.current?.querySelectorAll<HTMLElement>('[data-lane]') ?? [])].map((el) => el.offsetTop), [])
  const [bend] = useState(newBend)
  const drag = useSheetDrag(act, board, scroller, rowTops)
  const highs = useMemo(() => board.lanes.map((l) => laneHigh(board, l)), [board])
  const flow = useMemo(() => arcs(board), [board])
  const flowHigh = flow.levels ? flow.levels * LEVEL + 0.5 : 0
  const led = useMemo(() => new Set(board.columns.filter((c, i) => c.step && board.columns[i - 1]?.step && leadsTo(board, board.columns[i - 1]!.step!.id).includes(c.step.id)).map((c) => c.key)), [board])
  // Where nothing was chosen yet, Tab leads to the first head.
  const focus = useMemo<At>(() => (at && stands(board, at) ? at : { row: 'stage', col: board.columns[0]?.key ?? NAME }), [at, board])
  const heldCol = drag.held ? colOf(board, drag.held) : -1
  const shown = useMemo(() => columnsShown(range, board.columns.length, [board.columns.findIndex((c) => c.key === focus.col), heldCol]), [range, board, focus.col, heldCol])

  const newLane = useCallback(() => onNewLane(grid.current?.querySelector<HTMLElement>('[data-new-lane]') ?? null), [onNewLane])

  // The focus follows what was done, also into columns that were not in view.
  useLayoutEffect(() => {
    const to = wantedRef.current
    // Who writes has the focus already.
    if (writing) wantedRef.current = undefined
    if (!to || writing) return
    const el = grid.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(placeName(to))}"]`)
    if (!el) return
    wantedRef.current = undefined
    el.focus({ preventScroll: true })
    reveal(scroller.current!, el, em, to.col === NAME ? -1 : board.columns.findIndex((c) => c.key === to.col), STAGE_HIGH + flowHigh + STEP_HIGH)
  })
  useLayoutEffect(() => {
    const col = writing ? board.columns.findIndex((c) => c.key === focus.col) : -1
    const el = writing && grid.current?.querySelector<HTMLElement>('textarea')
    if (el && col >= 0) reveal(scroller.current!, el, em, col, STAGE_HIGH + flowHigh + STEP_HIGH)
  }, [writing, board, focus.col, em, flowHigh])

  const { carrying, onKeyDown } = useSheetKeys({ store, view, act, focus, newLane })

  const cols = board.columns.length
  const rows = [`${STAGE_HIGH}em`, `${flowHigh}em`, `${STEP_HIGH}em`, measured ? `minmax(${LIVE_HIGH}em, auto)` : '0', ...highs.map((h, i) => (board.lanes[i]!.kind === 'emotion' ? `${h}em` : `minmax(${h}em, auto)`)), 'auto']
  const style = { fontSize: em, gridTemplateColumns: `${NAMES}em repeat(${cols}, ${WIDE}em) ${act.may ? '6em' : '0'}`, gridTemplateRows: rows.join(' '), ['--flow-high' as string]: `${flowHigh}em`, ['--small' as string]: zoom < 0.6 ? 0 : 1, ['--wide' as string]: NAMES + cols * WIDE } as CSSProperties
  return (
    <div className={css.scroller} ref={scroller} data-carrying={carrying || undefined}>
      <BendContext.Provider value={bend}>
      <DndContext {...drag.context} accessibility={{ announcements: NO_WORDS, screenReaderInstructions: { draggable: t('maps.how') } }}>
        <div ref={grid} role="grid" tabIndex={-1} aria-label={head.name} aria-describedby="maps-how" aria-colcount={cols + 1} aria-rowcount={board.lanes.length + (measured ? 3 : 2)} aria-readonly={!act.may} className={css.grid} style={style} onKeyDown={onKeyDown}>
          <div role="row" aria-rowindex={1} className={css.row}>
            <Corner name={head.name} may={act.may} />
            {board.stages.map((s, i) => {
              const span = board.spans.get(s.id)!
              const key = board.columns[span.from]!.key
              const on = focus.row === 'stage' && board.columns.find((c) => c.key === focus.col)?.stage.id === s.id
              return <StageHead key={s.id} stage={s} index={i} from={span.from} count={span.count} col={key} active={on} writing={writing?.kind === 'stage' && writing.id === s.id} />
            })}
            {act.may ? <div role="columnheader" aria-colindex={cols + 2} className={css.end} style={{ gridColumn: cols + 2 }}>
              <button type="button" className={`plain ${css.addStage}`} onClick={() => newStage(act)}><IconPlus size="1.1em" aria-hidden />{t('maps.stage')}</button>
            </div> : null}
          </div>
          {flowHigh ? <Flow board={board} flow={flow} /> : null}
          <div role="row" aria-rowindex={2} className={css.row}>
            {shown.map((i) => {
              const c = board.columns[i]!
              return <StepHead key={c.key} column={c} col={i} index={board.stages.findIndex((s) => s.id === c.stage.id)} led={led.has(c.key)} active={focus.row === 'step' && focus.col === c.key} writing={writing?.kind === 'step' && writing.id === c.step?.id} stripe={stripe(board, i)} />
            })}
          </div>
          {measured ? (
            <div role="row" aria-rowindex={3} className={css.row}>
              <div role="rowheader" aria-colindex={1} className={liveCss.rowHead}>{t('maps.live.title')}</div>
              {shown.map((i) => {
                const c = board.columns[i]!
                return <div key={c.key} role="gridcell" aria-colindex={i + 2} className={liveCss.row} data-fading={live?.fading || undefined} style={{ gridColumn: i + 2 }}>{c.step ? <StepFigures step={c.step.id} name={c.step.name || t('maps.noName.step')} /> : null}</div>
              })}
            </div>
          ) : null}
          {board.lanes.map((lane, r) => (
            <div key={lane.id} role="row" aria-rowindex={r + (measured ? 4 : 3)} className={css.row}>
              <LaneName lane={lane} row={r + HEADS + 1} scale={lane.kind === 'emotion'} active={focus.row === lane.id && focus.col === NAME} writing={writing?.kind === 'lane' && writing.id === lane.id} />
              {shown.map((i) => {
                const c = board.columns[i]!
                const mine = focus.row === lane.id && focus.col === c.key
                const cards = cardsOf(board, c.step?.id, lane.id)
                return <Cell key={c.key} column={c} lane={lane} cards={cards} col={i} row={r + HEADS + 1} high={highs[r]!} at={mine ? focus : undefined} writing={writingIn(writing, c.step?.id, lane.id, cards)} stripe={stripe(board, i)} mapId={head.id} />
              })}
              {lane.kind === 'emotion' ? <div role="presentation" className={css.row}><Curve board={board} lane={lane.id} high={highs[r]!} row={r + HEADS + 1} /><MeasuredCurve board={board} lane={lane.id} high={highs[r]!} row={r + HEADS + 1} /></div> : null}
            </div>
          ))}
          {act.may ? <div role="row" aria-rowindex={board.lanes.length + (measured ? 4 : 3)} className={css.row}>
            <div role="rowheader" aria-colindex={1} className={css.laneEnd} style={{ gridRow: board.lanes.length + HEADS + 1 }}>
              <button type="button" data-new-lane className={`plain ${css.addLane}`} onClick={(e) => onNewLane(e.currentTarget)}><IconPlus size="1.1em" aria-hidden />{t('maps.lane')}</button>
            </div>
          </div> : null}
          <DropMark spot={drag.spot} board={board} held={drag.held} />
        </div>
        <DragOverlay dropAnimation={null}>{drag.held ? <Dragged held={drag.held} view={view} em={em} /> : null}</DragOverlay>
      </DndContext>
      </BendContext.Provider>
      <p id="maps-how" className="hidden">{t('maps.how')}</p>
      <ul className="hidden" aria-label={t('maps.ways')}>{flow.arcs.map((a) => <li key={a.id}>{t('maps.leadsFromTo', { from: board.columns[a.from]?.step?.name ?? '', to: board.columns[a.to]?.step?.name ?? '' })} {a.label}</li>)}</ul>
    </div>
  )
}

// What is said while a thing is moved, the sheet says itself.
const silent = () => undefined
const NO_WORDS = { onDragStart: silent, onDragOver: silent, onDragEnd: silent, onDragCancel: silent }

const stripe = (board: Board, i: number) => board.stages.findIndex((s) => s.id === board.columns[i]?.stage.id) % 2 === 1

function Corner({ name, may }: { name: string; may: boolean }) {
  return <div role="columnheader" aria-colindex={1} className={css.corner} data-may={may || undefined}><span className="hidden">{name}</span></div>
}

function stands(board: Board, at: At): boolean {
  if (at.row !== 'stage' && at.row !== 'step' && !board.lanes.some((l) => l.id === at.row)) return false
  if (at.col === NAME) return at.row !== 'stage' && at.row !== 'step'
  const column = board.columns.find((c) => c.key === at.col)
  if (!column) return false
  return !at.card || at.card === 'handle' || cardsOf(board, column.step?.id, at.row).some((c) => c.id === at.card)
}

function writingIn(w: Editor['writing'], step: string | undefined, lane: string, cards: readonly { id: string }[]) {
  if (!w) return undefined
  if (w.kind === 'new') return w.step === step && w.lane === lane ? w : undefined
  return w.kind === 'card' && cards.some((c) => c.id === w.id) ? w : undefined
}

function colOf(board: Board, held: Held): number {
  const key = held.kind === 'card' ? [...board.cells.entries()].find(([, cards]) => cards.some((c) => c.id === held.id))?.[0].split(' ')[0] : held.kind === 'step' ? held.id : undefined
  return key === undefined ? -1 : (board.at.get(key) ?? -1)
}

/** Which columns the window shows; a change of less than a column is no change. */
function useColumnsInView(scroller: React.RefObject<HTMLDivElement | null>, em: number, count: number): { from: number; to: number } {
  const [range, setRange] = useState({ from: 0, to: 12 })
  useEffect(() => {
    const el = scroller.current
    if (!el) return undefined
    let asked = 0
    const read = () => {
      asked = 0
      const from = Math.max(0, Math.floor(el.scrollLeft / (WIDE * em)) - BEYOND)
      const to = Math.min(count, Math.ceil((el.scrollLeft + el.clientWidth - NAMES * em) / (WIDE * em)) + BEYOND)
      setRange((r) => (r.from === from && r.to === to ? r : { from, to }))
    }
    const later = () => { if (!asked) asked = requestAnimationFrame(read) }
    read()
    // Paper has no window: all of the sheet is there.
    const whole = () => flushSync(() => setRange({ from: 0, to: count }))
    window.addEventListener('beforeprint', whole)
    window.addEventListener('afterprint', later)
    el.addEventListener('scroll', later, { passive: true })
    const watcher = new ResizeObserver(later)
    watcher.observe(el)
    return () => {
      cancelAnimationFrame(asked)
      el.removeEventListener('scroll', later)
      window.removeEventListener('beforeprint', whole)
      window.removeEventListener('afterprint', later)
      watcher.disconnect()
    }
  }, [scroller, em, count])
  return range
}

function columnsShown(range: { from: number; to: number }, count: number, also: number[]): number[] {
  const shown: number[] = []
  for (let i = range.from; i < Math.min(range.to, count); i++) shown.push(i)
  for (const i of also) if (i >= 0 && i < count && (i < range.from || i >= range.to)) shown.push(i)
  return shown.sort((a, b) => a - b)
}

/** Scrolls so far that an element is not under the names or heads. */
function reveal(box: HTMLElement, el: HTMLElement, em: number, col: number, heads: number) {
  if (col >= 0) {
    const left = col * WIDE * em
    const room = box.clientWidth - NAMES * em
    if (left < box.scrollLeft) box.scrollLeft = left - 8
    else if (left + WIDE * em > box.scrollLeft + room) box.scrollLeft = left + WIDE * em - room + 8
  }
  const outer = box.getBoundingClientRect()
  const r = el.getBoundingClientRect()
  const top = outer.top + heads * em
  if (el.matches('[role=columnheader]')) return
  if (r.top < top) box.scrollTop -= top - r.top + 8
  else if (r.bottom > outer.bottom) box.scrollTop += Math.min(r.bottom - outer.bottom + 8, r.top - top)
}

/** Branches and loops, over the heads of the steps. */
const Flow = memo(function Flow({ board, flow }: { board: Board; flow: ReturnType<typeof arcs> }) {
  const wide = board.columns.length * WIDE
  const high = flow.levels * LEVEL + 0.5
  return (
      <div className={css.flow} style={{ gridColumn: `2 / span ${Math.max(1, board.columns.length)}` }} aria-hidden>
        <svg viewBox={`0 0 ${wide} ${high}`} style={{ width: `${wide}em`, height: `${high}em` }}>
          <defs><marker id="map-head" viewBox="0 0 6 6" refX="4.6" refY="3" markerWidth="5" markerHeight="5" orient="auto-start-reverse"><path d="M0 0.4L5.4 3L0 5.6z" /></marker></defs>
          {flow.arcs.map((a) => {
            const mid = arcMiddle(a, flow.levels)
            return (
              <g key={a.id} data-back={a.back || undefined} data-map-edge={a.id}>
                <path d={arcPath(a, flow.levels)} markerEnd="url(#map-head)" />
                {a.label ? <text x={mid.x} y={mid.y + 0.24} textAnchor="middle">{a.label}</text> : null}
              </g>
            )
          })}
        </svg>
      </div>
  )
})

/** Where what is held would come to; it alone is drawn anew as the pointer moves. */
function DropMark({ spot, board, held }: { spot: Spot<Target>; board: Board; held: Held | undefined }) {
  const target = useSyncExternalStore(spot.subscribe, spot.get)
  if (!target || !held) return null
  return <div className={css.drop} data-kind={target.kind} data-after={target.index > 0 || undefined} style={markStyle(target, board, held)} aria-hidden />
}

function markStyle(target: Target, board: Board, held: Held): CSSProperties {
  if (target.kind === 'lane') return { gridColumn: '1 / -1', gridRow: target.row + HEADS + 1 }
  if (target.kind === 'stage') {
    const span = board.spans.get(board.columns[target.col]!.stage.id)!
    return { gridColumn: `${span.from + 2} / span ${span.count}`, gridRow: '1 / -1' }
  }
  if (target.kind === 'step') return { gridColumn: target.col + 2, gridRow: `3 / -1` }
  const lane = board.lanes[target.row]!
  const others = cardsOf(board, board.columns[target.col]?.step?.id, lane.id).filter((c) => c.id !== held.id)
  return { gridColumn: target.col + 2, gridRow: target.row + HEADS + 1, ['--at' as string]: `${topOf(others, target.index)}em` }
}

function Dragged({ held, view, em }: { held: Held; view: View; em: number }) {
  const card = held.kind === 'card' ? view.sheet.cards.find((c) => c.id === held.id) : undefined
  if (card) return <div className={css.card} data-lifted style={{ fontSize: em }}><CardInside card={card} kind={view.sheet.lanes.find((l) => l.id === card.lane)?.kind ?? ''} mapId={view.head.id} /></div>
  return <div className={css.lifted} style={{ fontSize: em }}>{nameOf(view.sheet, held.kind, held.id)}</div>
}

