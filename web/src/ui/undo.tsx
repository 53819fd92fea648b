import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** Says what was done, with a way back for as long as the note stands. What cannot be taken back is done only when it has gone (later). */
export function undoable({ message, word, close, undo, later }: { message: string; word: string; close: string; undo: () => void; later?: () => void }): void {
  let taken = false
  const id = notifications.show({
    color: 'trail',
    autoClose: 12_000,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': close },
    message: (
      <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
        {message}
        <Button variant="light" size="compact-sm" onClick={() => {
          taken = true
          undo()
          notifications.hide(id)
        }}>{word}</Button>
      </span>
    ),
    onClose: () => {
      if (!taken) later?.()
    },
  })
}
