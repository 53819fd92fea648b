import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWidth } from '../../ui/useWidth'
import css from './journey.module.css'
import { sparkline } from './layout'

const H = 52

/** How many stood in a stage over time. Pointer or arrow keys pick a day, a click opens who stood there then. */
export function Spark({ starts, values, stage, name }: { starts: string[]; values: number[]; stage: string; name: string }) {
  const [ref, width] = useWidth<HTMLButtonElement>()
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = usePlace()
  const may = useCan('people.read')
  const [at, setAt] = useState<number>()
  const line = useMemo(() => sparkline(values, Math.max(width, 10), H), [values, width])
  if (values.length < 2) return <div style={{ height: H + 20 }} />
  const i = at === undefined ? values.length - 1 : Math.min(at, values.length - 1)
  const said = `${f.date(starts[i]!)}: ${f.num(values[i]!)}`
  return (
    <div className={css.spark}>
      <button
        ref={ref}
        type="button"
        className="plain"
        aria-label={t(may ? 'journey.sparkLabel' : 'journey.sparkOnly', { stage: name, said })}
        aria-disabled={!may || undefined}
        onMouseMove={(e) => setAt(Math.round(((e.clientX - e.currentTarget.getBoundingClientRect().left) / Math.max(width, 1)) * (values.length - 1)))}
        onMouseLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={(e) => {
          if (e.key === 'ArrowLeft') setAt(Math.max(0, i - 1))
          if (e.key === 'ArrowRight') setAt(Math.min(values.length - 1, i + 1))
        }}
        onClick={() => may && set({ cell: { outcome: 'now', from: stage, at: starts[i] } })}
      >
        <svg width="100%" height={H} aria-hidden>
          <path d={line.area} className={css.sparkArea} />
          <path d={line.line} className={css.sparkLine} />
          {line.points[i] ? <circle cx={Math.min(line.points[i].x, width - 3)} cy={line.points[i].y} r={3} className={css.sparkDot} /> : null}
        </svg>
      </button>
      <p className={css.sparkSaid} aria-live="polite">{at === undefined ? <><span>{f.day(starts[0]!)}</span><span>{f.day(starts.at(-1)!)}</span></> : <b>{said}</b>}</p>
    </div>
  )
}
