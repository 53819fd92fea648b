import { describe, expect, it } from 'vitest'
import { bounds, previousRange, readSearch, toRange } from '../src/app/place'

describe('the address', () => {
  it('keeps what makes sense and drops the rest', () => {
    expect(readSearch({ range: '7d', compare: 'prev', page: '2', sort: 'events', nonsense: 1 })).toEqual({ range: '7d', compare: 'prev', page: 2, sort: 'events' })
    expect(readSearch({ range: 'drop table', page: 'x', sort: 'name', cell: 'no', q: { kind: undefined } })).toEqual({})
    expect(readSearch({ range: '0d' })).toEqual({}) // no days at all
    expect(readSearch({ range: '' })).toEqual({})
    expect(readSearch({ cell: { outcome: 'now', from: 'awareness' } })).toEqual({ cell: { outcome: 'now', from: 'awareness' } })
  })

  it('reads ranges', () => {
    expect(toRange(undefined)).toEqual({ last: '30d' })
    expect(toRange('all')).toEqual({})
    expect(toRange('2026-01-01..2026-01-31')).toEqual({ from: '2026-01-01', to: '2026-01-31' })
  })

  it('finds the range of the same length before', () => {
    const now = Date.parse('2026-03-31T10:20:30Z')
    expect(previousRange('all', now)).toBeUndefined()
    expect(previousRange('7d', now)).toEqual({ from: '2026-03-17T10:00:00.000Z', to: '2026-03-24T10:00:00.000Z' })
    expect(previousRange('2026-03-01..2026-03-31', now)).toEqual({ from: '2026-01-29', to: '2026-02-28' })
  })

  it('turns a range into instants', () => {
    expect(bounds('2026-03-01..2026-03-02', 0)).toEqual({ from: '2026-03-01T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' })
    expect(bounds('all', 0)).toEqual({})
  })
})
