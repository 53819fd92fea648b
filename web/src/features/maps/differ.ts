// What is not the same in two revisions, for people: names in the place of ids, words in the place of JSON.
import type { Evidence, Filter, MapDifference, MapSheet } from '../../api/types'
import { find, isKind, nameOf, strength, type Kind } from './sheet'

/** The words that differences are told in. */
export interface DiffWords {
  none: string
  noName: (kind: Kind) => string
  field: (name: string) => string
  touchpoint: (id: string) => string
  channel: (id: string) => string
  stage: (id: string) => string
  map: (id: string) => string
  rule: (rule: Filter) => string
  lane: (kind: string) => string
  status: (status: string) => string
  state: (state: string) => string
  strength: (how: string) => string
  signal: (scale: string) => string
  question: (kind: string) => string
  feeling: (n: number) => string
  dots: (n: number) => string
  yes: string
  no: string
  image: string
  others: (n: number) => string
}

/** Which of the two revisions is spoken of. */
export type Side = 'from' | 'to'

/** Tells differences by the sheet that is looked at; what is not on it any more has its name among the differences. */
export class Differ {
  constructor(private readonly all: readonly MapDifference[], private readonly sheet: MapSheet, private readonly words: DiffWords) {}

  /** What a thing is called: its name, or what is written on it; an arrow by where it leads. */
  title(d: MapDifference): string {
    if (d.kind === 'edge') {
      const end = (field: 'from' | 'to') => this.thing('step', String(this.valueOf(d, field) ?? ''), 'to')
      return `${end('from')} → ${end('to')}`
    }
    const said = String(this.valueOf(d, 'name') ?? this.valueOf(d, 'text') ?? '')
    return said || (isKind(d.kind) ? this.words.noName(d.kind) : '')
  }

  /** Where a thing stands: a card in its lane at its step, a step on its stage. */
  where(d: MapDifference): string {
    const fields = d.kind === 'card' ? (['lane', 'step'] as const) : d.kind === 'step' ? (['stage'] as const) : []
    return fields.flatMap((kind) => { const id = this.valueOf(d, kind); return id ? [this.thing(kind, String(id), d.what === 'removed' ? 'from' : 'to')] : [] }).join(' · ')
  }

  /** What was and what is of each field that people wrote; none where a thing was only moved among its like. */
  shifts(d: MapDifference): { name: string; from: string; to: string }[] {
    if (d.what !== 'changed') return []
    return d.fields.filter((x) => x.name !== 'place').map((x) => ({
      name: this.words.field(x.name === 'value' ? (this.isEngagement(d) ? 'engagement' : 'feeling') : x.name),
      from: this.said(d, x.name, x.from, 'from'), to: this.said(d, x.name, x.to, 'to'),
    }))
  }

  /** The value of a field: the newer one where it differs, else that of the sheet. */
  private valueOf(d: MapDifference, field: string): unknown {
    const shift = d.fields.find((x) => x.name === field)
    if (shift) return shift.to ?? shift.from
    return isKind(d.kind) ? find(this.sheet, d.kind, d.id)?.[field] : undefined
  }

  /** The name of another thing, as it was on one side. */
  thing(kind: Kind, id: string, side: Side): string {
    const d = this.all.find((x) => x.kind === kind && x.id === id)
    const shift = d?.fields.find((x) => x.name === 'name')
    const name = shift ? (shift[side] ?? shift.to ?? shift.from) : nameOf(this.sheet, kind, id)
    return String(name ?? '') || this.words.noName(kind)
  }

  private isEngagement(d: MapDifference): boolean {
    const lane = String(this.valueOf(d, 'lane') ?? '')
    const kind = find(this.sheet, 'lane', lane)?.kind ?? this.all.find((x) => x.kind === 'lane' && x.id === lane)?.fields.find((x) => x.name === 'kind')?.from
    return kind === 'engagement'
  }

  private said(d: MapDifference, field: string, v: unknown, side: Side): string {
    const w = this.words
    if (field === 'status') return w.status(String(v || 'proposed'))
    if (field === 'moment') return v ? w.yes : w.no
    if (field === 'evidence') return this.evidence(v as Evidence | undefined)
    if (v === undefined || v === null || v === '') return w.none
    const text = typeof v === 'string' ? v : ''
    switch (field) {
      case 'lane':
      case 'step': return this.thing(field, text, side)
      case 'stage': return d.kind === 'stage' ? w.stage(text) : this.thing('stage', text, side)
      case 'from':
      case 'to': return this.thing('step', text, side)
      case 'opens': return w.map(text)
      case 'kind': return w.lane(text)
      case 'touchpoint': return w.touchpoint(text)
      case 'channel': return w.channel(text)
      case 'image': return w.image
      case 'state': return w.state(text)
      case 'value': return this.isEngagement(d) ? w.dots(Number(v)) : w.feeling(Number(v))
      case 'others': return w.others((v as unknown[]).length)
      case 'personas': return (v as { name: string }[]).map((p) => p.name).join(', ') || w.none
      default: return String(v)
    }
  }

  private evidence(e: Evidence | undefined): string {
    const w = this.words
    const parts = [e?.touchpoint && w.touchpoint(e.touchpoint), e?.rule && w.rule(e.rule), e?.signal && w.signal(e.signal), e?.question && w.question(e.question.kind), e?.note]
    return [w.strength(strength(e)), ...parts].filter(Boolean).join(' · ')
  }
}
