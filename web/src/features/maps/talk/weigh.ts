import type { KeyboardCoordinateGetter } from '@dnd-kit/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changeMap, opportunities } from '../../../api/calls'
import type { MapOp, MapOpportunity } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { newUuid } from '../edits'

// Impact and effort of a card, set by putting it somewhere on the board.

export interface Worth { impact: number; effort: number }

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

/** Keeps impact and effort on the card's map. What somebody else set at the same moment stays, and ours waits on the card. */
export function useWeigh() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const { queryKey } = opportunities(ws)
  const put = (one: MapOpportunity, w: Worth) => client.setQueryData(queryKey, (list) => list?.map((o) => (o.map === one.map && o.card === one.card ? { ...o, ...w } : o)))
  const send = useMutation({
    mutationFn: ({ one, to }: { one: MapOpportunity; to: Worth }) => changeMap(ws, one.map, {
      id: newUuid(), base: 0, ops: [{ do: 'put', kind: 'card', id: one.card, fields: fieldsOf(to), was: fieldsOf(one) }],
    }),
    onMutate: ({ one, to }) => { put(one, to) },
    onSuccess: (answer, { one, to }) => {
      const is = answer.ops.find((op) => op.id === one.card)?.fields as Partial<Worth> | undefined
      const stands = { impact: is?.impact ?? to.impact, effort: is?.effort ?? to.effort }
      if (stands.impact !== to.impact || stands.effort !== to.effort) notifications.show({ color: 'orange', autoClose: 10_000, message: t('maps.chance.met', { name: one.text || t('maps.noText'), ...stands }) })
    },
    onError: (error, { one }) => {
      put(one, one)
      notifications.show({ color: 'red', message: error.message })
    },
    onSettled: () => void client.invalidateQueries({ queryKey }),
  })
  return (one: MapOpportunity, to: Worth) => {
    if (one.impact !== to.impact || one.effort !== to.effort) send.mutate({ one, to })
  }
}

const fieldsOf = (w: Worth) => ({ impact: w.impact, effort: w.effort }) as MapOp['fields']
