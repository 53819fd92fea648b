import { NumberInput, SegmentedControl, Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './ask.module.css'

export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={css.field}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  )
}

export function Choice({ label, value, options, onChange }: { label: string; value: string; options: [string, string][]; onChange: (v: string) => void }) {
  return (
    <Field label={label}>
      <SegmentedControl aria-label={label} value={value} onChange={onChange} fullWidth size="xs" data={options.map(([v, l]) => ({ value: v, label: l }))} />
    </Field>
  )
}

const UNITS = ['m', 'h', 'd', 'w'] as const

/** A length of time such as 14d, as a count and a unit; where none is a word, it may be left open. */
export function DurationEdit({ label, value, onChange, none }: { label: string; value: string; onChange: (v: string) => void; none?: string }) {
  const { t } = useTranslation()
  const m = /^(\d+)(m|h|d|w)$/.exec(value)
  const open = none !== undefined && !m
  const count = m ? Number(m[1]) : 14
  const unit = m ? m[2]! : 'd'
  return (
    <Field label={label}>
      <div className={css.pair}>
        <NumberInput aria-label={label} value={open ? '' : count} min={1} max={999} allowDecimal={false} clampBehavior="strict" onChange={(n) => Number(n) > 0 && onChange(`${n}${unit}`)} size="xs" disabled={open} />
        <Select
          aria-label={t('ask.unit')}
          value={open ? 'none' : unit}
          onChange={(u) => onChange(u === 'none' ? '' : `${count}${u ?? 'd'}`)}
          allowDeselect={false}
          size="xs"
          data={[...(none ? [{ value: 'none', label: none }] : []), ...UNITS.map((u) => ({ value: u as string, label: t(`unit.${u}`) }))]}
        />
      </div>
    </Field>
  )
}
