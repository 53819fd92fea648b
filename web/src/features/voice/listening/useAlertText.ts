import { useTranslation } from 'react-i18next'
import type { Alert } from '../../../api/types'
import { useFormat } from '../../../app/hooks'

/** Says what an alert saw, with its figures of then. */
export function useAlertText() {
  const { t } = useTranslation()
  const f = useFormat()
  const round = (n: number) => (n < 10 ? Math.round(n * 10) / 10 : Math.round(n))
  return (a: Alert) =>
    t(`listening.raised.${a.kind}`, {
      value: a.kind === 'negative' ? f.percent(a.value) : f.num(round(a.value)), n: f.num(a.mentions), window: f.num(a.window), at: f.time(a.at),
      mean: a.baseline === undefined ? t('ui.none') : f.num(round(a.baseline)), before: f.num(a.before ?? 0), word: a.word ?? '',
    })
}
