import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { changeMap, mapChanges, mapLivePath, putPresence } from '../../api/calls'
import type { MapLive, MapPresent, MapView } from '../../api/types'
import { useSession } from '../../app/hooks'
import { newId } from './edits'
import type { Peer } from './editor'
import { peerColor } from './looks'
import { browserStore, Outbox } from './outbox'
import { MapStore, type View } from './store'

/** Opens a map for work: what the server has, what waits in this browser, and who else is there. */
export function useMap(ws: number, opened: MapView): { store: MapStore; view: View; peers: Peer[]; at: ReadonlyMap<string, Peer>; key: string } {
  const session = useSession()
  const client = useQueryClient()
  const id = opened.map.id
  const user = session?.user?.id ?? 'demo'
  const [key] = useState(() => newId('k'))
  const store = useMemo(
    () => new MapStore(opened.map, opened.sheet, {
      send: (c) => changeMap(ws, id, { ...c, client: key }),
      since: (n) => changesSince(ws, id, n),
    }, new Outbox(user, ws, id, browserStore())),
    // The sheet that it was opened with is where it begins; what comes later it is told.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [ws, id, user, key],
  )
  const view = useSyncExternalStore(store.subscribe, store.view)
  const [present, setPresent] = useState<MapPresent[]>([])
  useEffect(() => {
    const heard = () => {
      for (const list of ['map-comments', 'tasks']) void client.invalidateQueries({ queryKey: [list, ws] })
    }
    const close = follow(ws, id, store, setPresent, heard)
    const back = () => {
      store.retry()
      void store.catchUp()
    }
    window.addEventListener('online', back)
    return () => {
      close()
      window.removeEventListener('online', back)
      store.close()
      // Whoever opens it again begins with what is there now.
      client.removeQueries({ queryKey: ['map', ws, id] })
      for (const list of ['maps', 'opportunities']) void client.invalidateQueries({ queryKey: [list, ws] })
    }
  }, [ws, id, store, client])
  const peers = useMemo(() => present.filter((p) => p.key !== key).map((p): Peer & { at: string } => ({ key: p.key, name: p.name, color: peerColor(p.key), at: p.at })), [present, key])
  const at = useMemo(() => new Map(peers.filter((p) => p.at).map((p) => [p.at, p])), [peers])
  return { store, view, peers, at, key }
}

async function changesSince(ws: number, id: string, since: number) {
  const all: Awaited<ReturnType<typeof mapChanges>>['changes'] = []
  for (;;) {
    const { changes, more } = await mapChanges(ws, id, all.at(-1)?.revision ?? since)
    all.push(...changes)
    if (!more || changes.length === 0) return all
  }
}

/** Follows the live feed, and opens it anew where it was closed for good. */
function follow(ws: number, id: string, store: MapStore, present: (p: MapPresent[]) => void, heard: () => void): () => void {
  if (typeof EventSource === 'undefined') return () => undefined
  let stream: EventSource | undefined
  let timer = 0
  let tries = 0
  let again = false
  const open = () => {
    stream = new EventSource(mapLivePath(ws, id, store.revision))
    stream.onmessage = (e: MessageEvent<string>) => {
      const live = JSON.parse(e.data) as MapLive
      if (live.change) store.arrive(live.change)
      if (live.presence) present(live.presence)
      if (live.kind === 'talk') heard()
    }
    stream.onopen = () => {
      // What was said while it was closed was told to nobody.
      if (again) heard()
      again = true
      tries = 0
      store.retry()
    }
    stream.onerror = () => {
      // By itself it would ask again from where this page began.
      stream?.close()
      tries++
      timer = window.setTimeout(open, Math.min(15_000, 500 * 2 ** Math.min(tries, 5)))
    }
  }
  open()
  return () => {
    stream?.close()
    window.clearTimeout(timer)
  }
}

/** Tells the others where this person is, at once after a move and again while the page is open. */
export function usePresence(ws: number, id: string, key: string, at: string) {
  useEffect(() => {
    const tell = () => { if (document.visibilityState === 'visible') putPresence(ws, id, { key, at }).catch(() => undefined) }
    const soon = window.setTimeout(tell, 250)
    const again = window.setInterval(tell, 20_000)
    return () => {
      window.clearTimeout(soon)
      window.clearInterval(again)
    }
  }, [ws, id, key, at])
  useEffect(() => () => { putPresence(ws, id, { key, gone: true }).catch(() => undefined) }, [ws, id, key])
}
