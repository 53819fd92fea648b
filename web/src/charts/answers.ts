import type { EChartsCoreOption } from 'echarts/core'
import { escapeHtml, SERIES, type Look } from './look'

// Options of the charts of answers: pure, and tested without a browser.

const frame = (look: Look) => ({
  textStyle: { fontFamily: look.font, color: look.ink },
  tooltip: { backgroundColor: look.surface, borderColor: look.rule, textStyle: { color: look.ink, fontFamily: look.font, fontSize: 13 }, extraCssText: 'box-shadow: 0 4px 18px rgba(0,0,0,.16); border-radius: 8px; max-width: 320px; white-space: normal;' },
})
const axis = (look: Look) => ({ axisLine: { lineStyle: { color: look.rule } }, axisTick: { show: false }, axisLabel: { color: look.ink2, fontSize: 12, hideOverlap: true }, splitLine: { lineStyle: { color: look.rule } } })
const hatch = { symbol: 'rect', rotation: -0.8, dashArrayX: [1, 0], dashArrayY: [2, 4], color: 'rgba(255,255,255,.45)' }

interface Tip { seriesName?: string; value?: number | string; axisValue?: string; marker?: string; dataIndex?: number; seriesIndex?: number }

/** Rows as groups of bars that lie, one for each series; the second one is hatched, so that colour is not alone. */
export function barsOption(a: { rows: string[]; series: { name: string; values: number[] }[]; format: (v: number) => string }, look: Look): EChartsCoreOption {
  return {
    ...frame(look),
    grid: { left: 4, right: 20, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 4, textStyle: { color: look.ink2 }, itemHeight: 10 },
    tooltip: { ...frame(look).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (points: Tip[]) => `${escapeHtml(points[0]?.axisValue ?? '')}<br>${points.map((p) => `${p.marker ?? ''}${escapeHtml(p.seriesName ?? '')} <b>${escapeHtml(a.format(Number(p.value ?? 0)))}</b>`).join('<br>')}` },
    xAxis: { type: 'value', ...axis(look), axisLabel: { color: look.ink2, fontSize: 12, formatter: a.format } },
    yAxis: { type: 'category', inverse: true, data: a.rows, ...axis(look), axisLabel: { color: look.ink, fontSize: 12, width: 130, overflow: 'truncate' }, splitLine: { show: false } },
    series: a.series.map((s, i) => ({ type: 'bar', name: s.name, data: s.values, itemStyle: { color: i === 0 ? look.flow : SERIES[i % SERIES.length], decal: i === 1 ? hatch : undefined }, barMaxWidth: 14 })),
  }
}

/** Bars that stand, one for each bin. */
export function histogramOption(a: { bins: string[]; values: number[]; tip: (i: number) => string; format: (v: number) => string }, look: Look): EChartsCoreOption {
  return {
    ...frame(look),
    grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
    tooltip: { ...frame(look).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (points: Tip[]) => escapeHtml(a.tip(points[0]?.dataIndex ?? 0)) },
    xAxis: { type: 'category', data: a.bins, ...axis(look), splitLine: { show: false } },
    yAxis: { type: 'value', minInterval: 1, ...axis(look), axisLabel: { color: look.ink2, fontSize: 12, formatter: a.format } },
    series: [{ type: 'bar', data: a.values, itemStyle: { color: look.flow }, barCategoryGap: '12%' }],
  }
}

export interface HistoryPoint { until: string; actual: number; expected: number; holdout?: boolean }

/** What was bought again, beside what the model expects; the part that the model did not see is shaded. */
export function forecastOption(history: HistoryPoint[], words: { actual: string; expected: string; holdout: string; date: (d: string) => string; format: (v: number) => string }, look: Look): EChartsCoreOption {
  const first = history.findIndex((p) => p.holdout)
  const dates = history.map((p) => words.date(p.until))
  const area = first < 0 ? undefined : { silent: true, itemStyle: { color: look.still, opacity: 0.28 }, label: { color: look.ink, position: 'insideTop', formatter: words.holdout }, data: [[{ xAxis: dates[Math.max(0, first - 1)] }, { xAxis: dates.at(-1) }]] }
  return {
    ...frame(look),
    grid: { left: 4, right: 20, top: 38, bottom: 4, containLabel: true },
    legend: { top: 0, left: 4, textStyle: { color: look.ink2 } },
    tooltip: { ...frame(look).tooltip, trigger: 'axis', formatter: (points: Tip[]) => { const p = history[points[0]?.dataIndex ?? 0]; return p ? `${escapeHtml(words.date(p.until))}${p.holdout ? ` (${escapeHtml(words.holdout)})` : ''}<br>${escapeHtml(words.actual)} <b>${escapeHtml(words.format(p.actual))}</b><br>${escapeHtml(words.expected)} <b>${escapeHtml(words.format(p.expected))}</b>` : '' } },
    xAxis: { type: 'category', boundaryGap: false, data: dates, ...axis(look), splitLine: { show: false } },
    yAxis: { type: 'value', ...axis(look), axisLabel: { color: look.ink2, fontSize: 12, formatter: words.format } },
    series: [
      { type: 'line', name: words.actual, data: history.map((p) => p.actual), symbol: 'circle', symbolSize: 5, lineStyle: { width: 2 }, itemStyle: { color: look.flow }, markArea: area },
      { type: 'line', name: words.expected, data: history.map((p) => Math.round(p.expected * 10) / 10), symbol: 'emptyRect', symbolSize: 6, lineStyle: { width: 2, type: 'dashed' }, itemStyle: { color: SERIES[1] } },
    ],
  }
}
