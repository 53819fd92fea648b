import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapOverlayMetric } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { Change, Opens, Other } from './bits'
import { metricText } from './figureText'
import css from './live.module.css'
import { LiveContext, METRIC } from './useLook'

/** The figure that a card's question begins with; its answer and its people open. */
export function Metric({ card, metric: m, name }: { card: string; metric: MapOverlayMetric; name: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const stranger = useContext(LiveContext)?.stranger
  const of = `${METRIC}${card}` as const
  const kind = t(`kind.${m.question.kind}`)
  if (m.fault) return <span className={`quiet ${css.figure}`} title={m.fault}>{t('maps.metric.fault')}<span className="hidden">: {m.fault}</span></span>
  const figure = metricText(m, f)
  const small = m.n < SMALL_N
  const hint = [figure.between ? t('maps.metric.between', figure.between) : '', t('maps.metric.of', { n: f.num(m.n) }), small ? t('ui.smallSample') : ''].filter(Boolean).join(' ')
  return (
    <span className={css.figure}>
      <Tooltip label={hint}>
        <span><Opens of={of} cell={m.cell} label={`${name}, ${kind}`} className={small ? `small-n ${css.small}` : undefined}><b className="num">{figure.value}</b>{figure.margin ? <small className="num">{figure.margin}</small> : null} <small className="num">({f.num(m.n)})</small><span className="hidden"> {hint}</span></Opens></span>
      </Tooltip>
      {figure.before ? <Other of={of} cell={m.cell} label={name}>{figure.before}</Other> : null}
      <Change change={m.change} points={m.unit === 'share'} />
      {stranger ? null : <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ q: m.question, range: search.range } as never} className={css.answer} onPointerDown={(e) => e.stopPropagation()}>{t('maps.metric.open')}<span className="hidden">: {name}</span></Link>}
    </span>
  )
}
