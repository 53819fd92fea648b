import type { QueryClient } from '@tanstack/react-query'
import { alertConditions, alerts, authorRules, listening, session, texts, themes, topics, touchpoints, voiceSummary } from '../../api/calls'
import type { Search } from '../../app/place'
import { ofAllTopics, ofMentions, queryOf } from './choice'

/** So long a screen waits for its answers, in ms: most come sooner, and it is then drawn once and whole. */
const PATIENCE = 80

/** Asks what a view will show, so that the answers come while the screen is fetched, or from when its link is pointed at. */
export function askAhead(client: QueryClient, ws: number, search: Search): Promise<unknown> | undefined {
  if (!client.getQueryData(session().queryKey)) return // the gate does not know yet who asks
  const query = queryOf(search)
  const view = search.view ?? 'texts'
  if (view !== 'texts' && view !== 'listening') return
  const answers = view === 'texts'
    ? [client.prefetchInfiniteQuery(texts(ws, query)), client.prefetchQuery(voiceSummary(ws, query))]
    : [client.prefetchQuery(listening(ws, ofAllTopics(query))), client.prefetchQuery(listening(ws, query)), client.prefetchInfiniteQuery(texts(ws, ofMentions(query)))]
  void client.prefetchQuery(themes(ws))
  void client.prefetchQuery(topics(ws))
  if (view === 'texts') void client.prefetchQuery(touchpoints(ws))
  else {
    void client.prefetchQuery(alerts(ws))
    void client.prefetchQuery(alertConditions(ws))
    void client.prefetchQuery(authorRules(ws))
  }
  return Promise.race([Promise.all(answers), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
}
