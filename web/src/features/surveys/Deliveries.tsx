import { Button, Pagination } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { segments, stopSurveyDelivery, surveyDeliveries, surveyDeliveryPeople, surveyMailExportPath } from '../../api/calls'
import type { Rate, Survey, SurveyDelivery, SurveyDeliveryPart } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Badge, RateText } from '../../ui/bits'
import { SideSheet } from '../../ui/dialogs'
import { IconDownload, IconUsers } from '../../ui/icons'
import { PeopleRows } from '../../ui/PeopleDrawer'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import css from './surveys.module.css'

const goes = (d: SurveyDelivery) => d.state === 'gathering' || (d.state === 'sending' && d.id !== 'trigger')

/** Each time the survey went out by mail: how far it has come, and what has come of it. Every figure opens its people. */
export function Deliveries({ one, title, panel }: { one: Survey; title: string; panel?: boolean }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const { data, error, refetch } = useQuery({
    ...surveyDeliveries(ws, one.id),
    refetchInterval: (query) => (query.state.data?.some((d) => goes(d) || d.queued > 0) ? 1000 : 10_000),
  })
  const [, id, part, reason] = (search.card ?? '').startsWith('mail:') ? search.card!.split(':') : []
  const open = data?.find((d) => d.id === id)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data?.length) return null
  return (
    <section className={panel ? `panel ${css.form}` : css.form} aria-label={title}>
      <div className={css.previewHead}>
        {panel ? <h2>{title}</h2> : <h3>{title}</h3>}
        <Button component="a" href={surveyMailExportPath(ws, one.id)} download variant="subtle" size="compact-sm" leftSection={<IconDownload size={15} />}>{t('mail.delivery.export')}</Button>
      </div>
      <ul className={css.deliveries}>{data.map((d) => <Delivery key={d.id} one={one} d={d} />)}</ul>
      <SideSheet opened={open !== undefined} onClose={() => set({ card: undefined })} size={440} title={open && part ? t(`mail.delivery.part.${part as SurveyDeliveryPart}`) : ''}>
        {open && part ? <Behind key={search.card} one={one} d={open} part={part as SurveyDeliveryPart} reason={reason} /> : null}
      </SideSheet>
    </section>
  )
}

function useReasonWord() {
  const { t, i18n } = useTranslation()
  return (reason: string) => (i18n.exists(`mail.reason.${reason}`) ? t(`mail.reason.${reason}` as 'mail.reason.seen') : reason)
}

function Delivery({ one, d }: { one: Survey; d: SurveyDelivery }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const say = useReasonWord()
  const client = useQueryClient()
  const may = useCan('surveys.edit')
  const list = useQuery(segments(ws)).data
  const stop = useMutation({
    mutationFn: () => stopSurveyDelivery(ws, one.id, d.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['survey-mail', ws, one.id] }),
  })
  const trigger = d.id === 'trigger'
  const name = trigger ? t('mail.delivery.trigger') : !d.segment ? t('segment.everyone') : (list?.find((s) => s.id === d.segment?.id)?.name ?? t('mail.delivery.segment'))
  return (
    <li aria-label={name} data-delivery={d.id}>
      <div className={css.linkHead}>
        <b>{name}</b>
        {d.created ? <time className="quiet" dateTime={d.created}>{f.dateTime(d.created)}</time> : null}
        {trigger ? null : <Badge tone={d.state === 'failed' ? 'warn' : undefined}>{t(`mail.delivery.state.${d.state}`)}</Badge>}
        {may && !trigger && (goes(d) || d.queued > 0) ? <Button size="compact-xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>{t('mail.delivery.stop')}</Button> : null}
      </div>
      <FormFault error={stop.error} />
      {d.reason ? <p className={css.note} role="status">{say(d.reason)}</p> : null}
      {goes(d) ? (
        <div role="status" className={css.progress}>
          <progress max={Math.max(d.people, 1)} value={d.state === 'gathering' ? undefined : d.people - d.left} aria-label={t('mail.delivery.progress')} />
          <span>{d.state === 'gathering' ? t('mail.delivery.gathering') : t('mail.delivery.soFar', { n: f.num(d.people - d.left), all: f.num(d.people) })}</span>
        </div>
      ) : null}
      <dl className={css.sums}>
        <Sum d={d} part="people" />
        <Sum d={d} part="sent" />
        {d.queued ? <Sum d={d} part="queued" /> : null}
        {d.held ? <Sum d={d} part="held" /> : null}
        {d.failed ? <Sum d={d} part="failed" /> : null}
        {d.withdrawn ? <Sum d={d} part="withdrawn" /> : null}
        {d.left ? <Sum d={d} part="left" /> : null}
      </dl>
      {d.sent + d.failed ? (
        <dl className={css.sums}>
          <Sum d={d} part="answered" rate={d.answeredRate} />
          <Sum d={d} part="finished" />
          <Sum d={d} part="bounced" rate={d.bouncedRate} />
          <Sum d={d} part="unsubscribed" rate={d.unsubscribedRate} />
        </dl>
      ) : null}
      {d.reasons.length ? <ul className={css.against}>{d.reasons.map((r) => <li key={r.code + r.reason}><Opener d={d} part="held" reason={r.reason} label={say(r.reason)}><b>{f.num(r.people)}</b></Opener> {say(r.reason)}</li>)}</ul> : null}
    </li>
  )
}

function Sum({ d, part, rate }: { d: SurveyDelivery; part: SurveyDeliveryPart; rate?: Rate }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <div>
      <dt>{t(`mail.delivery.part.${part}`)}</dt>
      <dd data-part={part}><Opener d={d} part={part} label={t(`mail.delivery.part.${part}`)}>{f.num(d[part])}</Opener>{rate?.n ? <> <small><RateText rate={rate} /></small></> : null}</dd>
    </div>
  )
}

/** A figure that opens its people. */
function Opener({ d, part, reason, label, children }: { d: SurveyDelivery; part: SurveyDeliveryPart; reason?: string; label: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { set } = usePlace()
  const may = useCan('people.read')
  if (!may || d[part] === 0 || (d.id === 'trigger' && part === 'people')) return <>{children}</>
  return (
    <button type="button" className="plain figure" aria-haspopup="dialog" onClick={() => set({ card: ['mail', d.id, part, ...(reason ? [reason] : [])].join(':') })}>
      {children}
      <span className="hidden"> {t('people.openLabel', { what: label })}</span>
    </button>
  )
}

const PAGE = 50

function Behind({ one, d, part, reason }: { one: Survey; d: SurveyDelivery; part: SurveyDeliveryPart; reason?: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const [page, setPage] = useState(1)
  const { data, error, refetch } = useQuery(surveyDeliveryPeople(ws, one.id, d.id, { part, reason, offset: (page - 1) * PAGE }))
  const total = reason ? (d.reasons.find((r) => r.reason === reason)?.people ?? 0) : d[part]
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={10} height={34} />
  if (!data.length) return <Empty icon={IconUsers} title={t('people.nobody')} text={t('mail.delivery.gone')} />
  return (
    <>
      <p className="quiet" style={{ marginBottom: 8 }} aria-live="polite">{t('people.count', { count: total, n: f.num(total) })}</p>
      <PeopleRows people={data} />
      {total > PAGE ? <Pagination value={page} onChange={setPage} total={Math.min(Math.ceil(total / PAGE), 2000)} size="sm" siblings={1} mt="md" getControlProps={(c) => ({ 'aria-label': t(`ui.page.${c}`) })} /> : null}
    </>
  )
}
