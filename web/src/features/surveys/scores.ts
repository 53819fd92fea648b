import type { EChartsCoreOption } from 'echarts/core'
import type { SurveyScore } from '../../api/types'
import { escapeHtml, type Look } from '../../charts/look'

interface Point { at: string; score?: SurveyScore }

/** A score over time with its interval as a band; where nobody answered there is a gap, not a nought. */
export function scoresOption(points: Point[], words: { score: string; interval: string; format: (v: number) => string; tip: (s: SurveyScore) => string; ends?: [number, number] }, look: Look): EChartsCoreOption {
  const band = { type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false } }
  return {
    textStyle: { fontFamily: look.font, color: look.ink },
    grid: { left: 4, right: 14, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis', backgroundColor: look.surface, borderColor: look.rule, textStyle: { color: look.ink, fontFamily: look.font, fontSize: 13 },
      formatter: (list: { dataIndex?: number }[]) => {
        const p = points[list[0]?.dataIndex ?? 0]
        return p ? `${escapeHtml(p.at)}<br>${p.score ? `<b>${escapeHtml(words.tip(p.score))}</b>` : '–'}` : ''
      },
    },
    xAxis: { type: 'category', boundaryGap: points.length < 2, data: points.map((p) => p.at), axisLine: { lineStyle: { color: look.rule } }, axisTick: { show: false }, axisLabel: { color: look.ink2, fontSize: 12, hideOverlap: true } },
    yAxis: { type: 'value', scale: true, ...within(points, words.ends), axisLabel: { color: look.ink2, fontSize: 12, formatter: words.format }, splitLine: { lineStyle: { color: look.rule } } },
    series: [
      { ...band, name: words.interval, data: points.map((p) => p.score?.low ?? null) },
      { ...band, name: words.interval, data: points.map((p) => (p.score ? p.score.high - p.score.low : null)), areaStyle: { color: look.flowSoft, opacity: 0.35 } },
      { type: 'line', name: words.score, data: points.map((p) => p.score?.value ?? null), symbol: 'circle', symbolSize: 6, lineStyle: { width: 2 }, itemStyle: { color: look.flow } },
    ],
  }
}

/** Ends of the axis where it would else go on behind those of the scale. */
function within(points: Point[], ends?: [number, number]): { min?: number; max?: number } {
  if (!ends) return {}
  const scores = points.flatMap((p) => p.score ?? [])
  const room = 0.1 * (ends[1] - ends[0])
  return {
    ...(scores.some((s) => s.low < ends[0] + room) ? { min: ends[0] } : {}),
    ...(scores.some((s) => s.high > ends[1] - room) ? { max: ends[1] } : {}),
  }
}
