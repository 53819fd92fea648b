// Only the parts of ECharts that the app draws with; loaded when the first chart is shown.
import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components'
import { init, use as register, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

register([BarChart, LineChart, SankeyChart, AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent, SVGRenderer])

export function draw(el: HTMLElement): ECharts {
  return init(el, undefined, { renderer: 'svg' })
}

/** Draws a chart out of sight: the first one takes the browser twice as long as those after it. */
export function warmUp() {
  const chart = init(document.createElement('div'), undefined, { renderer: 'svg', width: 400, height: 200 })
  const names = Array.from({ length: 40 }, (_, i) => String(i))
  const bars = { type: 'bar', stack: 'all', data: names.map(Number) }
  chart.setOption({ animation: false, legend: { type: 'scroll' }, tooltip: {}, xAxis: { type: 'category', data: names, axisLabel: { hideOverlap: true } }, yAxis: { type: 'value' }, series: [{ ...bars, name: 'a' }, { ...bars, name: 'b' }, { type: 'line', name: 'c', data: bars.data }] })
  chart.dispose()
}
