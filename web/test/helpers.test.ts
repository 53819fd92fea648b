import { describe, expect, it } from 'vitest'
import { nearest } from '../src/app/i18n'
import { bestId, personName } from '../src/app/words'
import { asNames, begin, compact, filterName, names, ready } from '../src/features/ask/draft'
import { propertiesOf } from '../src/features/ask/FilterEdit'
import { pretty } from '../src/features/ledger/Quarantine'
import { byDay, flatten, gist } from '../src/features/people/timeline'
import { snippet, SNIPPETS } from '../src/features/sources/snippets'
import { cannedFetch } from '../src/gallery/canned'
import { schema, timeline } from '../src/gallery/data'

describe('questions', () => {
  it('begins with what the workspace knows', () => {
    expect(begin('funnel', schema).funnel!.steps.map((s) => s.filter.event)).toEqual(['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'])
    expect(begin('retention', schema).retention!.start).toEqual({ event: 'Order Completed' })
    expect(begin('funnel', undefined).funnel!.steps).toEqual([])
    const other = { ...schema, events: [{ name: 'Seen', count: 5, channels: [], properties: [] }, { name: 'Booked', count: 2, channels: [], properties: [] }] }
    expect(begin('funnel', other).funnel!.steps).toHaveLength(2)
  })
  it('leaves out what is empty', () => {
    expect(compact({ a: '', b: [], c: { d: undefined, e: 0, f: false }, g: [{ h: '' }] })).toEqual({ c: { e: 0 }, g: [{}] })
    expect(asNames([])).toBeUndefined()
    expect(asNames(['a'])).toBe('a')
    expect(names(['a', 'b'])).toEqual(['a', 'b'])
    expect(filterName({ event: ['a', 'b'], channel: 'web' })).toBe('a / b / web')
  })
  it('waits until a question is whole', () => {
    expect(ready({ kind: 'trend', trend: { measure: 'sum' } })).toBe(false)
    expect(ready({ kind: 'trend', trend: { measure: 'sum', property: 'total' } })).toBe(true)
    expect(ready({ kind: 'funnel', funnel: { steps: [] } })).toBe(false)
    expect(ready({ kind: 'trend', trend: {}, breakdown: { by: 'trait' } })).toBe(false)
  })
  it('suggests the properties of the chosen events', () => {
    expect(propertiesOf(schema, ['Order Completed']).map((p) => p.name)).toEqual(['total', 'payment'])
    expect(propertiesOf(schema, []).length).toBeGreaterThan(5)
  })
})

describe('people', () => {
  it('finds the best name', () => {
    expect(personName({ person: 'x', traits: { firstName: 'Budi', lastName: 'S' } })).toBe('Budi S')
    expect(personName({ person: 'abcdef0123', ids: [{ type: 'anonymous_id', value: 'a1' }] })).toBe('a1')
    expect(personName({ person: 'abcdef0123' })).toBe('abcdef01')
    expect(bestId([{ type: 'anonymous_id', value: 'a' }, { type: 'email', value: 'e' }])).toBe('e')
  })
  it('cuts a timeline into days and objects into rows', () => {
    const events = timeline().events
    const days = byDay(events, (t) => t.slice(0, 10))
    expect(days.reduce((n, [, x]) => n + x.length, 0)).toBe(events.length)
    expect(flatten({ a: { b: [1, { c: null }] } })).toEqual([['a.b.0', '1'], ['a.b.1.c', 'null']])
    expect(flatten(undefined)).toEqual([])
    expect(gist(events[0]!)).toEqual({ money: 182000 })
  })
})

describe('sources', () => {
  it.each(SNIPPETS)('%s names the server and the key', (kind) => {
    const text = snippet(kind, 'https://jejak.example', 'KEY')
    expect(text).toContain('KEY')
    expect(text).toContain('jejak.example')
  })
})

it('shows a broken body as it came', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(pretty('{"a":')).toBe('{"a":')
})

it('speaks the nearest language', () => {
  expect(nearest(['zh-TW'])).toBe('zh-Hant')
  expect(nearest(['fr', 'id-ID'])).toBe('id')
  expect(nearest([])).toBe('en')
})

it('cans an answer for each call that a view makes', async () => {
  const ask = cannedFetch('ok')
  for (const path of ['session', 'workspaces/1/schema', 'workspaces/1/people', 'workspaces/1/reviews', 'workspaces/1/sources', 'workspaces/1/ledger', 'workspaces/1/quarantine', 'workspaces/1/stage-models', 'workspaces/1/members', 'workspaces/1/tokens', 'workspaces/1/audit']) {
    expect((await ask(`http://x/api/v1/${path}`)).status, path).toBe(200)
  }
  expect((await cannedFetch('error')('http://x/api/v1/workspaces/1/people')).status).toBe(503)
})
