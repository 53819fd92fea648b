import type { i18n as I18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { IDValue } from '../api/types'

/** Words of the product that arrive as ids; what has no message is shown as it came. */
export function useWords() {
  const { t, i18n } = useTranslation()
  return {
    channel: (id: string, name?: string) => known(i18n, `channel.${id}`, name || id || t('channel.other')),
    stage: (id: string, name?: string) => (!name || name.toLowerCase() === id.replaceAll('_', ' ').toLowerCase() ? known(i18n, `stage.${id}`, name || id) : name),
    model: (id: string | undefined, name?: string) => known(i18n, `model.${id ?? ''}`, name || id || ''),
    reason: (id: string | undefined) => (id ? known(i18n, `reason.${id}`, id) : ''),
    idType: (id: string) => known(i18n, `idType.${id}`, id.replaceAll('_', ' ')),
    network: (id: string) => known(i18n, `network.${id}`, id),
    eventName: (name: string) => known(i18n, `eventName.${name}`, name),
    role: (id: string) => known(i18n, `role.${id}`, id),
    roleText: (id: string) => known(i18n, `roleText.${id}`, ''),
    kind: (id: string) => known(i18n, `sourceKind.${id}`, id),
    rule: (id: string) => known(i18n, `rule.${id}`, id),
    action: (id: string) => known(i18n, `action.${id}`, id),
    review: (id: string) => known(i18n, `review.${id}`, id),
    flag: (id: string) => known(i18n, `flag.${id}`, id),
    trait: (id: string) => known(i18n, `trait.${id}`, id.replaceAll('_', ' ')),
    idStatus: (id: string) => known(i18n, `idStatus.${id}`, id),
    note: (id: string) => known(i18n, `note.${id}`, id),
  }
}

function known(i18n: I18n, key: string, otherwise: string): string {
  return i18n.exists(key) ? i18n.t(key) : otherwise
}

/** What to call a person: their name, else the best id, else the beginning of the person's own name. */
export function personName(p: { person: string; name?: string; traits?: Record<string, string>; ids?: IDValue[] }): string {
  if (p.name) return p.name
  const tr = p.traits ?? {}
  const get = (k: string) => tr[k] ?? ''
  const whole = get('name') || [get('firstName') || get('first_name'), get('lastName') || get('last_name')].filter(Boolean).join(' ')
  return whole || get('email') || bestId(p.ids ?? []) || p.person.slice(0, 8)
}

const rank = ['email', 'user_id', 'phone', 'loyalty_id', 'device_id', 'anonymous_id']
export function bestId(ids: IDValue[]): string {
  const sorted = [...ids].sort((a, b) => place(a.type) - place(b.type))
  return sorted[0]?.value ?? ''
}
function place(type: string): number {
  const i = rank.indexOf(type)
  return i < 0 ? rank.length : i
}
