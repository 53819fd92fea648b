import { Skeleton, useComputedColorScheme } from '@mantine/core'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef, useState } from 'react'
import { pageLook, type Look } from './look'

// What draws is fetched beside the answers that it will draw, and not after them.
import('./engine').catch(() => undefined)

export interface Picked { seriesIndex?: number; dataIndex?: number; dataType?: string; data?: unknown; name?: string }

/** One chart, fed the option that a pure function made of an answer. */
export function Chart({ option, height, label, onPick }: { option: (look: Look) => EChartsCoreOption; height: number; label: string; onPick?: (p: Picked) => void }) {
  const el = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const pick = useRef(onPick)
  const [ready, setReady] = useState(false)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    pick.current = onPick
  }, [onPick])
  useEffect(() => {
    let gone = false
    let watcher: ResizeObserver | undefined
    void import('./engine').then(({ draw }) => {
      if (gone || !el.current) return
      const c = draw(el.current)
      chart.current = c
      c.on('click', (p) => pick.current?.(p as Picked))
      watcher = new ResizeObserver(() => c.resize({ animation: { duration: 0 } }))
      watcher.observe(el.current)
      setReady(true)
    })
    return () => {
      gone = true
      watcher?.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    if (!ready || !chart.current) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current.setOption({ animation: !still, animationDuration: 220, ...option(pageLook()) }, { notMerge: true })
  }, [option, ready, scheme])
  return (
    <div style={{ position: 'relative', height }}>
      {ready ? null : <Skeleton height={height} radius="md" style={{ position: 'absolute', inset: 0 }} />}
      <div ref={el} role="img" aria-label={label} style={{ height }} />
    </div>
  )
}
