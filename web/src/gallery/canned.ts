import type * as T from '../api/types'
import * as later from './answers'
import * as heard from './connections'
import * as data from './data'
import { listened } from './listening'
import * as drawn from './maps'
import * as kept from './saved'

export type State = 'ok' | 'empty' | 'error' | 'loading'

/** A server that answers from canned data; the gallery and the unit tests look at every view through it. */
export function cannedFetch(state: State, over: { session?: Partial<T.Session> } = {}): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : new Request(String(input), init)
    const url = new URL(request.url)
    const path = url.pathname.replace('/api/v1', '').replace(/^\/workspaces\/\d+/, '/ws')
    const body: unknown = request.method === 'GET' ? undefined : await request.clone().json().catch(() => undefined)
    if (path === '/session' && request.method === 'GET') return json({ ...data.session, ...over.session })
    if (state === 'loading') return new Promise(() => undefined)
    if (state === 'error') return json({ type: 'unavailable', title: 'Service Unavailable', status: 503, detail: 'the journey index is still being built: 62 % done' }, 503)
    const answer = route(request.method, path, url.searchParams, body, state === 'empty')
    return answer === undefined ? json({ type: 'not_found', title: 'Not Found', status: 404, detail: path }, 404) : json(answer)
  }
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
}

function route(method: string, path: string, query: URLSearchParams, body: unknown, empty: boolean): unknown {
  if (path === '/ws/ask') return answer(body as T.Question, empty)
  const mentions = listened(path, empty)
  if (mentions !== undefined) return mentions
  if (method !== 'GET') return written(path, body)
  const of = <X>(items: X[]) => (empty ? [] : items)
  switch (path) {
    case '/ws/schema': return empty ? { asOf: 0, events: [], traits: [] } : data.schema
    case '/ws/people': return empty ? { total: 0, asOf: 0, people: [] } : query.get('search') ? { ...data.people(3), total: 3 } : data.people(Number(query.get('limit') ?? 50), Number(query.get('offset') ?? 0))
    case '/ws/reviews': return { reviews: of(data.reviews) }
    case '/ws/sources': return { sources: of(data.sources) }
    case '/ws/ledger': return empty ? { rows: [], total: { received: 0, stored: 0, duplicate: 0, rejected: 0 } } : data.ledger(query.get('by') === 'hour' ? 'hour' : 'day')
    case '/ws/quarantine': return { rows: of(data.quarantine) }
    case '/ws/stage-model': return data.models[0]
    case '/ws/stage-models': return { templates: data.models }
    case '/ws/touchpoints': return { touchpoints: of(data.touchpoints) }
    case '/ws/identity-rules': return data.rules
    case '/ws/channels': return { channels: data.channels }
    case '/ws/members': return { members: data.members }
    case '/ws/tokens': return { tokens: of(data.tokens) }
    case '/ws/segments': return { segments: of(kept.segments) }
    case '/ws/questions': return { questions: of(kept.questions) }
    case '/ws/dashboards': return { dashboards: of(kept.dashboards) }
    case '/ws/maps': return { maps: of(drawn.maps) }
    case '/ws/maps/touchpoints': return { uses: of(data.touchpoints.slice(0, 3).map((p) => ({ touchpoint: p.id, maps: [{ id: 'm1', name: 'Kopi' }] }))) }
    case '/ws/opportunities': return { opportunities: of(drawn.opportunities) }
    case '/ws/maps/templates': return { templates: drawn.templates }
    case '/ws/audit': case '/ws/activity': return { entries: of(data.audit) }
    case '/ws/connections': return heard.connections(empty)
    case '/ws/notices': return { notices: [], alerts: [], new: 0 }
  }
  if (/^\/ws\/people\/\w+\/events$/.test(path)) return empty ? { events: [] } : data.timeline()
  if (/^\/ws\/people\/\w+$/.test(path)) return empty ? undefined : data.detail
  return saved(path, query, empty)
}

function saved(path: string, query: URLSearchParams, empty: boolean): unknown {
  const [, , what, id, part] = path.split('/')
  if (what === 'maps' && part === 'watch') return { watching: false }
  if (what === 'maps' && part === 'revisions') return { revisions: drawn.revisions }
  if (what === 'maps' && !part) {
    const head = drawn.maps.find((m) => m.id === id)
    return head && { map: head, sheet: empty || id !== 'm1' ? { stages: [], steps: [], lanes: [], cards: [], edges: [] } : drawn.sheet }
  }
  if (what === 'segments' && part === 'sizes') return { sizes: kept.sizes(id!, query.get('by') === 'hour' ? 'hour' : 'day') }
  if (what === 'segments' && part === 'moves') return { moves: empty || query.get('after') !== '0' ? [] : kept.moves }
  if (what === 'segments') return kept.segments.find((s) => s.id === id)
  const board = what === 'dashboards' ? kept.dashboards.find((d) => d.id === id) : undefined
  return board && empty ? { ...board, cards: [] } : board
}

function written(path: string, body: unknown): unknown {
  if (path.endsWith('/overlay')) return drawn.overlay(Boolean((body as T.MapLook).compare))
  if (path.endsWith('/segments/size')) return { people: 1284, of: 24310, asOf: 410221 }
  if (path.endsWith('/identity-rules/try')) return data.trial
  if (path.endsWith('/tokens')) return { secret: 'jt_4b1f0c9d7e2a', token: data.tokens[0] }
  if (path.endsWith('/members')) return { member: data.members[1], password: 'senja-biru-4821' }
  if (path.endsWith('/revoke')) return { moved: 29, persons: [data.PERSON, 'd'.repeat(32)] }
  if (path.endsWith('/replay')) return { verdicts: [{ index: 0, messageId: 'm-1', outcome: 'stored', person: data.PERSON }] }
  if (path.endsWith('/sources') || path.includes('/sources/')) return data.sources[0]
  return {}
}

function answer(q: T.Question, empty: boolean): T.Answer {
  if (empty) return data.empty(q.kind)
  switch (q.kind) {
    case 'stages': return q.compare ? data.compared() : data.stagesAnswer()
    case 'people': return { ...data.stagesAnswer(), kind: 'people', stages: undefined, persons: data.people(q.people?.limit ?? 50, q.people?.offset ?? 0) }
    case 'funnel': return data.funnel(q)
    case 'paths': return data.paths()
    case 'retention': return data.retention(q)
    case 'trend': return data.trend(q)
    default: return newer(q)
  }
}

/** The kinds that came later; a comparison is the same again with fewer people. */
function newer(q: T.Question): T.Answer {
  const parts: Partial<T.Answer> = { touchpoints: later.touchpoints(), friction: later.friction(), attribution: later.attribution(), audience: later.audience(), value: later.value(), drivers: later.drivers(q.drivers?.window !== '1d'), content: later.content(), conformance: later.conformance(), coverage: later.coverage(Boolean(q.coverage?.rule)) }
  const key = q.kind as 'friction'
  const whole: T.Answer = { kind: q.kind, asOf: 434500, from: '2026-06-01T00:00:00Z', to: '2026-07-01T00:00:00Z', people: 2673, events: 3185, notes: q.kind === 'drivers' ? ['association'] : undefined, [key]: parts[key] }
  return q.compare ? { ...whole, compare: { ...whole, people: 2411 } } : whole
}
