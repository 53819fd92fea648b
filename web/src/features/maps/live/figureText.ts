import type { MapOverlay, MapOverlayMetric, MapOverlayRate, MapOverlaySignal } from '../../../api/types'
import type { Format } from '../../../app/format'

// What is measured, as text: on cards, and in pictures and tables of a map. Pure.

interface Figure { value: string; margin?: string; before?: string; between?: { low: string; high: string } }

/** The figure of a card's question. */
export function metricText(m: MapOverlayMetric, f: Format): Figure {
  const plain = (v: number) => f.num(Math.round(v * 100) / 100)
  if (m.unit !== 'share') return { value: plain(m.value), before: m.before === undefined ? undefined : plain(m.before) }
  const { value, interval } = m
  if (!interval || m.n === 0) return { value: '–' }
  const r = f.rate({ k: Math.round(value * m.n), n: m.n, ...interval })
  return { value: r.value, margin: r.margin, before: m.before === undefined ? undefined : f.percent(m.before), between: { low: r.low, high: r.high } }
}

/** What fewer have said is no figure of a step. */
export const FEW = 5

/** How many digits a scale deserves. */
export const scaleDigits = (scale: string) => (scale === 'nps' ? 0 : scale === 'sentiment' ? 2 : 1)

/** A figure on a scale: with its sign where the scale has a middle of 0. */
export function scaleText(scale: string, v: number, f: Format): string {
  const digits = scaleDigits(scale)
  return (scale === 'nps' || scale === 'sentiment' ? f.signed : f.num)(Math.round(v * 10 ** digits) / 10 ** digits)
}

/** What pictures and tables need to say of what is measured. */
export interface FigureWords { people: (n: number) => string; step: (id: string) => string; leave: string; other: string; scale: (scale: string) => string }

const way = (change: { value: number; low: number; high: number } | undefined) => (!change ? '' : change.low > 0 ? ' ▲' : change.high < 0 ? ' ▼' : ' ≈')

const signalText = (s: MapOverlaySignal, f: Format, w: FigureWords) =>
  `${w.scale(s.scale)} ${scaleText(s.scale, s.value, f)} (${f.num(s.n)})${s.before ? ` ◇ ${scaleText(s.scale, s.before.value, f)} (${f.num(s.before.n)})` : ''}${way(s.change)}`

/** The lines of a step: its people, where they go on, who ends here, what they say; beside each the figure that it is compared with. */
export function stepLines(o: MapOverlay | undefined, id: string, f: Format, w: FigureWords): string[] {
  const s = o?.steps.find((x) => x.step === id)
  if (!s?.people) return []
  const share = (label: string, r: MapOverlayRate) => `${label} ${r.n ? f.rate(r).value : '–'}${r.before?.n ? ` (◇ ${f.rate(r.before).value})` : ''}${way(r.change)}`
  const next = [...s.next].sort((a, b) => b.k - a.k).slice(0, 3)
  return [
    `${w.people(s.people.n)}${s.people.before === undefined ? '' : ` (◇ ${f.num(s.people.before)})`}${way(s.people.change)}`,
    ...next.map((e) => share(`→ ${w.step(e.to)}`, e)),
    ...(s.exits ? [share(w.leave, s.exits)] : []),
    ...s.signals.filter((x) => x.n >= FEW).map((x) => signalText(x, f, w)),
  ]
}

/** The figure of a card: of its question, or the people of what it is bound to and what they say. */
export function cardLine(o: MapOverlay | undefined, id: string, f: Format, w: FigureWords): string {
  const c = o?.cards.find((x) => x.card === id)
  if (c?.metric && !c.metric.fault) {
    const m = metricText(c.metric, f)
    return `${m.value}${m.margin ?? ''} (${f.num(c.metric.n)})${m.before ? ` ◇ ${m.before}` : ''}${way(c.metric.change)}`
  }
  const people = c?.people ? [`${w.people(c.people.n)}${c.people.before === undefined ? '' : ` (◇ ${f.num(c.people.before)})`}${way(c.people.change)}`] : []
  return [...people, ...(c?.signals ?? []).filter((x) => x.n >= FEW).map((x) => signalText(x, f, w))].join(' · ')
}
