import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo } from 'react'
import { mapComments, tasks } from '../../../api/calls'
import { useHidden } from '../../../app/useLater'
import { usePlace } from '../../../app/place'

/** What is said and to be done about the things of one map. It changes with what is said alone. */
interface Talk {
  /** Comments that are not settled, and tasks that are not done, by the id of the thing. */
  said: ReadonlyMap<string, number>
  todo: ReadonlyMap<string, number>
  /** Opens the comments, or the tasks, on a thing; on all of the map without one. */
  open: (view: 'comments' | 'tasks', thing?: string) => void
}

export const TalkContext = createContext<Talk | undefined>(undefined)
/** Nothing where a map is only looked at: an old revision, a shared one. */
export const useTalk = () => useContext(TalkContext)

/** The comments of a map that were not just deleted. */
export function useComments(map: string) {
  const { ws } = usePlace()
  const hidden = useHidden('map-comments')
  const query = useQuery({ ...mapComments(ws, map), refetchOnWindowFocus: true })
  const comments = useMemo(() => query.data?.filter((c) => !hidden.includes(c.id)), [query.data, hidden])
  return { ...query, comments }
}

/** The tasks of the workspace, or of one map, that were not just deleted. */
export function useTasks(map?: string) {
  const { ws } = usePlace()
  const hidden = useHidden('tasks')
  const query = useQuery({ ...tasks(ws), refetchOnWindowFocus: true })
  const list = useMemo(() => query.data?.filter((t) => !hidden.includes(t.id) && (!map || t.map === map)), [query.data, hidden, map])
  return { ...query, list }
}

export function useTalkOf(map: string): Talk {
  const { set } = usePlace()
  // What others say is told by the map's live feed.
  const { comments } = useComments(map)
  const { list } = useTasks(map)
  return useMemo(() => {
    const said = new Map<string, number>()
    const todo = new Map<string, number>()
    for (const c of comments ?? []) if (!c.resolved) said.set(c.on, (said.get(c.on) ?? 0) + 1)
    for (const x of list ?? []) if (!x.done) todo.set(x.card, (todo.get(x.card) ?? 0) + 1)
    return { said, todo, open: (view, thing) => set({ view, card: thing || undefined }) }
  }, [comments, list, set])
}
