import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../app/hooks'
import { Opens } from './bits'
import css from './live.module.css'
import { useLiveCard } from './useLook'

/** The measured feeling in a line of text, where there is no room for a curve. */
export function FeelingLine({ card, label }: { card: string; label: string }) {
  const f = useFormat()
  const { t } = useTranslation()
  const feeling = useLiveCard(card)?.feeling
  if (!feeling) return null
  const { measured, origin, gap } = feeling
  if (!measured) return feeling.n > 0 ? <span className="quiet">{t('maps.live.few', { count: feeling.n })}</span> : null
  const one = (v: number) => f.signed(Math.round(v * 10) / 10)
  return (
    <span className={css.figure}>
      <Opens of={origin?.of} cell={origin?.cell} label={`${label}, ${t('maps.live.measured')}`}>
        <span aria-hidden>◆</span> {t('maps.live.measured')} <b className="num">{one(measured.value)}</b>
      </Opens>
      {feeling.large && gap ? <b className={`num ${css.gapText}`}>{t('maps.live.gap', { gap: one(gap.value) })}</b> : null}
    </span>
  )
}
