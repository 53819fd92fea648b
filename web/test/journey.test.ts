import { describe, expect, it } from 'vitest'
import { channelOfRule, SEVERAL } from '../src/features/journey/channels'
import { layoutFlow, layoutTouches, sparkline, splitEntries } from '../src/features/journey/layout'
import { schema, stages } from '../src/gallery/data'

const answer = stages()

describe('the flow of people', () => {
  it('keeps everybody: new and returned add up to what entered', () => {
    const moves = splitEntries(answer)
    for (const f of answer.flows.filter((x) => x.from === '')) {
      expect(moves.filter((m) => m.from === '' && m.to === f.to).reduce((n, m) => n + m.people, 0)).toBe(f.people)
    }
    expect(moves.find((m) => m.from === 'engagement' && m.to === 'retention')?.kind).toBe('skip')
    expect(moves.find((m) => m.kind === 'back' && m.to === 'awareness')?.people).toBe(412)
  })

  it.each([360, 800, 1240, 2600])('stays on the sheet at %i px', (width) => {
    const flow = layoutFlow(answer, width)
    for (const c of flow.columns) {
      expect(c.node.y).toBeGreaterThanOrEqual(0)
      expect(c.node.y + c.node.h).toBeLessThanOrEqual(flow.height)
    }
    for (const b of flow.bands) {
      expect(b.d).not.toMatch(/NaN|Infinity/)
      expect(b.tipX).toBeGreaterThanOrEqual(0)
      expect(b.tipX).toBeLessThanOrEqual(width)
    }
  })

  it('draws width as people', () => {
    const flow = layoutFlow(answer, 1200)
    const thickness = (id: string) => {
      const m = /V([\d.]+)/.exec(flow.bands.find((b) => b.id === id)!.d)!
      const end = / ([\d.]+)V/.exec(flow.bands.find((b) => b.id === id)!.d)!
      return Number(m[1]) - Number(end[1])
    }
    expect(thickness('on:awareness>engagement') / thickness('on:engagement>transaction')).toBeCloseTo(7407 / 1046, 0)
  })

  it('stands an empty answer', () => {
    expect(layoutFlow({ ...answer, stages: [], flows: [] }, 900).bands).toEqual([])
    expect(layoutFlow(stages(0), 900).columns).toHaveLength(4)
  })
})

describe('touchpoints', () => {
  it('puts each under its stage, sized by people, and says how many are left out', () => {
    const t = layoutTouches(answer, 1200, 3, 10)
    for (const b of t.bubbles) {
      expect(b.x).toBeGreaterThan(b.stage * 300)
      expect(b.x).toBeLessThan((b.stage + 1) * 300)
    }
    const home = t.bubbles.find((b) => b.touch.id === 'home')!
    expect(Math.max(...t.bubbles.map((b) => b.r))).toBe(home.r)
    expect(t.bubbles.length + t.more).toBe(answer.touchpoints.length)
    expect(t.lines.length).toBeLessThanOrEqual(10)
    expect(t.lines.every((l) => t.bubbles.some((b) => b.touch.id === l.from) && t.bubbles.some((b) => b.touch.id === l.to))).toBe(true)
    expect(layoutTouches(answer, 1200, 99, 99).lines.find((l) => l.id === 'cart>product')?.backward).toBe(true)
  })

  it('takes the channel from the rule, else from what came in', () => {
    expect(channelOfRule({ channel: 'chat' }, schema)).toBe('chat')
    expect(channelOfRule({ all: [{ event: 'X' }, { channel: ['app', 'web'] }] }, schema)).toBe(SEVERAL)
    expect(channelOfRule({ event: 'Email Opened' }, schema)).toBe('email')
    expect(channelOfRule({ event: ['Product Viewed'] }, schema)).toBe(SEVERAL)
    expect(channelOfRule({}, undefined)).toBeUndefined()
  })
})

describe('the small line', () => {
  it('keeps its points inside', () => {
    const { points, line } = sparkline([3, 9, 4], 200, 50)
    expect(points).toHaveLength(3)
    expect(points.every((p) => p.x >= 0 && p.x <= 200 && p.y >= 0 && p.y <= 50)).toBe(true)
    expect(points[1]!.y).toBeLessThan(points[0]!.y)
    expect(line).not.toMatch(/NaN/)
    expect(sparkline([5, 5, 5], 200, 50).line).not.toMatch(/NaN/)
    expect(sparkline([], 200, 50).area).toBe('')
  })
})
