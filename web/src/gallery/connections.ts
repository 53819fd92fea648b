import type * as T from '../api/types'

const FIELD = (name: string, required = false, secret = false): T.ConnectionField => ({ name, required, secret })

const kinds: T.ConnectionKind[] = [
  { kind: 'appreviews', fetched: false, files: true, fields: [{ ...FIELD('store', true), options: ['play', 'appstore'] }, FIELD('app', true)] },
  { kind: 'bluesky', fetched: true, files: false, fields: [FIELD('query', true), FIELD('language'), FIELD('handle'), FIELD('password', false, true), FIELD('server')] },
  { kind: 'feed', fetched: true, files: false, fields: [FIELD('url', true)] },
  { kind: 'mastodon', fetched: true, files: false, fields: [FIELD('server', true), FIELD('tag'), FIELD('query'), FIELD('token', false, true)] },
  { kind: 'webhook', fetched: false, files: false, fields: [FIELD('secret', true, true)] },
]

const one = (id: string, kind: string, name: string, settings: Record<string, string>, state: Partial<T.Connection['state']>, more: Partial<T.Connection> = {}): T.Connection => ({
  id, kind, name, settings, secrets: [], every: 900, paused: false, version: 1, created: '2026-06-01T02:00:00Z', changed: '2026-06-01T02:00:00Z', state: { failures: 0, mentions: 0, ...state }, ...more,
})

/** One of each way that a connection fares. */
export const connections = (empty: boolean): T.ConnectionList => ({
  callsOut: true,
  kinds,
  connections: empty ? [] : [
    one('n1', 'feed', 'Kopi News', { url: 'https://news.example/feed.xml' }, { mentions: 1284, good: '2026-06-30T08:45:00Z', next: '2026-06-30T09:00:00Z' }),
    one('n2', 'mastodon', '#nusa', { server: 'https://mastodon.example', tag: 'nusa' }, { mentions: 96, good: '2026-06-29T20:00:00Z', failed: '2026-06-30T08:40:00Z', failures: 7, next: '2026-06-30T10:31:00Z', code: 'server_fault', with: { host: 'mastodon.example', status: '503' }, problem: 'mastodon.example has a fault of its own (status 503). It is asked again later.' }),
    one('n3', 'bluesky', 'Bluesky', { query: 'nusa kopi' }, { mentions: 411, good: '2026-06-12T08:45:00Z' }, { paused: true }),
    one('n4', 'appreviews', 'Google Play', { store: 'play', app: 'com.nusa.app' }, { mentions: 3120, good: '2026-06-05T03:00:00Z' }, { every: 0 }),
    one('n5', 'webhook', 'Forum', {}, {}, { every: 0, secrets: ['secret'], address: '/api/v1/public/listen/6Q4M2R7ZK3VXN5B1C8DJTGHWYE' }),
  ],
})
