import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { livePath } from '../api/calls'
import type { LiveCount, Question } from '../api/types'

export interface LiveState { on: boolean; rate: number }

/** The shortest time between two refreshes, so that a busy stream does not ask without end: of the journey, and of all else. */
const REST = 2500
const LONG_REST = 10_000

/** Lists of people are left as they are while somebody reads them. */
function refreshes(key: readonly unknown[], ws: number, long: boolean): boolean {
  if (key[1] !== ws) return false
  // A dashboard has a time of its own.
  if (key[0] === 'ask' && location.pathname.includes('/dashboards/')) return false
  if (key[0] !== 'ask') return long && (key[0] === 'ledger' || key[0] === 'overlay' || key[0] === 'sources' || key[0] === 'timeline' || key[0] === 'person')
  const kind = (key[2] as Question).kind
  return kind === 'stages' || (long && kind !== 'people')
}

/** Follows the workspace's stream: how many events a second, and refreshed answers when events came. */
export function useLive(ws: number): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>({ on: false, rate: 0 })
  useEffect(() => {
    if (!ws || typeof EventSource === 'undefined') return
    const stream = new EventSource(livePath(ws))
    // Up to which event was asked, and when: the journey, and all else. What came while the rest lasted is asked for at a later tick, though nothing more comes.
    const brief = { seen: 0, at: 0 }
    const whole = { seen: 0, at: 0 }
    const recent: number[] = []
    const onTick = (e: MessageEvent<string>) => {
      const tick = JSON.parse(e.data) as LiveCount
      recent.push(tick.stored ?? 0)
      if (recent.length > 5) recent.shift()
      const rate = Math.round(recent.reduce((a, b) => a + b, 0) / recent.length)
      setState((s) => (s.on && s.rate === rate ? s : { on: true, rate }))
      const now = Date.now()
      if (!brief.seen) brief.seen = whole.seen = tick.seq
      const long = tick.seq > whole.seen && now - whole.at > LONG_REST
      if (document.visibilityState !== 'visible' || (!long && !(tick.seq > brief.seen && now - brief.at > REST))) return
      for (const mark of long ? [brief, whole] : [brief]) Object.assign(mark, { seen: tick.seq, at: now })
      void client.invalidateQueries({ predicate: (q) => refreshes(q.queryKey, ws, long), refetchType: 'active' })
    }
    stream.onmessage = onTick
    stream.addEventListener('live', onTick as EventListener)
    stream.onerror = () => setState((s) => (s.on ? { ...s, on: false } : s))
    return () => stream.close()
  }, [ws, client])
  return state
}
