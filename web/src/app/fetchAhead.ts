import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useRouter, type AnyRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

const idle = () => new Promise<void>((resolve) => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve())
  else setTimeout(resolve, 200)
})

const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 250))

/** Fetches these screens one by one while nothing else is to do, so that what opens one waits for its answers alone. Not for whoever saves data. */
export function useFetchAhead(screens: readonly { to: string }[]) {
  const router = useRouter()
  const client = useQueryClient()
  useEffect(() => {
    const left = new AbortController()
    void fetchAhead(router, client, screens, left.signal)
    return () => left.abort()
  }, [router, client, screens])
}

async function fetchAhead(router: AnyRouter, client: QueryClient, screens: readonly { to: string }[], left: AbortSignal) {
  if ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return
  for (const { to } of screens) {
    await idle()
    while ((client.isFetching() > 0 || !navigator.onLine) && !left.aborted) {
      await rest()
      await idle()
    }
    if (left.aborted) return
    await router.routesByPath[to]?.options.component?.preload?.()
  }
  const engine = await import('../charts/engine').catch(() => undefined)
  await idle()
  if (!left.aborted) engine?.warmUp()
}
