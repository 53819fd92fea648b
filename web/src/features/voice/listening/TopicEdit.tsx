import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createTopic, deleteTopic, putTopic, tryTopic } from '../../../api/calls'
import { useFaultWords } from '../../../app/faults'
import type { Topic, TopicBody } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { toRange, usePlace } from '../../../app/place'
import { SERIES } from '../../../charts/look'
import { Dialog } from '../../../ui/dialogs'
import { FormFault } from '../../auth/Frame'
import css from './listening.module.css'

const KINDS = ['brand', 'competitor', 'campaign', 'other'] as const

/** Makes or changes a topic, and shows while one writes what it finds. */
export function TopicEdit({ one, onClose }: { one?: Topic; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [name, setName] = useState(one?.name ?? '')
  const [kind, setKind] = useState<TopicBody['kind']>(one?.kind ?? 'brand')
  const [query, setQuery] = useState(one?.query ?? '')
  const [exclusions, setExclusions] = useState(one?.exclusions ?? '')
  const [colour, setColour] = useState(one?.colour ?? '')
  const done = (message: string) => () => {
    for (const key of ['topics', 'voice']) void client.invalidateQueries({ queryKey: [key, ws] })
    notifications.show({ message, color: 'trail' })
    onClose()
  }
  const body: TopicBody = { name, kind, query, exclusions: exclusions || undefined, colour: colour || undefined, version: one?.version }
  const save = useMutation({ mutationFn: () => (one ? putTopic(ws, one.id, body) : createTopic(ws, body)), onSuccess: done(t('ui.saved')) })
  const remove = useMutation({ mutationFn: () => deleteTopic(ws, one!.id), onSuccess: done(t('listening.deletedTopic')) })
  return (
    <Dialog title={one ? t('listening.changeTopic') : t('listening.newTopic')} onClose={onClose}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (name.trim() && query.trim()) save.mutate() }}>
        <div className={css.two}>
          <TextInput label={t('voice.name')} required maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} error={say.of(save.error, 'name')} data-autofocus />
          <Select label={t('listening.kind')} allowDeselect={false} value={kind} onChange={(v) => setKind((v ?? 'other') as TopicBody['kind'])} data={KINDS.map((k) => ({ value: k, label: t(`listening.kinds.${k}`) }))} />
          <TextInput type="color" label={t('listening.colour')} value={colour || SERIES[0]!} onChange={(e) => setColour(e.currentTarget.value)} />
        </div>
        <Textarea className={css.query} label={t('listening.query')} description={t('listening.queryText')} required autosize minRows={2} maxRows={8} maxLength={4000} value={query} onChange={(e) => setQuery(e.currentTarget.value)} error={say.of(save.error, 'query')} />
        <Textarea className={css.query} label={t('listening.exclusions')} description={t('listening.exclusionsText')} autosize minRows={1} maxRows={5} maxLength={4000} value={exclusions} onChange={(e) => setExclusions(e.currentTarget.value)} error={say.of(save.error, 'exclusions')} />
        {query.trim() ? <Trial query={query} exclusions={exclusions} /> : null}
        <FormFault error={save.error ?? remove.error} />
        <div className={css.ends}>
          {one ? <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('voice.delete')}</Button> : null}
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim() || !query.trim()}>{t('ui.save')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function Trial(written: { query: string; exclusions: string }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const f = useFormat()
  const { ws, search } = usePlace()
  const [query] = useDebouncedValue(written.query, 300)
  const [exclusions] = useDebouncedValue(written.exclusions, 300)
  const { data, error } = useQuery(tryTopic(ws, { range: toRange(search.range), query, exclusions: exclusions || undefined }))
  if (error) return <p className={css.trial} role="status">{say.of(error, 'query') ?? say.of(error, 'exclusions') ?? error.message}</p>
  if (!data) return <p className={css.trial} role="status">{t('listening.looking')}</p>
  return (
    <div className={css.trial}>
      <p role="status"><b>{t('listening.matches', { count: data.matches, n: f.num(data.matches), of: f.num(data.looked) })}</b>{data.looked < data.of ? ' ' + t('listening.newestOnly', { n: f.num(data.of) }) : ''}</p>
      {data.examples.length ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        <ul tabIndex={0} aria-label={t('listening.examples')}>
          {data.examples.map((x) => (
            <li key={x.seq}>{x.parts.map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : <span key={i}>{p.text}</span>))} <small className="quiet">{x.author ? `${x.author} · ` : ''}{x.network} · {f.date(x.at)}</small></li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
