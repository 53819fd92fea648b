import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { IconChecklist, IconMessage2 } from '../../../ui/icons'
import { useTalk } from './context'
import css from './talk.module.css'

/** From the fields of a thing to what is said and to be done about it. */
export function Openers({ thing, close }: { thing: { kind: string; id: string }; close: () => void }) {
  const { t } = useTranslation()
  const talk = useTalk()
  if (!talk) return null
  const said = talk.said.get(thing.id)
  const todo = talk.todo.get(thing.id)
  const go = (view: 'comments' | 'tasks') => {
    close()
    talk.open(view, thing.id)
  }
  return (
    <div className={css.openers}>
      <Button variant="default" size="compact-md" leftSection={<IconMessage2 size={16} />} onClick={() => go('comments')}>{said ? t('maps.talk.count', { count: said }) : t('maps.talk.send')}</Button>
      {thing.kind === 'card' ? <Button variant="default" size="compact-md" leftSection={<IconChecklist size={16} />} onClick={() => go('tasks')}>{todo ? t('maps.task.count', { count: todo }) : t('maps.task.new')}</Button> : null}
    </div>
  )
}
