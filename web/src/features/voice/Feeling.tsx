import { useTranslation } from 'react-i18next'
import { useFormat } from '../../app/hooks'
import type { Feeling } from './choice'
import css from './voice.module.css'

const SIGNS: Record<Feeling, string> = { negative: '−', neutral: '○', positive: '+', not_scored: '·', unsupported: '?' }

/** How a text feels, by sign and word, never by colour alone. */
export function FeelingSign({ feeling, score }: { feeling: Feeling; score?: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const word = t(`voice.feeling.${feeling}`)
  const label = score === undefined ? word : t('voice.scored', { word, score: f.score(score) })
  return (
    <span className={css.sign} data-feeling={feeling} role="img" aria-label={label} title={label}>{SIGNS[feeling]}</span>
  )
}
