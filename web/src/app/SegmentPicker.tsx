import { Autocomplete, Button, Popover, SegmentedControl, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { schema } from '../api/calls'
import type { Segment } from '../api/types'
import { IconChevronDown, IconUsers } from '../ui/icons'
import { usePlace } from './place'
import { useWords } from './words'

/** Whose journey is looked at: everyone, or those with a trait or who did a thing. */
export function SegmentPicker({ value, onChange }: { value?: Segment; onChange?: (s: Segment | undefined) => void }) {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const [open, setOpen] = useState(false)
  const segment = onChange ? value : search.segment
  const words = useWords()
  const change = onChange ?? ((s: Segment | undefined) => set({ segment: s, cell: undefined }))
  const label = !segment ? t('segment.everyone')
    : segment.trait ? t('segment.traitIs', { trait: segment.trait.property, value: String(segment.trait.value ?? '') })
      : segment.did ? t('segment.didIt', { event: words.eventName(first(segment.did.event.event)) }) : t('segment.custom')
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconUsers size={16} />} rightSection={<IconChevronDown size={14} />} onClick={() => setOpen(!open)} styles={{ label: { maxWidth: 220 } }}>{label}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <SegmentForm value={segment} onChange={(s) => { change(s); setOpen(false) }} />
      </Popover.Dropdown>
    </Popover>
  )
}

function first(names: string | string[] | undefined): string {
  return (Array.isArray(names) ? names[0] : names) ?? ''
}

function SegmentForm({ value, onChange }: { value?: Segment; onChange: (s: Segment | undefined) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const known = useQuery(schema(ws)).data
  const [kind, setKind] = useState<string>(value?.did ? 'did' : 'trait')
  const [trait, setTrait] = useState(value?.trait?.property ?? '')
  const [is, setIs] = useState(value?.trait ? String(value.trait.value ?? '') : '')
  const [event, setEvent] = useState(first(value?.did?.event.event))
  const values = known?.traits.find((x) => x.name === trait)?.values ?? []
  const apply = () => {
    if (kind === 'trait' && trait && is) onChange({ trait: { property: trait, op: 'eq', value: is } })
    if (kind === 'did' && event) onChange({ did: { event: { event } } })
  }
  return (
    <form style={{ display: 'grid', gap: 12 }} onSubmit={(e) => { e.preventDefault(); apply() }}>
      <SegmentedControl value={kind} onChange={setKind} fullWidth data={[{ value: 'trait', label: t('segment.byTrait') }, { value: 'did', label: t('segment.byDid') }]} />
      {kind === 'trait' ? (
        <>
          <Select label={t('segment.trait')} data={(known?.traits ?? []).map((x) => x.name)} value={trait || null} onChange={(v) => { setTrait(v ?? ''); setIs('') }} searchable comboboxProps={{ withinPortal: false }} />
          <Autocomplete label={t('segment.value')} data={values} value={is} onChange={setIs} comboboxProps={{ withinPortal: false }} />
        </>
      ) : (
        <Select label={t('segment.event')} data={(known?.events ?? []).map((x) => ({ value: x.name, label: words.eventName(x.name) }))} value={event || null} onChange={(v) => setEvent(v ?? '')} searchable comboboxProps={{ withinPortal: false }} />
      )}
      <div style={{ display: 'flex', gap: 8 }}>
        <Button type="submit">{t('segment.apply')}</Button>
        <Button variant="default" onClick={() => onChange(undefined)}>{t('segment.everyone')}</Button>
      </div>
    </form>
  )
}
