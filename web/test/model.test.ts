import { describe, expect, it } from 'vitest'
import type { Filter, StageModel, Touchpoint } from '../src/api/types'
import { draftOf, segmentOf, wholeRule } from '../src/app/segment'
import { meanOpens, standing } from '../src/features/ask/stages'
import { withModel, ready } from '../src/features/ask/draft'
import { compareStages, enteredBy, homeless, moved, ruleOf, ruleText, stageId, takesAll, tidyModel, waysOf, type Say } from '../src/features/model/rule'
import { gapsOf, ruleOfLoose, shared, tellingProperty } from '../src/features/model/gaps'
import { becomes, formOf, freeTypes, rulesOf, sameRules } from '../src/features/settings/identity'
import { models, retention, rules, stages, touchpoints, trial } from '../src/gallery/data'

const say: Say = {
  event: (n) => n.toLowerCase(), channel: (n) => n.toUpperCase(), source: (n) => `#${n}`, touchpoint: (n) => `<${n}>`, op: (o) => o, either: (x) => x.join(' or '),
  on: (c) => `on ${c}`, from: (s) => `from ${s}`, not: (r) => `but not ${r}`, any: 'anything',
}

describe('rules over events', () => {
  const simple: Filter = { event: ['A', 'B'], channel: 'web', where: [{ property: 'path', op: 'eq', value: '/' }] }
  it('are shown as ways, and come back as they were', () => {
    for (const rule of [{}, simple, { any: [simple, { channel: 'store' }] }, { not: { event: 'Email Sent' } }, { any: [{ event: 'A', not: { channel: 'web' } }, { event: 'B' }] }] as Filter[]) {
      const ways = waysOf(rule)
      expect(ways).toBeDefined()
      expect(ruleOf(ways!)).toEqual(rule)
    }
  })
  it('that nest deeper are left to be written', () => {
    expect(waysOf({ any: [{ any: [{ event: 'A' }] }] })).toBeUndefined()
    expect(waysOf({ all: [simple] })).toBeUndefined()
    expect(waysOf({ not: { not: simple } })).toBeUndefined()
    expect(waysOf({ event: 'A', any: [simple, { event: 'B' }] })).toBeUndefined()
  })
  it('drop what is not filled in', () => {
    expect(ruleOf([{ event: 'A' }, {}, { not: {} }])).toEqual({ event: 'A' })
    expect(takesAll(ruleOf([{}, {}]))).toBe(true)
    expect(takesAll({ channel: 'web' })).toBe(false)
  })
  it('are said in words, whatever they nest', () => {
    expect(ruleText({}, say)).toBe('anything')
    expect(ruleText(simple, say)).toBe('a or b · on WEB · path eq /')
    expect(ruleText({ any: [{ event: 'A' }, { source: ['1', '2'] }], not: { touchpoint: 'till' } }, say)).toBe('a; from #1 or #2 · but not <till>')
    expect(ruleText({ event: ['A', 'B', 'C'] }, say, 2)).toBe('a or b…')
  })
})

describe('gaps of the catalogue', () => {
  const [a, b, c] = touchpoints as [Touchpoint, Touchpoint, Touchpoint]
  const covered = (id: string, events: number) => ({ id, name: id, matched: { people: 9, events: 99 }, caught: { people: events ? 1 : 0, events } })
  it('are what a touchpoint lacks', () => {
    const whole = { ...a, owner: 'Sari', stage: 'awareness' }
    expect(gapsOf(whole, covered(a.id, 4), [{ touchpoint: a.id, maps: [{ id: 'm1', name: 'M' }] }])).toEqual([])
    expect(gapsOf({ ...whole, owner: ' ', stage: '' }, covered(a.id, 0), [])).toEqual(['data', 'owner', 'map', 'stage'])
    expect(gapsOf(whole, undefined, [])).toEqual(['data', 'map'])
  })
  it('become rules', () => {
    expect(ruleOfLoose({ event: 'Fax', channel: 'call' })).toEqual({ event: 'Fax', channel: 'call' })
    expect(ruleOfLoose({ event: 'Fax', channel: '' })).toEqual({ event: 'Fax' })
    expect(ruleOfLoose({ event: 'Fax', channel: '' }, true)).toEqual({ event: 'Fax', channel: [''] })
  })
  it('are told by a property that says something', () => {
    const field = (name: string, numeric = false) => ({ name, numeric, values: [] })
    const schema = (...properties: ReturnType<typeof field>[]) => ({ asOf: 1, traits: [], events: [{ name: 'Fax', count: 1, channels: [], properties }] })
    expect(tellingProperty(schema(field('pages', true), field('topic'), field('context.page.path')), 'Fax')).toBe('context.page.path')
    expect(tellingProperty(schema(field('pages', true), field('sort')), 'Fax')).toBe('sort')
    expect(tellingProperty(schema(field('pages', true)), 'Fax')).toBe('pages')
    expect(tellingProperty(schema(), 'Fax')).toBeUndefined()
    expect(tellingProperty(undefined, 'Fax')).toBeUndefined()
  })
  it('say what a rule shares with others, and what earlier ones take', () => {
    const overlap = (first: string, events: number, kept: number) => ({ first, people: 1, events, kept })
    const answer = { points: [], overlaps: [overlap(a.id, 9, 9), overlap(c.id, 7, 2), overlap(b.id, 5, 1), overlap('self', 5, 5)], overlapping: 4, loose: [], kinds: 0, uncaught: { people: 0, events: 0 } }
    const { list, taken } = shared(answer, [a, b, c], 2)
    expect(list.map((o) => [o.point.id, o.before])).toEqual([[a.id, true], [c.id, false], [b.id, true]])
    expect(taken).toBe(10)
    expect(shared(undefined, [a], 0)).toEqual({ list: [], taken: 0 })
  })
})

describe('touchpoints and stages', () => {
  const model = models[0]!
  it('change places', () => {
    expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1])
    expect(moved([1, 2, 3], 2, 0)).toEqual([3, 1, 2])
    expect(moved([1], 0, 4)).toEqual([1])
  })
  it('know each other', () => {
    const entered: StageModel = { ...model, stages: [{ id: 'sale', entry: { any: [{ event: 'X' }, { not: { touchpoint: ['till'] } }] } }] }
    expect(enteredBy(entered, 'till')).toEqual(['sale'])
    expect(enteredBy(entered, 'home')).toEqual([])
    expect(homeless(entered, touchpoints)).toHaveLength(touchpoints.length)
    expect(homeless(model, touchpoints)).toEqual([])
  })
  it('get ids that are free, whatever they are called', () => {
    expect(stageId('First sale!', [])).toBe('first_sale')
    expect(stageId('First sale', ['first_sale'])).toBe('first_sale_2')
    expect(stageId('Lapsed', [])).toBe('lapsed_2')
    expect(stageId('認知', ['stage'])).toBe('stage_2')
  })
  it('are saved tidily, under an id of their own', () => {
    const saved = tidyModel({ ...model, lapse: '', stages: [...model.stages, { id: '', name: ' Club ', entry: { event: [] }, times: 1 }, { id: '', name: 'Club', entry: { all: [{ event: 'A' }] }, times: 3 }] })
    expect(saved.id).toBe('own')
    expect(saved).not.toHaveProperty('lapse')
    expect(saved.stages.slice(-2)).toEqual([{ id: 'club', name: 'Club', entry: {} }, { id: 'club_2', name: 'Club', entry: { all: [{ event: 'A' }] }, times: 3 }])
  })
  it('are compared stage by stage', () => {
    const before = stages()
    const after = { ...stages(0.5), stages: [{ ...stages(0.5).stages[0]!, id: 'new', name: 'New' }, stages(0.5).stages[1]!] }
    expect(compareStages(before, after).map((r) => [r.id, r.was?.now, r.is?.now])).toEqual([['new', undefined, 5120], ['engagement', 5310, 2655], ['awareness', 10240, undefined], ['transaction', 1204, undefined], ['retention', 512, undefined]])
    expect(compareStages(undefined, after)).toHaveLength(2)
  })
  it('become lines over time', () => {
    expect(standing(stages()).series.map((s) => [s.value, s.points.length])).toEqual([['awareness', 30], ['engagement', 30], ['transaction', 30], ['retention', 30]])
  })
  it('are asked by a template of that name', () => {
    const q = { kind: 'stages' as const, stages: { model: { id: 'buying', stages: [] } } }
    expect(ready(q)).toBe(false)
    expect(withModel(q, models).stages!.model).toEqual(models[1])
    expect(ready(withModel(q, models))).toBe(true)
    expect(withModel(q, undefined)).toEqual(q)
  })
})

describe('the mean of a retention', () => {
  const finished = retention({ kind: 'retention' }).retention!
  const cohort = (k: number) => ({ start: '', size: 10, cells: [{ k: 10, n: 10, value: 1, low: 0, high: 1 }, { k, n: 10, value: k / 10, low: 0, high: 1 }] })
  const r = { cohorts: [cohort(3), cohort(4)], mean: [{ k: 20, n: 20, value: 1, low: 0, high: 1 }, { k: 7, n: 20, value: 0.35, low: 0, high: 1 }] }
  it('opens its people only where they are those that it counts', () => {
    expect(meanOpens(r, 1, undefined)).toBe(true)
    expect(meanOpens(r, 1, 'recurring')).toBe(false)
    expect(meanOpens({ ...r, mean: [r.mean[0]!, { ...r.mean[1]!, k: 3 }] }, 1, 'first')).toBe(false)
    expect(meanOpens(r, 9, 'first')).toBe(false)
    expect(finished.mean.map((_, k) => meanOpens(finished, k, 'first')).some(Boolean)).toBe(false)
  })
})

describe('segments', () => {
  const trait = { trait: { property: 'city', op: 'eq' as const, value: 'Jakarta' } }
  const did = { did: { event: { event: 'Order Completed' }, atLeast: 3 } }
  it('are lists of rules, and come back as they were', () => {
    for (const s of [trait, did, { not: did }, { all: [trait, { not: did }] }, { any: [trait, did] }]) expect(segmentOf(draftOf(s)!)).toEqual(s)
    expect(segmentOf(draftOf({ ...trait, ...did })!)).toEqual({ all: [trait, did] })
    expect(draftOf(undefined)).toEqual({ join: 'all', rules: [] })
    expect(segmentOf({ join: 'all', rules: [] })).toBeUndefined()
  })
  it('that say more than the form are left alone', () => {
    expect(draftOf({ people: ['a'] })).toBeUndefined()
    expect(draftOf({ all: [{ any: [trait] }] })).toBeUndefined()
    expect(draftOf({ did: { event: {}, range: { last: '7d' } } })).toBeUndefined()
    expect(draftOf({ any: [trait], not: did })).toBeUndefined()
  })
  it('leave out rules that are not filled in', () => {
    expect(wholeRule({ not: false, trait: { property: 'city', op: 'in', value: [] } })).toBe(false)
    expect(wholeRule({ not: false, trait: { property: 'city', op: 'exists' } })).toBe(true)
    expect(segmentOf({ join: 'any', rules: [{ not: false, trait: { property: '', op: 'eq', value: '' } }, { not: true, did: { event: {}, atLeast: 1 } }] })).toEqual({ not: { did: { event: {} } } })
  })
})

describe('rules of identity', () => {
  it('become a form and come back', () => {
    const form = formOf(rules)
    expect(form.limits.map((l) => l.type)).toEqual(['user_id', 'email', 'phone', 'anonymous_id'])
    expect(sameRules(rulesOf(form), rules)).toBe(true)
    expect(sameRules(rulesOf({ ...form, otherLimit: 6 }), rules)).toBe(false)
    expect(rulesOf({ ...form, blocked: [' a ', 'a', ''] }).blocked).toEqual(['a'])
    expect(rulesOf({ ...form, blocked: [] })).not.toHaveProperty('blocked')
    expect(sameRules(undefined, rules)).toBe(false)
  })
  it('suggest types that are free', () => {
    expect(freeTypes(['club_no'], ['email', 'user_id'])).toEqual(['phone', 'anonymous_id', 'device_id', 'loyalty_id', 'club_no'])
  })
  it('say what an example becomes', () => {
    expect(trial.examples.map(becomes)).toEqual(['merge', 'split'])
    expect(becomes({ ...trial.examples[0]!, thenTotal: 2 })).toBe('regroup')
  })
})
