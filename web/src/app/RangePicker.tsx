import { Button, Menu, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Range } from '../api/types'
import { Dialog } from '../ui/dialogs'
import { IconCalendar, IconCheck, IconChevronDown } from '../ui/icons'
import { useFormat } from './hooks'
import { DEFAULT_RANGE, toRange, usePlace } from './place'

const WORDS = ['7d', '30d', '90d', '365d', 'all'] as const

/** Which time is looked at. */
export function RangePicker() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const f = useFormat()
  const [open, setOpen] = useState(false)
  const [custom, setCustom] = useState(false)
  const word = search.range ?? DEFAULT_RANGE
  const range = toRange(word)
  const last = /^\d+d$/.test(word) ? parseInt(word, 10) : 0
  const label = range.from && range.to ? `${f.day(range.from)} – ${f.day(range.to)}` : word === 'all' ? t('range.all') : t('range.last', { count: last })
  const pick = (w: string) => {
    set({ range: w === DEFAULT_RANGE ? undefined : w, cell: undefined })
    setOpen(false)
    setCustom(false)
  }
  return (
    <>
      <Menu opened={open} onChange={setOpen} position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconCalendar size={16} />} rightSection={<IconChevronDown size={14} />} aria-label={t('range.label', { range: label })}>{label}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {WORDS.map((w) => (
            <Menu.Item key={w} onClick={() => pick(w)} rightSection={w === word ? <IconCheck size={15} /> : null}>
              {w === 'all' ? t('range.all') : t('range.last', { count: parseInt(w, 10) })}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => { setOpen(false); setCustom(true) }}>{t('range.custom')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DatesDialog opened={custom} onClose={() => setCustom(false)} title={t('range.custom')} range={range} onPick={pick} />
    </>
  )
}

/** Two dates, in either order. */
export function DatesDialog({ opened, onClose, title, range, onPick }: { opened: boolean; onClose: () => void; title: string; range: Range; onPick: (word: string) => void }) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(range.from ?? '')
  const [to, setTo] = useState(range.to ?? '')
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <form
        style={{ display: 'grid', gap: 10 }}
        onSubmit={(e) => {
          e.preventDefault()
          if (from && to) onPick(from <= to ? `${from}..${to}` : `${to}..${from}`)
        }}
      >
        <TextInput type="date" label={t('range.from')} value={from} onChange={(e) => setFrom(e.currentTarget.value)} required data-autofocus />
        <TextInput type="date" label={t('range.to')} value={to} onChange={(e) => setTo(e.currentTarget.value)} required />
        <Button type="submit">{t('range.show')}</Button>
      </form>
    </Dialog>
  )
}
