import { describe, expect, it } from 'vitest'
import { drawEdge, drawStep, stepOf } from '../src/features/maps/live/propose'
import { apply, EMPTY, leadsTo, read } from '../src/features/maps/sheet'
import type { MapSheet } from '../src/api/types'

const sheet: MapSheet = {
  ...EMPTY,
  stages: [{ id: 'g1', name: 'Meet', stage: 'awareness', place: 'b' }, { id: 'g2', name: 'Buy', stage: 'transaction', place: 'c' }],
  steps: [{ id: 'a', stage: 'g1', name: 'A', place: 'b' }, { id: 'b', stage: 'g2', name: 'B', place: 'b' }, { id: 'c', stage: 'g2', name: 'C', place: 'c' }],
}

describe('what really happens, drawn', () => {
  it('a way does not end the one that went by itself', () => {
    const after = apply(sheet, drawEdge(sheet, read(sheet), 'a', 'c'))
    expect(leadsTo(read(after), 'a')).toEqual(['b', 'c'])
    // The same way again changes nothing; one from a step with ways of its own adds itself alone.
    expect(drawEdge(after, read(after), 'a', 'c')).toEqual([])
    expect(drawEdge(after, read(after), 'a', 'a')).toHaveLength(1)
  })
  it('a step comes with its card and evidence, on the stage that its touchpoint is of', () => {
    const after = apply(sheet, drawStep(sheet, { touchpoint: 't9', name: 'Newsletter' }, 'awareness', { stage: 'New', lane: 'Touchpoints' }))
    const step = after.steps.find((s) => s.name === 'Newsletter')!
    expect(step).toMatchObject({ stage: 'g1', evidence: { touchpoint: 't9' } })
    expect(after.lanes.map((l) => l.kind)).toEqual(['touchpoint'])
    expect(after.cards).toMatchObject([{ step: step.id, touchpoint: 't9', text: 'Newsletter' }])
    expect(stepOf(after, 'touchpoint:t9')).toBe(step.id)
    expect(stepOf(sheet, 'touchpoint:t9')).toBeUndefined()
  })
  it('on a blank sheet a stage is made too', () => {
    const after = apply(EMPTY, drawStep(EMPTY, { touchpoint: 't1', name: 'Home' }, undefined, { stage: 'New', lane: 'Touchpoints' }))
    expect(after.steps[0]!.stage).toBe(after.stages[0]!.id)
  })
})
