import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapCard } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { feelY } from '../layout'
import { Count, Opens, Signal } from './bits'
import css from './live.module.css'
import { Metric } from './Metric'
import { CardPain } from './Pains'
import { useLiveCard } from './useLook'

/** What is measured of what a card is bound to. */
export const CardFigures = memo(function CardFigures({ card, name }: { card: string; name: string }) {
  const c = useLiveCard(card)
  if (!c || (!c.people && !c.metric && c.signals.length === 0)) return <CardPain card={card} />
  return (
    <span className={css.card}>
      <CardPain card={card} />
      {c.metric ? <Metric card={card} metric={c.metric} name={name} /> : null}
      {c.people ? <Count count={c.people} label={name} /> : null}
      {c.signals.map((s) => <Signal key={s.scale} signal={s} where={name} />)}
    </span>
  )
})

/** The feeling that people tell, beside the one that is assumed, and the gap between them where it is large. */
export const Measured = memo(function Measured({ card, high, label }: { card: MapCard; high: number; label: string }) {
  const f = useFormat()
  const { t } = useTranslation()
  const feeling = useLiveCard(card.id)?.feeling
  if (!feeling) return null
  const { measured, origin } = feeling
  if (!measured) return feeling.n > 0 ? <span className={css.few}>{t('maps.live.few', { count: feeling.n })}</span> : null
  const one = (v: number) => f.signed(Math.round(v * 10) / 10)
  const scale = t(`maps.live.scale.${feeling.scale}`, feeling.scale ?? '')
  const top = feelY(measured.value, high)
  const assumed = feelY(feeling.assumed ?? 0, high)
  const small = feeling.n < SMALL_N
  return (
    <>
      {feeling.large ? (
        <span className={css.gap} aria-hidden style={{ top: `${Math.min(top, assumed)}em`, height: `${Math.abs(top - assumed)}em` }} />
      ) : null}
      <span className={css.range} aria-hidden style={{ top: `${feelY(measured.high, high)}em`, height: `${feelY(measured.low, high) - feelY(measured.high, high)}em` }} />
      <span className={css.measured} data-large={feeling.large || undefined} style={{ top: `${top}em` }} title={t(`maps.live.how.${feeling.scale === 'sentiment' ? 'sentiment' : 'middle'}`, { scale, n: f.num(feeling.n), low: one(measured.low), high: one(measured.high) }) + (small ? ' ' + t('ui.smallSample') : '')}>
        <Opens of={origin?.of} cell={origin?.cell} label={`${label}, ${t('maps.live.measured')}`} className={small ? css.small : undefined}>
          <span aria-hidden>◆</span> <span className="num">{one(measured.value)}</span>
          {feeling.large && feeling.gap ? <b className="num"> {t('maps.live.gap', { gap: one(feeling.gap.value) })}</b> : null}
        </Opens>
      </span>
    </>
  )
})
