import { useTranslation } from 'react-i18next'
import { useFormat } from '../../app/hooks'
import css from './reviews.module.css'

/** Stars as people gave them, said in words to those who do not see them. */
export function Stars({ rating }: { rating: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const full = Math.round(rating)
  return <span className={css.stars} role="img" aria-label={t('productReviews.mean', { value: f.num(rating) })}>{'★'.repeat(full)}{'☆'.repeat(5 - full)}</span>
}
