import { SegmentedControl, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mapWalk, touchpoints } from '../../../api/calls'
import type { MapHead, MapWalked } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { useWords } from '../../../app/words'
import css from './present.module.css'

/** Real journeys beside the map that is walked: those of the persona whose eyes it is seen through. Nobody can be told from them. */
export function useWalks(head: MapHead, eyes: string, may: boolean) {
  const { ws } = usePlace()
  const [on, setOn] = useState(false)
  const [nth, setNth] = useState(0)
  const segment = head.personas.find((p) => p.name === eyes)?.segment
  const query = useQuery({ ...mapWalk(ws, head.id, { range: { last: '90d' }, segment: segment ? { id: segment } : undefined }), enabled: may && on })
  return { may, on, setOn, nth, setNth, data: on ? query.data : undefined, waiting: on && query.isFetching && !query.data, failed: on && query.isError, journey: on ? query.data?.journeys[nth] : undefined }
}
type Walks = ReturnType<typeof useWalks>

/** On the cover: whether real journeys go along, and which. */
export function ChooseWalk({ walks }: { walks: Walks }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!walks.may) return null
  const count = walks.data?.journeys.length ?? 0
  return (
    <div className={css.choose}>
      <Switch label={t('maps.present.real')} description={t('maps.present.realText')} checked={walks.on} onChange={(e) => walks.setOn(e.currentTarget.checked)} />
      <div role="status" className={css.walkState}>
        {walks.waiting ? t('segments.looking') : null}
        {walks.failed ? t('maps.present.realFailed') : null}
        {walks.data && !walks.data.enough ? t('maps.present.realFew', { n: f.num(walks.data.people) }) : null}
        {count ? t('maps.present.realOf', { count: walks.data!.people, n: f.num(walks.data!.people) }) : null}
      </div>
      {count > 1 ? <SegmentedControl aria-label={t('maps.present.realWhich')} value={String(walks.nth)} onChange={(v) => walks.setNth(Number(v))} data={walks.data!.journeys.map((_, i) => ({ value: String(i), label: t('maps.present.customer', { letter: 'ABCDE'[i] }) }))} /> : null}
    </div>
  )
}

/** What one of them did at a step. */
export function WalkedHere({ journey, letter, step }: { journey: MapWalked; letter: string; step: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const { data } = useQuery(touchpoints(ws))
  const names = new Map((data ?? []).map((p) => [p.id, p.name]))
  const here = journey.steps.find((s) => s.step === step)
  return (
    <section className={css.walked} aria-label={t('maps.present.customer', { letter })}>
      <h3>{t('maps.present.customer', { letter })} <span className="quiet">{t('maps.present.anonymous')}</span></h3>
      {here ? (
        <ol>
          {here.events.map((e, i) => (
            <li key={i}>
              <span className="num quiet">{e.minutes ? t('maps.present.after', { span: f.span(e.minutes * 60_000) }) : t('maps.present.first')}</span>
              <span>{words.eventName(e.event)}{e.touchpoint && names.get(e.touchpoint) ? <span className="quiet"> · {names.get(e.touchpoint)}</span> : null}</span>
              <span className="quiet">{words.channel(e.channel)}</span>
            </li>
          ))}
          {here.more ? <li className="quiet">{t('maps.present.moreEvents', { count: here.more, n: f.num(here.more) })}</li> : null}
        </ol>
      ) : <p className="quiet">{t('maps.present.neverHere')}</p>}
    </section>
  )
}
