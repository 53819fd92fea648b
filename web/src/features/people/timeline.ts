import type { TimelineEvent } from '../../api/types'

// Pure helpers of the timeline.

/** Events in runs of one day, in the order they came. */
export function byDay(events: TimelineEvent[], key: (t: string) => string): [string, TimelineEvent[]][] {
  const out: [string, TimelineEvent[]][] = []
  for (const e of events) {
    const day = key(e.time)
    const last = out.at(-1)
    if (last && last[0] === day) last[1].push(e)
    else out.push([day, [e]])
  }
  return out
}

/** An object as rows of path and text; lists keep their numbers. */
export function flatten(value: unknown, path = '', depth = 0): [string, string][] {
  if (value === null || value === undefined) return path ? [[path, String(value)]] : []
  if (typeof value !== 'object') return [[path, String(value)]]
  if (depth > 6) return [[path, JSON.stringify(value)]]
  return Object.entries(value).flatMap(([k, v]) => flatten(v, path ? `${path}.${k}` : k, depth + 1))
}

/** The one property that says most of an event: a page, a product, an amount. */
export function gist(e: TimelineEvent): { text?: string; money?: number } | undefined {
  const p = e.properties ?? {}
  for (const k of ['total', 'revenue', 'value']) {
    const v = p[k]
    if (typeof v === 'number') return { money: v }
  }
  for (const k of ['title', 'path', 'product', 'product_name', 'name', 'subject', 'campaign', 'query', 'shop', 'text', 'url']) {
    const v = p[k]
    if (typeof v === 'string' && v) return { text: v.length > 90 ? v.slice(0, 88) + '…' : v }
  }
  return undefined
}
