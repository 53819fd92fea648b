import {  } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialogs'
import { Facts } from '../ui/bits'
import { MAC, SCREENS } from './Shell'
import css from './shell.module.css'

/** The visible map of keys. */
export default function KeysMap({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const key = (...keys: string[]) => keys.map((k, i) => <kbd key={i} className={css.key} style={{ marginRight: 4 }}>{k}</kbd>)
  return (
    <Dialog onClose={onClose} title={t('keys.title')}>
      <Facts
        rows={[
          [t('keys.find'), key(t(MAC ? 'shell.findKey' : 'shell.findKeyCtrl'), '/')],
          [t('keys.map'), key('?')],
          ...SCREENS.map((s): [string, React.ReactNode] => [t('keys.go', { screen: t(`nav.${s.id}`) }), key('g', s.key)]),
          [t('keys.move'), key('Tab', '⇧ Tab')],
          [t('keys.open'), key('Enter', '␣')],
          [t('keys.close'), key('Esc')],
          [t('keys.graph'), key('←', '→')],
        ]}
      />
    </Dialog>
  )
}
