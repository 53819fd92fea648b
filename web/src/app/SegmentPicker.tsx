import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { segments } from '../api/calls'
import type { Segment } from '../api/types'
import { SideSheet } from '../ui/dialogs'
import { IconChevronDown, IconUsers } from '../ui/icons'
import { Lines } from '../ui/states'
import { useFormat } from './hooks'
import { usePlace } from './place'
import { draftOf, type PeopleRule } from './segment'
import { useWords } from './words'

const SegmentForm = lazy(() => import('./SegmentForm'))

/** Whose journey is looked at: everyone, or those with certain traits and deeds. */
export function SegmentPicker() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const [open, setOpen] = useState(false)
  const label = useSegmentLabel(search.segment)
  return (
    <>
      <Button variant="default" leftSection={<IconUsers size={16} />} rightSection={<IconChevronDown size={14} />} aria-haspopup="dialog" onClick={() => setOpen(true)} styles={{ label: { maxWidth: 220 } }}>{label}</Button>
      <SideSheet opened={open} onClose={() => setOpen(false)} title={t('segment.title')}>
        <SavedPick value={search.segment?.id} onChange={(id) => { set({ segment: { id }, cell: undefined }); setOpen(false) }} />
        <Suspense fallback={<Lines n={4} height={34} />}>
          <SegmentForm value={search.segment?.id ? undefined : search.segment} onChange={(segment) => { set({ segment, cell: undefined }); setOpen(false) }} />
        </Suspense>
      </SideSheet>
    </>
  )
}

/** One of the saved segments, with how many people are in it; nothing where there is none. */
export function SavedPick({ value, onChange }: { value?: string; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const all = useQuery(segments(ws)).data
  if (!all?.length) return null
  return <Select mb="md" searchable label={t('segments.saved')} placeholder={t('segments.choose')} value={value ?? null} onChange={(id) => id && onChange(id)} nothingFoundMessage={t('finder.none')} data={all.map((s) => ({ value: s.id, label: s.people === undefined ? s.name : `${s.name} · ${f.num(s.people)}` }))} />
}

/** What a segment is called. */
export function useSegmentLabel(segment: Segment | undefined): string {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const saved = useQuery({ ...segments(ws), enabled: segment?.id !== undefined }).data?.find((s) => s.id === segment?.id)
  const draft = draftOf(segment)
  if (!segment) return t('segment.everyone')
  if (saved) return saved.name
  if (!draft?.rules[0]) return t('segment.custom')
  const one = (r: PeopleRule): string => {
    if (r.did) {
      const event = r.did.event.event
      const names = (Array.isArray(event) ? event : event ? [event] : []).map(words.eventName).join(', ') || t('ask.anyEvent')
      return r.did.atLeast > 1 ? t('segment.didTimes', { event: names, n: r.did.atLeast }) : t('segment.didIt', { event: names })
    }
    const c = r.trait!
    const value = Array.isArray(c.value) ? c.value.join(', ') : String(c.value ?? '')
    return c.op === 'eq' ? t('segment.traitIs', { trait: words.trait(c.property), value }) : [words.trait(c.property), t(`op.${c.op}`), value].filter(Boolean).join(' ')
  }
  const first = draft.rules[0]
  const said = first.not ? t('segment.notSo', { rule: one(first) }) : one(first)
  return draft.rules.length > 1 ? t('segment.more', { first: said, count: draft.rules.length - 1 }) : said
}
