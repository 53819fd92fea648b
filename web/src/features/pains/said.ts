import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cell, Pain, Question } from '../../api/types'
import { usePlace } from '../../app/place'
import { useFindingSentence } from '../ask/finding'

const ASKED: Question = { kind: 'friction' }

/** What a pain point is called: its own title, else the sentence that says what was found. */
export function useSaid() {
  const { t } = useTranslation()
  const found = useFindingSentence(ASKED)
  return ({ title, message, params = {} }: Pick<Pain, 'title' | 'message' | 'params'>) => {
    if (title) return title
    const own = message?.startsWith('pains.') ? message.slice('pains.'.length) : undefined
    return own ? t(`pains.${own}`, params) : message ? found(message, params) : ''
  }
}

export const STATUSES = ['proposed', 'open', 'in_work', 'mended', 'dismissed'] as const

/** Whether the figures of a pain point are a share of the people of its place; of a theme, of all who wrote. */
export const isShare = (p: Pick<Pain, 'kind'>) => p.kind === 'friction' || p.kind === 'score' || p.kind === 'theme'

/** What a cell of a pain point's question holds. */
export function describe(cell: Cell, said: string, everybody: string): string {
  const best = cell.item === '1e308' || cell.item === '-1e308'
  return cell.outcome && !best ? said : everybody
}

/** Pains are rare: they are looked for over a quarter where no other time is chosen. */
export const QUARTER = '90d'

export function useQuarter() {
  const { search, set } = usePlace()
  const chosen = search.range !== undefined
  useEffect(() => {
    if (!chosen) set({ range: QUARTER }, true)
  }, [chosen, set])
}
