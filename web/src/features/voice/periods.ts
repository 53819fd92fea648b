import type { EChartsCoreOption } from 'echarts/core'
import type { VoiceSummary } from '../../api/types'
import type { Look } from '../../charts/look'

/** Texts by period, stacked by feeling: negative at the foot, in hatch, so that it is told apart without colours. */
export function periodsOption(sum: VoiceSummary, words: { negative: string; neutral: string; positive: string; other: string; at: (start: string) => string; num: (n: number) => string }, look: Look, feel: { bad: string; good: string }): EChartsCoreOption {
  const stack = (name: string, color: string, of: (p: VoiceSummary['periods'][number]) => number, decal?: object) => ({
    name, type: 'bar', stack: 'all', barCategoryGap: '18%', itemStyle: { color, ...(decal ? { decal } : {}) }, data: sum.periods.map(of),
  })
  return {
    textStyle: { fontFamily: look.font },
    grid: { left: 4, right: 4, top: 30, bottom: 4, containLabel: true },
    legend: { type: 'scroll', top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: look.ink2 } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, backgroundColor: look.surface, borderColor: look.rule, textStyle: { color: look.ink }, valueFormatter: (v: unknown) => words.num(Number(v)) },
    xAxis: { type: 'category', data: sum.periods.map((p) => words.at(p.start)), axisLabel: { color: look.ink2, hideOverlap: true }, axisLine: { lineStyle: { color: look.rule } }, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { color: look.ink2, formatter: (v: number) => words.num(v) }, splitLine: { lineStyle: { color: look.rule } } },
    series: [
      stack(words.negative, feel.bad, (p) => p.negative, { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.35)' }),
      stack(words.neutral, look.still, (p) => p.neutral),
      stack(words.positive, feel.good, (p) => p.positive),
      stack(words.other, look.rule, (p) => p.notScored + p.unsupported),
    ],
  }
}
