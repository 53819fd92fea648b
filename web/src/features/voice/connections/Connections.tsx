import { Alert, Button, FileButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { connections, fetchConnection, pauseConnection, uploadToConnection } from '../../../api/calls'
import type { Connection, ConnectionKind } from '../../../api/types'
import { useCan, useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { FormFault } from '../../auth/Frame'
import { Badge, Code, Num } from '../../../ui/bits'
import { IconPlayerPause, IconPlayerPlay, IconPlug, IconPlus, IconRefresh } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import css from '../voice.module.css'
import { ConnectionEdit } from './ConnectionEdit'

/** Where mentions come from, and how each connection fares. */
export function Connections() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('voice.edit')
  // What is under way changes by itself.
  const list = useQuery({ ...connections(ws), refetchInterval: (q) => (q.state.data?.connections.some((c) => c.busy) ? 1500 : 10_000) })
  const add = may ? <Button leftSection={<IconPlus size={16} />} onClick={() => set({ edit: 'new' })}>{t('connections.new')}</Button> : null
  const one = list.data?.connections.find((c) => c.id === search.edit)
  return (
    <>
      {list.data?.connections.length ? <div className={css.tools}>{add}</div> : null}
      {list.data && !list.data.callsOut ? <Alert variant="light" color="gray" p="xs">{t('connections.demo')}</Alert> : null}
      {list.error && !list.data ? <section className="panel"><Failed error={list.error} retry={() => void list.refetch()} /></section> : null}
      {list.isPending ? <section className="panel"><Lines n={5} height={40} /></section> : null}
      {list.data?.connections.length === 0 ? <section className="panel"><Empty icon={IconPlug} title={t('connections.none')} text={t('connections.noneText')} action={add} /></section> : null}
      <ul className={css.cards}>
        {list.data?.connections.map((c) => <Card key={c.id} one={c} kind={list.data.kinds.find((k) => k.kind === c.kind)} />)}
      </ul>
      {may && list.data && (search.edit === 'new' || one) ? <ConnectionEdit key={one?.id} one={one} kinds={list.data.kinds} onClose={() => set({ edit: undefined })} /> : null}
    </>
  )
}

function Card({ one, kind }: { one: Connection; kind: ConnectionKind | undefined }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, set } = usePlace()
  const may = useCan('voice.edit')
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: ['connections', ws] })
  const fetchNow = useMutation({ mutationFn: () => fetchConnection(ws, one.id), onSettled: again })
  const pause = useMutation({ mutationFn: () => pauseConnection(ws, one.id, !one.paused), onSettled: again })
  const upload = useMutation({
    mutationFn: (file: File) => uploadToConnection(ws, one.id, file),
    onSuccess: (got) => notifications.show({ message: t('connections.uploaded', { count: got.mentions, n: f.num(got.mentions), stored: f.num(got.stored) }), color: 'trail' }),
    onSettled: again,
  })
  const { state } = one
  const what = Object.values(one.settings).join(' · ')
  return (
    <li className={`panel ${css.theme}`} aria-label={one.name}>
      <div className={css.row}>
        <h2>{one.name}</h2>
        <StateBadge one={one} />
      </div>
      <p className="quiet" style={{ overflowWrap: 'anywhere' }}>{t(`connections.kinds.${one.kind}`, { defaultValue: one.kind })}{what ? ` · ${what}` : ''}</p>
      <p><Num n={state.mentions} /> {t('connections.mentions', { count: state.mentions })}</p>
      {state.failures > 0 ? (
        <div role="status">
          <p><b>! {t('connections.failed', { count: state.failures, n: f.num(state.failures), ago: state.failed ? f.ago(state.failed) : '' })}</b></p>
          <p className="quiet">{state.code ? t(`connections.fault.${state.code}` as 'connections.fault.unreadable', { ...state.with, defaultValue: state.problem }) : state.problem}</p>
        </div>
      ) : null}
      <p className={css.meta}>
        {state.good ? <span>{t(kind?.fetched ? 'connections.good' : 'connections.received', { ago: f.ago(state.good) })}</span> : <span>{t(kind?.fetched ? 'connections.never' : 'connections.waits')}</span>}
        {kind?.fetched && !one.paused && state.next ? <span title={f.dateTime(state.next)}>{t('connections.next', { time: f.time(state.next) })}</span> : null}
      </p>
      {one.address ? <Code text={`${window.location.origin}${one.address}`} label={t('connections.address')} /> : null}
      <FormFault error={fetchNow.error ?? pause.error ?? (state.code ? undefined : upload.error)} />
      {may ? (
        <div className={css.row}>
          {kind?.fetched && !one.paused ? <Button size="compact-sm" variant="light" leftSection={<IconRefresh size={14} />} loading={fetchNow.isPending || one.busy} onClick={() => fetchNow.mutate()}>{t('connections.fetch')}</Button> : null}
          {kind?.files ? (
            <FileButton accept=".csv,text/csv" onChange={(file) => file && upload.mutate(file)} inputProps={{ 'aria-label': t('connections.upload') }}>
              {(props) => <Button {...props} size="compact-sm" variant="light" loading={upload.isPending}>{t('connections.upload')}</Button>}
            </FileButton>
          ) : null}
          <Button size="compact-sm" variant="subtle" color="gray" loading={pause.isPending} leftSection={one.paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />} onClick={() => pause.mutate()}>{t(one.paused ? 'connections.resume' : 'connections.pause')}</Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set({ edit: one.id })}>{t('connections.edit')}</Button>
        </div>
      ) : null}
    </li>
  )
}

function StateBadge({ one }: { one: Connection }) {
  const { t } = useTranslation()
  if (one.paused) return <Badge>{t('connections.state.paused')}</Badge>
  if (one.busy) return <Badge>{t('connections.state.busy')}</Badge>
  if (one.state.failures > 0) return <Badge tone="warn">! {t('connections.state.broken')}</Badge>
  return one.state.good ? <Badge tone="good">✓ {t('connections.state.good')}</Badge> : <Badge>{t('connections.state.new')}</Badge>
}
