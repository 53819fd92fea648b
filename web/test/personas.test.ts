import { describe, expect, it } from 'vitest'
import { initialsOf } from '../src/features/personas/Face'

describe('the letters that stand for a picture', () => {
  it('are those that the team chose', () => expect(initialsOf('Dewi Lestari', { initials: 'X' })).toBe('X'))
  it('are the first two of the name otherwise', () => expect(initialsOf('dewi, who asks', {})).toBe('DW'))
  it('are whole characters of any writing', () => {
    expect(initialsOf('陳怡君', {})).toBe('陳')
    expect(initialsOf('𠮷野 家', {})).toBe('𠮷家')
  })
  it('are none where there is nothing to take them from', () => expect(initialsOf('  – ! ', {})).toBe(''))
})
