import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client'
import type { Fault, Told } from '../api/types'

type Wrong = NonNullable<Fault['fields']>[number]

/** Says what the server told, in the language of who reads; what has no words of its own stays as it came. */
export function useFaultWords() {
  const { t, i18n } = useTranslation()
  const detail = (error: unknown) => {
    const fault = error instanceof ApiError ? error.fault : undefined
    if (!fault?.code || !i18n.exists(`faults.${fault.code}`)) return fault?.detail
    return t(`faults.${fault.code}` as 'faults.no_mail_server', fault.with ?? {})
  }
  const field = (f: Wrong) => (f.code && i18n.exists(`faults.field.${f.code}`) ? t(`faults.field.${f.code}` as 'faults.field.most', f.with ?? {}) : f.message)
  /** The words of one field of a form, if the fault names it. */
  const of = (error: unknown, name: string) => {
    const f = error instanceof ApiError ? error.field(name) : undefined
    return f && field(f)
  }
  const said = (told: Told): string => {
    const inner = Object.fromEntries(Object.entries(told.in ?? {}).map(([name, one]) => [name, said(one)]))
    return t(`details.${told.code}` as 'details.no_ids', { ...told.with, ...inner })
  }
  /** What was wrong with a rejected event. */
  const rejected = (r: { detail?: string; told?: Told }) => (r.told && i18n.exists(`details.${r.told.code}`) ? said(r.told) : r.detail)
  return { detail, field, of, rejected }
}
