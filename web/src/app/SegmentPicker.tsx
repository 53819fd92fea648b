import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from '../api/types'
import { SideSheet } from '../ui/dialogs'
import { IconChevronDown, IconUsers } from '../ui/icons'
import { Lines } from '../ui/states'
import { usePlace } from './place'
import { draftOf, type PeopleRule } from './segment'
import { useWords } from './words'

const SegmentForm = lazy(() => import('./SegmentForm'))

/** Whose journey is looked at: everyone, or those with certain traits and deeds. */
export function SegmentPicker() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const [open, setOpen] = useState(false)
  const label = useLabel(search.segment)
  return (
    <>
      <Button variant="default" leftSection={<IconUsers size={16} />} rightSection={<IconChevronDown size={14} />} aria-haspopup="dialog" onClick={() => setOpen(true)} styles={{ label: { maxWidth: 220 } }}>{label}</Button>
      <SideSheet opened={open} onClose={() => setOpen(false)} title={t('segment.title')}>
        <Suspense fallback={<Lines n={4} height={34} />}>
          <SegmentForm value={search.segment} onChange={(segment) => { set({ segment, cell: undefined }); setOpen(false) }} />
        </Suspense>
      </SideSheet>
    </>
  )
}

function useLabel(segment: Segment | undefined): string {
  const { t } = useTranslation()
  const words = useWords()
  const draft = draftOf(segment)
  if (!segment) return t('segment.everyone')
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
