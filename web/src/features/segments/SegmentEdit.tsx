import { Button, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, createSegment, patchSegment, segmentSize } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import type { SavedSegment, Segment } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { personName } from '../../app/words'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { Conflict, theirsOf } from '../dashboards/conflict'
import { GroupEdit } from './PartEdit'
import { blank, groupOf, segmentOf } from './rule'
import { say, useSpeech } from './say'
import css from './segments.module.css'

/** Makes a segment, or changes one; who would be in it is shown while its rule is put together. */
export function SegmentEdit({ one, begin, onClose }: { one?: SavedSegment; begin?: Segment; onClose: () => void }) {
  const { t } = useTranslation()
  const faults = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const speech = useSpeech()
  const [name, setName] = useState(one?.name ?? '')
  const [description, setDescription] = useState(one?.description ?? '')
  const [group, setGroup] = useState(() => {
    const read = groupOf(one?.rule ?? begin)
    return read.parts.length ? read : { ...read, parts: [{ not: false, rule: blank('did') }] }
  })
  const rule = useMemo(() => segmentOf(group), [group])
  const save = useMutation({
    mutationFn: (version: number) => (one ? patchSegment(ws, one.id, { version, name, description, rule: rule! }) : createSegment(ws, { name, description, rule: rule! })),
    onSuccess: (saved) => {
      for (const key of ['segments', 'segment-size', 'segment-sizes', 'ask', 'overlay']) void client.invalidateQueries({ queryKey: [key, ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
      void navigate({ to: '/w/$ws/segments/$segment', params: { ws: String(ws), segment: saved.id } })
    },
  })
  const theirs = theirsOf<SavedSegment>(save.error)
  const take = (s: SavedSegment) => {
    client.setQueryData(['segments', ws, s.id], s)
    setName(s.name)
    setDescription(s.description)
    setGroup(groupOf(s.rule))
    save.reset()
  }
  // Theirs was looked at: what is saved next replaces it.
  const [seen, setSeen] = useState(one?.version ?? 0)
  return (
    <form className={shell.page} onSubmit={(e) => { e.preventDefault(); if (rule && name.trim()) save.mutate(seen) }}>
      <div className={shell.pageHead}><h1>{one ? t('segments.change', { name: one.name }) : t('segments.new')}</h1></div>
      <div className={css.layout}>
        <section className={`panel ${css.form}`} aria-label={t('segments.rule')}>
          <TextInput label={t('segments.name')} required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} error={faults.of(save.error, 'name')} />
          <Textarea label={t('segments.description')} autosize minRows={1} maxRows={5} maxLength={5000} value={description} onChange={(e) => setDescription(e.currentTarget.value)} />
          <h2>{t('segments.rule')}</h2>
          <GroupEdit group={group} onChange={setGroup} self={one?.id} />
          {theirs ? <Conflict theirs={theirs} onTake={() => { setSeen(theirs.version); take(theirs) }} onKeep={() => { setSeen(theirs.version); save.mutate(theirs.version) }}><b>{theirs.name}</b>{': '}{say(theirs.rule, speech)}</Conflict> : <FormFault error={save.error} />}
          <div className={css.formEnd}>
            <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
            <Button type="submit" loading={save.isPending} disabled={!rule || !name.trim()}>{t('ui.save')}</Button>
          </div>
        </section>
        <section className={`panel ${css.side}`} aria-label={t('segments.who')}>
          <Preview rule={rule} />
        </section>
      </div>
    </form>
  )
}

const SAMPLE = 8

/** How many people the rule picks as it stands, and some of them. */
function Preview({ rule }: { rule: Segment | undefined }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const may = useCan('people.read')
  const speech = useSpeech()
  const [settled] = useDebouncedValue(rule, 300)
  const size = useQuery({ ...segmentSize(ws, settled ?? {}), enabled: settled !== undefined })
  const sample = useQuery({ ...ask(ws, { kind: 'people', segment: settled, people: { limit: SAMPLE } }), enabled: settled !== undefined && may })
  if (!settled) return <><h2>{t('segments.who')}</h2><p className="quiet">{t('segments.unfinished')}</p></>
  if (size.error && !size.data) return <Failed error={size.error} retry={() => void size.refetch()} />
  if (!size.data) return <Lines n={6} height={26} />
  return (
    <>
      <h2>{t('segments.who')}</h2>
      <div aria-live="polite" data-fading={size.isPlaceholderData || settled !== rule || undefined} className={css.fading}>
        <p className={css.big}>{f.num(size.data.people)}</p>
        <p className="quiet">{t('segments.ofAll', { n: f.num(size.data.of), share: f.percent(size.data.of ? size.data.people / size.data.of : 0) })}</p>
      </div>
      <p>{say(settled, speech)}</p>
      {may && sample.data?.persons?.people.length ? (
        <>
          <h3>{t('segments.some')}</h3>
          <ul className={css.people}>
            {sample.data.persons.people.map((p) => (
              <li key={p.person}><Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: p.person }} target="_blank">{personName(p)}</Link><span className="quiet num">{f.ago(p.lastSeen)}</span></li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
