import { Button, SegmentedControl } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { pains, patchPain, proposePains, touchpoints } from '../../api/calls'
import type { Pain, PainStatus } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { useStageName } from '../../app/useStageName'
import { useHidden } from '../../app/useLater'
import { Badge } from '../../ui/bits'
import { IconBandage, IconPlus, IconRefresh } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { useMoney } from '../ask/names'
import { DataTable, RateBar, type Column } from '../ask/table'
import { PainNew } from './PainNew'
import css from './pains.module.css'
import { isShare, QUARTER, STATUSES, useQuarter, useSaid } from './said'

/** So long after a look the register is looked through anew by itself. */
const STALE = 86_400_000

/** The register of pain points, as a table ranked by what they cost, or as a board by status. */
export default function PainsPage() {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search, set } = usePlace()
  const may = useCan('voice.edit')
  const hidden = useHidden('pains')
  const { data, error, refetch } = useQuery(pains(ws))
  useQuarter()
  const look = useLook(data?.look?.at, data !== undefined && may)
  if (search.edit === 'new' && may) return <PainNew onClose={() => set({ edit: undefined })} />
  const list = data?.pains.filter((p) => !hidden.includes(p.id))
  const board = search.view === 'board'
  const add = <Button leftSection={<IconPlus size={16} />} onClick={() => set({ edit: 'new' })}>{t('pains.new')}</Button>
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.pains')}</h1>
        {may ? <RangePicker /> : null}
        {may ? <Button variant="default" loading={look.isPending} leftSection={<IconRefresh size={16} />} onClick={() => look.mutate()}>{t('pains.look')}</Button> : null}
        {may ? add : null}
      </div>
      <div className={css.bar}>
        <SegmentedControl aria-label={t('pains.shown')} size="sm" value={board ? 'board' : 'table'} onChange={(v) => set({ view: v === 'board' ? 'board' : undefined })} data={[{ value: 'table', label: t('pains.table') }, { value: 'board', label: t('pains.board') }]} />
        <span className="quiet" role="status">{look.isPending ? t('pains.looking') : data?.look ? t('pains.looked', { when: f.ago(data.look.at), n: f.num(data.look.found) }) : ''}</span>
      </div>
      {!list?.length ? (
        <section className="panel" aria-label={t('nav.pains')}>
          {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
          {(!data && !error) || (list && look.isPending) ? <Lines n={8} height={34} /> : null}
          {list && !look.isPending ? <Empty icon={IconBandage} title={t('pains.empty')} text={t('pains.emptyText')} action={may ? add : undefined} /> : null}
        </section>
      ) : board ? <Board list={list} /> : <section className="panel" aria-label={t('nav.pains')}><Table list={list} /></section>}
    </div>
  )
}

/** Looks for pain points in the time chosen; by itself at the first visit, and where the last look is a day old. */
function useLook(last: string | undefined, may: boolean) {
  const { t } = useTranslation()
  const { ws, search } = usePlace()
  const client = useQueryClient()
  const look = useMutation({
    mutationFn: () => proposePains(ws, toRange(search.range ?? QUARTER)),
    onSuccess: (r) => {
      client.setQueryData(pains(ws).queryKey, r)
      void client.invalidateQueries({ queryKey: ['pain-figures', ws] })
    },
    onError: () => notifications.show({ message: t('pains.lookFailed'), color: 'red' }),
  })
  const begun = useRef(false)
  const { mutate } = look
  useEffect(() => {
    const stale = may && (!last || Date.now() - Date.parse(last) > STALE)
    if (!stale || begun.current) return
    begun.current = true
    mutate()
  }, [may, last, mutate])
  return look
}

function useOrder() {
  const { ws } = usePlace()
  const points = useQuery(touchpoints(ws)).data
  const stageName = useStageName()
  return (p: Pain) => [points?.find((x) => x.id === p.touchpoint)?.name, p.stage ? stageName(p.stage) : ''].filter(Boolean).join(' · ')
}

function Table({ list }: { list: Pain[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const money = useMoney()
  const said = useSaid()
  const where = useOrder()
  const { ws } = usePlace()
  const rank = new Map(list.map((p, i) => [p.id, list.length - i]))
  const most = Math.max(0.02, ...list.map((p) => p.seen.share.high))
  const columns: Column<Pain>[] = [
    { id: 'name', head: t('pains.what'), text: true, by: (p) => rank.get(p.id), cell: (p) => <span className={css.what}><Link to="/w/$ws/pains/$pain" params={{ ws: String(ws), pain: p.id }}>{said(p)}</Link><small>{[t(`pains.kind.${p.kind}`), where(p)].filter(Boolean).join(' · ')}</small></span> },
    { id: 'status', head: t('pains.status'), text: true, by: (p) => -STATUSES.indexOf(p.status), cell: (p) => <StatusBadge status={p.status} /> },
    { id: 'people', head: t('ask.people'), by: (p) => p.seen.people || undefined, cell: (p) => (p.seen.people ? f.num(p.seen.people) : t('ui.none')) },
    { id: 'share', head: t('pains.share'), by: (p) => (p.seen.share.n ? p.seen.share.value : undefined), cell: (p) => (isShare(p) && p.seen.share.n ? <RateBar rate={p.seen.share} max={most} /> : t('ui.none')) },
    { id: 'value', head: t('pains.value'), by: (p) => p.seen.valueLost.value || undefined, cell: (p) => (p.seen.valueLost.value > 0 ? <>{money.short(p.seen.valueLost.value)} <small>{t('view.range', { low: money.short(Math.max(0, p.seen.valueLost.low)), high: money.short(p.seen.valueLost.high) })}</small></> : t('ui.none')) },
    { id: 'owner', head: t('pains.owner'), text: true, by: (p) => p.owner || undefined, cell: (p) => p.owner || <span className="quiet">{t('pains.nobody')}</span> },
  ]
  return <DataTable label={t('nav.pains')} columns={columns} rows={list} id={(p) => p.id} minWidth={760} />
}

export function StatusBadge({ status }: { status: PainStatus }) {
  const { t } = useTranslation()
  return <Badge tone={status === 'mended' ? 'good' : status === 'proposed' ? 'warn' : undefined}>{t(`pains.is.${status}`)}</Badge>
}

/** By status; a card moves on by its button, which works by keyboard as well. */
function Board({ list }: { list: Pain[] }) {
  const { t } = useTranslation()
  return (
    <div className={css.board}>
      {STATUSES.map((s) => {
        const here = list.filter((p) => p.status === s)
        return (
          <section key={s} className={css.column} aria-label={t(`pains.is.${s}`)}>
            <h2>{t(`pains.is.${s}`)} <span className="quiet num">{here.length}</span></h2>
            {here.length ? <ul>{here.map((p) => <Card key={p.id} one={p} />)}</ul> : <p className="quiet">{t('pains.noneHere')}</p>}
          </section>
        )
      })}
    </div>
  )
}

const NEXT: Partial<Record<PainStatus, PainStatus>> = { proposed: 'open', open: 'in_work', in_work: 'mended' }

function Card({ one }: { one: Pain }) {
  const { t } = useTranslation()
  const f = useFormat()
  const money = useMoney()
  const said = useSaid()
  const where = useOrder()
  const may = useCan('voice.edit')
  const { ws } = usePlace()
  const client = useQueryClient()
  const move = useMutation({ mutationFn: (status: PainStatus) => patchPain(ws, one.id, { version: one.version, status }), onSettled: () => client.invalidateQueries({ queryKey: ['pains', ws] }) })
  const next = NEXT[one.status]
  return (
    <li className={css.card} data-status={one.status}>
      <Link to="/w/$ws/pains/$pain" params={{ ws: String(ws), pain: one.id }}>{said(one)}</Link>
      <span className="quiet">{where(one)}</span>
      <span className={css.cardFoot}>
        {one.seen.people ? <span>{t('people.count', { count: one.seen.people, n: f.num(one.seen.people) })}</span> : null}
        {one.seen.valueLost.value > 0 ? <span>{t('view.friction.valueLost', { value: money.short(one.seen.valueLost.value) })}</span> : null}
        {one.owner ? <span>{one.owner}</span> : null}
      </span>
      {may && next ? <Button size="compact-sm" variant="light" loading={move.isPending} onClick={() => move.mutate(next)}>{t(`pains.move.${next}`)}<span className="hidden"> {said(one)}</span></Button> : null}
    </li>
  )
}
