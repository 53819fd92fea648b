import { queryOptions } from '@tanstack/react-query'
import { call } from './client'
import type * as T from './types'

// Every call of the API that the app makes, and how its answer is kept.

const V1 = '/api/v1'
const WS = V1 + '/workspaces/{ws}'
type Ws = number

/** Go writes an empty list as null; the app knows only lists. */
export function list<X>(items: X[] | null | undefined): X[] {
  return items ?? []
}

export const session = () => queryOptions({ queryKey: ['session'], queryFn: () => call<T.Session>('GET', V1 + '/session'), staleTime: Infinity, retry: 1 })
export const signIn = (body: { email: string; password: string }) => call<unknown>('POST', V1 + '/session', { body })
export const signOut = () => call<unknown>('DELETE', V1 + '/session')
export const setUp = (body: { email: string; name: string; password: string; workspace: string; zone: string; currency: string; locale?: string }) =>
  call<unknown>('POST', V1 + '/setup', { body })
export const patchUser = (body: { name?: string; locale?: string; password?: string; currentPassword?: string }) =>
  call<unknown>('PATCH', V1 + '/session/user', { body })

export const ask = (ws: Ws, question: T.Question) =>
  queryOptions({
    queryKey: ['ask', ws, question],
    queryFn: async ({ signal }) => tidy(await call<T.Answer>('POST', WS + '/ask', { params: { ws }, body: question, signal })),
    placeholderData: (before, query) => (query?.queryKey[1] === ws && (query.queryKey[2] as T.Question).kind === question.kind ? before : undefined),
  })

/** Lists that Go left out become empty, so that views need not ask. */
export function tidy(a: T.Answer): T.Answer {
  const out: T.Answer = { ...a, notes: list(a.notes) }
  if (a.compare) out.compare = tidy(a.compare)
  if (a.trend) out.trend = { starts: list(a.trend.starts), series: list(a.trend.series).map((s) => ({ ...s, points: list(s.points), n: list(s.n) })) }
  if (a.funnel) out.funnel = { groups: list(a.funnel.groups).map((g) => ({ ...g, steps: list(g.steps), histogram: list(g.histogram) })) }
  if (a.paths) {
    const p = a.paths
    out.paths = { ...p, nodes: list(p.nodes), edges: list(p.edges), matrix: list(p.matrix), eventual: list(p.eventual), top: list(p.top) }
  }
  if (a.retention) out.retention = { cohorts: list(a.retention.cohorts).map((c) => ({ ...c, cells: list(c.cells) })), mean: list(a.retention.mean) }
  if (a.stages) {
    const s = a.stages
    out.stages = {
      ...s,
      stages: list(s.stages),
      flows: list(s.flows),
      starts: list(s.starts),
      overTime: list(s.overTime).map(list),
      touchpoints: list(s.touchpoints),
      pairs: list(s.pairs),
    }
  }
  if (a.persons) out.persons = { ...a.persons, people: list(a.persons.people) }
  return out
}

export const schema = (ws: Ws) =>
  queryOptions({
    queryKey: ['schema', ws],
    queryFn: async () => {
      const s = await call<T.Schema>('GET', WS + '/schema', { params: { ws } })
      const fields = (f: T.FieldSchema[] | null) => list(f).map((x) => ({ ...x, values: list(x.values) }))
      return { ...s, traits: fields(s.traits), events: list(s.events).map((e) => ({ ...e, channels: list(e.channels), properties: fields(e.properties) })) }
    },
    staleTime: 60_000,
  })

export interface PeopleQuery { search?: string; sort?: T.PeopleSort; offset?: number; limit?: number }
export const people = (ws: Ws, query: PeopleQuery) =>
  queryOptions({
    queryKey: ['people', ws, query],
    queryFn: async ({ signal }) => {
      const p = await call<T.PeopleAnswer>('GET', WS + '/people', { params: { ws }, query: { ...query }, signal })
      return { ...p, people: list(p.people) }
    },
    placeholderData: (before) => before,
  })

export const person = (ws: Ws, id: string) =>
  queryOptions({
    queryKey: ['person', ws, id],
    queryFn: async () => {
      const p = await call<T.PersonPage>('GET', WS + '/people/{person}', { params: { ws, person: id } })
      return {
        ...p,
        traits: p.traits ?? {},
        ids: list(p.ids).map((i) => ({ ...i, subjects: list(i.subjects) })),
        subjects: list(p.subjects).map((s) => ({ ...s, ids: list(s.ids) })),
        links: list(p.links).map((l) => ({ ...l, evidence: list(l.evidence), setAside: list(l.setAside) })),
      }
    },
  })

export const timeline = async (ws: Ws, id: string, query: { before?: string; limit?: number; channel?: string }) => {
  const t = await call<T.Timeline>('GET', WS + '/people/{person}/events', { params: { ws, person: id }, query: { ...query } })
  return { ...t, events: list(t.events) }
}
export const revokeLink = (ws: Ws, link: number) => call<{ moved: number; persons: string[] | null }>('POST', WS + '/links/{link}/revoke', { params: { ws, link } })
export const reviews = (ws: Ws) =>
  queryOptions({ queryKey: ['reviews', ws], queryFn: async () => list((await call<{ reviews: T.Review[] | null }>('GET', WS + '/reviews', { params: { ws } })).reviews) })
export const decideReview = (ws: Ws, id: number, decision: 'accept' | 'reject') =>
  call<unknown>('POST', WS + '/reviews/{id}', { params: { ws, id }, body: { decision } })

export const sources = (ws: Ws) =>
  queryOptions({ queryKey: ['sources', ws], queryFn: async () => list((await call<{ sources: T.Source[] | null }>('GET', WS + '/sources', { params: { ws } })).sources) })
export const createSource = (ws: Ws, body: { name: string; kind: string; channel: string }) => call<T.Source>('POST', WS + '/sources', { params: { ws }, body })
export const patchSource = (ws: Ws, source: number, body: { name?: string; kind?: string; channel?: string; disabled?: boolean }) =>
  call<T.Source>('PATCH', WS + '/sources/{source}', { params: { ws, source }, body })
export const rotateSource = (ws: Ws, source: number) => call<T.Source>('POST', WS + '/sources/{source}/rotate', { params: { ws, source } })
export const deleteSource = (ws: Ws, source: number) => call<unknown>('DELETE', WS + '/sources/{source}', { params: { ws, source } })
export const livePath = (ws: Ws) => `${V1}/workspaces/${ws}/live`
export const sourceLivePath = (ws: Ws, source: number) => `${V1}/workspaces/${ws}/sources/${source}/live`

export const ledger = (ws: Ws, query: { from?: string; to?: string; source?: number; by: 'hour' | 'day' }) =>
  queryOptions({
    queryKey: ['ledger', ws, query],
    queryFn: async () => {
      const l = await call<T.Ledger>('GET', WS + '/ledger', { params: { ws }, query: { ...query } })
      return { ...l, rows: list(l.rows) }
    },
    placeholderData: (before) => before,
  })
export const quarantine = (ws: Ws, query: { source?: number; before?: number; limit?: number }) =>
  queryOptions({
    queryKey: ['quarantine', ws, query],
    queryFn: async () => {
      const p = await call<T.QuarantinePage>('GET', WS + '/quarantine', { params: { ws }, query: { ...query } })
      return { ...p, rows: list(p.rows) }
    },
    placeholderData: (before) => before,
  })
export const replay = async (ws: Ws, id: number, body?: unknown) =>
  list((await call<{ verdicts: T.Verdict[] | null }>('POST', WS + '/quarantine/{id}/replay', { params: { ws, id }, body: body === undefined ? {} : { body } })).verdicts)

export const stageModel = (ws: Ws) => queryOptions({ queryKey: ['stage-model', ws], queryFn: () => call<T.StageModel>('GET', WS + '/stage-model', { params: { ws } }) })
export const stageModels = (ws: Ws) =>
  queryOptions({
    queryKey: ['stage-models', ws],
    queryFn: async () => list((await call<{ templates: T.StageModel[] | null }>('GET', WS + '/stage-models', { params: { ws } })).templates),
    staleTime: 60_000,
  })
export const putStageModel = (ws: Ws, body: T.StageModel) => call<T.StageModel>('PUT', WS + '/stage-model', { params: { ws }, body })
export const touchpoints = (ws: Ws) =>
  queryOptions({
    queryKey: ['touchpoints', ws],
    queryFn: async () => list((await call<{ touchpoints: T.Touchpoint[] | null }>('GET', WS + '/touchpoints', { params: { ws } })).touchpoints),
    staleTime: 60_000,
  })
export const channels = (ws: Ws) =>
  queryOptions({
    queryKey: ['channels', ws],
    queryFn: async () => list((await call<{ channels: T.Channel[] | null }>('GET', WS + '/channels', { params: { ws } })).channels),
    staleTime: 60_000,
  })

export const createWorkspace = (body: { name: string; zone: string; currency: string }) => call<T.WorkspaceInfo>('POST', V1 + '/workspaces', { body })
export const patchWorkspace = (ws: Ws, body: { name?: string; zone?: string; currency?: string }) => call<unknown>('PATCH', WS, { params: { ws }, body })
export const members = (ws: Ws) =>
  queryOptions({ queryKey: ['members', ws], queryFn: async () => list((await call<{ members: T.Member[] | null }>('GET', WS + '/members', { params: { ws } })).members) })
export const addMember = (ws: Ws, body: { email: string; name: string; role: string }) =>
  call<{ password?: string }>('POST', WS + '/members', { params: { ws }, body })
export const patchMember = (ws: Ws, user: string, body: { role: string }) => call<unknown>('PATCH', WS + '/members/{user}', { params: { ws, user }, body })
export const resetPassword = (ws: Ws, user: string) => call<{ password: string }>('POST', WS + '/members/{user}/password', { params: { ws, user } })
export const removeMember = (ws: Ws, user: string) => call<unknown>('DELETE', WS + '/members/{user}', { params: { ws, user } })
export const tokens = (ws: Ws) =>
  queryOptions({ queryKey: ['tokens', ws], queryFn: async () => list((await call<{ tokens: T.Token[] | null }>('GET', WS + '/tokens', { params: { ws } })).tokens) })
export const createToken = (ws: Ws, body: { name: string; role: string }) =>
  call<{ token: T.Token; secret: string }>('POST', WS + '/tokens', { params: { ws }, body })
export const revokeToken = (ws: Ws, token: string) => call<unknown>('DELETE', WS + '/tokens/{token}', { params: { ws, token } })
export const audit = (ws: Ws, query: { before?: number; limit?: number }) =>
  queryOptions({
    queryKey: ['audit', ws, query],
    queryFn: async () => {
      const p = await call<T.AuditPage>('GET', WS + '/audit', { params: { ws }, query: { ...query } })
      return { ...p, entries: list(p.entries) }
    },
    placeholderData: (before) => before,
  })
