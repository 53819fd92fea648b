import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { activity, notices, seeNotices } from '../api/calls'
import type { AlertNotice, AuditEntry, Notice } from '../api/types'
import { useAlertText } from '../features/voice/listening/useAlertText'
import { SideSheet } from '../ui/dialogs'
import { IconBell, IconHistory } from '../ui/icons'
import { Empty, Failed, Lines } from '../ui/states'
import { useFormat } from './hooks'
import css from './notices.module.css'
import { usePlace } from './place'
import { useWords } from './words'

/** What concerns you, and what the team does. */
export default function Notices({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [view, setView] = useState('you')
  return (
    <SideSheet opened onClose={onClose} size={420} title={t('notices.title')}>
      <SegmentedControl fullWidth size="sm" mb="sm" aria-label={t('notices.whose')} value={view} onChange={setView} data={[{ value: 'you', label: t('notices.you') }, { value: 'team', label: t('notices.team') }]} />
      {view === 'you' ? <ForYou onClose={onClose} /> : <Team onClose={onClose} />}
    </SideSheet>
  )
}

function ForYou({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(notices(ws))
  const newest = data?.new ? [...data.notices.map((n) => n.at), ...data.alerts.map((a) => a.made)].sort().at(-1) : undefined
  // Seen on the server at once; the marks stay until the sheet is opened again.
  useEffect(() => {
    if (!newest) return
    void seeNotices(ws, newest).then(() => client.setQueryData(notices(ws).queryKey, (list) => list && { ...list, new: 0 }))
  }, [newest, ws, client])
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={6} height={44} />
  if (data.notices.length + data.alerts.length === 0) return <Empty icon={IconBell} title={t('notices.none')} text={t('notices.noneText')} />
  const all = [...data.notices.map((n, i) => ({ at: n.at, row: <One key={i} notice={n} onClose={onClose} /> })), ...data.alerts.map((a) => ({ at: a.made, row: <Raised key={`${a.condition}-${a.seq}`} alert={a} onClose={onClose} /> }))]
  return <ul className={css.list}>{all.sort((a, b) => b.at.localeCompare(a.at)).map((x) => x.row)}</ul>
}

function Raised({ alert: a, onClose }: { alert: AlertNotice; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const text = useAlertText()
  return (
    <li>
      <Link to="/w/$ws/voice" params={{ ws: String(ws) }} search={{ view: 'listening', heard: a.topic ? { topic: a.topic } : undefined } as never} className={css.one} data-new={a.new || undefined} onClick={onClose}>
        <span>{t('listening.alert', { name: a.name })}{a.new ? <span className="hidden"> {t('notices.fresh')}</span> : null}</span>
        <span className={css.text}>{text(a)}</span>
        <time dateTime={a.at} className="quiet">{f.dateTime(a.at)}</time>
      </Link>
    </li>
  )
}

function One({ notice: n, onClose }: { notice: Notice; onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const view = n.kind === 'mention' || n.kind === 'reply' ? 'comments' : n.kind === 'change' ? 'history' : 'tasks'
  return (
    <li>
      <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: n.map }} search={{ view, card: view === 'history' ? undefined : n.thing || undefined } as never} className={css.one} data-new={n.new || undefined} onClick={onClose}>
        <span>{t(`notices.${n.kind}`, { by: n.by, map: n.mapName, count: n.count, n: f.num(n.count) })}{n.new ? <span className="hidden"> {t('notices.fresh')}</span> : null}</span>
        {n.text ? <span className={css.text}>{n.text}</span> : null}
        <time dateTime={n.at} className="quiet">{n.kind === 'due' ? f.day(n.at) : f.ago(n.at)}</time>
      </Link>
    </li>
  )
}

function Team({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(activity(ws))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={6} height={44} />
  const all = data.pages.flatMap((p) => p.entries)
  if (all.length === 0) return <Empty icon={IconHistory} title={t('audit.empty')} text={t('audit.emptyText')} />
  return (
    <>
      <ul className={css.list}>{all.map((e) => <Deed key={e.id} entry={e} onClose={onClose} />)}</ul>
      {hasNextPage ? <Button variant="default" fullWidth mt="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('quarantine.older')}</Button> : null}
    </>
  )
}

const PAGES: Record<string, string> = { map: 'maps', persona: 'personas', segment: 'segments', dashboard: 'dashboards', survey: 'surveys', pain: 'pains' }

function Deed({ entry: e, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const f = useFormat()
  const { ws } = usePlace()
  const words = useWords()
  const [kind, id] = (e.target ?? '').split(':')
  const page = PAGES[kind ?? '']
  const line = (
    <>
      <span><b>{e.actor}</b> {words.action(e.action)}</span>
      {e.detail ? <span className={css.text}>{e.detail}</span> : null}
      <time dateTime={e.at} className="quiet">{f.ago(e.at)}</time>
    </>
  )
  return <li>{page && id ? <Link to={`/w/${ws}/${page}/${id}` as never} className={css.one} onClick={onClose}>{line}</Link> : <div className={css.one}>{line}</div>}</li>
}
