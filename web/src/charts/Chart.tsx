import { useComputedColorScheme } from '@mantine/core'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'
import css from './chart.module.css'
import { pageLook, type Look } from './look'

// What draws is fetched beside the answers that it will draw, and not after them.
import('./engine').catch(() => undefined)

export interface Picked { seriesIndex?: number; dataIndex?: number; dataType?: string; data?: unknown; name?: string }

/** One chart, fed the option that a pure function made of an answer. */
export function Chart({ option, height, label, onPick }: { option: (look: Look) => EChartsCoreOption; height: number; label: string; onPick?: (p: Picked) => void }) {
  const el = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const now = useRef({ option, onPick })
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    now.current = { option, onPick }
  }, [option, onPick])
  useEffect(() => {
    let gone = false
    let watcher: ResizeObserver | undefined
    void import('./engine').then(({ draw }) => {
      const place = el.current
      if (gone || !place) return
      const c = draw(place)
      chart.current = c
      fill(c, now.current.option)
      c.on('click', (p) => now.current.onPick?.(p as Picked))
      watcher = new ResizeObserver(() => {
        // It tells of the size at the start too, for which nothing has to be drawn again.
        if (c.getWidth() !== place.clientWidth || c.getHeight() !== place.clientHeight) c.resize({ animation: { duration: 0 } })
      })
      watcher.observe(place)
    })
    return () => {
      gone = true
      watcher?.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    if (chart.current) fill(chart.current, option)
  }, [option, scheme])
  return <div ref={el} className={css.chart} role="img" aria-label={label} style={{ height }} />
}

function fill(chart: ECharts, option: (look: Look) => EChartsCoreOption) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  chart.setOption({ animation: !still, animationDuration: 220, ...option(pageLook()) }, { notMerge: true })
}
