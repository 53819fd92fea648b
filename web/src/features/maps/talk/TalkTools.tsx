import { ActionIcon, Tooltip } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapHead } from '../../../api/types'
import { useCan } from '../../../app/hooks'
import { IconChecklist, IconMessage2, IconPresentation, IconShare3 } from '../../../ui/icons'
import { usePlace } from '../../../app/place'
import { useTalk } from './context'
import css from './talk.module.css'

const ShareDialog = lazy(() => import('./ShareDialog'))

/** Comments, tasks, presenting and sharing, beside the other tools of the sheet. */
export function TalkTools({ head }: { head: MapHead }) {
  const { t } = useTranslation()
  const talk = useTalk()
  const may = useCan('model.edit')
  const { set } = usePlace()
  const [sharing, setSharing] = useState(false)
  const sum = (m: ReadonlyMap<string, number> | undefined) => [...(m?.values() ?? [])].reduce((a, b) => a + b, 0)
  const said = sum(talk?.said)
  const todo = sum(talk?.todo)
  const tool = (label: string, count: number, Sign: typeof IconMessage2, onClick: () => void) => (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} className={css.tool} onClick={onClick}>
        <Sign size={18} />{count ? <span className={css.count} aria-hidden>{count > 99 ? '99' : count}</span> : null}
      </ActionIcon>
    </Tooltip>
  )
  return (
    <>
      {talk ? tool(said ? t('maps.talk.count', { count: said }) : t('maps.talk.title'), said, IconMessage2, () => talk.open('comments')) : null}
      {talk ? tool(todo ? t('maps.task.count', { count: todo }) : t('maps.task.title'), todo, IconChecklist, () => talk.open('tasks')) : null}
      {tool(t('maps.present.title'), 0, IconPresentation, () => set({ view: 'present' }))}
      {talk && may ? tool(t('maps.share.title'), 0, IconShare3, () => setSharing(true)) : null}
      <Suspense fallback={null}>{sharing ? <ShareDialog map={head.id} name={head.name} onClose={() => setSharing(false)} /> : null}</Suspense>
    </>
  )
}
