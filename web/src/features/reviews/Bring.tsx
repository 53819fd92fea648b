import { useTranslation } from 'react-i18next'
import { useWorkspace } from '../../app/hooks'
import { Code } from '../../ui/bits'
import { SideSheet } from '../../ui/dialogs'
import css from './reviews.module.css'

/** How reviews of another tool come in. */
export function Bring({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const zone = useWorkspace()?.zone ?? 'UTC'
  return (
    <SideSheet opened title={t('productReviews.bring')} onClose={onClose} size={560}>
      <div className={css.page}>
        <p>{t('productReviews.bringText')}</p>
        <h3>{MAPPING}</h3>
        <Code label={MAPPING} text={mapping(zone)} />
        <Code label={t('productReviews.bring')} text={`${COMMAND} --dry-run 5\n\n${COMMAND}`} />
      </div>
    </SideSheet>
  )
}

const MAPPING = 'reviews.yaml'
const COMMAND = `jejak import reviews.csv --mapping ${MAPPING} --source Reviews --create --server ${location.origin} --token TOKEN`

const mapping = (zone: string) => `version: 1
zone: ${zone}
file: {format: csv}
events:
  - event: Product Reviewed
    time: {from: "{date}", layout: "2006-01-02"}
    ids: {email: "{email}"}
    properties:
      product: "{product}"
      rating: {type: number, from: "{stars}"}
      title: "{title}"
      text: "{review}"
      author: "{name}"
      public: {type: bool, from: "{may_show}"}
`
