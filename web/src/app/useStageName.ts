import { useQuery } from '@tanstack/react-query'
import { stageModel } from '../api/calls'
import { usePlace } from './place'
import { useWords } from './words'

/** What the workspace calls a stage of its own model. */
export function useStageName(): (id: string) => string {
  const { ws } = usePlace()
  const words = useWords()
  const stages = useQuery(stageModel(ws)).data?.stages
  return (id) => words.stage(id, stages?.find((s) => s.id === id)?.name)
}
