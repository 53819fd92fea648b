import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'

/** Copies the address of a place in the app; where the browser does not let it, the address is shown instead. */
export function useCopyLink(): (path: string) => void {
  const { t } = useTranslation()
  return (path) => {
    const link = location.origin + path
    const show = () => notifications.show({ message: link, autoClose: 20_000 })
    // Browsers give the clipboard to pages over https alone.
    if (!navigator.clipboard) return show()
    navigator.clipboard.writeText(link).then(() => notifications.show({ message: t('saved.copied'), color: 'trail' }), show)
  }
}
