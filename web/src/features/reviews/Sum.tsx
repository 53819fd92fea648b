import { useTranslation } from 'react-i18next'
import type { ProductReviews } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import css from './reviews.module.css'
import { Stars } from './Stars'

/** How many stars were given on average and how often each number of them, and what waits; each number of stars leads to its reviews. */
export function Sum({ sum }: { sum: ProductReviews['sum'] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { search, set } = usePlace()
  const two = new Intl.NumberFormat(f.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const most = Math.max(1, ...sum.stars)
  const waits = search.view === 'unanswered'
  return (
    <section className={`panel ${css.sum}`} aria-label={t('voice.summary')}>
      <div className={css.figures}>
        <span className={`${css.big} num`}>{t('productReviews.mean', { value: two.format(sum.mean) })}</span>
        <Stars rating={Math.round(sum.mean * 100) / 100} />
        <span>{t('productReviews.count', { count: sum.count, n: f.num(sum.count) })}</span>
        {sum.count > 1 ? <span className="quiet">{t('productReviews.interval', { low: two.format(sum.low), high: two.format(sum.high) })}</span> : null}
        <button type="button" className={`plain ${css.link}`} aria-pressed={waits} onClick={() => set({ view: waits ? undefined : 'unanswered', page: undefined })}>{t('productReviews.unanswered', { count: sum.unanswered, n: f.num(sum.unanswered) })}</button>
      </div>
      <ul className={css.bars}>
        {[5, 4, 3, 2, 1].map((stars) => {
          const n = sum.stars[stars - 1] ?? 0
          const name = t('productReviews.stars', { count: stars, n: f.num(stars) })
          const on = search.stars === stars
          return (
            <li key={stars}>
              <button type="button" className="plain" aria-pressed={on} onClick={() => set({ stars: on ? undefined : stars, page: undefined })}>
                <span>{name} </span>
                <span className={css.bar}><span style={{ width: `${(100 * n) / most}%` }} /></span>
                <span className={`${css.count} num`}>{f.num(n)}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
