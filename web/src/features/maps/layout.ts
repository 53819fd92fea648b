// Where things of a sheet are drawn, in em of the sheet's own type, so that zooming changes one number. Pure: nothing is measured on the screen.
import type { MapCard } from '../../api/types'
import { cardsOf, type Board } from './sheet'

/** Width of a column and of the names of the lanes; heights of the heads. */
export const WIDE = 13.5
export const NAMES = 11.5
export const STAGE_HIGH = 2.6
export const STEP_HIGH = 4.3
export const LEVEL = 1.7
const CURVE_HIGH = 9
const DOTS_HIGH = 3
const IMAGE_HIGH = 8

const TEXT_WIDE = WIDE - 2.6
const LINE = 1.38
const FRAME = 1.15
const GAP = 0.45

/** How many lines a text takes in a width of so many em; a Chinese sign is as wide as high. */
export function lines(text: string, wide = TEXT_WIDE): number {
  let count = 0
  for (const line of text.split('\n')) {
    let x = 0
    count++
    for (const word of line.split(/(?<=[\s\u2e80-\u9fff\uff00-\uffef])/)) {
      const w = width(word)
      if (x > 0 && x + w > wide) {
        count++
        x = 0
      }
      x += w
      while (x > wide) {
        count++
        x -= wide
      }
    }
  }
  return count
}

function width(word: string): number {
  let w = 0
  for (const c of word) w += c > '\u2e7f' ? 1 : /[A-Zmw@%]/.test(c) ? 0.68 : /[il.,;:'|! ]/.test(c) ? 0.29 : 0.53
  return w
}

/** Whether a card has a line of signs below its text. */
export function hasFoot(c: MapCard): boolean {
  return Boolean(c.touchpoint || c.channel || c.owner || c.moment || c.impact || c.effort || c.status || c.note || c.others?.length)
}

function cardHigh(c: MapCard): number {
  return FRAME + Math.min(9, lines(c.text)) * LINE + (hasFoot(c) ? 1.6 : 0) + (c.image ? 6 : 0)
}

function cellHigh(cards: readonly MapCard[]): number {
  return cards.reduce((h, c) => h + cardHigh(c) + GAP, 0) + 1.35
}

/** The least height of a lane; it grows where a browser breaks lines otherwise. */
export function laneHigh(board: Board, lane: { id: string; kind: string }): number {
  if (lane.kind === 'emotion') return CURVE_HIGH
  if (lane.kind === 'engagement') return DOTS_HIGH
  let high = lane.kind === 'image' ? IMAGE_HIGH / 2 : 3.4
  for (const c of board.columns) {
    const cards = cardsOf(board, c.step?.id, lane.id)
    if (cards.length) high = Math.max(high, cellHigh(cards))
  }
  return Math.ceil(high * 4) / 4
}

/** The index in a cell that a card dropped at this height comes to. */
export function indexAt(cards: readonly MapCard[], y: number): number {
  let top = GAP
  for (const [i, c] of cards.entries()) {
    if (y < top + cardHigh(c) / 2) return i
    top += cardHigh(c) + GAP
  }
  return cards.length
}

/** The height at which index i of a cell begins. */
export function topOf(cards: readonly MapCard[], i: number): number {
  return cards.slice(0, i).reduce((h, c) => h + cardHigh(c) + GAP, GAP) - GAP / 2
}

export interface Arc { id: string; from: number; to: number; level: number; back: boolean; label: string }

/** Edges as arcs over the heads of steps, on levels so that none lies on another; those that bridge less are lower. */
export function arcs(board: Board): { arcs: Arc[]; levels: number } {
  const all = board.edges.map((e) => ({ id: e.id, from: board.at.get(e.from)!, to: board.at.get(e.to)!, label: e.label ?? '' }))
  all.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from) || a.from - b.from || a.to - b.to)
  const taken: [number, number][][] = []
  const out = all.map((e): Arc => {
    const low = Math.min(e.from, e.to)
    const high = Math.max(e.from, e.to) + (e.from === e.to ? 0.4 : 0)
    let level = 0
    while (taken[level]?.some(([a, b]) => low < b && a < high)) level++
    ;(taken[level] ??= []).push([low, high])
    return { ...e, level, back: e.to <= e.from }
  })
  return { arcs: out, levels: taken.length }
}

/** The way of an arc: up from one step, along its level, down into the other. */
export function arcPath(a: Arc, levels: number): string {
  const bottom = levels * LEVEL + 0.5
  const y = bottom - (a.level + 1) * LEVEL + 0.35
  const side = a.to > a.from ? 1 : -1
  const x1 = (a.from + 0.5) * WIDE + side * 1.2
  const x2 = a.from === a.to ? x1 + 3 : (a.to + 0.5) * WIDE - side * 1.2
  const r = 0.7 * (x2 > x1 ? 1 : -1)
  return `M${x1} ${bottom}V${y + 0.7}Q${x1} ${y} ${x1 + r} ${y}H${x2 - r}Q${x2} ${y} ${x2} ${y + 0.7}V${bottom - 0.15}`
}

export const arcMiddle = (a: Arc, levels: number) => ({ x: ((a.from + a.to + 1) / 2) * WIDE + (a.from === a.to ? 0.5 : 0), y: levels * LEVEL + 0.5 - (a.level + 1) * LEVEL + 0.35 })

/** The range of the assumed feeling, worst to best. */
export const FEEL = [-2, 2] as const
/** How far the curve keeps from the edges of its lane: the faces have a size. */
const EDGE = 1.35

/** Height in a lane of so many em at which a feeling is drawn, and back. */
export const feelY = (value: number, high: number) => EDGE + ((FEEL[1] - value) / (FEEL[1] - FEEL[0])) * (high - 2 * EDGE)
export const feelAt = (y: number, high: number) => Math.max(FEEL[0], Math.min(FEEL[1], Math.round(FEEL[1] - ((y - EDGE) / (high - 2 * EDGE)) * (FEEL[1] - FEEL[0]))))

/** A smooth line through points that never swings beyond them: steps in x, each half of the way level. */
export function curve(points: readonly { x: number; y: number }[]): string {
  return points.map((p, i) => {
    if (i === 0) return `M${p.x} ${p.y}`
    const before = points[i - 1]!
    const mid = (before.x + p.x) / 2
    return `C${mid} ${before.y} ${mid} ${p.y} ${p.x} ${p.y}`
  }).join('')
}
