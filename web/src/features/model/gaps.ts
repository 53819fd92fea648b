import type { Answer, Filter, Schema, Touchpoint, TouchpointUse } from '../../api/types'

// What a catalogue of touchpoints lacks. Pure.

type Coverage = NonNullable<Answer['coverage']>

export const GAPS = ['data', 'owner', 'map', 'stage'] as const
export type Gap = (typeof GAPS)[number]

/** What a touchpoint lacks: data in the range, an owner, a place on a map, a stage. */
export function gapsOf(point: Touchpoint, covered: Coverage['points'][number] | undefined, uses: TouchpointUse[]): Gap[] {
  const lacks: Record<Gap, boolean> = {
    data: !covered?.caught.events, owner: !point.owner?.trim(), map: !uses.some((u) => u.touchpoint === point.id), stage: !point.stage,
  }
  return GAPS.filter((g) => lacks[g])
}

/** A rule for events of a name and channel; events without a channel are named by their name, unless the rule is to find just these. */
export function ruleOfLoose(loose: { event: string; channel: string }, just = false): Filter {
  return { event: loose.event, ...(loose.channel || just ? { channel: loose.channel ? loose.channel : [''] } : {}) }
}

const TELLING = ['context.page.path', 'path', 'url', 'title', 'name', 'product', 'category', 'subject', 'text', 'label', 'topic', 'campaign']

/** The property whose values say best what events of a name are about. */
export function tellingProperty(schema: Schema | undefined, event: string): string | undefined {
  const fields = schema?.events.find((e) => e.name === event)?.properties.filter((p) => !p.notIndexed) ?? []
  const own = fields.filter((p) => !p.name.startsWith('context.'))
  return TELLING.find((name) => fields.some((p) => p.name === name)) ?? (own.find((p) => !p.numeric) ?? own[0] ?? fields[0])?.name
}

/** What a rule that is written shares with each other touchpoint, the most events first, and how much of it earlier ones take. */
export function shared(a: Coverage | undefined, others: Touchpoint[], place: number) {
  const list = (a?.overlaps ?? []).flatMap((o) => {
    const at = others.findIndex((p) => p.id === o.first)
    return at < 0 ? [] : [{ point: others[at]!, events: o.events, people: o.people, kept: o.kept, before: at < place }]
  })
  return { list, taken: list.reduce((n, o) => n + (o.before ? o.kept : 0), 0) }
}
