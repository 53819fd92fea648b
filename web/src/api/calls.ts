import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { body, client } from './client'
import type * as T from './types'

// Every call of the API that the app makes, and how its answer is kept.

const V1 = '/api/v1'
const WS = `${V1}/workspaces/{ws}` as const
type Ws = number
const at = <P extends object = object>(ws: Ws, more?: P) => ({ path: { ws, ...more } as { ws: number } & P })

export const session = () => queryOptions({ queryKey: ['session'], queryFn: () => body(client.GET(`${V1}/session`)), staleTime: Infinity, retry: 1 })
export const signIn = (b: { email: string; password: string; code?: string }) => body(client.POST(`${V1}/session`, { body: b }))
export const signOut = () => body(client.DELETE(`${V1}/session`))
export const setUp = (b: { email: string; name: string; password: string; workspace: string; zone: string; currency: string; locale?: 'en' | 'id' | 'zh-Hant' }) =>
  body(client.POST(`${V1}/setup`, { body: b }))
export const patchUser = (b: { name?: string; locale?: '' | 'en' | 'id' | 'zh-Hant'; password?: string; currentPassword?: string }) =>
  body(client.PATCH(`${V1}/session/user`, { body: b }))
/** Leads to the identity provider's page, and back to a place in the app. */
export const federated = (to: string) => `${V1}/session/federated?${new URLSearchParams({ to }).toString()}`

const SECOND = `${V1}/session/second-factor` as const
export const secondFactor = () => queryOptions({ queryKey: ['secondFactor'], queryFn: () => body(client.GET(SECOND)) })
export const beginSecondFactor = (currentPassword: string) => body(client.POST(SECOND, { body: { currentPassword } }))
export const confirmSecondFactor = (code: string) => body(client.PUT(SECOND, { body: { code } }))
export const endSecondFactor = (b: { currentPassword: string; code: string }) => body(client.POST(`${SECOND}/end`, { body: b }))
export const resetSecondFactor = (ws: Ws, id: string) => body(client.DELETE(`${WS}/members/{user}/second-factor`, { params: at(ws, { user: id }) }))

/** An answer of the same kind stays on the screen until the next one has come, so that nothing jumps. */
export const ask = (ws: Ws, question: T.Question) =>
  queryOptions({
    queryKey: ['ask', ws, question],
    queryFn: ({ signal }) => body(client.POST(`${WS}/ask`, { params: at(ws), body: question, signal })),
    placeholderData: (before, query) => (query?.queryKey[1] === ws && (query.queryKey[2] as T.Question).kind === question.kind ? before : undefined),
  })
export const schema = (ws: Ws) => queryOptions({ queryKey: ['schema', ws], queryFn: () => body(client.GET(`${WS}/schema`, { params: at(ws) })), staleTime: 60_000 })

export interface PeopleQuery { search?: string; sort?: T.PeopleSort; offset?: number; limit?: number }
export const people = (ws: Ws, query: PeopleQuery) =>
  queryOptions({
    queryKey: ['people', ws, query],
    queryFn: ({ signal }) => body(client.GET(`${WS}/people`, { params: { ...at(ws), query }, signal })),
    placeholderData: (before) => before,
  })
export const person = (ws: Ws, id: string) =>
  queryOptions({ queryKey: ['person', ws, id], queryFn: () => body(client.GET(`${WS}/people/{person}`, { params: at(ws, { person: id }) })) })
export const timeline = (ws: Ws, id: string, query: { before?: string; limit?: number; channel?: string }) =>
  body(client.GET(`${WS}/people/{person}/events`, { params: { ...at(ws, { person: id }), query } }))
export const revokeLink = (ws: Ws, link: number) => body(client.POST(`${WS}/links/{link}/revoke`, { params: at(ws, { link }) }))
export const reviews = (ws: Ws) => queryOptions({ queryKey: ['reviews', ws], queryFn: async () => (await body(client.GET(`${WS}/reviews`, { params: at(ws) }))).reviews })
export const decideReview = (ws: Ws, id: number, decision: 'accept' | 'reject') => body(client.POST(`${WS}/reviews/{id}`, { params: at(ws, { id }), body: { decision } }))

export const sources = (ws: Ws) => queryOptions({ queryKey: ['sources', ws], queryFn: async () => (await body(client.GET(`${WS}/sources`, { params: at(ws) }))).sources })
export const createSource = (ws: Ws, b: { name: string; kind: T.SourceKind; channel: string }) => body(client.POST(`${WS}/sources`, { params: at(ws), body: b }))
export const patchSource = (ws: Ws, source: number, b: { name?: string; kind?: T.SourceKind; channel?: string; disabled?: boolean }) =>
  body(client.PATCH(`${WS}/sources/{source}`, { params: at(ws, { source }), body: b }))
export const rotateSource = (ws: Ws, source: number) => body(client.POST(`${WS}/sources/{source}/rotate`, { params: at(ws, { source }) }))
export const livePath = (ws: Ws) => `${V1}/workspaces/${ws}/live`
export const sourceLivePath = (ws: Ws, source: number) => `${V1}/workspaces/${ws}/sources/${source}/live`

export const ledger = (ws: Ws, query: { from?: string; to?: string; source?: number; by: 'hour' | 'day' }) =>
  queryOptions({ queryKey: ['ledger', ws, query], queryFn: () => body(client.GET(`${WS}/ledger`, { params: { ...at(ws), query } })), placeholderData: (before) => before })
export const quarantine = (ws: Ws, query: { source?: number; before?: number; limit?: number }) =>
  queryOptions({ queryKey: ['quarantine', ws, query], queryFn: () => body(client.GET(`${WS}/quarantine`, { params: { ...at(ws), query } })), placeholderData: (before) => before })
export const replay = async (ws: Ws, id: number, item?: unknown) =>
  (await body(client.POST(`${WS}/quarantine/{id}/replay`, { params: at(ws, { id }), body: item === undefined ? {} : { body: item as never } }))).verdicts

export const stageModel = (ws: Ws) => queryOptions({ queryKey: ['stage-model', ws], queryFn: () => body(client.GET(`${WS}/stage-model`, { params: at(ws) })) })
export const stageModels = (ws: Ws) =>
  queryOptions({ queryKey: ['stage-models', ws], queryFn: async () => (await body(client.GET(`${WS}/stage-models`, { params: at(ws) }))).templates, staleTime: 60_000 })
export const putStageModel = (ws: Ws, b: T.StageModel) => body(client.PUT(`${WS}/stage-model`, { params: at(ws), body: b }))
export const touchpoints = (ws: Ws) =>
  queryOptions({ queryKey: ['touchpoints', ws], queryFn: async () => (await body(client.GET(`${WS}/touchpoints`, { params: at(ws) }))).touchpoints, staleTime: 60_000 })
export const createTouchpoint = (ws: Ws, b: T.TouchpointNew) => body(client.POST(`${WS}/touchpoints`, { params: at(ws), body: b }))
export const patchTouchpoint = (ws: Ws, id: string, b: T.TouchpointChange) => body(client.PATCH(`${WS}/touchpoints/{id}`, { params: at(ws, { id }), body: b }))
export const deleteTouchpoint = (ws: Ws, id: string) => body(client.DELETE(`${WS}/touchpoints/{id}`, { params: at(ws, { id }) }))
export const channels = (ws: Ws) =>
  queryOptions({ queryKey: ['channels', ws], queryFn: async () => (await body(client.GET(`${WS}/channels`, { params: at(ws) }))).channels, staleTime: 60_000 })

export const identityRules = (ws: Ws) => queryOptions({ queryKey: ['identity-rules', ws], queryFn: () => body(client.GET(`${WS}/identity-rules`, { params: at(ws) })) })
export const putIdentityRules = (ws: Ws, b: T.IdentityRules) => body(client.PUT(`${WS}/identity-rules`, { params: at(ws), body: b }))
export const tryIdentityRules = (ws: Ws, b: T.IdentityRules, signal: AbortSignal) => body(client.POST(`${WS}/identity-rules/try`, { params: at(ws), body: b, signal }))

export const patchWorkspace = (ws: Ws, b: { name?: string; zone?: string; currency?: string }) => body(client.PATCH(WS, { params: at(ws), body: b }))
export const members = (ws: Ws) => queryOptions({ queryKey: ['members', ws], queryFn: async () => (await body(client.GET(`${WS}/members`, { params: at(ws) }))).members })
export const addMember = (ws: Ws, b: { email: string; name?: string; role: T.Role }) => body(client.POST(`${WS}/members`, { params: at(ws), body: b }))
export const patchMember = (ws: Ws, user: string, b: { role: T.Role }) => body(client.PATCH(`${WS}/members/{user}`, { params: at(ws, { user }), body: b }))
export const resetPassword = (ws: Ws, user: string) => body(client.POST(`${WS}/members/{user}/password`, { params: at(ws, { user }) }))
export const removeMember = (ws: Ws, user: string) => body(client.DELETE(`${WS}/members/{user}`, { params: at(ws, { user }) }))
export const tokens = (ws: Ws) => queryOptions({ queryKey: ['tokens', ws], queryFn: async () => (await body(client.GET(`${WS}/tokens`, { params: at(ws) }))).tokens })
export const createToken = (ws: Ws, b: { name: string; role: T.Role }) => body(client.POST(`${WS}/tokens`, { params: at(ws), body: b }))
export const revokeToken = (ws: Ws, token: string) => body(client.DELETE(`${WS}/tokens/{token}`, { params: at(ws, { token }) }))
export const audit = (ws: Ws, query: { before?: number; limit?: number }) =>
  queryOptions({ queryKey: ['audit', ws, query], queryFn: () => body(client.GET(`${WS}/audit`, { params: { ...at(ws), query } })), placeholderData: (before) => before })

export const segments = (ws: Ws) => queryOptions({ queryKey: ['segments', ws], queryFn: async () => (await body(client.GET(`${WS}/segments`, { params: at(ws) }))).segments })
export const segment = (ws: Ws, id: string) => queryOptions({ queryKey: ['segments', ws, id], queryFn: () => body(client.GET(`${WS}/segments/{id}`, { params: at(ws, { id }) })) })
export const createSegment = (ws: Ws, b: T.SegmentNew) => body(client.POST(`${WS}/segments`, { params: at(ws), body: b }))
export const patchSegment = (ws: Ws, id: string, b: T.SegmentChange) => body(client.PATCH(`${WS}/segments/{id}`, { params: at(ws, { id }), body: b }))
export const deleteSegment = (ws: Ws, id: string) => body(client.DELETE(`${WS}/segments/{id}`, { params: at(ws, { id }) }))
export const segmentSize = (ws: Ws, rule: T.Segment) =>
  queryOptions({
    queryKey: ['segment-size', ws, rule],
    queryFn: ({ signal }) => body(client.POST(`${WS}/segments/size`, { params: at(ws), body: { rule }, signal })),
    placeholderData: (before) => before,
  })
export const segmentSizes = (ws: Ws, id: string, by: 'hour' | 'day') =>
  queryOptions({ queryKey: ['segment-sizes', ws, id, by], queryFn: async () => (await body(client.GET(`${WS}/segments/{id}/sizes`, { params: { ...at(ws, { id }), query: { by } } }))).sizes, staleTime: 60_000 })
export const segmentMoves = (ws: Ws, id: string, after: number, limit: number) => body(client.GET(`${WS}/segments/{id}/moves`, { params: { ...at(ws, { id }), query: { after, limit } } }))

export const help = (ws: Ws) => queryOptions({ queryKey: ['help', ws], queryFn: () => body(client.GET(`${WS}/help`, { params: at(ws) })) })
export const article = (ws: Ws, id: string) => queryOptions({ queryKey: ['help', ws, id], queryFn: () => body(client.GET(`${WS}/help/articles/{id}`, { params: at(ws, { id }) })) })
export const createArticle = (ws: Ws, b: T.HelpBody) => body(client.POST(`${WS}/help/articles`, { params: at(ws), body: b }))
export const putArticle = (ws: Ws, id: string, b: T.HelpBody) => body(client.PUT(`${WS}/help/articles/{id}`, { params: at(ws, { id }), body: b }))
export const deleteArticle = (ws: Ws, id: string) => body(client.DELETE(`${WS}/help/articles/{id}`, { params: at(ws, { id }) }))
export const articleVersions = (ws: Ws, id: string, version: number) => queryOptions({ queryKey: ['help', ws, id, 'versions', version], queryFn: () => body(client.GET(`${WS}/help/articles/{id}/versions`, { params: at(ws, { id }) })).then((r) => r.versions.toReversed()) })
export const articleComparison = (ws: Ws, id: string, from: number, to: number) => queryOptions({ queryKey: ['help', ws, id, 'compare', from, to], queryFn: () => body(client.GET(`${WS}/help/articles/{id}/compare`, { params: { ...at(ws, { id }), query: { from, to } } })).then((r) => r.differences) })
export const restoreArticle = (ws: Ws, id: string, version: number) => body(client.POST(`${WS}/help/articles/{id}/restore`, { params: at(ws, { id }), body: { version } }))
export const searchHelp = (ws: Ws, question: string, languages: string[]) => body(client.POST(`${WS}/help/search`, { params: at(ws), body: { question, languages } }))
export const previewHelp = (ws: Ws, markdown: string) => queryOptions({ queryKey: ['help-preview', ws, markdown], queryFn: ({ signal }) => body(client.POST(`${WS}/help/preview`, { params: at(ws), body: { markdown }, signal })), staleTime: Infinity })
export const setHelpSite = (ws: Ws, b: T.HelpSite) => body(client.PUT(`${WS}/help/site`, { params: at(ws), body: b }))
export const settleQuestion = (ws: Ws, id: string, done: boolean) => body(client.PUT(`${WS}/help/questions/{id}`, { params: at(ws, { id }), body: { done } }))
export const pains = (ws: Ws) => queryOptions({ queryKey: ['pains', ws], queryFn: () => body(client.GET(`${WS}/pains`, { params: at(ws) })) })
export const pain = (ws: Ws, id: string) => queryOptions({ queryKey: ['pains', ws, id], queryFn: () => body(client.GET(`${WS}/pains/{id}`, { params: at(ws, { id }) })) })
export const painHistory = (ws: Ws, id: string) => queryOptions({ queryKey: ['pains', ws, id, 'history'], queryFn: async () => (await body(client.GET(`${WS}/pains/{id}/history`, { params: at(ws, { id }) }))).changes })
export const painFigures = (ws: Ws, id: string, range: T.Range) => queryOptions({ queryKey: ['pain-figures', ws, id, range], queryFn: ({ signal }) => body(client.POST(`${WS}/pains/{id}/figures`, { params: at(ws, { id }), body: { range }, signal })) })
export const painMending = (ws: Ws, id: string, version: number) => queryOptions({ queryKey: ['pain-mending', ws, id, version], queryFn: () => body(client.GET(`${WS}/pains/{id}/mending`, { params: at(ws, { id }) })) })
export const proposePains = (ws: Ws, range: T.Range) => body(client.POST(`${WS}/pains/propose`, { params: at(ws), body: { range } }))
export const createPain = (ws: Ws, b: T.PainNew) => body(client.POST(`${WS}/pains`, { params: at(ws), body: b }))
export const patchPain = (ws: Ws, id: string, b: T.PainEdit) => body(client.PATCH(`${WS}/pains/{id}`, { params: at(ws, { id }), body: b }))
export const deletePain = (ws: Ws, id: string) => body(client.DELETE(`${WS}/pains/{id}`, { params: at(ws, { id }) }))
export const personas = (ws: Ws) => queryOptions({ queryKey: ['personas', ws], queryFn: async () => (await body(client.GET(`${WS}/personas`, { params: at(ws) }))).personas })
export const persona = (ws: Ws, id: string) => queryOptions({ queryKey: ['personas', ws, id], queryFn: () => body(client.GET(`${WS}/personas/{id}`, { params: at(ws, { id }) })) })
export const createPersona = (ws: Ws, b: T.PersonaBody) => body(client.POST(`${WS}/personas`, { params: at(ws), body: b }))
export const putPersona = (ws: Ws, id: string, b: T.PersonaBody) => body(client.PUT(`${WS}/personas/{id}`, { params: at(ws, { id }), body: b }))
export const deletePersona = (ws: Ws, id: string) => body(client.DELETE(`${WS}/personas/{id}`, { params: at(ws, { id }) }))
export const suggestPersonas = (ws: Ws, b: { range?: T.Range; groups?: 0 | 2 | 3 | 4 | 5 | 6 }) =>
  queryOptions({ queryKey: ['personas-suggest', ws, b], queryFn: ({ signal }) => body(client.POST(`${WS}/personas/suggest`, { params: at(ws), body: b, signal })), staleTime: Infinity, retry: false })

export const savedQuestions = (ws: Ws) => queryOptions({ queryKey: ['questions', ws], queryFn: async () => (await body(client.GET(`${WS}/questions`, { params: at(ws) }))).questions })
export const createQuestion = (ws: Ws, b: T.QuestionBody) => body(client.POST(`${WS}/questions`, { params: at(ws), body: b }))
export const putQuestion = (ws: Ws, id: string, b: T.QuestionBody) => body(client.PUT(`${WS}/questions/{id}`, { params: at(ws, { id }), body: b }))
export const deleteQuestion = (ws: Ws, id: string) => body(client.DELETE(`${WS}/questions/{id}`, { params: at(ws, { id }) }))
export const dashboards = (ws: Ws) => queryOptions({ queryKey: ['dashboards', ws], queryFn: async () => (await body(client.GET(`${WS}/dashboards`, { params: at(ws) }))).dashboards })
export const dashboard = (ws: Ws, id: string) => queryOptions({ queryKey: ['dashboards', ws, id], queryFn: () => body(client.GET(`${WS}/dashboards/{id}`, { params: at(ws, { id }) })) })
export const createDashboard = (ws: Ws, b: T.DashboardBody) => body(client.POST(`${WS}/dashboards`, { params: at(ws), body: b }))
export const putDashboard = (ws: Ws, id: string, b: T.DashboardBody) => body(client.PUT(`${WS}/dashboards/{id}`, { params: at(ws, { id }), body: b }))
export const deleteDashboard = (ws: Ws, id: string) => body(client.DELETE(`${WS}/dashboards/{id}`, { params: at(ws, { id }) }))

type Language = 'en' | 'id' | 'zh-Hant'
export const maps = (ws: Ws) => queryOptions({ queryKey: ['maps', ws], queryFn: async () => (await body(client.GET(`${WS}/maps`, { params: at(ws) }))).maps })
export const mapTemplates = (ws: Ws, language: Language) =>
  queryOptions({ queryKey: ['map-templates', ws, language], queryFn: async () => (await body(client.GET(`${WS}/maps/templates`, { params: { ...at(ws), query: { language } } }))).templates, staleTime: 60_000 })
export const map = (ws: Ws, id: string, revision?: number) =>
  queryOptions({ queryKey: ['map', ws, id, revision ?? 'now'], queryFn: () => body(client.GET(`${WS}/maps/{map}`, { params: { ...at(ws, { map: id }), query: { revision } } })) })
export const touchpointUses = (ws: Ws) => queryOptions({ queryKey: ['touchpoint-uses', ws], queryFn: async () => (await body(client.GET(`${WS}/maps/touchpoints`, { params: at(ws) }))).uses })
export const createMap = (ws: Ws, b: T.MapNew) => body(client.POST(`${WS}/maps`, { params: at(ws), body: b }))
export const deleteMap = (ws: Ws, id: string) => body(client.DELETE(`${WS}/maps/{map}`, { params: at(ws, { map: id }) }))
export const changeMap = (ws: Ws, id: string, b: T.MapChange) => body(client.POST(`${WS}/maps/{map}/changes`, { params: at(ws, { map: id }), body: b }))
export const mapChanges = (ws: Ws, id: string, since: number) => body(client.GET(`${WS}/maps/{map}/changes`, { params: { ...at(ws, { map: id }), query: { since } } }))
export const mapLivePath = (ws: Ws, id: string, since: number) => `${V1}/workspaces/${ws}/maps/${id}/live?since=${since}`
export const putPresence = (ws: Ws, id: string, b: { key: string; at?: string; gone?: boolean }) => body(client.POST(`${WS}/maps/{map}/presence`, { params: at(ws, { map: id }), body: b }))
export const mapRevisions = (ws: Ws, id: string, before?: number) => body(client.GET(`${WS}/maps/{map}/revisions`, { params: { ...at(ws, { map: id }), query: { before, limit: 50 } } }))
export const nameVersion = (ws: Ws, id: string, b: { revision: number; name: string; because?: string }) => body(client.POST(`${WS}/maps/{map}/versions`, { params: at(ws, { map: id }), body: b }))
export const mapComparison = (ws: Ws, id: string, from: number, to: number) =>
  queryOptions({ queryKey: ['map-compare', ws, id, from, to], queryFn: async () => (await body(client.GET(`${WS}/maps/{map}/compare`, { params: { ...at(ws, { map: id }), query: { from, to } } }))).differences })
export const restoreMap = (ws: Ws, id: string, revision: number) => body(client.POST(`${WS}/maps/{map}/restore`, { params: at(ws, { map: id }), body: { revision } }))
export const copyMap = (ws: Ws, id: string, b: { state: 'as_is' | 'to_be'; name?: string }) => body(client.POST(`${WS}/maps/{map}/copy`, { params: at(ws, { map: id }), body: b }))
export const importMap = (ws: Ws, id: string, b: T.MapFile) => body(client.POST(`${WS}/maps/{map}/import`, { params: at(ws, { map: id }), body: b }))
export const exportMap = (ws: Ws, id: string) => body(client.GET(`${WS}/maps/{map}/export`, { params: at(ws, { map: id }) }))
export const addMapImage = (ws: Ws, id: string, b: { name: string; data: string }) => body(client.POST(`${WS}/maps/{map}/images`, { params: at(ws, { map: id }), body: b }))
export const overlay = (ws: Ws, id: string, look: T.MapLook) =>
  queryOptions({ queryKey: ['overlay', ws, id, look], queryFn: ({ signal }) => body(client.POST(`${WS}/maps/{map}/overlay`, { params: at(ws, { map: id }), body: look, signal })), placeholderData: (before, query) => (query?.queryKey[1] === ws && query.queryKey[2] === id ? before : undefined) })
export const mapImagePath = (ws: Ws, id: string, image: string) => `${V1}/workspaces/${ws}/maps/${id}/images/${image}`
export const mapWalk = (ws: Ws, id: string, look: T.MapWalkLook) =>
  queryOptions({ queryKey: ['map-walk', ws, id, look], queryFn: ({ signal }) => body(client.POST(`${WS}/maps/{map}/walk`, { params: at(ws, { map: id }), body: look, signal })), staleTime: 300_000 })
export const mapWatch = (ws: Ws, id: string) => queryOptions({ queryKey: ['map-watch', ws, id], queryFn: () => body(client.GET(`${WS}/maps/{map}/watch`, { params: at(ws, { map: id }) })) })
export const setMapWatch = (ws: Ws, id: string, watching: boolean) => body(client.PUT(`${WS}/maps/{map}/watch`, { params: at(ws, { map: id }), body: { watching } }))
export const notices = (ws: Ws) => queryOptions({ queryKey: ['notices', ws], queryFn: () => body(client.GET(`${WS}/notices`, { params: at(ws) })) })
export const digest = (ws: Ws) => queryOptions({ queryKey: ['digest', ws], queryFn: () => body(client.GET(`${WS}/digest`, { params: at(ws) })) })
export const setDigest = (ws: Ws, every: T.DigestEvery) => body(client.PUT(`${WS}/digest`, { params: at(ws), body: { every } }))
export const seeNotices = (ws: Ws, until: string) => body(client.POST(`${WS}/notices/seen`, { params: at(ws), body: { until } }))
export const activity = (ws: Ws) =>
  infiniteQueryOptions({
    queryKey: ['activity', ws], initialPageParam: 0,
    queryFn: ({ pageParam }) => body(client.GET(`${WS}/activity`, { params: { ...at(ws), query: { before: pageParam || undefined, limit: 50 } } })),
    getNextPageParam: (last) => last.next,
  })
export const mapComments = (ws: Ws, id: string) =>
  queryOptions({ queryKey: ['map-comments', ws, id], queryFn: async () => (await body(client.GET(`${WS}/maps/{map}/comments`, { params: at(ws, { map: id }) }))).comments })
export const addMapComment = (ws: Ws, id: string, b: { on?: string; text: string; mentions?: number[] }) => body(client.POST(`${WS}/maps/{map}/comments`, { params: at(ws, { map: id }), body: b }))
export const patchMapComment = (ws: Ws, map: string, id: string, b: { text?: string; mentions?: number[]; resolved?: boolean }) =>
  body(client.PATCH(`${WS}/maps/{map}/comments/{id}`, { params: at(ws, { map, id }), body: b }))
export const deleteMapComment = (ws: Ws, map: string, id: string) => body(client.DELETE(`${WS}/maps/{map}/comments/{id}`, { params: at(ws, { map, id }) }))
export const tasks = (ws: Ws) => queryOptions({ queryKey: ['tasks', ws], queryFn: async () => (await body(client.GET(`${WS}/tasks`, { params: at(ws) }))).tasks })
export const createTask = (ws: Ws, b: { map: string; card?: string; title: string; owner?: number; due?: string }) => body(client.POST(`${WS}/tasks`, { params: at(ws), body: b }))
export const patchTask = (ws: Ws, id: string, b: { title?: string; owner?: number; due?: string; done?: boolean }) => body(client.PATCH(`${WS}/tasks/{id}`, { params: at(ws, { id }), body: b }))
export const deleteTask = (ws: Ws, id: string) => body(client.DELETE(`${WS}/tasks/{id}`, { params: at(ws, { id }) }))
export const opportunities = (ws: Ws) => queryOptions({ queryKey: ['opportunities', ws], queryFn: async () => (await body(client.GET(`${WS}/opportunities`, { params: at(ws) }))).opportunities })
export const mapShares = (ws: Ws, id: string) => queryOptions({ queryKey: ['map-shares', ws, id], queryFn: async () => (await body(client.GET(`${WS}/maps/{map}/shares`, { params: at(ws, { map: id }) }))).shares })
export const createShare = (ws: Ws, id: string, b: T.MapShareNew) => body(client.POST(`${WS}/maps/{map}/shares`, { params: at(ws, { map: id }), body: b }))
export const deleteShare = (ws: Ws, map: string, id: string) => body(client.DELETE(`${WS}/maps/{map}/shares/{id}`, { params: at(ws, { map, id }) }))
const SURVEYS = `${WS}/surveys` as const
export const surveys = (ws: Ws) => queryOptions({ queryKey: ['surveys', ws], queryFn: async () => (await body(client.GET(SURVEYS, { params: at(ws) }))).surveys })
export const survey = (ws: Ws, id: string) => queryOptions({ queryKey: ['surveys', ws, id], queryFn: () => body(client.GET(`${SURVEYS}/{id}`, { params: at(ws, { id }) })) })
export const createSurvey = (ws: Ws, b: T.SurveyBody) => body(client.POST(SURVEYS, { params: at(ws), body: b }))
export const putSurvey = (ws: Ws, id: string, b: T.SurveyBody) => body(client.PUT(`${SURVEYS}/{id}`, { params: at(ws, { id }), body: b }))
export const deleteSurvey = (ws: Ws, id: string) => body(client.DELETE(`${SURVEYS}/{id}`, { params: at(ws, { id }) }))
export const setSurveyState = (ws: Ws, id: string, state: T.Survey['state']) => body(client.POST(`${SURVEYS}/{id}/state`, { params: at(ws, { id }), body: { state } }))
export const surveyResults = (ws: Ws, id: string, b: T.SurveyResultsBody) =>
  queryOptions({ queryKey: ['survey-results', ws, id, b], queryFn: ({ signal }) => body(client.POST(`${SURVEYS}/{id}/results`, { params: at(ws, { id }), body: b, signal })), placeholderData: (before, query) => (query?.queryKey[2] === id ? before : undefined) })
export const surveyResponses = (ws: Ws, id: string, b: T.SurveyResponsesBody) =>
  queryOptions({ queryKey: ['survey-responses', ws, id, b], queryFn: ({ signal }) => body(client.POST(`${SURVEYS}/{id}/responses/list`, { params: at(ws, { id }), body: b, signal })), placeholderData: (before, query) => (query?.queryKey[2] === id ? before : undefined) })
export const surveyExportPath = (ws: Ws, id: string, language: string) => `${V1}/workspaces/${ws}/surveys/${id}/export?language=${encodeURIComponent(language)}`
export const surveyLinks = (ws: Ws, id: string) => queryOptions({ queryKey: ['survey-links', ws, id], queryFn: async () => (await body(client.GET(`${SURVEYS}/{id}/links`, { params: at(ws, { id }) }))).links })
export const createSurveyLinks = (ws: Ws, id: string, b: T.SurveyLinkBody) => body(client.POST(`${SURVEYS}/{id}/links`, { params: at(ws, { id }), body: b }))
export const closeSurveyLink = (ws: Ws, id: string, link: string) => body(client.DELETE(`${SURVEYS}/{id}/links/{link}`, { params: at(ws, { id, link }) }))
export const whySurvey = (ws: Ws, id: string, query: { person: string; via?: T.SurveyVia }) =>
  queryOptions({ queryKey: ['survey-why', ws, id, query], queryFn: () => body(client.GET(`${SURVEYS}/{id}/why`, { params: { ...at(ws, { id }), query } })), staleTime: 0 })
export const surveyMail = (ws: Ws, id: string) => queryOptions({ queryKey: ['survey-mail', ws, id], queryFn: () => body(client.GET(`${SURVEYS}/{id}/mail`, { params: at(ws, { id }) })) })
export const surveyMails = (ws: Ws, id: string, state?: T.SurveyMailState) =>
  queryOptions({ queryKey: ['survey-mail', ws, id, 'outbox', state], queryFn: async () => (await body(client.GET(`${SURVEYS}/{id}/mail/outbox`, { params: { ...at(ws, { id }), query: { state } } }))).mails })
export const drawSurveyMail = (ws: Ws, b: { content: T.SurveyContent; language: string }) => queryOptions({ queryKey: ['survey-mail', ws, 'draw', b], queryFn: ({ signal }) => body(client.POST(`${SURVEYS}/mail/preview`, { params: at(ws), body: b, signal })) })
export const sendSurveyMail = (ws: Ws, id: string, b: { segment?: { id: string }; dry?: boolean }) => body(client.POST(`${SURVEYS}/{id}/mail/send`, { params: at(ws, { id }), body: b }))
export const surveyDeliveries = (ws: Ws, id: string) => queryOptions({ queryKey: ['survey-mail', ws, id, 'deliveries'], queryFn: async () => (await body(client.GET(`${SURVEYS}/{id}/mail/deliveries`, { params: at(ws, { id }) }))).deliveries })
export const stopSurveyDelivery = (ws: Ws, id: string, delivery: string) => body(client.POST(`${SURVEYS}/{id}/mail/deliveries/{delivery}/stop`, { params: at(ws, { id, delivery }) }))
export const surveyDeliveryPeople = (ws: Ws, id: string, delivery: string, query: { part: T.SurveyDeliveryPart; reason?: string; offset?: number }) =>
  queryOptions({ queryKey: ['survey-mail', ws, id, 'people', delivery, query], queryFn: async () => (await body(client.GET(`${SURVEYS}/{id}/mail/deliveries/{delivery}/people`, { params: { ...at(ws, { id, delivery }), query } }))).people })
export const surveyMailExportPath = (ws: Ws, id: string) => `${V1}/workspaces/${ws}/surveys/${id}/mail/export`
export const testSurveyMail = (ws: Ws, id: string, b: { language: string }) => body(client.POST(`${SURVEYS}/{id}/mail/test`, { params: at(ws, { id }), body: b }))
export const productReviews = (ws: Ws, b: T.ProductReviewsBody) =>
  queryOptions({ queryKey: ['product-reviews', ws, b], queryFn: ({ signal }) => body(client.POST(`${WS}/reviews/list`, { params: at(ws), body: b, signal })), placeholderData: (before, query) => (query?.queryKey[1] === ws ? before : undefined) })
export const replyProductReview = (ws: Ws, id: string, text: string) => body(client.PUT(`${WS}/reviews/{id}/reply`, { params: at(ws, { id }), body: { text } }))
export const importProductReviews = (ws: Ws, file: File, dryRun: boolean) =>
  body(client.POST(`${WS}/reviews/import`, { params: { ...at(ws), query: { dryRun } }, body: '', bodySerializer: () => file, headers: { 'Content-Type': 'text/csv' } }))
export const publicReviewsPath = (key: string, product: string) => `${V1}/public/reviews/${encodeURIComponent(key)}?product=${encodeURIComponent(product)}`
export const surveySettings = (ws: Ws) => queryOptions({ queryKey: ['survey-settings', ws], queryFn: () => body(client.GET(`${SURVEYS}/settings`, { params: at(ws) })) })
export const putSurveySettings = (ws: Ws, b: T.SurveySettings) => body(client.PUT(`${SURVEYS}/settings`, { params: at(ws), body: b }))

const SHARED = `${V1}/shared/{token}` as const
export const shared = (token: string) => queryOptions({ queryKey: ['shared', token], queryFn: () => body(client.GET(SHARED, { params: { path: { token } } })), retry: false, staleTime: Infinity })
export const openShared = (token: string, password: string) => body(client.POST(SHARED, { params: { path: { token } }, body: { password } }))
export const sharedImagePath = (token: string, image: string) => `${V1}/shared/${encodeURIComponent(token)}/images/${image}`

export const texts = (ws: Ws, q: T.VoiceQuery) =>
  infiniteQueryOptions({
    queryKey: ['voice', ws, 'texts', q],
    queryFn: ({ pageParam, signal }) => body(client.POST(`${WS}/voice/texts`, { params: at(ws), body: { ...q, before: pageParam }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: T.VoicePage) => page.next,
    placeholderData: (before) => before,
  })
/** While texts are being looked up behind an answer, it is asked again; where that failed, as seldom as it is tried again. */
const untilRead = (query: { state: { data?: { reading?: string[]; failed?: unknown[] } } }): number | false => {
  const { reading = [], failed = [] } = query.state.data ?? {}
  return reading.length ? (reading.length > failed.length ? 1500 : 5000) : false
}
export const voiceSummary = (ws: Ws, q: T.VoiceQuery) =>
  queryOptions({ queryKey: ['voice', ws, 'summary', q], queryFn: ({ signal }) => body(client.POST(`${WS}/voice/summary`, { params: at(ws), body: q, signal })), placeholderData: (before) => before, refetchInterval: untilRead })
export const speakers = (ws: Ws, q: T.VoiceQuery) => queryOptions({ queryKey: ['voice', ws, 'people', q], queryFn: ({ signal }) => body(client.POST(`${WS}/voice/people`, { params: at(ws), body: q, signal })) })
export const correctFeeling = (ws: Ws, seq: number, feeling: '' | 'negative' | 'neutral' | 'positive') => body(client.PUT(`${WS}/voice/texts/{seq}/feeling`, { params: at(ws, { seq }), body: { feeling } }))
export const voiceModels = (ws: Ws) => queryOptions({ queryKey: ['voice-models', ws], queryFn: () => body(client.GET(`${WS}/voice/models`, { params: at(ws) })) })
export const listening = (ws: Ws, q: T.VoiceQuery) =>
  queryOptions({ queryKey: ['voice', ws, 'listening', q], queryFn: ({ signal }) => body(client.POST(`${WS}/voice/listening`, { params: at(ws), body: q, signal })), placeholderData: (before) => before, refetchInterval: untilRead })
export const topics = (ws: Ws) => queryOptions({ queryKey: ['topics', ws], queryFn: async () => (await body(client.GET(`${WS}/voice/topics`, { params: at(ws) }))).topics })
export const createTopic = (ws: Ws, b: T.TopicBody) => body(client.POST(`${WS}/voice/topics`, { params: at(ws), body: b }))
export const putTopic = (ws: Ws, id: string, b: T.TopicBody) => body(client.PUT(`${WS}/voice/topics/{id}`, { params: at(ws, { id }), body: b }))
export const deleteTopic = (ws: Ws, id: string) => body(client.DELETE(`${WS}/voice/topics/{id}`, { params: at(ws, { id }) }))
export const tryTopic = (ws: Ws, b: T.TopicTry) =>
  queryOptions({ queryKey: ['voice', ws, 'try', b], queryFn: ({ signal }) => body(client.POST(`${WS}/voice/topics/try`, { params: at(ws), body: b, signal })), retry: false, placeholderData: (before) => before })
export const authorRules = (ws: Ws) => queryOptions({ queryKey: ['author-rules', ws], queryFn: async () => (await body(client.GET(`${WS}/voice/authors`, { params: at(ws) }))).rules })
export const setAuthorRules = (ws: Ws, b: T.AuthorRules) => body(client.PUT(`${WS}/voice/authors`, { params: at(ws), body: b }))
export const alerts = (ws: Ws) => queryOptions({ queryKey: ['alerts', ws], queryFn: async () => (await body(client.GET(`${WS}/voice/alerts`, { params: at(ws) }))).alerts })
export const alertConditions = (ws: Ws) => queryOptions({ queryKey: ['alert-conditions', ws], queryFn: async () => (await body(client.GET(`${WS}/voice/conditions`, { params: at(ws) }))).conditions })
export const createAlertCondition = (ws: Ws, b: T.AlertConditionBody) => body(client.POST(`${WS}/voice/conditions`, { params: at(ws), body: b }))
export const putAlertCondition = (ws: Ws, id: string, b: T.AlertConditionBody) => body(client.PUT(`${WS}/voice/conditions/{id}`, { params: at(ws, { id }), body: b }))
export const deleteAlertCondition = (ws: Ws, id: string) => body(client.DELETE(`${WS}/voice/conditions/{id}`, { params: at(ws, { id }) }))
export const connections = (ws: Ws) => queryOptions({ queryKey: ['connections', ws], queryFn: () => body(client.GET(`${WS}/connections`, { params: at(ws) })) })
export const createConnection = (ws: Ws, b: T.ConnectionBody) => body(client.POST(`${WS}/connections`, { params: at(ws), body: b }))
export const putConnection = (ws: Ws, id: string, b: T.ConnectionBody) => body(client.PUT(`${WS}/connections/{id}`, { params: at(ws, { id }), body: b }))
export const deleteConnection = (ws: Ws, id: string) => body(client.DELETE(`${WS}/connections/{id}`, { params: at(ws, { id }) }))
export const pauseConnection = (ws: Ws, id: string, paused: boolean) => body(client.POST(`${WS}/connections/{id}/pause`, { params: at(ws, { id }), body: { paused } }))
export const fetchConnection = (ws: Ws, id: string) => body(client.POST(`${WS}/connections/{id}/fetch`, { params: at(ws, { id }) }))
/** A file goes as it is: it may be in UTF-16. */
export const uploadToConnection = (ws: Ws, id: string, file: File) =>
  body(client.POST(`${WS}/connections/{id}/upload`, { params: at(ws, { id }), body: '', bodySerializer: () => file, headers: { 'Content-Type': 'text/csv' } }))
export const themes = (ws: Ws) => queryOptions({ queryKey: ['themes', ws], queryFn: async () => (await body(client.GET(`${WS}/voice/themes`, { params: at(ws) }))).themes })
export const createTheme = (ws: Ws, b: T.ThemeBody) => body(client.POST(`${WS}/voice/themes`, { params: at(ws), body: b }))
export const putTheme = (ws: Ws, id: string, b: T.ThemeBody) => body(client.PUT(`${WS}/voice/themes/{id}`, { params: at(ws, { id }), body: b }))
export const mergeThemes = (ws: Ws, id: string, other: string) => body(client.POST(`${WS}/voice/themes/{id}/merge`, { params: at(ws, { id }), body: { with: other } }))
export const deleteTheme = (ws: Ws, id: string) => body(client.DELETE(`${WS}/voice/themes/{id}`, { params: at(ws, { id }) }))
export const proposeThemes = (ws: Ws, q: T.VoiceQuery) =>
  queryOptions({ queryKey: ['themes-propose', ws, q], queryFn: ({ signal }) => body(client.POST(`${WS}/voice/themes/propose`, { params: at(ws), body: q, signal })), staleTime: Infinity, retry: false })
