// The shapes that the app speaks, as internal/journey and the API write them. Times are RFC 3339, durations "7d", spans milliseconds.

export type Names = string | string[]
export type Op =
  | 'eq' | 'ne' | 'in' | 'not_in' | 'gt' | 'gte' | 'lt' | 'lte' | 'between' | 'contains' | 'prefix' | 'regex' | 'exists' | 'not_exists'
export interface Condition { property: string; op: Op; value?: unknown }
export interface Filter {
  event?: Names
  channel?: Names
  source?: Names
  touchpoint?: Names
  where?: Condition[]
  all?: Filter[]
  any?: Filter[]
  not?: Filter
}
export interface Range { from?: string; to?: string; last?: string }
export interface Segment {
  trait?: Condition
  did?: { event: Filter; atLeast?: number; range?: Range }
  people?: string[]
  all?: Segment[]
  any?: Segment[]
  not?: Segment
}
export interface Breakdown {
  by: 'property' | 'trait' | 'channel' | 'source' | 'touchpoint' | 'event'
  property?: string
  attribution?: 'first' | 'last' | 'all' | 'step'
  step?: number
  top?: number
}
export type Kind = 'trend' | 'funnel' | 'paths' | 'retention' | 'stages' | 'people'
export interface Step { name?: string; filter: Filter; optional?: boolean }
export interface Question {
  kind: Kind
  range?: Range
  filter?: Filter
  segment?: Segment
  breakdown?: Breakdown
  compare?: { range?: Range; segment?: Segment }
  trend?: { measure?: 'events' | 'people' | 'sum' | 'mean'; property?: string; interval?: 'hour' | 'day' | 'week' | 'month' }
  funnel?: {
    steps: Step[]
    order?: 'sequence' | 'strict' | 'any'
    window?: string
    exclusions?: { filter: Filter; from?: number; to?: number }[]
    count?: 'person' | 'entry'
  }
  paths?: {
    by?: 'event' | 'touchpoint' | 'channel'
    from?: Filter
    to?: Filter
    depth?: number
    container?: 'journey' | 'session'
    gap?: string
    collapse?: boolean
    top?: number
    count?: 'person' | 'pass'
  }
  retention?: {
    start: Filter
    return: Filter
    mode?: 'first' | 'recurring'
    match?: 'on' | 'on_or_after'
    period?: 'day' | 'week' | 'month'
    periods?: number
  }
  stages?: { model?: StageModel; interval?: 'day' | 'week' | 'month' }
  people?: { of?: Question; cell?: Cell; search?: string; sort?: PeopleSort; offset?: number; limit?: number }
}
export type PeopleSort = 'last_seen' | 'first_seen' | 'events'
export type Outcome = 'reached' | 'dropped' | 'now' | 'entered' | 'moved' | 'stalled' | 'lapsed' | 'reentered'
export interface Cell {
  value?: string
  compare?: boolean
  at?: string
  step?: number
  outcome?: Outcome
  from?: string
  to?: string
  period?: number
  touchpoint?: string
}

export interface Rate { k: number; n: number; value: number; low: number; high: number }
export interface Times { n: number; median: number; p90: number }
export interface Answer {
  kind: Kind
  asOf: number
  from?: string
  to?: string
  people: number
  events: number
  notes?: string[] | null
  compare?: Answer
  trend?: TrendAnswer
  funnel?: FunnelAnswer
  paths?: PathsAnswer
  retention?: RetentionAnswer
  stages?: StagesAnswer
  persons?: PeopleAnswer
}
export interface TrendSeries { value: string; other?: boolean; points: number[]; n: number[]; total: number }
export interface TrendAnswer { starts: string[]; series: TrendSeries[] }
export interface FunnelStep {
  name: string
  optional?: boolean
  reached: number
  dropped: number
  fromPrev: Rate
  overall: Rate
  times: Times
}
export interface Bin { from: number; to: number; n: number }
export interface FunnelGroup { value: string; other?: boolean; steps: FunnelStep[]; total: Times; histogram?: Bin[] | null }
export interface FunnelAnswer { groups: FunnelGroup[] }
export interface PathNode { step: number; name: string; count: number; exits: number }
export interface PathEdge { step: number; from: string; to: string; count: number; median: number }
export interface PathsAnswer {
  containers: number
  nodes: PathNode[]
  edges: PathEdge[]
  matrix: PathEdge[]
  eventual: PathEdge[]
  top: { names: string[]; count: number }[]
}
export interface RetentionCell extends Rate { unfinished?: boolean }
export interface Cohort { start: string; size: number; cells: RetentionCell[] }
export interface RetentionAnswer { cohorts: Cohort[]; mean: Rate[] }
export interface Stage { id: string; name?: string; entry: Filter; times?: number }
export interface StageModel { id?: string; name?: string; stages: Stage[]; window?: string; lapse?: string }
export interface StageFigure {
  id: string
  name: string
  now: number
  entered: number
  movedOn: Rate
  times: Times
  stalled: number
  lapsed: number
  reEntered: number
}
export interface StageFlow { from: string; to: string; people: number; median: number }
export interface TouchpointShare { id: string; name: string; stage: string; people: number; events: number }
export interface StagesAnswer {
  model: StageModel
  stages: StageFigure[]
  flows: StageFlow[]
  lapsed: number
  starts: string[]
  overTime: number[][]
  touchpoints: TouchpointShare[]
  pairs: PathEdge[]
}
export interface IDValue { type: string; value: string }
export interface PersonRow {
  person: string
  firstSeen: string
  lastSeen: string
  events: number
  stage?: string
  traits?: Record<string, string>
  name?: string
  ids?: IDValue[]
}
export interface PeopleAnswer { total: number; people: PersonRow[] }
export interface FieldSchema { name: string; numeric: boolean; values: string[] }
export interface EventSchema { name: string; count: number; channels: string[]; properties: FieldSchema[] }
export interface Schema { asOf: number; events: EventSchema[]; traits: FieldSchema[] }

// Management.

export interface WorkspaceInfo { id: number; name: string; zone: string; currency: string; role: string; permissions: string[] }
export interface User { id: string; email: string; name: string; locale: string; mustSetPassword?: boolean }
export interface Session { setup: boolean; demo: boolean; user?: User; csrf: string; workspaces: WorkspaceInfo[]; version: string }
export interface Counts { received: number; stored: number; duplicate: number; rejected: number }
export interface Source {
  id: number
  name: string
  kind: string
  channel: string
  writeKey?: string
  created: string
  disabled: boolean
  last24h: Counts
  lastSeen?: string
}
export interface LiveVerdict {
  at: string
  type: string
  name: string
  messageId: string
  outcome: 'stored' | 'duplicate' | 'rejected'
  reason?: string
  detail?: string
  person?: string
}
export interface LedgerRow extends Counts { source: number; start: string; reasons?: Record<string, number> }
export interface Ledger { rows: LedgerRow[]; total: Counts & { reasons?: Record<string, number> } }
export interface Quarantined { id: number; source: number; at: string; reason: string; detail: string; body: string; replayed: boolean }
export interface QuarantinePage { rows: Quarantined[]; next?: number }
export interface Verdict { index: number; messageId: string; outcome: 'stored' | 'duplicate' | 'rejected'; reason?: string; detail?: string; person?: string }
export interface PersonLink {
  id: number
  rule: string
  subject: string
  evidence: IDValue[]
  setAside: IDValue[]
  time: string
  actor: string
  revoked?: { time: string; actor?: string }
}
export interface PersonSubject { subject: string; ids: IDValue[]; epoch: number; events: number }
export interface PersonPage {
  person: string
  name?: string
  traits: Record<string, string>
  ids: { type: string; value: string; subjects: string[] }[]
  firstSeen?: string
  lastSeen?: string
  events: number
  stage?: string
  subjects: PersonSubject[]
  links: PersonLink[]
  movedTo?: string
}
export interface TimelineEvent {
  seq: number
  time: string
  receivedAt: string
  type: string
  name: string
  channel: string
  source: number
  touchpoint?: string
  subject: string
  messageId: string
  flags?: string[]
  properties?: Record<string, unknown>
  traits?: Record<string, unknown>
  context?: Record<string, unknown>
}
export interface Timeline { events: TimelineEvent[]; next?: string }
export interface ReviewPerson { person: string; name?: string; ids: IDValue[]; events: number }
export interface Review { id: number; reason: string; persons: ReviewPerson[]; subject: string; evidence: IDValue[]; time: string }
export interface Touchpoint { id: string; name: string; stage?: string; rule: Filter; momentOfTruth: boolean; position: number }
export interface Channel { id: string; name: string; builtIn: boolean }
export interface Member { id: string; email: string; name: string; role: string; since: string; seen?: string; invited: boolean }
export interface Token { id: string; name: string; role: string; hint: string; created: string; used?: string; by: string }
export interface AuditEntry { id: number; at: string; actor: string; action: string; target?: string; detail?: string; ip?: string }
export interface AuditPage { entries: AuditEntry[]; next?: number }
export interface Fault { type: string; title: string; status: number; detail: string; fields?: { name: string; message: string }[] }
