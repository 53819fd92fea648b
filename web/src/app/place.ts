import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { createContext, useCallback, useContext, useMemo } from 'react'
import type { Cell, PeopleSort, Question, Range, Segment } from '../api/types'

/** Everything that a person chose; it lives in the address, so that a link or a step back shows the same. */
export interface Search {
  range?: string
  /** The time before (prev), a year before (year), or two dates. */
  compare?: string
  segment?: Segment
  /** Other people, whose figures stand beside. */
  against?: Segment
  cell?: Cell
  q?: Question
  view?: string
  search?: string
  sort?: PeopleSort
  page?: number
  channel?: string
  source?: number
  by?: 'hour' | 'day'
  open?: number
  touch?: 'all'
  edit?: string
  saved?: string
  card?: string
  live?: 'on'
  /** Which texts of customers are looked at. */
  heard?: Partial<Record<'feeling' | 'language' | 'channel' | 'touchpoint' | 'theme' | 'topic' | 'network' | 'kind', string>>
  group?: string
  /** Reviews of one product, or of none, and with so many stars. */
  product?: string
  brand?: 'only'
  stars?: number
  /** What the identity provider's page came back with. */
  fault?: 'unknown' | 'refused' | 'expired' | 'unavailable'
}

export const DEFAULT_RANGE = '30d'

/** Reads the address; what does not make sense is left out. */
export function readSearch(raw: Record<string, unknown>): Search {
  const out: Search = {}
  const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined)
  const whole = (v: unknown) => (Number.isInteger(Number(v)) && v !== '' && v !== null && Number(v) >= 0 ? Number(v) : undefined)
  const object = <T>(v: unknown) => (v && typeof v === 'object' && !Array.isArray(v) ? (v as T) : undefined)
  const range = text(raw.range)
  if (range && isRange(range)) out.range = range
  const compare = text(raw.compare)
  if (compare && (compare === 'prev' || compare === 'year' || isDates(compare))) out.compare = compare
  out.segment = object<Segment>(raw.segment)
  out.against = object<Segment>(raw.against)
  out.cell = object<Cell>(raw.cell)
  const q = object<Question>(raw.q)
  if (q?.kind) out.q = q
  out.view = text(raw.view)
  out.search = text(raw.search)
  if (raw.sort === 'last_seen' || raw.sort === 'first_seen' || raw.sort === 'events') out.sort = raw.sort
  out.page = whole(raw.page) || undefined
  out.channel = text(raw.channel)
  out.source = whole(raw.source) || undefined
  if (raw.by === 'hour' || raw.by === 'day') out.by = raw.by
  out.open = whole(raw.open)
  if (raw.touch === 'all') out.touch = 'all'
  out.edit = text(raw.edit)
  out.saved = text(raw.saved)
  out.card = text(raw.card)
  out.group = text(raw.group)
  out.product = text(raw.product)
  if (raw.brand === 'only') out.brand = 'only'
  out.stars = whole(raw.stars) || undefined
  if (raw.live === 'on') out.live = 'on'
  const heard = object<Record<string, unknown>>(raw.heard)
  if (heard) out.heard = Object.fromEntries(Object.entries(heard).filter(([k, v]) => ['feeling', 'language', 'channel', 'touchpoint', 'theme', 'topic', 'network', 'kind'].includes(k) && typeof v === 'string'))
  if (raw.fault === 'unknown' || raw.fault === 'refused' || raw.fault === 'expired' || raw.fault === 'unavailable') out.fault = raw.fault
  return Object.fromEntries(Object.entries(out).filter(([, v]) => v !== undefined)) as Search
}

const custom = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/

export function isRange(s: string): boolean {
  return s === 'all' || /^[1-9]\d{0,3}d$/.test(s) || isDates(s)
}

/** Whether a word is two dates. */
export function isDates(s: string): boolean {
  return custom.test(s)
}

/** The question's range of a chosen range word. */
export function toRange(word: string | undefined): Range {
  const w = word ?? DEFAULT_RANGE
  if (w === 'all') return {}
  const m = custom.exec(w)
  if (m) return { from: m[1], to: m[2] }
  return { last: w }
}

/** The range of the same length just before; everything has none. Rounded to the hour, so that an answer can be kept. */
export function previousRange(word: string | undefined, now: number): Range | undefined {
  const w = word ?? DEFAULT_RANGE
  if (w === 'all') return undefined
  const day = 86_400_000
  const m = custom.exec(w)
  if (m) {
    const from = Date.parse(m[1]!)
    const days = Math.round((Date.parse(m[2]!) - from) / day) + 1
    const iso = (t: number) => new Date(t).toISOString().slice(0, 10)
    return { from: iso(from - days * day), to: iso(from - day) }
  }
  const length = parseInt(w, 10) * day
  const end = Math.floor(now / 3_600_000) * 3_600_000 - length
  return { from: new Date(end - length).toISOString(), to: new Date(end).toISOString() }
}

/** From and to as instants, for calls that take no range word. */
export function bounds(word: string | undefined, now: number): { from?: string; to?: string } {
  const r = toRange(word)
  if (r.last) return { from: new Date(Math.floor(now / 3_600_000) * 3_600_000 - parseInt(r.last, 10) * 86_400_000).toISOString() }
  const out: { from?: string; to?: string } = {}
  if (r.from) out.from = new Date(r.from).toISOString()
  if (r.to) out.to = new Date(Date.parse(r.to) + 86_400_000).toISOString()
  return out
}

/** The range word that says a question's range, in whole days. */
export function rangeWord(range: Range | undefined): string {
  if (!range || (!range.last && !range.from && !range.to)) return 'all'
  const m = /^(\d+)([mhdw])$/.exec(range.last ?? '')
  if (m) return `${Math.max(1, Math.ceil(Number(m[1]) * { m: 1 / 1440, h: 1 / 24, d: 1, w: 7 }[m[2] as 'd']))}d`
  return `${(range.from ?? '1970-01-01').slice(0, 10)}..${(range.to ?? new Date().toISOString()).slice(0, 10)}`
}

/** Where several answers stand on one screen: which of them this is, and what was chosen within it. */
export interface Part { card: string; own: Partial<Search>; change: (own: Partial<Search>) => void }
export const InPart = createContext<Part | undefined>(undefined)

/** Where the reader is: what the address says, and how to change it. */
export interface Place { search: Search; set: (patch: Partial<Search>, replace?: boolean) => void; ws: number }
export const Here = createContext<Place>({ search: {}, set: () => undefined, ws: NaN })

/** Within a part of a screen only the opened people are in the address; what else is chosen there is the part's own. */
export function usePlace(): Place {
  const place = useContext(Here)
  const part = useContext(InPart)
  return useMemo(() => {
    if (!part) return place
    const { card, cell, ...search } = place.search
    const set = ({ cell, ...own }: Partial<Search>, replace = false) => {
      if (Object.keys(own).length) part.change({ ...part.own, ...own })
      place.set({ cell, card: cell ? part.card : undefined }, replace)
    }
    return { ...place, search: { ...search, ...part.own, cell: card === part.card ? cell : undefined } as Search, set }
  }, [place, part])
}

/** Reads the address, once for all who ask where the reader is: many on a screen do. */
export function useAddress(): Place {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const { ws } = useParams({ strict: false }) as { ws?: string }
  const set = useCallback(
    (patch: Partial<Search>, replace = false) => {
      void navigate({ to: '.', search: ((s: Search) => readSearch({ ...s, ...patch })) as never, replace, resetScroll: false })
    },
    [navigate],
  )
  return useMemo(() => ({ search, set, ws: Number(ws) }), [search, set, ws])
}
