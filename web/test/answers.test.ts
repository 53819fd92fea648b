import { describe, expect, it } from 'vitest'
import type { Answer, Kind, Schema } from '../src/api/types'
import { makeFormat } from '../src/app/format'
import { barsOption, forecastOption, histogramOption } from '../src/charts/answers'
import type { Look } from '../src/charts/look'
import { begin, beginRange, ready } from '../src/features/ask/draft'
import { GROUPS, SIGNS } from '../src/features/ask/kinds'
import { dayName, hourName, makeMoney } from '../src/features/ask/names'
import { changes, csv, sheets, type Sheet } from '../src/features/ask/sheets'
import { ordered } from '../src/features/ask/table'
import * as canned from '../src/gallery/answers'

const whole = (kind: Kind, part: Partial<Answer>): Answer => ({ kind, asOf: 1, people: 2, events: 3, ...part })
const look: Look = { ink: '#000', ink2: '#333', rule: '#eee', surface: '#fff', accent: '#080', flow: '#0a0', flowSoft: '#afa', still: '#ccc', warn: '#f80', font: 'x' }
// An option is read the way the chart reads it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

describe('files', () => {
  const answers: [Kind, Partial<Answer>, string][] = [
    ['touchpoints', { touchpoints: canned.touchpoints() }, 'touchpoints'], ['friction', { friction: canned.friction() }, 'findings'], ['attribution', { attribution: canned.attribution() }, 'attribution'],
    ['audience', { audience: canned.audience() }, 'audience'], ['value', { value: canned.value() }, 'groups'], ['drivers', { drivers: canned.drivers() }, 'drivers'], ['content', { content: canned.content() }, 'content'],
  ]
  it.each(answers)('%s has tables whose rows are as wide as their heads, the main one first', (kind, part, main) => {
    const all = sheets(whole(kind, part))
    expect(all[0]!.id).toBe(main)
    for (const s of all) {
      expect(s.rows.length).toBeGreaterThan(0)
      for (const row of s.rows) expect(row).toHaveLength(s.columns.length)
      expect(csv(s).split('\r\n')).toHaveLength(s.rows.length + 2)
      expect(csv(s)).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
  it('keeps text apart, and from being reckoned with', () => {
    const s: Sheet = { id: 'x', columns: [{ id: 'name', unit: 'key' }, { id: 'n', unit: 'count' }], rows: [['a, "b"\nc', 1.5], ['=1+1', -2], ['@x', undefined], ['', Number.NaN]] }
    expect(csv(s)).toBe('name,n\r\n"a, ""b""\nc",1.5\r\n\'=1+1,-2\r\n\'@x,\r\n,\r\n')
  })
  it('lays two answers beside each other by their keys', () => {
    const of = (rows: Sheet['rows']): Sheet => ({ id: 'x', columns: [{ id: 'unit', unit: 'key' }, { id: 'people', unit: 'count' }], rows })
    expect(changes(of([['ads', 5], ['new', 2]]), of([['gone', 4], ['ads', 7]]), 'people')).toEqual([
      { key: ['ads'], now: 5, before: 7, change: -2 }, { key: ['new'], now: 2, before: undefined, change: undefined }, { key: ['gone'], now: undefined, before: 4, change: undefined },
    ])
    expect(changes(of([]), of([]), 'nothing')).toEqual([])
  })
})

describe('retention', () => {
  it('has a table of everyone and one of each value, told apart in a file', () => {
    const rate = { k: 1, n: 2, value: 0.5, low: 0.1, high: 0.9 }
    const table = { cohorts: [{ start: '2026-01-05T00:00:00Z', size: 2, cells: [rate] }], mean: [rate] }
    const plain = sheets(whole('retention', { retention: table }))
    expect(plain[0]!.columns[0]!.id).toBe('period')
    const broken = sheets(whole('retention', { retention: { ...table, groups: [{ value: 'ads', ...table }, { value: '', other: true, ...table }] } }))
    for (const s of broken) expect(s.rows.map((r) => r[0])).toEqual(['(all)', 'ads', '(other)'])
    expect(ready({ kind: 'retention', retention: { start: {}, return: {} }, breakdown: { by: 'property' } })).toBe(false)
  })
})

describe('first questions', () => {
  const field = (name: string, numeric = true) => ({ name, numeric, values: [] })
  const known: Schema = { asOf: 1, traits: [], events: [
    { name: 'Email Delivered', count: 90, channels: ['email'], properties: [] }, { name: 'Order Completed', count: 50, channels: ['web'], properties: [field('revenue')] },
    { name: 'Survey Answered', count: 9, channels: ['email'], properties: [field('score')] }, { name: 'Product Viewed', count: 99, channels: ['web'], properties: [] },
  ] }
  it('can be asked at once, of a workspace that has orders', () => {
    for (const kind of GROUPS.flatMap((g) => g.kinds)) expect(ready(begin(kind, known)), kind).toBe(true)
  })
  it('take what is there: the value of orders, those who were asked, what people looked at themselves', () => {
    expect(begin('attribution', known).attribution).toEqual({ conversion: { event: 'Order Completed' }, value: 'revenue' })
    expect(begin('drivers', known).drivers).toMatchObject({ anchor: { event: 'Survey Answered' }, until: 'anchor', signals: [{ property: 'score', kind: 'nps' }] })
    expect(begin('audience', known).filter).toEqual({ not: { event: ['Email Delivered'] } })
    expect(begin('drivers', { ...known, events: known.events.slice(0, 2) }).drivers).toEqual({ outcome: { event: 'Order Completed' }, touchpoints: ['*'] })
  })
  it('are not asked while something is missing', () => {
    expect(ready({ kind: 'attribution', attribution: { conversion: {} } })).toBe(false)
    const funnel = { kind: 'funnel' as const, funnel: { steps: [{ filter: {} }] } }
    expect([{ by: 'segment' as const }, { by: 'trait' as const }, { by: 'persona' as const }].map((breakdown) => ready({ ...funnel, breakdown }))).toEqual([false, false, true])
    expect(ready({ kind: 'attribution', attribution: { conversion: { event: 'x' }, unit: 'property' } })).toBe(false)
    expect(ready({ kind: 'drivers', drivers: { outcome: { event: 'x' }, signals: [{ name: '', filter: {}, property: 'score' }] } })).toBe(false)
  })
  it('look at enough time, and every kind has a sign', () => {
    expect([beginRange('friction'), beginRange('value'), beginRange('trend')]).toEqual(['90d', 'all', undefined])
    expect(GROUPS.flatMap((g) => g.kinds).sort()).toEqual(Object.keys(SIGNS).sort())
  })
})

describe('tables', () => {
  it('order rows by a value, those without one last either way', () => {
    const rows = [{ v: 2 }, { v: undefined }, { v: 7 }]
    expect(ordered(rows, (r) => r.v, true).map((r) => r.v)).toEqual([2, 7, undefined])
    expect(ordered(rows, (r) => r.v, false).map((r) => r.v)).toEqual([7, 2, undefined])
  })
  it('name hours from Monday on', () => {
    expect(hourName('0-09', 'en-GB')).toBe('Monday 09:00')
    expect(dayName(6, 'zh-Hant-TW')).toBe('週日')
  })
  it('say money in a few digits, of any currency', () => {
    expect(makeMoney('en', 'IDR').short(1_650_000_000)).toMatch(/IDR.1\.65bn/)
    expect(() => makeMoney('id', 'points').short(5)).not.toThrow()
  })
})

describe('charts', () => {
  it('draw a bar for each row of each series, the second hatched', () => {
    const o = barsOption({ rows: ['<b>', 'b'], series: [{ name: 'x', values: [1, 2] }, { name: 'y', values: [3, 4] }], format: String }, look) as Any
    expect(o.series.map((s: Any) => s.data)).toEqual([[1, 2], [3, 4]])
    expect(o.series[1].itemStyle.decal).toBeDefined()
    expect(o.tooltip.formatter([{ axisValue: '<b>', seriesName: 'x', value: 1 }])).not.toContain('<b>,')
  })
  it('shade what the model did not see, from its beginning to the end', () => {
    const history = canned.value()!.history
    const o = forecastOption(history, { actual: 'a', expected: 'e', holdout: 'h', date: (d) => d, format: String }, look) as Any
    expect(o.series[0].markArea.data[0]).toEqual([{ xAxis: history[14]!.until }, { xAxis: history.at(-1)!.until }])
    expect((forecastOption(history.map((p) => ({ ...p, holdout: false })), { actual: 'a', expected: 'e', holdout: 'h', date: (d) => d, format: String }, look) as Any).series[0].markArea).toBeUndefined()
  })
  it('say a bin as text, never as markup', () => {
    const o = histogramOption({ bins: ['0–10'], values: [3], tip: () => '<i>3</i>', format: makeFormat('en').short }, look) as Any
    expect(o.tooltip.formatter([{ dataIndex: 0 }])).toBe('&#60;i&#62;3&#60;/i&#62;')
  })
})
