import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconChecklist, IconMessage2 } from '../../../ui/icons'
import { TalkContext, useTalk, useTalkOf } from './context'
import css from './talk.module.css'

/** Lets the things of a map know what is said about them. */
export function TalkProvider({ map, children }: { map: string; children: ReactNode }) {
  return <TalkContext.Provider value={useTalkOf(map)}>{children}</TalkContext.Provider>
}

/** How much is said and to be done about a thing, on the thing; the pointer opens it, by keyboard C does. */
export function TalkMark({ id, corner }: { id: string; corner?: boolean }) {
  const { t } = useTranslation()
  const talk = useTalk()
  const said = talk?.said.get(id)
  const todo = talk?.todo.get(id)
  if (!talk || (!said && !todo)) return null
  const still = (e: React.SyntheticEvent) => e.stopPropagation()
  const mark = (view: 'comments' | 'tasks', n: number, label: string, Sign: typeof IconMessage2) => (
    <button type="button" tabIndex={-1} className={`plain num ${css.mark}`} data-view={view} title={label} onPointerDown={still} onMouseDown={still} onDoubleClick={still} onClick={(e) => { e.stopPropagation(); talk.open(view, id) }}>
      <Sign size="1.1em" aria-hidden /><span aria-hidden>{n}</span><span className="hidden">{label}</span>
    </button>
  )
  return (
    <span className={css.marks} data-corner={corner || undefined}>
      {said ? mark('comments', said, t('maps.talk.count', { count: said }), IconMessage2) : null}
      {todo ? mark('tasks', todo, t('maps.task.count', { count: todo }), IconChecklist) : null}
    </span>
  )
}
