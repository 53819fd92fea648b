import type * as T from '../api/types'

const topics: T.Topic[] = [
  { id: 'l1', name: 'Nusa Home', kind: 'brand', query: '"nusa home" OR #nusahome', version: 1, created: '2026-02-01T03:00:00.000Z', changed: '2026-02-01T03:00:00.000Z' },
  { id: 'l2', name: 'Ruma Living', kind: 'competitor', query: '"ruma living"', exclusions: 'lowongan', version: 1, created: '2026-02-01T03:00:00.000Z', changed: '2026-02-01T03:00:00.000Z' },
]

const conditions: T.AlertCondition[] = [
  { id: 'a1', name: 'Sudden talk', kind: 'volume', topic: 'l1', window: 1, threshold: 3, least: 10, cooldown: 24, version: 1, created: '2026-02-01T03:00:00.000Z', changed: '2026-02-01T03:00:00.000Z' },
]

const alerts: T.Alert[] = [
  { condition: 'a1', name: 'Sudden talk', kind: 'volume', topic: 'l1', seq: 9, from: '2026-03-01T06:00:00.000Z', at: '2026-03-01T06:55:00.000Z', made: '2026-03-01T06:55:02.000Z', value: 41, mentions: 41, baseline: 6.2, before: 24, window: 1, threshold: 3 },
]

const starts = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2026, 1, 1 + 2 * i)).toISOString())
const rate = (k: number, n: number): T.Rate => ({ k, n, value: k / n, low: Math.max(0, k / n - 0.08), high: Math.min(1, k / n + 0.08) })
const tally = (texts: number) => ({ texts, negative: Math.round(texts * 0.4), neutral: Math.round(texts * 0.2), positive: texts - Math.round(texts * 0.4) - Math.round(texts * 0.2), notScored: 0, unsupported: 0 })

function talk(id: string, each: number, n: number): T.TopicTally {
  const all = tally(each * starts.length)
  return {
    id, ...all, reach: all.texts * 830, interactions: all.texts * 6, share: rate(all.texts, n * starts.length), negativeShare: rate(all.negative, all.texts), positiveShare: rate(all.positive, all.texts),
    mean: { value: -0.12, low: -0.2, high: -0.04, n: all.texts },
    periods: starts.map((_, i) => ({ ...tally(each + (i % 3)), share: rate(each + (i % 3) - 1, n), mean: { value: Math.sin(i) / 2, low: -0.6, high: 0.6, n: each } })),
  }
}

function listening(): T.Listening {
  const place = (value: string, texts: number): T.MentionPlace => ({ value, ...tally(texts), reach: texts * 830, interactions: texts * 6 })
  return {
    asOf: 9, all: tally(420), reach: 348_600, interactions: 2520, voice: 360, interval: 'day', starts, topics: [talk('l1', 20, 30), talk('l2', 11, 30)],
    networks: [place('mastodon', 220), place('feed', 120), place('bluesky', 80)], channels: [place('social', 300), place('web', 120)], kinds: [place('person', 280), place('media', 140)],
  }
}

/** What the screen of mentions is answered; undefined for anything else. */
export function listened(path: string, empty: boolean): unknown {
  const of = <X>(items: X[]) => (empty ? [] : items)
  const none = { asOf: 0, all: tally(0), reach: 0, interactions: 0, voice: 0, interval: 'day', starts: [], topics: [], networks: [], channels: [], kinds: [] }
  switch (path) {
    case '/ws/voice/topics': return { topics: of(topics) }
    case '/ws/voice/conditions': return { conditions: of(conditions) }
    case '/ws/voice/alerts': return { alerts: of(alerts) }
    case '/ws/voice/authors': return { rules: of([{ network: 'mastodon', idType: 'social_id' }]) }
    case '/ws/voice/listening': return empty ? none : listening()
    case '/ws/voice/texts': return { texts: of([{ seq: 9, at: '2026-03-01T06:55:00.000Z', person: '00000000000000000000000000000001', event: 'Mentioned', channel: 'social', language: 'en', feeling: 'negative', score: -0.6, network: 'mastodon', authorKind: 'person', author: 'ann', text: 'Nusa Home: the parcel is a week late.', reach: 320, interactions: 4, topics: ['l1'] }]), asOf: 9 }
  }
  return undefined
}
