import { createContext, useContext, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapOp, MapSheet } from '../../api/types'
import { undoable } from '../../ui/undo'
import { removal } from './edits'
import { into, step, thingAt } from './keys'
import { find, isValue, type Board, type Kind } from './sheet'
import type { MapStore, View } from './store'

/** A place on the sheet: a row ('stage', 'step' or a lane), a column (NAMES or the key of one) and, in a cell, one of its cards. */
export interface At { row: string; col: string; card?: string }

/** What is written in now: a thing that is there, or a card that is not yet. */
export type Writing = { kind: Kind; id: string } | { kind: 'new'; step: string; lane: string; text: string }

export interface Opened { kind: Kind; id: string; x: number; y: number }

/** The column of the names of lanes. */
export const NAME = 'name'

export interface Peer { key: string; name: string; color: string }

/** What can be done on a sheet. It keeps its identity, so that cells that nothing happened to are not drawn anew. */
export interface Act {
  may: boolean
  sheet: () => MapSheet
  view: () => View
  edit: (ops: MapOp[], group?: string) => void
  /** Takes a thing away, and says so with a way back. */
  remove: (kind: Kind, id: string) => void
  /** Puts the focus on a place, on the next paint. */
  go: (at: At) => void
  look: (at: At) => void
  write: (w: Writing | undefined, back?: At) => void
  menu: (o: Opened | undefined) => void
  details: (of: { kind: 'card' | 'step'; id: string } | undefined) => void
  say: (what: string) => void
  /** From a place that was written in to the one beside it, to write on there. */
  next: (at: At, by: 1 | -1) => void
}

/** What is written in at a place: its thing, or a new card. */
function writingAt(board: Board, at: At): Writing | undefined {
  const thing = thingAt(board, at)
  if (thing) return thing
  const step = board.columns.find((c) => c.key === at.col)?.step
  const lane = board.lanes.find((l) => l.id === at.row)
  return step && lane && !isValue(lane.kind) ? { kind: 'new', step: step.id, lane: lane.id, text: '' } : undefined
}

export interface Editor { act: Act; at: At | undefined; wantedRef: React.RefObject<At | undefined>; writing: Writing | undefined; opened: Opened | undefined; detailed: { kind: 'card' | 'step'; id: string } | undefined; said: string }

/** The state of one person's work on a sheet: where they are, what they write in, what is open. */
export function useEditor(store: MapStore, may: boolean): Editor {
  const { t } = useTranslation()
  const [at, setAt] = useState<At>()
  const [writing, setWriting] = useState<Writing>()
  const [opened, setOpened] = useState<Opened>()
  const [detailed, setDetailed] = useState<{ kind: 'card' | 'step'; id: string }>()
  const [said, setSaid] = useState('')
  const wantedRef = useRef<At>(undefined)
  const act = useMemo<Act>(() => {
    const go = (to: At) => {
      wantedRef.current = to
      setAt({ ...to })
    }
    return {
      may,
      sheet: () => store.view().sheet,
      view: store.view,
      edit: (ops, group) => { if (may) store.edit(ops, group) },
      remove: (kind, id) => {
        const thing = find(store.view().sheet, kind, id)
        if (!thing || !may) return
        const name = String(thing.name ?? thing.text ?? '') || t(`maps.noName.${kind}`)
        undoable({ message: t('maps.gone', { name: name.length > 60 ? `${name.slice(0, 60)}…` : name }), word: t('ui.undo'), close: t('ui.close'), undo: store.edit(removal(kind, id)) })
      },
      go,
      look: (to) => setAt((was) => (was && was.row === to.row && was.col === to.col && was.card === to.card ? was : to)),
      write: (w, back) => {
        if (w && !may) return
        setWriting(w)
        // Who writes has the focus already.
        if (back && w) setAt(back)
        else if (back) go(back)
      },
      menu: setOpened,
      details: setDetailed,
      say: setSaid,
      next: (from, by) => {
        const { board } = store.view()
        const beside = step(board, { row: from.row, col: from.col }, by > 0 ? 'ArrowRight' : 'ArrowLeft')
        // Past the last column on the first of the row below.
        const below = board.lanes[board.lanes.findIndex((l) => l.id === from.row) + 1]?.id
        const to = beside ?? (by > 0 && below && board.columns[0] ? into(board, { row: below, col: board.columns[0].key }) : undefined)
        if (!to || to.col === NAME) return
        setWriting(writingAt(board, to))
        go(to)
      },
    }
  }, [store, may, t])
  return { act, at, wantedRef, writing, opened, detailed, said }
}

/** After writing: the focus stays, goes on to the next place, or is where the pointer took it. */
export function wrote(act: Act, at: At, on: 'enter' | 'tab' | 'back-tab' | 'blur'): void {
  if (on === 'blur') return act.write(undefined)
  act.write(undefined, at)
  if (on !== 'enter') act.next(at, on === 'tab' ? 1 : -1)
}

export const ActContext = createContext<Act | undefined>(undefined)
export const useAct = () => useContext(ActContext)!
export const PeersContext = createContext<ReadonlyMap<string, Peer>>(new Map())
export const usePeer = (id: string | undefined) => {
  const peers = useContext(PeersContext)
  return id === undefined ? undefined : peers.get(id)
}

/** What finds the element of a place again. */
export const placeName = (at: At) => `${at.row}|${at.col}|${at.card ?? ''}`
