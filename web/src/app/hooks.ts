import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session, WorkspaceInfo } from '../api/types'
import { formatOf, type Format } from './format'

/** Who reads, and in which workspace; asked once for all who want to know. */
export interface Reader { session?: Session; workspace?: WorkspaceInfo }
export const Reading = createContext<Reader>({})

export const useSession = (): Session | undefined => useContext(Reading).session
export const useWorkspace = (): WorkspaceInfo | undefined => useContext(Reading).workspace

/** Whether the reader may do a thing; the server checks again. */
export function useCan(permission: string): boolean {
  const w = useWorkspace()
  return !w?.permissions || w.permissions.includes(permission)
}

export function useFormat(): Format {
  const { i18n } = useTranslation()
  const w = useWorkspace()
  return formatOf(i18n.language, w?.zone, w?.currency)
}

const NEEDS: Record<string, string> = { journey: 'ask', maps: 'ask', people: 'people.read', ask: 'ask', segments: 'ask', voice: 'ask', surveys: 'ask', reviews: 'ask', dashboards: 'ask', sources: 'sources.read', ledger: 'ledger.read' }

/** Only the screens that the reader may open. */
export function useScreens<S extends { id: string }>(all: readonly S[]): S[] {
  const may = useWorkspace()?.permissions
  return all.filter((s) => !may || !NEEDS[s.id] || may.includes(NEEDS[s.id]!))
}
