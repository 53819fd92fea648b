import { useTranslation } from 'react-i18next'
import type { SurveyCheck } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { useLanguageName } from './words'

/** Says why a check holds or fails, with its figures; a reason without words of its own is shown as it came. */
export function useReason(): (c: SurveyCheck) => string {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const language = useLanguageName()
  return (c) => {
    const values = Object.fromEntries(Object.entries(c.with ?? {}).map(([k, v]) => [k, /^\d{4}-\d\d-\d\dT/.test(v) ? f.dateTime(v) : k === 'language' ? language(v) : v]))
    const key = `surveys.why.reason.${c.reason}`
    return i18n.exists(key) ? t(`surveys.why.reason.${c.reason}`, values) : [c.reason.replaceAll('_', ' '), ...Object.values(values)].join(' · ')
  }
}
