import type { Theme, ThemeProposal } from '../../api/types'

/** What a proposal is known by while it is looked at. */
export const keyOf = (p: ThemeProposal) => `${p.language} ${p.name}`

/** A proposal, or several that were put together. texts of several is that of the largest: the same text may be of more than one. */
export type Joined = ThemeProposal & { key: string; of: string[]; languages: string[] }

const MOST = 200

/** Proposals with those of each group put together, where the first of the group stands. */
export function joined(all: ThemeProposal[], groups: string[][]): Joined[] {
  return all.flatMap((p) => {
    const group = groups.find((g) => g.includes(keyOf(p)))
    const members = group ? all.filter((x) => group.includes(keyOf(x))) : [p]
    if (members[0] !== p) return []
    const phrases = new Map<string, number>()
    for (const m of members) for (const w of m.phrases) phrases.set(w.text, Math.max(phrases.get(w.text) ?? 0, w.texts))
    return [{
      ...p,
      rule: { any: [...new Set(members.flatMap((m) => m.rule.any ?? []))].slice(0, MOST) },
      phrases: [...phrases].map(([text, texts]) => ({ text, texts })).sort((a, b) => b.texts - a.texts),
      examples: [...new Set(members.flatMap((m) => m.examples))].slice(0, 6),
      texts: Math.max(...members.map((m) => m.texts)),
      key: keyOf(p),
      of: members.map(keyOf),
      languages: [...new Set(members.map((m) => m.language))],
    }]
  })
}

/** A theme's rule that takes in phrases as well. */
export function withPhrases(rule: Theme['rule'], phrases: string[]): Theme['rule'] {
  return { ...rule, any: [...new Set([...(rule.any ?? []), ...phrases])] }
}
