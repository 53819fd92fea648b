import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { livePath } from '../api/calls'

export interface LiveState { on: boolean; rate: number }
interface Tick { seq: number; stored: number; people?: number }

/** The shortest time between two refreshes of answers, so that a busy stream does not ask without end. */
const REST = 2500

/** Follows the workspace's stream: how many events a second, and refreshed answers when events came. */
export function useLive(ws: number): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>({ on: false, rate: 0 })
  useEffect(() => {
    if (!ws || typeof EventSource === 'undefined') return
    const stream = new EventSource(livePath(ws))
    let seen = 0
    let asked = 0
    const recent: number[] = []
    const onTick = (e: MessageEvent<string>) => {
      const tick = JSON.parse(e.data) as Tick
      recent.push(tick.stored ?? 0)
      if (recent.length > 5) recent.shift()
      const rate = Math.round(recent.reduce((a, b) => a + b, 0) / recent.length)
      setState((s) => (s.on && s.rate === rate ? s : { on: true, rate }))
      const now = Date.now()
      if (seen && tick.seq > seen && now - asked > REST && document.visibilityState === 'visible') {
        asked = now
        for (const key of ['ask', 'people', 'person', 'ledger', 'sources', 'timeline']) void client.invalidateQueries({ queryKey: [key, ws], refetchType: 'active' })
        seen = tick.seq
      }
      if (!seen) seen = tick.seq
    }
    stream.onmessage = onTick
    stream.addEventListener('live', onTick as EventListener)
    stream.onerror = () => setState((s) => (s.on ? { ...s, on: false } : s))
    return () => stream.close()
  }, [ws, client])
  return state
}
