import type { Filter, Schema } from '../../api/types'
import { names } from '../ask/draft'

/** Where a touchpoint is met on more than one channel. */
export const SEVERAL = 'several'

/** The channel that a touchpoint's rule names; else the one on which its events come, or several. */
export function channelOfRule(rule: Filter, schema: Schema | undefined): string | undefined {
  const own = named(rule)
  if (own) return own
  const events = eventsOf(rule)
  const found = new Set((schema?.events ?? []).filter((e) => events.includes(e.name)).flatMap((e) => e.channels))
  return found.size > 1 ? SEVERAL : [...found][0]
}

function named(rule: Filter): string | undefined {
  const own = names(rule.channel)
  if (own.length) return own.length > 1 ? SEVERAL : own[0]
  for (const part of [...(rule.all ?? []), ...(rule.any ?? [])]) {
    const found = named(part)
    if (found) return found
  }
  return undefined
}

function eventsOf(rule: Filter): string[] {
  return [...names(rule.event), ...[...(rule.all ?? []), ...(rule.any ?? [])].flatMap(eventsOf)]
}
