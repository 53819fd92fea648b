import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** Says what was done, with a way back for as long as the note stands. What cannot be taken back is done only when it, or the page, has gone (later). */
export function undoable({ message, word, close, undo, later }: { message: string; word: string; close: string; undo: () => void; later?: () => void }): void {
  let open = true
  const end = (then?: () => void) => {
    if (open) then?.()
    open = false
    window.removeEventListener('pagehide', leave)
  }
  // With the page goes the way back.
  const leave = () => end(later)
  window.addEventListener('pagehide', leave)
  const id = notifications.show({
    color: 'trail',
    autoClose: 12_000,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': close },
    message: (
      <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
        {message}
        <Button variant="light" size="compact-sm" onClick={() => {
          end(undo)
          notifications.hide(id)
        }}>{word}</Button>
      </span>
    ),
    onClose: leave,
  })
}
