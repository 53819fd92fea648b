import type { IdentityExample, IdentityRules } from '../../api/types'

// The rules of identity as a form, and what a trial's example says. Pure.

export interface RulesForm { limits: { type: string; n: number }[]; otherLimit: number; priority: string[]; blocked: string[]; maxMergeEvents: number }

const USUAL = ['user_id', 'email', 'phone', 'anonymous_id', 'device_id', 'loyalty_id']

/** Limits stand in the order of priority, then A–Z. */
export function formOf(r: IdentityRules): RulesForm {
  const rank = (type: string) => (r.priority.includes(type) ? r.priority.indexOf(type) : r.priority.length)
  const limits = Object.entries(r.limits).map(([type, n]) => ({ type, n })).sort((a, b) => rank(a.type) - rank(b.type) || a.type.localeCompare(b.type))
  return { limits, otherLimit: r.otherLimit, priority: [...r.priority], blocked: [...(r.blocked ?? [])], maxMergeEvents: r.maxMergeEvents }
}

export function rulesOf(f: RulesForm): IdentityRules {
  const blocked = [...new Set(f.blocked.map((v) => v.trim()).filter(Boolean))]
  return { limits: Object.fromEntries(f.limits.map((l) => [l.type, l.n])), otherLimit: f.otherLimit, priority: f.priority, maxMergeEvents: f.maxMergeEvents, ...(blocked.length ? { blocked } : {}) }
}

/** Whether two sets of rules say the same, in whatever order they name limits. */
export function sameRules(a: IdentityRules | undefined, b: IdentityRules | undefined): boolean {
  const said = (r: IdentityRules) => JSON.stringify(rulesOf(formOf(r)))
  return a !== undefined && b !== undefined && said(a) === said(b)
}

/** Id types that can still be named, those that are taken left out. */
export function freeTypes(known: string[], taken: string[]): string[] {
  return [...new Set([...USUAL, ...known])].filter((t) => !taken.includes(t))
}

/** Whether an example's people would become fewer, or more. */
export function becomes(e: IdentityExample): 'merge' | 'split' | 'regroup' {
  return e.thenTotal < e.personsTotal ? 'merge' : e.thenTotal > e.personsTotal ? 'split' : 'regroup'
}
