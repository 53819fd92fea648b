import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyScore } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { useScore } from './words'
import css from './surveys.module.css'

/** A score with half its interval, and on which scale; few answers are greyed and said. */
export function ScoreText({ score, big }: { score: SurveyScore; big?: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const say = useScore()(score)
  const label = t('surveys.scoreInterval', { low: say.low, high: say.high, n: f.num(score.n) }) + (score.small ? ' ' + t('surveys.fewAnswers') : '')
  return (
    <Tooltip label={label}>
      <span className={`${css.scoreText} num ${score.small ? 'small-n' : ''}`} data-big={big || undefined}>
        <small>{t(`surveys.scale.${score.scale}`)}</small> <b>{say.value}</b> <small>{say.margin}</small>
      </span>
    </Tooltip>
  )
}
