import type { QueryClient } from '@tanstack/react-query'
import { alertConditions, alerts, authorRules, listening, session, texts, themes, topics, touchpoints, voiceSummary } from '../../api/calls'
import type { Search } from '../../app/place'
import { ofAllTopics, ofMentions, queryOf } from './choice'

/** Asks what a view will show, so that the answers come while the screen is fetched, or from when its link is pointed at. */
export function askAhead(client: QueryClient, ws: number, search: Search) {
  if (!client.getQueryData(session().queryKey)) return // the gate does not know yet who asks
  const query = queryOf(search)
  const view = search.view ?? 'texts'
  if (view === 'texts' || view === 'listening') {
    void client.prefetchQuery(themes(ws))
    void client.prefetchQuery(topics(ws))
  }
  if (view === 'texts') {
    void client.prefetchInfiniteQuery(texts(ws, query))
    void client.prefetchQuery(voiceSummary(ws, query))
    void client.prefetchQuery(touchpoints(ws))
  }
  if (view === 'listening') {
    void client.prefetchQuery(listening(ws, ofAllTopics(query)))
    void client.prefetchQuery(listening(ws, query))
    void client.prefetchInfiniteQuery(texts(ws, ofMentions(query)))
    void client.prefetchQuery(alerts(ws))
    void client.prefetchQuery(alertConditions(ws))
    void client.prefetchQuery(authorRules(ws))
  }
}
