import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { touchpoints } from '../../api/calls'
import type { Answer, Cell, Question } from '../../api/types'
import { intlLocale } from '../../app/format'
import { useFormat, useWorkspace } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'

export interface Money { short: (n: number) => string; whole: (n: number) => string }

/** Money in a few digits, and in all; of the answer's currency, or the workspace's. */
export function useMoney(currency?: string): Money {
  const { i18n } = useTranslation()
  const own = useWorkspace()?.currency
  return useMemo(() => makeMoney(i18n.language, currency || own || 'USD'), [i18n.language, currency, own])
}

export function makeMoney(lang: string, currency: string): Money {
  const locale = intlLocale(lang)
  const style = (o: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, { style: 'currency', currency: /^[A-Za-z]{3}$/.test(currency) ? currency : 'USD', ...o })
  const short = style({ notation: 'compact', maximumSignificantDigits: 3 })
  const whole = style({ maximumFractionDigits: 0 })
  return { short: (n) => short.format(n), whole: (n) => whole.format(n) }
}

/** What the things in answers are called: units, parts of an audience, groups of buyers, features. */
export function useNames(question: Question) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const { ws } = usePlace()
  const byPoint = question.attribution?.unit === 'touchpoint' || question.breakdown?.by === 'touchpoint' || question.kind === 'drivers' || question.kind === 'friction' || question.kind === 'touchpoints' || question.kind === 'coverage'
  const points = useQuery({ ...touchpoints(ws), enabled: byPoint }).data
  const point = (id: string) => points?.find((p) => p.id === id)?.name
  const unit = (id: string, other?: boolean) => {
    if (other) return t('ask.other')
    if (id === 'direct') return t('view.attribution.direct')
    const by = question.attribution?.unit ?? 'arrival'
    return by === 'arrival' || by === 'channel' ? words.channel(id) : by === 'event' ? words.eventName(id) : (point(id) ?? id)
  }
  const property = (name: string) => {
    const plain = name.replace(/^context\./, '').replaceAll('_', ' ').replaceAll('.', ' ')
    return name === 'channel' ? t('breakdown.channel') : name === 'context.device.type' ? t('view.audience.device') : name === 'context.os.name' ? t('view.audience.system') : name === 'context.locale' ? t('view.audience.locale') : name === 'context.page.path' ? t('view.audience.page') : name === 'category' ? t('view.audience.category') : plain
  }
  const part = (id: string) => {
    const [kind, rest] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)]
    if (id === 'channel') return t('breakdown.channel')
    if (id === 'visitor') return t('view.audience.visitor')
    return kind === 'trait' ? words.trait(rest) : property(rest)
  }
  const value = (id: string, v: string, other?: boolean) => (other ? t('ask.other') : id === 'channel' ? words.channel(v) : id === 'visitor' ? t(`view.audience.${v === 'new' ? 'new' : 'returning'}`) : v)
  const group = (name: string) => t(`view.value.group.${name}`)
  const score = (name: string) => (['survey', 'review', 'sentiment'].includes(name) ? t(`view.audience.score.${name}`) : name)
  const row = (r: { id: string; name: string }, by: string) => (by === 'channel' ? words.channel(r.id, r.name) : by === 'event' ? words.eventName(r.name) : r.name)
  /** What a cell of these kinds is called; undefined for the others. */
  const cell = (c: Cell, answer: Answer | undefined): string | undefined => {
    switch (answer?.kind) {
      case 'touchpoints': {
        const found = answer.touchpoints?.rows.find((r) => r.id === c.touchpoint)
        return t(`view.touchpoints.cell.${c.outcome ?? 'came'}`, { name: found ? row(found, answer.touchpoints!.by) : c.touchpoint })
      }
      case 'conformance': {
        const called = (id: string | undefined) => answer.conformance?.steps.find((s) => s.id === id)?.name ?? answer.conformance?.discovery?.steps.find((s) => `touchpoint:${s.touchpoint}` === id || s.touchpoint === id)?.name ?? (id || t('view.conformance.begin'))
        if (c.other) return t('view.conformance.cell.other')
        if (c.path) return c.path.map((id) => (id ? called(id) : t('view.conformance.off'))).join(' → ')
        if (c.part && c.part !== 'discover') return t(`view.conformance.deviation.${c.part}`, { step: called(c.item) })
        if (c.to !== undefined) return `${called(c.from)} → ${called(c.to)}`
        if (c.touchpoint || c.from) return t(`view.conformance.cell.${c.outcome ?? 'from'}`, { step: called(c.touchpoint || c.from) })
        return c.outcome ? t(`view.conformance.outcome.${c.outcome}`) : t('nav.people')
      }
      case 'coverage': {
        const called = (id = '') => answer.coverage?.points.find((p) => p.id === id)?.name ?? point(id) ?? id
        if (c.from !== undefined) return t('view.coverage.both', { first: called(c.from), second: called(c.to) })
        if (c.item !== undefined) return [words.eventName(c.item), c.part ? words.channel(c.part) : ''].filter(Boolean).join(', ')
        if (c.touchpoint) return c.outcome ? `${called(c.touchpoint)}: ${t('view.coverage.matched')}` : called(c.touchpoint)
        return c.outcome ? t('view.coverage.loose') : t('nav.people')
      }
      case 'friction': {
        const name = answer.friction?.points.find((p) => p.id === c.touchpoint)?.name ?? c.touchpoint
        const place = [name, ...(c.slice ?? []).map((s) => `${property(s.property)}: ${s.property === 'channel' ? words.channel(s.value) : s.value}`)].join(', ')
        return c.outcome ? `${place}: ${t(`view.friction.kind.${c.outcome}`)}` : place
      }
      case 'attribution': return c.item === undefined && !c.other ? t(`view.attribution.cell.${c.outcome ?? 'all'}`) : t(c.outcome === 'lost' ? 'view.attribution.cellLost' : 'view.attribution.cellUnit', { unit: unit(c.item ?? '', c.other) })
      case 'audience': {
        if (c.part === 'hours' || c.part === 'ownHours') return hourName(c.item ?? '', f.locale)
        if (c.part?.startsWith('signal:')) return score(c.part.slice(7))
        return c.part ? `${part(c.part)}: ${value(c.part, c.item ?? '', c.other)}` : t('nav.people')
      }
      case 'value': {
        const item = c.item ?? ''
        if (c.part === 'group') return group(item)
        if (c.part === 'rfm') return item.length === 2 ? t('view.value.rfCell', { r: item[0], f: item[1] }) : t('view.value.rfmCell', { r: item[0], f: item[1], m: item[2] })
        if (c.part === 'decile') return t('view.value.decileN', { n: item })
        if (c.part === 'alive') return t('view.value.aliveBin', { from: Number(item) * 10, to: Number(item) * 10 + 10 })
        return t(c.outcome === 'repeat' ? 'view.value.repeat' : 'view.value.buyers')
      }
      case 'drivers': {
        const base = c.part === 'touchpoint' ? (point(c.item ?? '') ?? c.item ?? '') : c.part === 'signal' ? (c.item ?? '') : t(`view.drivers.part.${c.part || 'sample'}`)
        return c.outcome ? t(`view.drivers.cell.${c.outcome}`, { name: base }) : base
      }
      case 'content': return t(c.outcome === 'converted' ? 'view.content.cellAssisted' : 'view.content.cell', { item: c.other ? t('ask.other') : (c.item ?? t('ask.all')) })
    }
    return undefined
  }
  return { unit, property, part, value, group, score, row, point, cell }
}

/** An hour of the week such as 0-09, in words: Monday is 0. */
export function hourName(item: string, locale: string): string {
  const [day, hour] = item.split('-').map(Number)
  return `${dayName(day ?? 0, locale, 'long')} ${String(hour ?? 0).padStart(2, '0')}:00`
}

export function dayName(day: number, locale: string, width: 'short' | 'long' = 'short'): string {
  // The fifth of January 1970 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 5 + day)))
}
