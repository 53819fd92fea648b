import { Autocomplete, NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Filter, Question } from '../../../api/types'
import { names } from '../draft'
import { Field } from '../fields'
import { FilterEdit, propertiesOf, useSchema } from '../FilterEdit'

export interface BuilderProps { value: Question; onChange: (q: Question) => void }

/** Which events are meant, or the ones that are taken by themselves. */
export function Events({ label, value, onChange, placeholder }: { label: string; value: Filter | undefined; onChange: (f: Filter | undefined) => void; placeholder?: boolean }) {
  return <Field label={label}><FilterEdit anyEvent={placeholder} label={label} value={value ?? {}} onChange={(f) => onChange(f.event || f.where?.length || f.channel || f.touchpoint || f.all || f.any || f.not ? f : undefined)} /></Field>
}

/** A property of the events that were chosen, suggested from what came in. */
export function Property({ label, value, onChange, of, numeric, placeholder }: { label: string; value: string | undefined; onChange: (p: string | undefined) => void; of?: Filter; numeric?: boolean; placeholder?: string }) {
  const known = useSchema()
  const data = propertiesOf(known, names(of?.event)).filter((p) => !numeric || p.numeric).map((p) => p.name)
  return <Autocomplete size="xs" label={label} placeholder={placeholder} data={data} value={value ?? ''} onChange={(v) => onChange(v || undefined)} limit={60} />
}

export function Pick({ label, value, onChange, options }: { label: string; value: string; onChange: (v: string) => void; options: [string, string][] }) {
  return <Select size="xs" label={label} allowDeselect={false} value={value} onChange={(v) => v && onChange(v)} data={options.map(([v, l]) => ({ value: v, label: l }))} />
}

export function Top({ value, onChange }: { value: number; onChange: (n: number) => void }) {
  const { t } = useTranslation()
  return <NumberInput size="xs" label={t('view.topRows')} min={1} max={100} allowDecimal={false} value={value} onChange={(n) => Number(n) >= 1 && onChange(Number(n))} />
}
