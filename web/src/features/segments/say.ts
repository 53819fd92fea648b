import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { segments } from '../../api/calls'
import type { Condition, Did, Filter, Range, Segment } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useStageName } from '../../app/useStageName'
import { useWords } from '../../app/words'
import { useRuleText } from '../model/useRuleText'
import { groupOf, type Group, type Part } from './rule'

export interface Speech {
  t: TFunction
  trait: (id: string) => string
  filter: (f: Filter) => string
  stage: (id: string) => string
  saved: (id: string) => string
  either: (items: string[]) => string
  list: (items: string[]) => string
  date: (s: string) => string
  length: (duration: string) => string
}

/** A segment's rule in the reader's words. Pure. */
export function say(segment: Segment, s: Speech): string {
  return sayGroup(groupOf(segment), s)
}

function sayGroup(group: Group, s: Speech): string {
  const parts = group.parts.map((p) => sayPart(p, s))
  return group.join === 'any' ? s.either(parts) : s.list(parts)
}

/** One part of a rule in words. */
export function sayPart({ not, rule }: Part, s: Speech): string {
  const said = (() => {
    switch (rule.kind) {
      case 'trait': return sayCondition(rule.trait, s)
      case 'did': return sayDid(rule.did, s)
      case 'stage': return s.t('segments.say.stage', { stages: s.either(rule.in.map(s.stage)) })
      case 'saved': return s.t('segments.say.saved', { name: s.saved(rule.id) })
      case 'group': return s.t('segments.say.group', { of: sayGroup(rule.group, s) })
      case 'other': return rule.segment.people ? s.t('segments.say.people', { count: rule.segment.people.length }) : JSON.stringify(rule.segment)
    }
  })()
  return not ? s.t('segments.say.not', { rule: said }) : said
}

function sayCondition(c: Condition, s: Speech): string {
  const value = Array.isArray(c.value) ? (c.op === 'between' ? s.list : s.either)(c.value.map(String)) : String(c.value ?? '')
  return [s.trait(c.property), s.t(`op.${c.op}`), c.op === 'exists' || c.op === 'not_exists' ? '' : value].filter(Boolean).join(' ')
}

function sayDid(did: Did, s: Speech): string {
  const what = s.filter(did.event)
  const n = did.atLeast || 1
  const base = did.count === 'days' && n > 1 ? s.t('segments.say.days', { what, n }) : n > 1 ? s.t('segments.say.times', { what, n }) : s.t('segments.say.did', { what })
  return [
    base,
    sayRange(did.range, s),
    did.quiet ? s.t('segments.say.quiet', { span: s.length(did.quiet) }) : '',
    did.latest ? s.t('segments.say.latest', { condition: sayCondition(did.latest, s) }) : '',
    did.sum ? s.t('segments.say.sum', { condition: sayCondition(did.sum, s) }) : '',
  ].filter(Boolean).join(s.t('segments.say.comma'))
}

function sayRange(r: Range | undefined, s: Speech): string {
  if (!r) return ''
  if (r.last) return s.t('segments.say.last', { span: s.length(r.last) })
  return r.from && r.to ? s.t('segments.say.dates', { from: s.date(r.from), to: s.date(r.to) }) : s.t('segments.say.ever')
}

/** Says rules of segments in the reader's language, with the workspace's own names. */
export function useSpeech(): Speech {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const words = useWords()
  const f = useFormat()
  const filter = useRuleText()
  const stage = useStageName()
  const all = useQuery(segments(ws)).data
  return {
    t,
    trait: words.trait,
    filter: (rule) => filter(rule),
    stage: (id) => (id === '' ? t('segments.noStage') : stage(id)),
    saved: (id) => all?.find((x) => x.id === id)?.name ?? id,
    either: f.either,
    list: f.list,
    date: f.date,
    length: (duration) => {
      const m = /^(\d+)([smhdw])$/.exec(duration)
      const unit = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' }[m?.[2] ?? 'd']
      return m ? new Intl.NumberFormat(f.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(m[1])) : duration
    },
  }
}
