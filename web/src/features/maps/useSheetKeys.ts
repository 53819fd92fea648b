import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Act, At } from './editor'
import { carry, makeNew, open, setValue, step, takeAway, thingAt } from './keys'
import { nameOf } from './sheet'
import type { MapStore, View } from './store'
import { useTalk } from './talk/context'

interface Props { store: MapStore; view: View; act: Act; focus: At; newLane: () => void }

/** What each key does on the sheet, and whether a thing is being carried by keyboard. */
export function useSheetKeys({ store, view, act, focus, newLane }: Props): { carrying: boolean; onKeyDown: (e: React.KeyboardEvent) => void } {
  const { t } = useTranslation()
  const talk = useTalk()
  const [carrying, setCarrying] = useState(false)
  const { board } = view
  const onKeyDown = (e: React.KeyboardEvent) => {
    if ((e.target as HTMLElement).closest('button, a')) return
    const here = { board, at: focus, act, newLane }
    const arrow = e.key.startsWith('Arrow')
    const thing = thingAt(board, focus)
    const done = () => { e.preventDefault(); e.stopPropagation() }
    if ((arrow || e.key === 'Home' || e.key === 'End') && !e.ctrlKey && !e.metaKey) {
      done()
      if (arrow && (e.altKey || carrying) && act.may) return carry(here, e.key)
      const to = step(board, focus, e.key)
      if (to) act.go(to)
    } else if (e.ctrlKey || e.metaKey || e.altKey) return
    else if (e.key === 'Enter' && e.shiftKey) {
      if (thing?.kind === 'card' || thing?.kind === 'step') { done(); act.details(thing as { kind: 'card' | 'step'; id: string }) }
    } else if (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey) || e.key === 'm') {
      if (!thing) return
      done()
      const box = (e.target as HTMLElement).getBoundingClientRect()
      act.menu({ ...thing, x: box.left + 12, y: Math.min(box.bottom, window.innerHeight - 40) })
    } else if (e.key === 'c' && thing && talk) { done(); talk.open('comments', thing.id) }
    else if (!act.may) return
    else if (e.key === ' ' && thing) {
      done()
      setCarrying(!carrying)
      act.say(t(carrying ? 'maps.putDown' : 'maps.taken', { name: nameOf(view.sheet, thing.kind, thing.id) }))
    } else if (e.key === 'Escape' && carrying) {
      done()
      setCarrying(false)
      store.undo()
      act.say(t('maps.putBack'))
    } else if (e.key === 'Enter' || e.key === 'F2') {
      done()
      if (carrying) return setCarrying(false)
      open(here)
    } else if (e.key === 'Delete' || e.key === 'Backspace') { done(); takeAway(here) }
    else if (e.key === 'n' || e.key === 'N') { done(); makeNew(here) }
    else if (e.key === '+' || e.key === '-') { done(); setValue(board, focus, act, e.key === '+' ? 1 : -1) }
    else if (!thing && e.key.length === 1 && /[\p{L}\p{N}]/u.test(e.key) && focus.row !== 'stage' && focus.row !== 'step') { done(); makeNew(here, e.key) }
  }
  return { carrying, onKeyDown }
}
