// What a picture is made of, whatever file it becomes. Units are CSS pixels, y goes down; a path is SVG path data.
export type Shape =
  | { kind: 'box'; x: number; y: number; w: number; h: number; r?: number; fill?: string; stroke?: string }
  | { kind: 'path'; d: string; fill?: string; stroke?: string; width?: number; dash?: number[] }
  /** y is the base line. */
  | { kind: 'text'; x: number; y: number; size: number; text: string; color: string; bold?: boolean; middle?: boolean }
  | { kind: 'image'; x: number; y: number; w: number; h: number; id: string }

export interface Picture { width: number; height: number; shapes: Shape[] }

/** A picture of a card, as PNG, with its own size. */
export interface Image { png: Uint8Array; width: number; height: number }
export type Images = ReadonlyMap<string, Image>

/** Paper is light, whatever the screen is. */
export const INK = { text: '#1f2321', quiet: '#565a57', faint: '#8b8f8c', rule: '#d7d7d2', wash: '#f7f7f4', paper: '#ffffff', accent: '#0b6e63', bad: '#b0520f', good: '#2f6fb4' }

/** Grounds of stages, and of their names. */
const STAGES = [['#e3f2ef', '#0b5a51'], ['#f1e9f8', '#5f3a86'], ['#e8f1df', '#41641f'], ['#fae8f0', '#8a2f5b'], ['#e4eefa', '#24538c'], ['#f4f0dc', '#665511']] as const
export const stageColors = (i: number) => STAGES[i % STAGES.length]!

/** Blue for good, orange for bad, grey between. */
export function feelColor(value: number): string {
  return value >= 2 ? INK.good : value === 1 ? '#456e98' : value === 0 ? '#686c69' : value === -1 ? '#955c31' : INK.bad
}

const n = (x: number) => Math.round(x * 100) / 100

/** Path data of numbers and letters. */
export const path = (...parts: (string | number)[]): string => parts.map((p) => (typeof p === 'number' ? n(p) : p)).join(' ')

export const circle = (x: number, y: number, r: number) => path('M', x - r, y, 'A', r, r, 0, 1, 0, x + r, y, 'A', r, r, 0, 1, 0, x - r, y, 'Z')

export function roundBox(x: number, y: number, w: number, h: number, r = 0): string {
  if (r === 0) return path('M', x, y, 'L', x + w, y, 'L', x + w, y + h, 'L', x, y + h, 'Z')
  return path('M', x + r, y, 'L', x + w - r, y, 'Q', x + w, y, x + w, y + r, 'L', x + w, y + h - r, 'Q', x + w, y + h, x + w - r, y + h, 'L', x + r, y + h, 'Q', x, y + h, x, y + h - r, 'L', x, y + r, 'Q', x, y, x + r, y, 'Z')
}

export const diamond = (x: number, y: number, r: number): Shape => ({ kind: 'path', d: path('M', x, y - r, 'L', x + r, y, 'L', x, y + r, 'L', x - r, y, 'Z'), fill: INK.text })

/** How well something is borne out by data, by shape: a ring, a half disc, a whole one. */
export function evidenceMark(x: number, y: number, strength: 'assumed' | 'partly' | 'full'): Shape[] {
  const r = 4.4
  const stroke = strength === 'assumed' ? INK.faint : INK.accent
  const ring: Shape = { kind: 'path', d: circle(x, y, r), stroke, width: 1.2, fill: strength === 'full' ? INK.accent : INK.paper }
  return strength === 'partly' ? [ring, { kind: 'path', d: path('M', x, y - r, 'A', r, r, 0, 0, 0, x, y + r, 'Z'), fill: INK.accent }] : [ring]
}

/** A face for a feeling: its mouth says it to those who see no colours. */
export function face(x: number, y: number, value: number): Shape[] {
  const color = feelColor(value)
  const bend = value * 1.55
  const mouth = y + 3 - bend / 3
  return [
    { kind: 'path', d: circle(x, y, 9), fill: INK.paper, stroke: color, width: 1.8 },
    { kind: 'path', d: circle(x - 3, y - 2.2, 1.2), fill: color },
    { kind: 'path', d: circle(x + 3, y - 2.2, 1.2), fill: color },
    { kind: 'path', d: path('M', x - 4, mouth, 'Q', x, y + 3 + bend, x + 4, mouth), stroke: color, width: 1.6 },
  ]
}

/** The head of an arrow whose tip is here: 0 points right, then clockwise by quarters. */
export function arrow(x: number, y: number, quarter: 0 | 1 | 2, color: string): Shape {
  const [a, b] = [7, 3.6]
  const d = quarter === 1 ? path('M', x, y, 'L', x - b, y - a, 'L', x + b, y - a, 'Z') : quarter === 0 ? path('M', x, y, 'L', x - a, y - b, 'L', x - a, y + b, 'Z') : path('M', x, y, 'L', x + a, y - b, 'L', x + a, y + b, 'Z')
  return { kind: 'path', d, fill: color }
}
