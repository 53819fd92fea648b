import { describe, expect, it } from 'vitest'
import type { Rate } from '../src/api/types'
import { formatOf, makeFormat } from '../src/app/format'

const rate = (k: number, n: number, half: number): Rate => ({ k, n, value: k / n, low: k / n - half, high: k / n + half })
// Thin spaces are for the eye.
const plain = (s: string) => s.replace(/[\u202f\u00a0]/g, ' ')

describe('format', () => {
  const en = makeFormat('en', 'Asia/Jakarta', 'IDR')
  const id = makeFormat('id', 'Asia/Jakarta', 'IDR')
  const zh = makeFormat('zh-Hant', 'Asia/Taipei', 'TWD')

  it('shortens what is long and leaves the rest exact', () => {
    expect(en.short(9421)).toBe('9,421')
    expect(en.short(18204)).toBe('18.2k')
    expect(plain(id.short(18204))).toBe('18,2 rb')
    expect(zh.short(18204)).toBe('1.82萬')
  })

  it('shows no more digits of a rate than its interval deserves', () => {
    expect(plain(en.rate(rate(7829, 18204, 0.0072)).value)).toBe('43 %')
    expect(en.rate(rate(7829, 18204, 0.0072)).margin).toBe('±0.7')
    expect(plain(en.rate(rate(311, 10000, 0.0034)).value)).toBe('3.1 %')
    expect(en.rate(rate(3, 9, 0.27)).margin).toBe('±27')
    expect(plain(en.rate(rate(42, 1_000_000, 0.00001)).value)).toBe('0.00 %')
  })

  it('takes the unit that a span of time is thought in', () => {
    expect(en.span(32_000)).toBe('32 secs')
    expect(plain(en.span(7.2 * 60_000))).toBe('7.2 mins')
    expect(en.span(26 * 3_600_000)).toBe('26 hrs')
    expect(en.span(2.1 * 86_400_000)).toBe('2.1 days')
    expect(zh.span(31 * 86_400_000)).toBe('31 天')
    expect(plain(id.span(31 * 86_400_000))).toBe('31 hr')
  })

  it('writes times in the zone of the workspace', () => {
    expect(en.time('2026-11-20T17:30:00Z')).toBe('00:30')
    expect(en.dayKey('2026-11-20T17:30:00Z')).toBe('2026-11-21')
    expect(zh.dayKey('2026-11-20T15:30:00Z')).toBe('2026-11-20')
  })

  it('writes money by currency', () => {
    expect(plain(id.money(182000))).toBe('Rp 182.000')
    expect(plain(zh.money(1200))).toMatch(/\$1,200/)
  })

  it('writes a feeling with two digits and a minus as wide as a plus', () => {
    expect([-0.126, -0.1, 0.004, -0.004, 1].map(en.score)).toEqual(['−0.13', '−0.10', '0.00', '0.00', '+1.00'])
    expect(id.score(-0.5)).toBe('−0,50')
    expect(zh.signed(-2)).toBe('−2')
  })

  it('is made once for a reader', () => {
    expect(formatOf('id', 'Asia/Jakarta', 'IDR')).toBe(formatOf('id', 'Asia/Jakarta', 'IDR'))
    expect(formatOf('id', 'Asia/Jakarta', 'IDR')).not.toBe(formatOf('id', 'Asia/Jakarta', 'USD'))
  })

  it('does not stumble over a zone that the browser lacks', () => {
    expect(makeFormat('en', 'Moon/Tranquility').zone).toBe('UTC')
  })
})
