import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/calls'
import type { Answer, FieldSchema, Question } from '../../api/types'
import { usePlace } from '../../app/place'
import { asNames } from './draft'

/** Whose values are looked for: of the events with these names (none is any), or of people. */
export type ValuesOf = { events: string[] } | 'people'

const MOST = 20

/** The values of a property that hold what is typed, in small letters or capitals, the most frequent first. */
export function valuesQuestion(property: string, of: ValuesOf, typed: string): Question {
  const holds = { property, op: 'contains' as const, value: typed }
  return {
    kind: 'trend',
    trend: { measure: of === 'people' ? 'people' : 'events', interval: 'month' },
    ...(of === 'people' ? { segment: { trait: holds } } : { filter: { event: asNames(of.events), where: [holds] } }),
    breakdown: { by: of === 'people' ? 'trait' : 'property', property, top: MOST },
  }
}

export const valuesOf = (answer: Answer | undefined) => (answer?.trend?.series ?? []).filter((s) => !s.other && s.value !== '').map((s) => s.value)

/** The most frequent values of a property, and once something is typed those of all its values that hold it. Values that are kept from a role stay so. */
export function useValues(field: FieldSchema | undefined, of: ValuesOf, typed: string): string[] {
  const { ws } = usePlace()
  const [wanted] = useDebouncedValue(typed.trim(), 250)
  const often = field?.values ?? []
  const looks = wanted !== '' && often.length > 0
  const { data } = useQuery({ ...ask(ws, valuesQuestion(field?.name ?? '', of, wanted)), enabled: looks })
  return looks ? [...new Set([...often, ...valuesOf(data)])] : often
}
