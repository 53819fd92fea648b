import type { Card, Condition, Dashboard, Did, Question, SavedQuestion, SavedSegment, Segment, SizePoint } from '../../api/types'
import { names } from '../ask/draft'

// A segment as a tree of parts, which is how the builder shows it: every segment can be read so and comes back as it was. Pure.

export type Rule =
  | { kind: 'trait'; trait: Condition }
  | { kind: 'did'; did: Did }
  | { kind: 'stage'; in: string[] }
  | { kind: 'saved'; id: string }
  | { kind: 'group'; group: Group }
  | { kind: 'other'; segment: Segment }
export interface Part { not: boolean; rule: Rule }
export interface Group { join: 'all' | 'any'; parts: Part[] }

const given = (s: Segment) => Object.entries(s).filter(([, v]) => v !== undefined && !(Array.isArray(v) && v.length === 0)).map(([k]) => k as keyof Segment)

/** The parts of a segment. */
export function groupOf(segment: Segment | undefined): Group {
  const fields = segment ? given(segment) : []
  if (!segment || fields.length === 0) return { join: 'all', parts: [] }
  if (fields.join() === 'any') return { join: 'any', parts: segment.any!.map(partOf) }
  return { join: 'all', parts: fields.flatMap((k) => (k === 'all' ? segment.all!.map(partOf) : [partOf({ [k]: segment[k] })])) }
}

function partOf(s: Segment): Part {
  const [field, ...more] = given(s)
  if (!field) return { not: false, rule: { kind: 'other', segment: s } }
  if (more.length || field === 'all' || field === 'any') return { not: false, rule: { kind: 'group', group: groupOf(s) } }
  if (field === 'not') {
    const inner = partOf(s.not!)
    return { not: true, rule: inner.not ? { kind: 'group', group: { join: 'all', parts: [inner] } } : inner.rule }
  }
  if (field === 'trait') return { not: false, rule: { kind: 'trait', trait: s.trait! } }
  if (field === 'did') return { not: false, rule: { kind: 'did', did: s.did! } }
  if (field === 'stage') return { not: false, rule: { kind: 'stage', in: names(s.stage!.in) } }
  if (field === 'id') return { not: false, rule: { kind: 'saved', id: s.id! } }
  return { not: false, rule: { kind: 'other', segment: s } }
}

function wholeCondition(c: Condition): boolean {
  if (!c.property) return false
  if (c.op === 'exists' || c.op === 'not_exists') return true
  if (Array.isArray(c.value)) return c.value.length >= (c.op === 'between' ? 2 : 1)
  return c.value !== undefined && c.value !== ''
}

/** Whether a part says enough to be asked. */
export function whole({ rule }: Part): boolean {
  switch (rule.kind) {
    case 'trait': return wholeCondition(rule.trait)
    case 'did': return (!rule.did.latest || wholeCondition(rule.did.latest)) && (!rule.did.sum || wholeCondition(rule.did.sum)) && rule.did.range?.from !== '' && rule.did.range?.to !== ''
    case 'stage': return rule.in.length > 0
    case 'saved': return rule.id !== ''
    case 'group': return rule.group.parts.length > 0 && rule.group.parts.every(whole)
    case 'other': return true
  }
}

/** The segment that the parts say; undefined while one of them is unfinished, or there is none. */
export function segmentOf(group: Group): Segment | undefined {
  if (group.parts.length === 0 || !group.parts.every(whole)) return undefined
  const parts = group.parts.map(sayPart)
  if (parts.length === 1) return parts[0]
  return group.join === 'any' ? { any: parts } : { all: parts }
}

function sayPart({ not, rule }: Part): Segment {
  const s = sayRule(rule)
  return not ? { not: s } : s
}

function sayRule(rule: Rule): Segment {
  switch (rule.kind) {
    case 'trait': return { trait: rule.trait }
    case 'did': return { did: tidy(rule.did) }
    case 'stage': return { stage: { in: rule.in } }
    case 'saved': return { id: rule.id }
    case 'group': return segmentOf(rule.group)!
    case 'other': return rule.segment
  }
}

function tidy(did: Did): Did {
  const out: Did = { event: did.event }
  if ((did.atLeast ?? 0) > 1) out.atLeast = did.atLeast
  if (did.count === 'days') out.count = did.count
  if (did.range) out.range = did.range
  if (did.quiet) out.quiet = did.quiet
  if (did.latest) out.latest = did.latest
  if (did.sum) out.sum = did.sum
  return out
}

/** What a new part of a kind says. The last four are all deeds, begun differently. */
export function blank(kind: string): Rule {
  switch (kind) {
    case 'trait': return { kind: 'trait', trait: { property: '', op: 'eq', value: '' } }
    case 'quiet': return { kind: 'did', did: { event: {}, quiet: '30d' } }
    case 'latest': return { kind: 'did', did: { event: {}, latest: { property: '', op: 'lte', value: '' } } }
    case 'sum': return { kind: 'did', did: { event: {}, sum: { property: '', op: 'gte', value: '' } } }
    case 'stage': return { kind: 'stage', in: [] }
    case 'saved': return { kind: 'saved', id: '' }
    case 'group': return { kind: 'group', group: { join: 'any', parts: [{ not: false, rule: blank('trait') }] } }
    default: return { kind: 'did', did: { event: {} } }
  }
}

/** The saved segments that a segment names itself. */
export function savedIn(s: Segment | undefined): string[] {
  if (!s) return []
  return [...(s.id ? [s.id] : []), ...[...(s.all ?? []), ...(s.any ?? []), ...(s.not ? [s.not] : [])].flatMap(savedIn)]
}

const asks = (q: Question | undefined, id: string): boolean => q !== undefined && (savedIn(q.segment).includes(id) || savedIn(q.compare?.segment).includes(id) || (q.breakdown?.segments ?? []).some((g) => savedIn(g.segment).includes(id)) || asks(q.people?.of, id))

export interface Users { segments: SavedSegment[]; questions: SavedQuestion[]; dashboards: Dashboard[] }

/** What is made with a segment: other segments, saved questions, and dashboards with a card that is. */
export function usersOf(id: string, segments: SavedSegment[], questions: SavedQuestion[], dashboards: Dashboard[]): Users {
  const found = questions.filter((q) => asks(q.question, id))
  const shows = (c: Card) => (c.saved ? found.some((q) => q.id === c.saved) : asks(c.question, id))
  return { segments: segments.filter((s) => s.id !== id && savedIn(s.rule).includes(id)), questions: found, dashboards: dashboards.filter((d) => d.cards.some(shows)) }
}

/** How many more people there are now than so many days ago; undefined where that is not known. */
export function changeOver(sizes: SizePoint[] | undefined, days: number): number | undefined {
  const now = sizes?.at(-1)
  const then = sizes?.[sizes.length - 1 - days]
  return now && then ? now.people - then.people : undefined
}
