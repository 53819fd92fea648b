import type { Filter, StageFigure, StageModel, StagesAnswer, Touchpoint } from '../../api/types'
import { compact, names } from '../ask/draft'

// Rules over events as a form and as words, and what touchpoints and stage models do to each other. Pure.

/** One way of meeting a rule, as the form shows it: names, places and conditions, and what is no match all the same. */
export type Way = Pick<Filter, 'event' | 'channel' | 'source' | 'touchpoint' | 'where' | 'not'>

const PLAIN = ['event', 'channel', 'source', 'touchpoint', 'where'] as const

function keysOf(f: Filter): string[] {
  return Object.entries(f).filter(([, v]) => v !== undefined && !(Array.isArray(v) && v.length === 0)).map(([k]) => k)
}

function plain(f: Filter, more: string[] = []): boolean {
  return keysOf(f).every((k) => (PLAIN as readonly string[]).includes(k) || more.includes(k))
}

/** The ways of a rule, any of which is enough; undefined where the rule nests deeper than the form can show. */
export function waysOf(rule: Filter): Way[] | undefined {
  const simple = (f: Filter) => plain(f, ['not']) && (!f.not || plain(f.not))
  if (simple(rule)) return [rule]
  return keysOf(rule).join() === 'any' && rule.any!.every(simple) ? rule.any : undefined
}

/** The rule of some ways, without what is empty. */
export function ruleOf(ways: Way[]): Filter {
  const full = ways.map((w) => {
    const { not, ...rest } = compact(w)
    return (not && keysOf(not).length ? { ...rest, not } : rest) as Filter
  })
  const told = full.filter((w) => keysOf(w).length > 0)
  return told.length > 1 ? { any: told } : (told[0] ?? {})
}

/** Whether a rule says nothing and so takes every event. */
export function takesAll(rule: Filter): boolean {
  return keysOf(rule).length === 0
}

/** How the parts of a rule are said in the reader's language. */
export interface Say {
  event: (name: string) => string
  channel: (id: string) => string
  source: (id: string) => string
  touchpoint: (id: string) => string
  op: (op: string) => string
  either: (items: string[]) => string
  on: (channel: string) => string
  from: (source: string) => string
  not: (rule: string) => string
  any: string
}

/** A rule in words. Long lists are cut after a few names. */
export function ruleText(rule: Filter, say: Say, few = 4): string {
  const list = (of: string[]) => (of.length > few ? say.either(of.slice(0, few)) + '…' : say.either(of))
  const parts: string[] = []
  const [events, channels, sources, touchpoints] = [names(rule.event), names(rule.channel), names(rule.source), names(rule.touchpoint)]
  if (events.length) parts.push(list(events.map(say.event)))
  if (touchpoints.length) parts.push(list(touchpoints.map(say.touchpoint)))
  if (channels.length) parts.push(say.on(list(channels.map(say.channel))))
  if (sources.length) parts.push(say.from(list(sources.map(say.source))))
  for (const c of rule.where ?? []) {
    const value = Array.isArray(c.value) ? list(c.value.map(String)) : c.value === undefined ? '' : String(c.value)
    parts.push([c.property, say.op(c.op), value].filter(Boolean).join(' '))
  }
  for (const all of rule.all ?? []) parts.push(ruleText(all, say, few))
  if (rule.any?.length) parts.push(rule.any.length > few ? rule.any.slice(0, few).map((r) => ruleText(r, say, few)).join('; ') + '…' : rule.any.map((r) => ruleText(r, say, few)).join('; '))
  if (rule.not) parts.push(say.not(ruleText(rule.not, say, few)))
  return parts.join(' · ') || say.any
}

/** A list with one entry at another place. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  if (from === to || to < 0 || to >= list.length) return list
  const out = [...list]
  out.splice(to, 0, ...out.splice(from, 1))
  return out
}

/** The stages that are entered by a touchpoint: while there are some, it cannot be deleted. */
export function enteredBy(model: StageModel, touchpoint: string): string[] {
  const says = (f: Filter): boolean => names(f.touchpoint).includes(touchpoint) || [...(f.all ?? []), ...(f.any ?? []), ...(f.not ? [f.not] : [])].some(says)
  return model.stages.filter((s) => says(s.entry)).map((s) => s.id)
}

/** The touchpoints whose stage a model does not have. */
export function homeless(model: StageModel, touchpoints: Touchpoint[]): Touchpoint[] {
  const known = new Set(model.stages.map((s) => s.id))
  return touchpoints.filter((p) => p.stage && !known.has(p.stage))
}

/** An id for a stage of that name, none of those that are taken. */
export function stageId(name: string, taken: string[]): string {
  const word = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 40) || 'stage'
  const used = new Set([...taken, 'lapsed', ''])
  if (!used.has(word)) return word
  for (let n = 2; ; n++) if (!used.has(`${word}_${n}`)) return `${word}_${n}`
}

/** The id that a changed model is kept under, so that it is not taken for the template that it began as. */
export const OWN_MODEL = 'own'

/** A model as it is saved: every stage named, with an id, and nothing that is empty. */
export function tidyModel(model: StageModel): StageModel {
  const taken: string[] = model.stages.map((s) => s.id).filter(Boolean)
  const stages = model.stages.map((s) => {
    const name = s.name?.trim() ?? ''
    let id = s.id
    if (!id) {
      id = stageId(name, taken)
      taken.push(id)
    }
    const ways = waysOf(s.entry)
    return { id, name, entry: ways ? ruleOf(ways) : s.entry, ...((s.times ?? 1) > 1 ? { times: s.times } : {}) }
  })
  return { id: OWN_MODEL, name: model.name?.trim(), stages, ...(model.window ? { window: model.window } : {}), ...(model.lapse ? { lapse: model.lapse } : {}) }
}

/** A stage as it is now and as another model would have it; those that go stand last. */
export interface StageChange { id: string; name: string; was?: StageFigure; is?: StageFigure }

export function compareStages(before: StagesAnswer | undefined, after: StagesAnswer): StageChange[] {
  const was = new Map((before?.stages ?? []).map((s) => [s.id, s]))
  const rows: StageChange[] = after.stages.map((s) => ({ id: s.id, name: s.name, was: was.get(s.id), is: s }))
  for (const s of before?.stages ?? []) if (!after.stages.some((x) => x.id === s.id)) rows.push({ id: s.id, name: s.name, was: s })
  return rows
}
