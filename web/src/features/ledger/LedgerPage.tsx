import { Button, SegmentedControl, Select, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollX } from '../../ui/dialogs'
import { ledger, sources } from '../../api/calls'
import type { Counts, LedgerRow } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { bounds, DEFAULT_RANGE, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { useHour } from '../../app/useHour'
import { useWords } from '../../app/words'
import { Chart } from '../../charts/Chart'
import { ledgerOption } from '../../charts/options'
import { IconBook2 } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import css from './ledger.module.css'
import { QuarantineView } from './Quarantine'

/** What became of every event: received = stored + duplicate + rejected. */
export default function LedgerPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const mayQuarantine = useCan('quarantine.read')
  const view = search.view === 'quarantine' && mayQuarantine ? 'quarantine' : 'ledger'
  const named = useQuery(sources(ws)).data ?? []
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.ledger')}</h1>
        {mayQuarantine ? <SegmentedControl aria-label={t('ledger.view')} value={view} onChange={(v) => set({ view: v === 'ledger' ? undefined : v, open: undefined })} data={[{ value: 'ledger', label: t('ledger.accounts') }, { value: 'quarantine', label: t('ledger.quarantine') }]} /> : null}
        <Select aria-label={t('ledger.source')} placeholder={t('ledger.allSources')} clearable value={search.source ? String(search.source) : null} onChange={(s) => set({ source: s ? Number(s) : undefined })} data={named.map((s) => ({ value: String(s.id), label: s.name }))} w={190} />
        {view === 'ledger' ? <RangePicker /> : null}
      </div>
      {view === 'ledger' ? <Accounts /> : <QuarantineView />}
    </div>
  )
}

function Accounts() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const f = useFormat()
  const words = useWords()
  const days = /^\d+d$/.test(search.range ?? DEFAULT_RANGE) ? parseInt(search.range ?? DEFAULT_RANGE, 10) : 99
  const by = search.by ?? (days <= 2 ? 'hour' : 'day')
  const hour = useHour()
  const query = useMemo(() => ({ ...bounds(search.range, hour), source: search.source, by }), [search.range, search.source, by, hour])
  const { data, error, refetch } = useQuery(ledger(ws, query))
  const named = new Map((useQuery(sources(ws)).data ?? []).map((s) => [s.id, s.name]))
  const option = useMemo(
    () => (look: Parameters<typeof ledgerOption>[2]) => ledgerOption(data?.rows ?? [], f, look, { stored: t('ledger.stored'), duplicate: t('ledger.duplicate'), rejected: t('ledger.rejected'), hourly: by === 'hour' }),
    [data?.rows, f, t, by],
  )
  const newest = useMemo(() => [...(data?.rows ?? [])].sort((a, b) => b.start.localeCompare(a.start) || a.source - b.source), [data?.rows])
  const [whole, setWhole] = useState(false)
  if (error && !data) return <div className="panel"><Failed error={error} retry={() => void refetch()} /></div>
  if (!data) return <div className="panel"><Lines n={10} height={26} /></div>
  if (data.rows.length === 0) return <div className="panel"><Empty icon={IconBook2} title={t('ledger.empty')} text={t('ledger.emptyText')} action={<Button component={Link} to={`/w/${ws}/sources`}>{t('journey.connect')}</Button>} /></div>
  const reasons = Object.entries(data.total.reasons ?? {}).sort((a, b) => b[1] - a[1])
  return (
    <>
      <Sum total={data.total} />
      <section className="panel pad" aria-label={t('ledger.chart')}>
        <div className={css.chartHead}>
          <h2>{t('ledger.chart')}</h2>
          <SegmentedControl aria-label={t('ledger.by')} size="xs" value={by} onChange={(v) => set({ by: v as 'hour' | 'day' }, true)} data={[{ value: 'hour', label: t('ask.hour') }, { value: 'day', label: t('ask.day') }]} />
        </div>
        <Chart option={option} height={260} label={t('ledger.chartLabel')} />
      </section>
      {reasons.length ? (
        <section className="panel pad" aria-label={t('ledger.why')}>
          <h2>{t('ledger.why')}</h2>
          <ul className={css.reasons}>{reasons.map(([r, n]) => <li key={r}><span>{words.reason(r)}</span><b className="num">{f.num(n)}</b></li>)}</ul>
        </section>
      ) : null}
      <section className="panel" aria-label={t('ledger.table')}>
        <ScrollX label={t('ledger.table')} minWidth={560}>
          <Table className={css.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('ask.time')}</Table.Th>
                <Table.Th>{t('ledger.source')}</Table.Th>
                <Table.Th ta="right">{t('ledger.received')}</Table.Th>
                <Table.Th ta="right">= {t('ledger.stored')}</Table.Th>
                <Table.Th ta="right">+ {t('ledger.duplicate')}</Table.Th>
                <Table.Th ta="right">+ {t('ledger.rejected')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {newest.slice(0, whole ? undefined : FEW).map((r) => <Row key={`${r.source}:${r.start}`} row={r} hourly={by === 'hour'} source={named.get(r.source) ?? String(r.source)} />)}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th>{t('ledger.total', { count: data.rows.length, n: f.num(data.rows.length) })}</Table.Th>
                <Table.Td />
                {[data.total.received, data.total.stored, data.total.duplicate, data.total.rejected].map((n, i) => <Table.Th key={i} ta="right" className="num">{f.num(n)}</Table.Th>)}
              </Table.Tr>
            </Table.Tfoot>
          </Table>
        </ScrollX>
        {data.rows.length > FEW && !whole ? <div className="pad"><Button variant="default" onClick={() => setWhole(true)}>{t('ledger.showAll', { count: data.rows.length, n: f.num(data.rows.length) })}</Button></div> : null}
      </section>
    </>
  )
}

/** So many rows are shown before somebody asks for all. */
const FEW = 24

function Row({ row, hourly, source }: { row: LedgerRow; hourly: boolean; source: string }) {
  const f = useFormat()
  return (
    <Table.Tr>
      <Table.Td className="num">{hourly ? f.dateTime(row.start) : f.date(row.start)}</Table.Td>
      <Table.Td>{source}</Table.Td>
      <Table.Td ta="right" className="num">{f.num(row.received)}</Table.Td>
      <Table.Td ta="right" className="num">{f.num(row.stored)}</Table.Td>
      <Table.Td ta="right" className="num">{f.num(row.duplicate)}</Table.Td>
      <Table.Td ta="right" className="num">{row.rejected ? <b className={css.bad}>! {f.num(row.rejected)}</b> : f.num(0)}</Table.Td>
    </Table.Tr>
  )
}

/** The equation, with figures that can be added up by eye. */
function Sum({ total }: { total: Counts }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = usePlace()
  const may = useCan('quarantine.read')
  const adds = total.received === total.stored + total.duplicate + total.rejected
  const rejected = <><b>{f.num(total.rejected)}</b><span>{t('ledger.rejected')}</span></>
  return (
    <section className={`panel ${css.sum}`} aria-label={t('ledger.sum')}>
      <div><b>{f.num(total.received)}</b><span>{t('ledger.received')}</span></div>
      <i aria-label={t('ledger.equals')}>=</i>
      <div><b>{f.num(total.stored)}</b><span>{t('ledger.stored')}</span></div>
      <i aria-label={t('ledger.plus')}>+</i>
      <div><b>{f.num(total.duplicate)}</b><span>{t('ledger.duplicate')}</span></div>
      <i aria-label={t('ledger.plus')}>+</i>
      {may && total.rejected ? <button type="button" className={`plain ${css.sumPart}`} onClick={() => set({ view: 'quarantine' })}>{rejected}</button> : <div>{rejected}</div>}
      <p data-ok={adds}>{adds ? t('ledger.adds') : t('ledger.addsNot')}</p>
    </section>
  )
}
