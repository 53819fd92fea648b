// Only the parts of ECharts that the app draws with; loaded when the first chart is shown.
import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components'
import { init, use as register, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

register([BarChart, LineChart, SankeyChart, AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent, SVGRenderer])

export function draw(el: HTMLElement): ECharts {
  return init(el, undefined, { renderer: 'svg' })
}
