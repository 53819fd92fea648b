import { useTranslation } from 'react-i18next'
import { useFormat } from '../../app/hooks'

const HOUR = 3_600_000

/** When a source was last heard of. The ledger knows the hour, and no minutes. */
export function useLastSeen(): (hour?: string) => string {
  const { t } = useTranslation()
  const f = useFormat()
  return (hour) => {
    if (!hour) return t('sources.never')
    return Date.now() - Date.parse(hour) < HOUR ? t('sources.thisHour') : f.ago(hour)
  }
}
