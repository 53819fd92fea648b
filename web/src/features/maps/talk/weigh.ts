import type { KeyboardCoordinateGetter } from '@dnd-kit/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changeMap, opportunities } from '../../../api/calls'
import type { MapOp, MapOpportunity } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { undoable } from '../../../ui/undo'
import { newUuid } from '../edits'

// Impact and effort of a card, set by putting it somewhere on the board, and how far it has come.

export interface Worth { impact: number; effort: number }
export type Status = MapOpportunity['status']
/** What the board sets of a card. */
export type Said = Partial<Worth & { status: Status }>

export const STATUSES = ['proposed', 'open', 'in_work', 'done', 'dismissed'] as const

export const SCALE = [1, 2, 3, 4, 5]
/** The place of what is not weighed yet. */
export const OPEN = 'open'

export const cellName = (w: Worth) => (w.impact && w.effort ? `${w.impact} ${w.effort}` : OPEN)

/** What a place of the board makes of a card: the list of what is open takes both away. */
export function worthAt(place: string): Worth {
  const [impact = 0, effort = 0] = place === OPEN ? [] : place.split(' ').map(Number)
  return { impact, effort }
}

/** One place on by an arrow: the rows of the board stand by impact, its columns by effort, and below them what is open. */
export function beside(place: string, key: string): string | undefined {
  const { impact, effort } = worthAt(place)
  const cell = (i: number, e: number) => cellName({ impact: i, effort: e })
  if (place === OPEN) return key === 'ArrowUp' ? cell(1, 1) : undefined
  switch (key) {
    case 'ArrowUp': return impact < 5 ? cell(impact + 1, effort) : undefined
    case 'ArrowDown': return impact > 1 ? cell(impact - 1, effort) : OPEN
    case 'ArrowLeft': return effort > 1 ? cell(impact, effort - 1) : undefined
    case 'ArrowRight': return effort < 5 ? cell(impact, effort + 1) : undefined
  }
  return undefined
}

/** Moves what is held by arrows from place to place. */
export const byArrows: KeyboardCoordinateGetter = (event, { context }) => {
  const from = String(context.over?.id ?? OPEN)
  const to = beside(from, event.code)
  const rect = to === undefined ? undefined : context.droppableRects.get(to)
  if (!rect) return undefined
  event.preventDefault()
  return { x: rect.left + 6, y: rect.top + 6 }
}

/** Keeps what the board sets on the card's map, with a way back. What somebody else set at the same moment stays, and ours waits on the card. */
export function useSay() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const { queryKey } = opportunities(ws)
  const put = (one: MapOpportunity, said: Said) => client.setQueryData(queryKey, (list) => list?.map((o) => (o.map === one.map && o.card === one.card ? { ...o, ...said } : o)))
  const nameOf = (one: MapOpportunity) => one.text || t('maps.noText')
  const words = (s: Said) => (s.status ? t(`maps.status.${s.status}`) : s.impact && s.effort ? `${t('maps.chance.impactIs', { n: s.impact })}, ${t('maps.chance.effortIs', { n: s.effort })}` : t('maps.chance.open'))
  const send = useMutation({
    mutationFn: ({ one, to }: { one: MapOpportunity; to: Said; back?: boolean }) => changeMap(ws, one.map, {
      id: newUuid(), base: 0, ops: [{ do: 'put', kind: 'card', id: one.card, fields: fieldsOf(to), was: fieldsOf(same(one, to)) }],
    }),
    onMutate: ({ one, to }) => { put(one, to) },
    onSuccess: (answer, { one, to, back }) => {
      const stands = saidBy(answer.ops.find((op) => op.id === one.card)?.fields, to)
      if (differs(stands, to)) notifications.show({ color: 'orange', autoClose: 10_000, message: t('maps.chance.met', { name: nameOf(one), what: words(stands) }) })
      else if (!back) undoable({ message: t('maps.chance.put', { name: nameOf(one), place: words(to) }), word: t('ui.undo'), close: t('ui.close'), undo: () => send.mutate({ one: { ...one, ...to }, to: same(one, to), back: true }) })
    },
    onError: (error, { one, to }) => {
      put(one, same(one, to))
      notifications.show({ color: 'red', message: error.message })
    },
    onSettled: () => void client.invalidateQueries({ queryKey }),
  })
  return (one: MapOpportunity, to: Said) => {
    if (differs(same(one, to), to)) send.mutate({ one, to })
  }
}

/** Of a card, what of it the other one sets. */
const same = (one: MapOpportunity, to: Said): Said => Object.fromEntries(Object.keys(to).map((k) => [k, one[k as keyof Said]]))
const differs = (a: Said, b: Said) => a.impact !== b.impact || a.effort !== b.effort || a.status !== b.status
/** As a card keeps it: nothing is written of what is only proposed. */
const fieldsOf = (s: Said) => ({ ...s, ...(s.status === 'proposed' ? { status: '' } : {}) }) as MapOp['fields']
/** What a card holds after a change, of what the change was to set. */
function saidBy(fields: MapOp['fields'], to: Said): Said {
  const is = (fields ?? {}) as Said
  return Object.fromEntries(Object.keys(to).map((k) => [k, k in is ? is[k as keyof Said] || (k === 'status' ? 'proposed' : 0) : to[k as keyof Said]]))
}
