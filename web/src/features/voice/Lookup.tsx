import { useTranslation } from 'react-i18next'
import type { LookupFailed } from '../../api/types'
import { useFormat } from '../../app/hooks'

/** How far the texts of a theme or topic are looked up: still, or in vain so far, and then why and when that is tried again. */
export function Lookup({ failed }: { failed: LookupFailed | undefined }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!failed) return <span role="status" className="quiet">{t('voice.reading')}</span>
  return (
    <>
      <span role="status">{t('lookup.failed', { why: t(`lookup.${failed.why}`) })}</span> <span className="quiet">{t('lookup.again', { at: f.time(failed.again) })}</span>
    </>
  )
}
