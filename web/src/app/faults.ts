import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client'
import type { Fault } from '../api/types'

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
  return { detail, field, of }
}
