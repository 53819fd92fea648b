import { createContext, useContext, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Question } from '../../api/types'
import { useCan } from '../../app/hooks'

/** Who is behind a figure: a question, and a cell of its answer. */
export type People = NonNullable<Question['people']>

/** Opens the people behind the figure of a name. */
export const Opens = createContext<((card: string, of: People) => void) | undefined>(undefined)

/** A figure that opens its people. */
export function Behind({ card, of, label, children }: { card: string; of: People | undefined; label: string; children: ReactNode }) {
  const { t } = useTranslation()
  const open = useContext(Opens)
  const may = useCan('people.read')
  if (!open || !may || !of?.cell) return <>{children}</>
  return (
    <button type="button" className="plain figure" aria-haspopup="dialog" onClick={() => open(card, of)}>
      {children}
      <span className="hidden"> {t('people.openLabel', { what: label })}</span>
    </button>
  )
}
