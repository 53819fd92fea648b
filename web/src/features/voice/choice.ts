import type { VoiceQuery } from '../../api/types'
import { toRange, usePlace, type Search } from '../../app/place'

export const FEELINGS = ['negative', 'neutral', 'positive', 'not_scored', 'unsupported'] as const
export type Feeling = (typeof FEELINGS)[number]

/** Which texts an address is about. */
export function queryOf(search: Search): VoiceQuery {
  const heard = search.heard ?? {}
  const one = (v: string | undefined) => (v === undefined ? undefined : [v])
  return {
    range: toRange(search.range), search: search.search, theme: heard.theme, feelings: one(heard.feeling) as VoiceQuery['feelings'], languages: one(heard.language),
    channels: one(heard.channel), touchpoints: one(heard.touchpoint), topics: one(heard.topic), networks: one(heard.network),
    authorKinds: one(heard.kind?.trim()),
  }
}

export const ofMentions = (query: VoiceQuery): VoiceQuery => ({ ...query, events: ['Mentioned'] })
export const ofAllTopics = (query: VoiceQuery): VoiceQuery => ({ ...query, topics: undefined })

/** Which texts are looked at, from the address, and how to choose others. */
export function useChoice() {
  const { search, set } = usePlace()
  const heard = search.heard ?? {}
  const choose = (more: NonNullable<Search['heard']>) => {
    const next = Object.fromEntries(Object.entries({ ...heard, ...more }).filter(([, v]) => v !== undefined && v !== ''))
    set({ heard: Object.keys(next).length ? next : undefined })
  }
  return { heard, query: queryOf(search), choose }
}
