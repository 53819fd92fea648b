import { useTranslation } from 'react-i18next'
import type { Answer, Cell } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { useWords } from '../../app/words'

/** What a cell of the stages answer means, in words. */
export function useDescribeStages(answer: Answer | undefined): (cell: Cell) => string {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  return (cell) => {
    const s = answer?.stages
    const stage = (id: string | undefined) => words.stage(id ?? '', s?.stages.find((x) => x.id === id)?.name)
    if (cell.touchpoint) return s?.touchpoints.find((x) => x.id === cell.touchpoint)?.name ?? cell.touchpoint
    if (cell.at) return t('cell.standing', { stage: stage(cell.from), date: f.date(cell.at) })
    if (cell.to !== undefined && cell.from !== undefined) {
      if (cell.from === '') return t('cell.enteredNew', { stage: stage(cell.to) })
      return t('cell.moved', { from: stage(cell.from), to: stage(cell.to) })
    }
    return t(`cell.${cell.outcome ?? 'now'}`, { stage: stage(cell.from) })
  }
}
