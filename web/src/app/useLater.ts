import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFaultWords } from './faults'
import { undoable } from '../ui/undo'
import { usePlace } from './place'

const key = (ws: number, what: string) => ['hidden', ws, what]

/** The ids of what was just deleted and may still be asked back; lists leave them out. */
export function useHidden(what: string): string[] {
  const { ws } = usePlace()
  return useQuery({ queryKey: key(ws, what), queryFn: () => [] as string[], initialData: [], staleTime: Infinity, gcTime: Infinity }).data
}

/** Takes a thing off the lists at once, and deletes it when nobody has asked for it back. what is the first word of its queries' keys. */
export function useLater(what: string): (id: string, message: string, remove: () => Promise<unknown>) => void {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const say = useFaultWords()
  return (id, message, remove) => {
    const put = (change: (ids: string[]) => string[]) => client.setQueryData<string[]>(key(ws, what), (ids) => change(ids ?? []))
    const show = () => put((ids) => ids.filter((x) => x !== id))
    put((ids) => [...ids, id])
    undoable({
      message,
      word: t('ui.undo'),
      close: t('ui.close'),
      undo: show,
      later: () => {
        remove()
          .catch((e: unknown) => notifications.show({ message: say.detail(e) || t('fault.internal.title'), color: 'red' }))
          .finally(() => void client.invalidateQueries({ queryKey: [what, ws], exact: true }).then(show))
      },
    })
  }
}
