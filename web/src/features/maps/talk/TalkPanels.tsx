import { lazy, Suspense, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlace } from '../../../app/place'
import { SideSheet } from '../../../ui/dialogs'
import { Lines } from '../../../ui/states'
import type { Editor } from '../editor'
import { placeOf } from '../ThingMenu'
import type { View } from '../store'
import { ShowContext, thingIn } from './things'

const Comments = lazy(() => import('./Comments').then((m) => ({ default: m.Comments })))
const Tasks = lazy(() => import('./Tasks').then((m) => ({ default: m.MapTasks })))
const Present = lazy(() => import('./Present'))

/** What stands beside the sheet: comments, tasks; and the walk through it. The address says which, and on what. */
export function TalkPanels({ view, editor }: { view: View; editor: Editor }) {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const { act } = editor
  const { sheet } = view
  const thing = useCallback((id: string) => thingIn(sheet, t, id), [sheet, t])
  const show = useCallback((id: string) => {
    const { kind } = thingIn(act.sheet(), t, id)
    if (kind && kind !== 'edge') act.go(placeOf(act.view().board, { kind, id }))
  }, [act, t])
  const open = search.view === 'comments' || search.view === 'tasks' ? search.view : undefined
  const { card } = search
  // Who comes from a list or a board sees the card at once, and all of it.
  const came = useRef(false)
  useEffect(() => {
    if (came.current || !card) return
    came.current = true
    show(card)
    const { kind } = thingIn(act.sheet(), t, card)
    if (!search.view && (kind === 'card' || kind === 'step')) act.details({ kind, id: card })
  }, [card, search.view, show, act, t])
  const close = () => {
    if (card) show(card)
    set({ view: undefined, card: undefined })
  }
  const onShow = (id: string | undefined) => set({ card: id })
  return (
    <ShowContext.Provider value={show}>
      <SideSheet opened={open !== undefined} onClose={close} size={440} title={t(open === 'tasks' ? 'maps.task.title' : 'maps.talk.title')}>
        <Suspense fallback={<Lines n={6} />}>
          {open === 'comments' ? <Comments key={card} map={view.head.id} on={card} thing={thing} onShow={onShow} /> : null}
          {open === 'tasks' ? <Tasks map={view.head.id} card={card} thing={thing} onShow={onShow} /> : null}
        </Suspense>
      </SideSheet>
      <Suspense fallback={null}>
        {search.view === 'present' ? <Present view={view} real onClose={() => set({ view: undefined })} /> : null}
      </Suspense>
    </ShowContext.Provider>
  )
}
