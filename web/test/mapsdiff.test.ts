import { describe, expect, it } from 'vitest'
import { Differ, type DiffWords } from '../src/features/maps/differ'
import { EMPTY } from '../src/features/maps/sheet'
import type { MapDifference, MapSheet } from '../src/api/types'

const words: DiffWords = {
  none: '–', noName: (kind) => `nameless ${kind}`, field: (x) => x, touchpoint: (id) => `point ${id}`, channel: (id) => `by ${id}`, stage: (id) => `stage of the model ${id}`, map: (id) => `map ${id}`,
  rule: () => 'a rule', lane: (kind) => `lane of ${kind}`, status: (s) => `is ${s}`, state: (s) => `shows ${s}`, strength: (s) => s, signal: (s) => `signal ${s}`, question: (k) => `asks ${k}`, feeling: (n) => `feels ${n}`,
  dots: (n) => `${n} of 5`, yes: 'yes', no: 'no', image: 'a picture', others: (n) => `${n} others`,
}
const sheet: MapSheet = {
  ...EMPTY,
  stages: [{ id: 'st_1', name: 'Meet', place: 'b' }],
  steps: [{ id: 'sp_1', stage: 'st_1', name: 'Looks', place: 'b' }, { id: 'sp_2', stage: 'st_1', name: 'Pays', place: 'c' }],
  lanes: [{ id: 'la_1', kind: 'pain', name: 'Pains', place: 'b' }, { id: 'la_2', kind: 'engagement', name: 'Dots', place: 'c' }],
  cards: [{ id: 'ca_1', step: 'sp_2', lane: 'la_1', place: 'i', text: 'No total' }, { id: 'ca_2', step: 'sp_1', lane: 'la_2', place: 'i', text: '', value: 3 }],
}
const changed = (kind: string, id: string, fields: MapDifference['fields'], what: MapDifference['what'] = 'changed') => ({ kind, id, what, fields }) as MapDifference
const differ = (...all: MapDifference[]) => new Differ(all, sheet, words)

describe('what differs', () => {
  it('names the steps and lanes that a card went between, also those that are gone', () => {
    const gone = changed('step', 'sp_0', [{ name: 'name', from: 'Waits' }, { name: 'stage', from: 'st_1' }], 'removed')
    const card = changed('card', 'ca_1', [{ name: 'step', from: 'sp_0', to: 'sp_2' }, { name: 'lane', from: 'la_2', to: 'la_1' }, { name: 'place', from: 'a', to: 'i' }])
    const d = differ(gone, card)
    expect(d.shifts(card)).toEqual([{ name: 'step', from: 'Waits', to: 'Pays' }, { name: 'lane', from: 'Dots', to: 'Pains' }])
    expect([d.title(card), d.where(card)]).toEqual(['No total', 'Pains · Pays'])
    expect([d.title(gone), d.where(gone), d.shifts(gone)]).toEqual(['Waits', 'Meet', []])
  })

  it('calls a thing by what it was called on each side', () => {
    const renamed = changed('step', 'sp_2', [{ name: 'name', from: 'Buys', to: 'Pays' }])
    const card = changed('card', 'ca_1', [{ name: 'step', from: 'sp_2', to: 'sp_1' }])
    expect(differ(renamed, card).shifts(card)).toEqual([{ name: 'step', from: 'Buys', to: 'Looks' }])
  })

  it('says evidence, states, values and personas in words', () => {
    const card = changed('card', 'ca_1', [
      { name: 'evidence', to: { touchpoint: 't1', signal: 'csat', note: 'asked ten', question: { kind: 'funnel' } } }, { name: 'status', to: 'in_work' }, { name: 'moment', to: true },
      { name: 'channel', from: 'web' }, { name: 'touchpoint', to: 't2' }, { name: 'image', from: 'i_x' }, { name: 'others', from: [{}, {}] }, { name: 'value', from: -1, to: 2 }, { name: 'impact', from: 3 },
    ])
    expect(differ(card).shifts(card).map((s) => [s.name, s.from, s.to])).toEqual([
      ['evidence', 'assumed', 'full · point t1 · signal csat · asks funnel · asked ten'], ['status', 'is proposed', 'is in_work'], ['moment', 'no', 'yes'], ['channel', 'by web', '–'],
      ['touchpoint', '–', 'point t2'], ['image', 'a picture', '–'], ['others', '2 others', '–'], ['feeling', 'feels -1', 'feels 2'], ['impact', '3', '–'],
    ])
    const dots = changed('card', 'ca_2', [{ name: 'value', from: 1, to: 3 }])
    expect(differ(dots).shifts(dots)).toEqual([{ name: 'engagement', from: '1 of 5', to: '3 of 5' }])
    const head = changed('map', '', [{ name: 'personas', from: [], to: [{ name: 'Dewi' }, { name: 'Budi', segment: 'g1' }] }, { name: 'state', from: 'as_is', to: 'to_be' }])
    expect(differ(head).shifts(head)).toEqual([{ name: 'personas', from: '–', to: 'Dewi, Budi' }, { name: 'state', from: 'shows as_is', to: 'shows to_be' }])
    const stage = changed('stage', 'st_1', [{ name: 'stage', to: 'awareness' }])
    expect(differ(stage).shifts(stage)).toEqual([{ name: 'stage', from: '–', to: 'stage of the model awareness' }])
  })

  it('tells an arrow by where it leads, and what only moved', () => {
    const arrow = changed('edge', 'ed_1', [{ name: 'from', to: 'sp_2' }, { name: 'to', to: 'sp_1' }], 'added')
    expect(differ(arrow).title(arrow)).toBe('Pays → Looks')
    const moved = changed('step', 'sp_1', [{ name: 'place', from: 'b', to: 'd' }])
    expect([differ(moved).title(moved), differ(moved).shifts(moved)]).toEqual(['Looks', []])
    expect(differ().thing('step', 'sp_9', 'to')).toBe('nameless step')
  })
})
