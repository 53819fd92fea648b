import type { EChartsCoreOption } from 'echarts/core'
import type { LedgerRow, PathsAnswer, TrendAnswer } from '../api/types'
import type { Format } from '../app/format'
import { escapeHtml, SERIES, SYMBOLS, type Look } from './look'

// Turning answers into chart options: pure, and tested without a browser.

/** A place in a line where nothing is drawn, as the chart library writes it. */
const NONE = '-'

type TrendSeries = TrendAnswer['series'][number]
type Bounds = NonNullable<TrendSeries['bounds']>[number]

interface TipPoint { seriesName?: string; value?: number | string; axisValue?: string; marker?: string; name?: string; dataIndex?: number; seriesIndex?: number; dataType?: string; data?: unknown }

function frame(look: Look) {
  return {
    textStyle: { fontFamily: look.font, color: look.ink },
    tooltip: { backgroundColor: look.surface, borderColor: look.rule, textStyle: { color: look.ink, fontFamily: look.font, fontSize: 13 }, extraCssText: 'box-shadow: 0 4px 18px rgba(0,0,0,.16); border-radius: 8px; max-width: 320px; white-space: normal;' },
  }
}

function axis(look: Look) {
  return { axisLine: { lineStyle: { color: look.rule } }, axisTick: { show: false }, axisLabel: { color: look.ink2, fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: look.rule } } }
}

interface TrendWords {
  name: (value: string, other?: boolean) => string
  behind: (n: string) => string
  range?: (low: string, high: string) => string // of a mean's interval
  hourly: boolean
  most?: number // what the scale reaches to, where another chart stands beside on the same one
  unfinished?: string // that a part only of an interval is counted: what leads to it is dotted, so that it does not look like a fall
}

/** The next greater 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten, as the end of a scale. */
export function round(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(most, 1)))
  return ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((n) => n * ten >= most) ?? 10) * ten
}

/** A mean without the digits that no sample of such numbers can tell. */
export const rough = (mean: number) => (Math.abs(mean) >= 1000 ? Math.round(mean) : mean)

/** Lines over time; every point says how many stand behind it. */
export function trendOption(a: TrendAnswer, f: Format, look: Look, words: TrendWords): EChartsCoreOption {
  const at = (i: number) => (words.hourly ? f.dateTime(a.starts[i]!) : f.date(a.starts[i]!))
  const single = a.series.length === 1
  const parts = new Set(words.unfinished ? a.unfinished : [])
  const known = (s: TrendSeries, k: number) => !s.bounds || s.n[k]! > 0 // the mean of nothing is no 0
  const ended = (s: TrendSeries) => s.points.map((p, k) => (parts.has(k) || !known(s, k) ? NONE : p))
  const open = (s: TrendSeries) => s.points.map((p, k) => (known(s, k) && (parts.has(k) || parts.has(k - 1) || parts.has(k + 1)) ? p : NONE))
  const line = (s: TrendSeries, i: number, data: (number | string)[]) => ({
    type: 'line',
    name: words.name(s.value, s.other),
    data,
    symbol: SYMBOLS[i % SYMBOLS.length],
    symbolSize: single ? 5 : 7,
    showSymbol: s.points.length <= 62,
    lineStyle: { width: 2, type: s.other ? 'dashed' : 'solid' },
    itemStyle: { color: single ? look.flow : SERIES[i % SERIES.length] },
    areaStyle: single && !s.bounds ? { color: look.flowSoft, opacity: 0.22 } : undefined,
    emphasis: { focus: 'series' },
  })
  const lines = [...a.series.map((s, i) => line(s, i, ended(s))), ...(parts.size ? a.series.map((s, i) => ({ ...line(s, i, open(s)), lineStyle: { width: 2, type: 'dotted' }, areaStyle: undefined })) : [])]
  return {
    ...frame(look),
    grid: { left: 8, right: 16, top: single ? 14 : 40, bottom: 4, containLabel: true },
    legend: single ? undefined : { top: 0, left: 4, textStyle: { color: look.ink2 }, itemHeight: 9, type: 'scroll' },
    tooltip: {
      ...frame(look).tooltip,
      trigger: 'axis',
      formatter: (points: TipPoint[]) => {
        const i = points[0]?.dataIndex ?? 0
        const rows = points.filter((p) => (p.seriesIndex ?? 0) < lines.length && p.value !== undefined && p.value !== NONE).map((p) => {
          const s = a.series[(p.seriesIndex ?? 0) % a.series.length]
          const n = s?.n[i] ?? 0
          const name = single ? '' : escapeHtml(words.name(s?.value ?? '', s?.other)) + ' '
          const b = n > 1 ? s?.bounds?.[i] : undefined
          const range = b && words.range ? ` <span style="opacity:.7">${escapeHtml(words.range(f.num(rough(b.low)), f.num(rough(b.high))))}</span>` : ''
          return `${p.marker ?? ''}${name}<b>${f.num(b ? rough(s?.points[i] ?? 0) : (s?.points[i] ?? 0))}</b>${range}${n === s?.points[i] ? '' : ` <span style="opacity:.7">${escapeHtml(words.behind(f.num(n)))}</span>`}`
        })
        const open = words.unfinished && parts.has(i) ? `<br><span style="opacity:.7">${escapeHtml(words.unfinished)}</span>` : ''
        return `${escapeHtml(at(i))}<br>${[...new Set(rows)].join('<br>')}${open}`
      },
    },
    xAxis: { type: 'category', boundaryGap: false, data: a.starts.map((s) => (words.hourly ? f.dateTime(s) : f.day(s))), ...axis(look), splitLine: { show: false } },
    yAxis: { type: 'value', minInterval: a.series[0]?.bounds ? undefined : 1, max: words.most === undefined ? undefined : round(words.most), ...axis(look), axisLabel: { color: look.ink2, fontSize: 12, formatter: (v: number) => f.short(v) } },
    series: single ? [...lines, ...band(a.series[0]!, look)] : lines,
  }
}

/** Below so few numbers an interval is so wide that it would flatten the line; the table and the tip have it all the same. */
const SHADED = 5

/** The intervals of means, shaded: from the lower ends, which are not seen, to the upper ones. */
function band(s: TrendSeries, look: Look) {
  const bounds = s.bounds
  if (!bounds) return []
  const shade = (of: (b: Bounds) => number, areaStyle?: object) => ({
    type: 'line',
    data: bounds.map((b, k) => (s.n[k]! >= SHADED ? of(b) : NONE)),
    stack: 'interval',
    stackStrategy: 'all',
    symbol: 'none',
    silent: true,
    z: 1,
    lineStyle: { opacity: 0 },
    areaStyle,
  })
  return [shade((b) => b.low), shade((b) => b.high - b.low, { color: look.flowSoft, opacity: 0.35 })]
}

export interface SankeyNode { name: string; step: number; raw: string; count: number; exits: number }
export interface SankeyLink { source: string; target: string; value: number; step: number; from: string; to: string; median: number }

/** Nodes and links of the step Sankey. A name at each step is a node of its own; what ended there is said, not drawn as a way on. */
export function sankeyData(a: PathsAnswer): { nodes: SankeyNode[]; links: SankeyLink[] } {
  const id = (step: number, name: string) => `${step}:${name}`
  const nodes = a.nodes.map((n) => ({ name: id(n.step, n.name), step: n.step, raw: n.name, count: n.count, exits: n.exits }))
  const known = new Set(nodes.map((n) => n.name))
  const links = a.edges
    .map((e) => ({ source: id(e.step, e.from), target: id(e.step + 1, e.to), value: e.count, step: e.step, from: e.from, to: e.to, median: e.median }))
    .filter((l) => l.value > 0 && known.has(l.source) && known.has(l.target))
  return { nodes, links }
}

export function sankeyOption(a: PathsAnswer, f: Format, look: Look, words: { name: (raw: string) => string; color: (raw: string) => string; node: (n: SankeyNode) => string; link: (l: SankeyLink) => string; backward: boolean }): EChartsCoreOption {
  const { nodes, links } = sankeyData(a)
  const last = Math.max(1, ...nodes.map((n) => n.step))
  const depth = (step: number) => (words.backward ? last - step : step - 1)
  return {
    ...frame(look),
    tooltip: { ...frame(look).tooltip, trigger: 'item', formatter: (p: TipPoint) => escapeHtml(p.dataType === 'edge' ? words.link(p.data as SankeyLink) : words.node(p.data as SankeyNode)).replaceAll('\n', '<br>') },
    series: [
      {
        type: 'sankey',
        animation: false,
        left: 4,
        right: 134,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 14,
        nodeAlign: 'left',
        layoutIterations: 24,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'gradient', opacity: 0.32, curveness: 0.5 },
        label: { color: look.ink, fontSize: 12, width: 124, overflow: 'truncate', formatter: (p: { data: SankeyNode }) => `${f.short(p.data.count)} ${words.name(p.data.raw)}` },
        labelLayout: { hideOverlap: true },
        data: nodes.map((n) => ({ ...n, depth: depth(n.step), itemStyle: { color: n.raw === '' ? look.still : words.color(n.raw), borderWidth: 0 } })),
        links: links.map((l) => (words.backward ? { ...l, source: l.target, target: l.source } : l)),
      },
    ],
  }
}

/** Received events stacked as what became of them; rejected ones are hatched, so that colour is not alone. */
export function ledgerOption(rows: LedgerRow[], f: Format, look: Look, words: { stored: string; duplicate: string; rejected: string; hourly: boolean }): EChartsCoreOption {
  const starts = [...new Set(rows.map((r) => r.start))].sort()
  const of = (key: 'stored' | 'duplicate' | 'rejected') => starts.map((s) => rows.filter((r) => r.start === s).reduce((n, r) => n + r[key], 0))
  const label = (s: string) => (words.hourly ? f.dateTime(s) : f.date(s))
  return {
    ...frame(look),
    aria: { enabled: true, decal: { show: true, decals: [{ symbol: 'none' }, { symbol: 'circle', symbolSize: 0.4 }, { symbol: 'rect', rotation: -0.8, dashArrayX: [1, 0], dashArrayY: [2, 4] }] } },
    grid: { left: 8, right: 12, top: 38, bottom: 4, containLabel: true },
    legend: { top: 0, left: 4, textStyle: { color: look.ink2 }, itemHeight: 10 },
    tooltip: { ...frame(look).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (points: TipPoint[]) => `${escapeHtml(label(starts[points[0]?.dataIndex ?? 0]!))}<br>${points.map((p) => `${p.marker ?? ''}${escapeHtml(p.seriesName ?? '')} <b>${f.num(Number(p.value ?? 0))}</b>`).join('<br>')}` },
    xAxis: { type: 'category', data: starts.map((s) => (words.hourly ? `${f.day(s)} ${f.time(s)}` : f.day(s))), ...axis(look), splitLine: { show: false } },
    yAxis: { type: 'value', minInterval: 1, ...axis(look), axisLabel: { color: look.ink2, fontSize: 12, formatter: (v: number) => f.short(v) } },
    series: [
      { type: 'bar', stack: 'all', name: words.stored, data: of('stored'), itemStyle: { color: look.flow }, barMaxWidth: 26 },
      { type: 'bar', stack: 'all', name: words.duplicate, data: of('duplicate'), itemStyle: { color: look.still } },
      { type: 'bar', stack: 'all', name: words.rejected, data: of('rejected'), itemStyle: { color: look.warn } },
    ],
  }
}
