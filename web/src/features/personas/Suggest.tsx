import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createPersona, createSegment, suggestPersonas } from '../../api/calls'
import type { Suggestion, Suggestions } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { Num, RateText } from '../../ui/bits'
import { IconUsersGroup } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { say, useSpeech } from '../segments/say'
import css from './personas.module.css'

const NUMBERS = [2, 3, 4, 5, 6] as const

/** Groups of people who behave alike; each can be named and kept. */
export function Suggest({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const wanted = NUMBERS.find((n) => n === search.open)
  const { data, error, refetch, isFetching } = useQuery(suggestPersonas(ws, { range: toRange(search.range), groups: wanted }))
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('personas.suggested')}</h1>
        <RangePicker />
        <Button variant="default" onClick={onClose}>{t('personas.back')}</Button>
      </div>
      <section className={`panel ${css.suggest}`} aria-label={t('personas.how')}>
        <p className="quiet">{t('personas.howText')}</p>
        {data && data.state !== 'few' ? <Figures data={data} wanted={wanted} onChoose={(n) => set({ open: n })} /> : null}
        {error ? <Failed error={error} retry={() => void refetch()} /> : isFetching && !data ? <><p role="status">{t('personas.looking')}</p><Lines n={6} height={30} /></> : null}
        {data?.state === 'few' ? <Empty icon={IconUsersGroup} title={t('personas.few')} text={t('personas.fewText')} /> : null}
        {data?.state === 'none' ? <Empty icon={IconUsersGroup} title={t('personas.none')} text={t('personas.noneText')} /> : null}
      </section>
      {data?.groups.length ? <ul className={css.list}>{data.groups.map((g, i) => <Group key={`${data.groups.length} ${i}`} one={g} n={i + 1} />)}</ul> : null}
    </div>
  )
}

function Figures({ data, wanted, onChoose }: { data: Suggestions; wanted?: number; onChoose: (n: number | undefined) => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const clear = (v: number) => f.num(Math.round(v * 100) / 100)
  return (
    <>
      <p>{t('personas.sample', { sample: f.num(data.sample), people: f.num(data.people), features: f.num(data.features) })}</p>
      <p>{t(data.silhouette < 0.25 ? 'personas.unclear' : 'personas.clear', { value: clear(data.silhouette), reference: clear(data.reference) })}</p>
      {data.choices.length ? (
        <Select
          w={280} label={t('personas.groups')} allowDeselect={false} value={String(wanted ?? 0)} onChange={(v) => onChoose(Number(v) || undefined)}
          data={[{ value: '0', label: t('personas.clearest') }, ...data.choices.map((c) => ({ value: String(c.groups), label: t('personas.choice', { n: c.groups, value: clear(c.silhouette) }) }))]}
        />
      ) : null}
    </>
  )
}

/** How far a group is to be trusted (Hennig 2007). */
function sureness(stability: number): 'stable' | 'pattern' | 'unsure' {
  return stability >= 0.75 ? 'stable' : stability >= 0.6 ? 'pattern' : 'unsure'
}

function Group({ one, n }: { one: Suggestion; n: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const speech = useSpeech()
  const sure = sureness(one.stability)
  return (
    <li className={`panel ${css.group}`} data-group={n}>
      <h2>{t('personas.group', { n })}</h2>
      <p><RateText rate={one.share} /> {t('personas.ofSample', { n: f.num(one.share.k) })}</p>
      <div>
        <h3>{t('personas.apart')}</h3>
        <ul>{one.traits.map((x, i) => <li key={i}>{say(x.rule, speech)}: <b>{f.percent(x.share.value)}</b> <span className="quiet">{t('personas.against', { everyone: f.percent(x.everyone.value), n: f.num(x.share.n) })}</span></li>)}</ul>
      </div>
      <p className={sure === 'unsure' ? css.warn : undefined}>{t(`personas.${sure}`, { value: f.num(Math.round(one.stability * 100) / 100) })}</p>
      <div>
        <h3>{t('personas.rule')}</h3>
        <p>{say(one.rule, speech)}</p>
        <p className="quiet">{t('personas.match', { precision: f.percent(one.precision.value), recall: f.percent(one.recall.value) })} · <Num n={one.size} /> {t('journey.people', { count: one.size })}</p>
      </div>
      <Keep one={one} n={n} />
    </li>
  )
}

/** Names a group and keeps it as a segment and a persona. */
function Keep({ one, n }: { one: Suggestion; n: number }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const keep = useMutation({
    mutationFn: async () => {
      const segment = await createSegment(ws, { name, rule: one.rule })
      return createPersona(ws, { name, story: {}, rule: { id: segment.id } })
    },
    onSuccess: (p) => {
      for (const key of ['segments', 'personas']) void client.invalidateQueries({ queryKey: [key, ws] })
      void navigate({ to: '/w/$ws/personas/$persona', params: { ws: String(ws), persona: p.id } })
    },
  })
  return (
    <form onSubmit={(e) => { e.preventDefault(); if (name.trim()) keep.mutate() }}>
      <div className={css.faceRow}>
        <TextInput style={{ flex: '1 1 160px' }} label={t('personas.nameGroup', { n })} maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Button type="submit" variant="default" loading={keep.isPending} disabled={!name.trim()}>{t('personas.keep')}<span className="hidden"> {t('personas.group', { n })}</span></Button>
      </div>
      <FormFault error={keep.error} />
    </form>
  )
}
