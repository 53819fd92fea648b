import { useTranslation } from 'react-i18next'
import { Copy } from '../../ui/bits'
import css from './settings.module.css'

/** A secret that is shown once. */
export function Secret({ text, value }: { text: string; value: string }) {
  const { t } = useTranslation()
  return (
    <div className={css.secret} role="status">
      <p>{text}</p>
      <div className={css.secretLine}>
        <b className="mono">{value}</b>
        <Copy value={value} label={t('settings.copySecret')} />
      </div>
    </div>
  )
}
