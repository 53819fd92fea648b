import type { QueryClient } from '@tanstack/react-query'
import { alertConditions, alerts, authorRules, listening, texts, themes, topics, touchpoints, voiceSummary } from '../../api/calls'
import type { Search } from '../../app/place'
import { queryOf } from './choice'

/** Asks what a view will show, so that the answers come while the screen is fetched, or from when its link is pointed at. */
export function askAhead(client: QueryClient, ws: number, search: Search) {
  const query = queryOf(search)
  const view = search.view ?? 'texts'
  if (view === 'texts') {
    void client.prefetchInfiniteQuery(texts(ws, query))
    void client.prefetchQuery(voiceSummary(ws, query))
    void client.prefetchQuery(touchpoints(ws))
    void client.prefetchQuery(themes(ws))
  }
  if (view === 'listening') {
    void client.prefetchQuery(topics(ws))
    void client.prefetchQuery(listening(ws, { ...query, topics: undefined }))
    void client.prefetchQuery(listening(ws, query))
    void client.prefetchInfiniteQuery(texts(ws, { ...query, events: ['Mentioned'] }))
    void client.prefetchQuery(alerts(ws))
    void client.prefetchQuery(alertConditions(ws))
    void client.prefetchQuery(authorRules(ws))
    void client.prefetchQuery(themes(ws))
  }
}
