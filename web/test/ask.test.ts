import { describe, expect, it } from 'vitest'
import type { Answer, Schema, StageModel, Touchpoint } from '../src/api/types'
import { ready } from '../src/features/ask/draft'
import { outcomes } from '../src/features/ask/outcomes'
import { sheets } from '../src/features/ask/sheets'
import { valuesOf, valuesQuestion } from '../src/features/ask/useValues'

const field = (name: string, numeric = false) => ({ name, numeric, values: [] })
const schema = { asOf: 1, traits: [], events: [{ name: 'Order Completed', count: 9, channels: [], properties: [field('revenue', true)] }, { name: 'Survey Answered', count: 5, channels: [], properties: [field('score', true)] }] } as Schema
const model = { stages: [{ id: 'look', name: 'Looking' }, { id: 'buy', name: 'Buying' }, { id: 'own', name: 'Owning' }] } as StageModel
const points = [{ id: 'home', stage: 'look' }, { id: 'pay', stage: 'buy' }, { id: 'cart', stage: 'buy' }] as Touchpoint[]

describe('ready-made outcomes', () => {
  it('are those that the workspace has events and stages for, each ready to ask', () => {
    const all = outcomes(schema, model, points)
    expect(all.map((o) => [o.id, o.stage?.id])).toEqual([['repeat', undefined], ['recommend', undefined], ['stage', 'buy']])
    for (const o of all) expect(ready({ kind: 'drivers', drivers: o.drivers })).toBe(true)
    expect(all[1]!.drivers.outcome).toEqual({ event: 'Survey Answered', where: [{ property: 'score', op: 'gte', value: 9 }] })
    expect(all[1]!.drivers.signals).toBeUndefined() // the score is the outcome itself
    expect(all[2]!.drivers).toMatchObject({ outcome: { touchpoint: ['pay', 'cart'] }, anchor: { touchpoint: ['home'] } })
    expect(outcomes({ ...schema, events: schema.events.slice(0, 1) }, undefined, [])).toEqual([])
  })
})

describe('values', () => {
  it('are looked for among all that events or people have', () => {
    expect(valuesQuestion('sku', { events: ['Order Completed'] }, 'zeb')).toMatchObject({ filter: { event: 'Order Completed', where: [{ property: 'sku', op: 'contains', value: 'zeb' }] }, breakdown: { by: 'property', property: 'sku', top: 20 } })
    expect(valuesQuestion('city', 'people', 'ban')).toMatchObject({ segment: { trait: { property: 'city', op: 'contains', value: 'ban' } }, breakdown: { by: 'trait', property: 'city' } })
    const series = [{ value: 'zebra' }, { value: '' }, { value: '', other: true }]
    expect(valuesOf({ trend: { starts: [], series } } as unknown as Answer)).toEqual(['zebra'])
  })
})

describe('a trend as a sheet', () => {
  it('says of which intervals a part only is counted', () => {
    const answer = { kind: 'trend', trend: { starts: ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'], unfinished: [0, 2], series: [{ value: '', points: [1, 5, 2], n: [1, 5, 2], total: 8 }] } } as Answer
    const sheet = sheets(answer).find((s) => s.id === 'trend')!
    const at = sheet.columns.findIndex((c) => c.id === 'unfinished')
    expect(sheet.rows.map((r) => r[at])).toEqual(['yes', '', 'yes'])
  })
})
