import { describe, expect, it } from 'vitest'
import { makeFormat } from '../src/app/format'
import { escapeHtml, type Look } from '../src/charts/look'
import { ledgerOption, sankeyData, sankeyOption, trendOption } from '../src/charts/options'
import { ledger, paths, trend } from '../src/gallery/data'

const f = makeFormat('en', 'UTC')
const look: Look = { ink: '#000', ink2: '#333', rule: '#eee', surface: '#fff', accent: '#080', flow: '#0a0', flowSoft: '#afa', still: '#ccc', warn: '#f80', font: 'x' }
// An option is read the way the chart reads it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

describe('trend', () => {
  const words = { name: (v: string) => v || 'All', behind: (n: string) => `(${n})`, hourly: false }
  it('draws one line for each value, each with its own sign', () => {
    const a = trend({ kind: 'trend', breakdown: { by: 'channel' } }).trend!
    const o = trendOption(a, f, look, words) as Any
    expect(o.series.map((s: Any) => s.name)).toEqual(['web', 'app', 'store'])
    expect(new Set(o.series.map((s: Any) => s.symbol)).size).toBe(3)
    expect(o.xAxis.data).toHaveLength(a.starts.length)
  })
  it('dots what leads to an interval of which a part only is counted, at both ends, and says so once', () => {
    const a = { starts: ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z', '2026-01-04T00:00:00Z'], series: [{ value: '', points: [2, 6, 7, 1], n: [2, 6, 7, 1], total: 16 }] }
    const lines = (unfinished?: number[]) => trendOption({ ...a, unfinished }, f, look, { ...words, unfinished: 'Not all' }) as Any
    const drawn = (unfinished?: number[]) => lines(unfinished).series.map((s: Any) => [s.data, s.lineStyle.type])
    expect(drawn([3])).toEqual([[[2, 6, 7, '-'], 'solid'], [['-', '-', 7, 1], 'dotted']])
    expect(drawn([0, 3])).toEqual([[['-', 6, 7, '-'], 'solid'], [[2, 6, 7, 1], 'dotted']])
    expect(drawn()).toEqual([[[2, 6, 7, 1], 'solid']])
    const o = lines([0, 3])
    const tip = (i: number) => o.tooltip.formatter(o.series.map((s: Any, k: number) => ({ dataIndex: i, seriesIndex: k, value: s.data[i], marker: '' })))
    expect([tip(0), tip(1), tip(3)]).toEqual([expect.stringMatching(/<b>2<\/b>.*Not all/), expect.stringMatching(/<b>6<\/b>$/), expect.stringMatching(/<b>1<\/b>.*Not all/)])
    expect(tip(1).match(/<b>/g)).toHaveLength(1)
  })
  it('shades the interval of a mean, and draws no 0 where there is nothing', () => {
    const bounds = [{ low: 1, high: 3 }, { low: 0, high: 0 }, { low: -9, high: 13 }]
    const a = { starts: ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'], series: [{ value: '', points: [2, 0, 2], n: [40, 0, 2], total: 2, bounds, totalBounds: bounds[0] }] }
    const o = trendOption(a, f, look, { ...words, range: (low: string, high: string) => `${low}..${high}` }) as Any
    expect(o.series.map((s: Any) => s.data)).toEqual([[2, '-', 2], [1, '-', '-'], [2, '-', '-']])
    const tip = (i: number) => o.tooltip.formatter(o.series.map((s: Any, k: number) => ({ dataIndex: i, seriesIndex: k, value: s.data[i], marker: '' })))
    expect(tip(0)).toMatch(/<b>2<\/b>.*1\.\.3.*\(40\)/)
    expect(tip(0).match(/<b>/g)).toHaveLength(1)
    expect(tip(1)).not.toContain('<b>')
    expect(tip(2)).toContain('9..13')
  })
  it('reaches as far as the chart that stands beside it', () => {
    const a = trend({ kind: 'trend' }).trend!
    const reach = (most?: number) => (trendOption(a, f, look, { ...words, most }) as Any).yAxis.max
    expect([reach(), reach(0), reach(7), reach(2331), reach(9999)]).toEqual([undefined, 1, 8, 2500, 10_000])
  })
  it('says who stands behind a point, and never as markup', () => {
    const a = { starts: ['2026-01-01T00:00:00Z'], series: [{ value: '<img src=x>', points: [5], n: [9], total: 5 }, { value: 'b', points: [1], n: [1], total: 1 }] }
    const o = trendOption(a, f, look, words) as Any
    const tip = o.tooltip.formatter([{ dataIndex: 0, seriesIndex: 0, value: 5, marker: '' }])
    expect(tip).toContain('(9)')
    expect(tip).not.toContain('<img')
  })
})

describe('paths', () => {
  const a = paths().paths!
  it('keeps every step and every edge between kept names', () => {
    const { nodes, links } = sankeyData(a)
    expect(nodes).toHaveLength(a.nodes.length)
    expect(links).toHaveLength(a.edges.length)
    expect(new Set(nodes.map((n) => n.name)).size).toBe(nodes.length)
  })
  it('runs backward where one asks what came before', () => {
    const words = { name: (r: string) => r, color: () => '#123', node: () => '', link: () => '', backward: true }
    const o = sankeyOption(a, f, look, words) as Any
    const first = o.series[0].data.find((n: Any) => n.step === 1)
    expect(first.depth).toBe(4)
    const link = o.series[0].links[0]
    expect(Number(link.source.split(':')[0])).toBe(Number(link.target.split(':')[0]) + 1)
  })
})

describe('ledger', () => {
  it('stacks to what was received', () => {
    const l = ledger('day')
    const o = ledgerOption(l.rows, f, look, { stored: 's', duplicate: 'd', rejected: 'r', hourly: false }) as Any
    const total = o.series.flatMap((s: Any) => s.data as number[]).reduce((x: number, y: number) => x + y, 0)
    expect(total).toBe(l.total.received)
  })
})

it('escapes', () => {
  expect(escapeHtml(`<b a="1">&'`)).toBe('&#60;b a=&#34;1&#34;&#62;&#38;&#39;')
})
