import type { EChartsCoreOption } from 'echarts/core'
import type { Listening, Topic } from '../../../api/types'
import { SERIES, SYMBOLS, type Look } from '../../../charts/look'

/** The colour of a topic: its own, or the one of its place. */
export function colourOf(topic: Topic, place: number): string {
  return topic.colour || SERIES[place % SERIES.length]!
}

/** A line for each topic: its share of voice, or its mean feeling. Periods without mentions have a gap. */
export function topicLines(sum: Listening, topics: Topic[], what: 'share' | 'mean', words: { at: (start: string) => string; num: (n: number) => string }, look: Look): EChartsCoreOption {
  const shown = topics.filter((t) => sum.topics.some((x) => x.id === t.id))
  return {
    textStyle: { fontFamily: look.font },
    grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
    legend: { type: 'scroll', top: 0, left: 0, itemWidth: 18, textStyle: { color: look.ink2 } },
    tooltip: { trigger: 'axis', backgroundColor: look.surface, borderColor: look.rule, textStyle: { color: look.ink }, valueFormatter: (v: unknown) => (v === null || v === undefined ? '–' : words.num(Number(v))) },
    xAxis: { type: 'category', boundaryGap: false, data: sum.starts.map(words.at), axisLabel: { color: look.ink2, hideOverlap: true }, axisLine: { lineStyle: { color: look.rule } }, axisTick: { show: false } },
    yAxis: { type: 'value', min: what === 'share' ? 0 : -1, max: 1, axisLabel: { color: look.ink2, formatter: (v: number) => words.num(v) }, splitLine: { lineStyle: { color: look.rule } } },
    series: shown.map((topic) => {
      const place = topics.indexOf(topic)
      const colour = colourOf(topic, place)
      const tally = sum.topics.find((x) => x.id === topic.id)!
      return {
        name: topic.name, type: 'line', symbol: SYMBOLS[place % SYMBOLS.length], symbolSize: 6, itemStyle: { color: colour }, lineStyle: { color: colour, width: 2 },
        data: tally.periods.map((p) => (what === 'share' ? (p.share.n ? p.share.value : null) : (p.mean?.value ?? null))),
      }
    }),
  }
}
