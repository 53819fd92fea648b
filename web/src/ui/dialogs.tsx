import { Drawer, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './ui.module.css'

// Dialogs with a heading that names them. Their head is no page banner, so it is no <header>.

export function Dialog({ title, onClose, children, opened = true }: { title: string; onClose: () => void; children: ReactNode; opened?: boolean }) {
  const { t } = useTranslation()
  return (
    <Modal.Root opened={opened} onClose={onClose} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content>
        <div className={css.dialogHead}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('ui.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** A sheet beside the page, which stays in sight. */
export function SideSheet({ title, onClose, children, opened, size = 480, left }: { title: string; onClose: () => void; children: ReactNode; opened: boolean; size?: number; left?: boolean }) {
  const { t } = useTranslation()
  return (
    <Drawer.Root opened={opened} onClose={onClose} position={left ? 'left' : 'right'} size={size}>
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <div className={css.dialogHead}>
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t('ui.close')} />
        </div>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

/** What may be wider than the screen scrolls by itself, by keyboard too. */
export function ScrollX({ label, minWidth, children }: { label: string; minWidth: number; children: ReactNode }) {
  return (
    // A region that scrolls has to be reachable without a pointer.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-x" role="group" aria-label={label} tabIndex={0}>
      <div style={{ minWidth }}>{children}</div>
    </div>
  )
}
