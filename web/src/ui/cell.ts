import { createContext, useContext } from 'react'
import type { Cell } from '../api/types'
import { useCan } from '../app/hooks'
import { usePlace } from '../app/place'

/** Where the people of a cell are opened, for answers that are not the page's own, such as a card's. */
export const CellTarget = createContext<((cell: Cell) => void) | undefined>(undefined)

/** Opens the people of a cell: in the address, or where an answer around says. Undefined where the reader may not look at people. */
export function useOpenCell(): ((cell: Cell) => void) | undefined {
  const { set } = usePlace()
  const target = useContext(CellTarget)
  const may = useCan('people.read')
  return !may ? undefined : (target ?? ((cell) => set({ cell })))
}
