import type { Condition, Filter, Segment } from '../api/types'

// A segment as a list of rules, which is how the form shows it. Pure.

/** One rule over people: a trait, or what they did at least so many times; or just not that. */
export interface PeopleRule { not: boolean; trait?: Condition; did?: { event: Filter; atLeast: number } }
export interface SegmentDraft { join: 'all' | 'any'; rules: PeopleRule[] }

const keys = (o: object) => Object.entries(o).filter(([, v]) => v !== undefined && !(Array.isArray(v) && v.length === 0)).map(([k]) => k)

function ruleFrom(s: Segment, not = false): PeopleRule | undefined {
  const [part, ...more] = keys(s)
  if (more.length) return undefined
  if (part === 'not' && !not) return ruleFrom(s.not!, true)
  if (part === 'trait') return { not, trait: s.trait }
  if (part === 'did' && keys(s.did!).every((k) => k === 'event' || k === 'atLeast')) return { not, did: { event: s.did!.event, atLeast: s.did!.atLeast || 1 } }
  return undefined
}

/** The rules of a segment; undefined where it says more than the form can. */
export function draftOf(segment: Segment | undefined): SegmentDraft | undefined {
  if (!segment) return { join: 'all', rules: [] }
  const any = keys(segment).join() === 'any'
  const parts: Segment[] = any ? segment.any! : keys(segment).flatMap((k): Segment[] => (k === 'all' ? segment.all! : [{ [k]: segment[k as 'trait'] }]))
  const rules = parts.map((p) => ruleFrom(p))
  return rules.every((r) => r !== undefined) ? { join: any ? 'any' : 'all', rules } : undefined
}

/** Whether a rule says enough to be asked. */
export function wholeRule(r: PeopleRule): boolean {
  if (r.did) return r.did.atLeast >= 1
  const c = r.trait
  if (!c?.property) return false
  return c.op === 'exists' || c.op === 'not_exists' || (Array.isArray(c.value) ? c.value.length > 0 : c.value !== undefined && c.value !== '')
}

/** The segment of what is filled in; nothing is everyone. */
export function segmentOf(draft: SegmentDraft): Segment | undefined {
  const parts = draft.rules.filter(wholeRule).map((r): Segment => {
    const part: Segment = r.did ? { did: { event: r.did.event, ...(r.did.atLeast > 1 ? { atLeast: r.did.atLeast } : {}) } } : { trait: r.trait }
    return r.not ? { not: part } : part
  })
  if (parts.length < 2) return parts[0]
  return draft.join === 'any' ? { any: parts } : { all: parts }
}
