import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { forecastOption, histogramOption } from '../../../charts/answers'
import { Chart } from '../../../charts/Chart'
import { Figure, Num, RateText } from '../../../ui/bits'
import { useOpenCell } from '../../../ui/cell'
import type { ViewProps } from '../AnswerView'
import { useMoney, useNames, type Money } from '../names'
import { CountBar, DataTable, Facts, Part, RateBar, tint, type Column } from '../table'
import css from '../view.module.css'

type Value = NonNullable<Answer['value']>

/** What buyers are worth: what they ordered, their groups, and what is expected of them. */
export default function ValueView({ question, answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const v = answer.value!
  const money = useMoney(v.currency)
  const range = (m: { low: number; high: number }) => t('view.range', { low: money.short(m.low), high: money.short(m.high) })
  const people = (m: { low: number; high: number }) => t('view.range', { low: f.num(Math.round(m.low)), high: f.num(Math.round(m.high)) })
  return (
    <div className={css.begin}>
      <Facts items={[
        { label: t('view.value.revenue'), value: <span title={money.whole(v.revenue)}>{money.short(v.revenue)}</span>, more: v.refunded > 0 ? t('view.value.refunded', { value: money.short(v.refunded) }) : undefined },
        { label: t('view.value.buyers'), value: <Figure cell={{}} label={t('view.value.buyers')}><Num n={v.buyers} /></Figure>, more: t('view.value.orders', { n: f.num(v.orders) }) },
        { label: t('view.value.repeat'), value: <Figure cell={{ outcome: 'repeat' }} label={t('view.value.repeat')} disabled={v.repeat.k === 0}><RateText rate={v.repeat} /></Figure>, more: t('view.kOfN', { k: f.num(v.repeat.k), n: f.num(v.repeat.n) }) },
        { label: t('view.value.averageOrder'), value: money.short(v.averageOrder.value), more: range(v.averageOrder) },
        { label: t('view.value.perBuyer'), value: money.short(v.perBuyer.value), more: range(v.perBuyer) },
        ...(v.expected ? [
          { label: t('view.value.alive'), value: <Num n={Math.round(v.expected.alive)} />, more: v.expected.aliveBounds ? people(v.expected.aliveBounds) : f.percent(v.expected.alive / Math.max(1, v.buyers)) },
          { label: t('view.value.worth'), value: money.short(v.expected.worth), more: v.expected.worthBounds ? range(v.expected.worthBounds) : t('view.value.noBounds') },
          { label: t('view.value.purchasesAhead'), value: <Num n={Math.round(v.expected.purchases)} />, more: v.expected.purchasesBounds ? people(v.expected.purchasesBounds) : t('view.value.noBounds') },
        ] : []),
      ]} />
      {v.leftOut.length ? <p className="quiet">{t('view.value.leftOut', { list: f.list(v.leftOut.map((x) => `${f.num(x.orders)} ${x.currency}`)) })}</p> : null}
      {v.withoutAmount ? <p className="quiet">{t('view.value.withoutAmount', { n: f.num(v.withoutAmount) })}</p> : null}
      <div className={css.two}>
        <Part title={t('view.value.rfm')} text={t('view.value.rfmText')}><Rfm v={v} /></Part>
        <Part title={t('view.value.groups')}><Groups question={question} answer={answer} money={money} /></Part>
      </div>
      {v.model.state === 'ok' ? null : <p role="status" className={css.text}>{t(`view.value.state.${v.model.state}`)}</p>}
      {v.model.state === 'ok' && !v.model.converged ? <p className="quiet">{t('view.value.flat')}</p> : null}
      {v.expected && v.expected.sure !== 'ok' && v.expected.sure !== 'flat' ? <p className="quiet">{t(`view.value.sure.${v.expected.sure}`)}</p> : null}
      <Forecast v={v} money={money} />
      <div className={css.two}>
        {v.alive.length ? <Part title={t('view.value.aliveTitle')} text={t('view.value.aliveText')}><Alive v={v} /></Part> : null}
        {v.deciles.length ? <Part title={t('view.value.deciles')} text={t('view.value.decilesText')}><Deciles v={v} money={money} /></Part> : null}
      </div>
    </div>
  )
}

/** Recency by frequency, as people; a field opens its people. */
function Rfm({ v }: { v: Value }) {
  const { t } = useTranslation()
  const f = useFormat()
  const people = (r: number, q: number) => v.cells.reduce((n, c) => (c.r === r && c.f === q ? n + c.people : n), 0)
  const scores = [1, 2, 3, 4, 5]
  const most = Math.max(1, ...scores.flatMap((r) => scores.map((q) => people(r, q))))
  return (
    <>
      <table className={css.grid}>
        <caption className="hidden">{t('view.value.rfm')}</caption>
        <thead><tr><th scope="col">{t('view.value.fByR')}</th>{scores.map((r) => <th key={r} scope="col">{r}</th>)}</tr></thead>
        <tbody>
          {[...scores].reverse().map((q) => (
            <tr key={q}>
              <th scope="row">{q}</th>
              {scores.map((r) => {
                const n = people(r, q)
                return (
                  <td key={r} style={tint(n / most)}>
                    {n > 0 ? <Figure cell={{ part: 'rfm', item: `${r}${q}` }} label={t('view.value.rfLabel', { r, f: q, n: f.num(n) })}><span className={n < SMALL_N ? 'small-n' : ''}>{f.short(n)}</span><small>{f.percent(n / Math.max(1, v.buyers))}</small></Figure> : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.axisWords}><span>{t('view.value.longAgo')}</span><span>{t('view.value.lately')}</span></p>
    </>
  )
}

function Groups({ question, answer, money }: ViewProps & { money: Money }) {
  const { t } = useTranslation()
  const names = useNames(question)
  const v = answer.value!
  type Group = Value['groups'][number]
  const rows = v.groups.filter((g) => g.share.k > 0)
  const most = Math.max(0.01, ...rows.map((g) => g.share.high))
  const columns: Column<Group>[] = [
    { id: 'name', head: t('view.value.groupHead'), text: true, cell: (g) => <>{names.group(g.name)}<small>{t(`view.value.groupText.${g.name}`)}</small></> },
    { id: 'people', head: t('ask.people'), by: (g) => g.share.k, cell: (g) => <RateBar rate={g.share} max={most}><span><Figure cell={{ part: 'group', item: g.name }} label={names.group(g.name)} className={g.share.k < SMALL_N ? 'small-n' : ''}><Num n={g.share.k} /></Figure> <small className="quiet"><RateText rate={g.share} /></small></span></RateBar> },
    { id: 'revenue', head: t('view.value.revenue'), by: (g) => g.revenue, cell: (g) => <CountBar part={v.revenue > 0 ? g.revenue / v.revenue : 0}><span title={money.whole(g.revenue)}>{money.short(g.revenue)}</span></CountBar> },
  ]
  return <DataTable label={t('view.value.groups')} columns={columns} rows={rows} id={(g) => g.name} minWidth={420} />
}

function Forecast({ v, money }: { v: Value; money: Money }) {
  const { t } = useTranslation()
  const f = useFormat()
  const option = useMemo(
    () => (look: Parameters<typeof forecastOption>[2]) => forecastOption(v.history, { actual: t('view.value.actual'), expected: t('view.value.expectedLine'), holdout: t('view.value.holdout'), date: f.day, format: f.short }, look),
    [v.history, t, f],
  )
  if (v.history.length < 2) return null
  const h = v.holdout
  return (
    <Part title={t('view.value.forecast')} text={h.state === 'ok' ? t('view.value.check', { days: h.days, expected: f.num(Math.round(h.expected ?? 0)), actual: f.num(h.actual ?? 0), error: f.percent(h.mape ?? 0), n: f.num(h.people ?? 0) }) : t('view.value.noCheck')}>
      <Chart option={option} height={300} label={t('view.value.forecastLabel')} />
      {v.forecast.length ? <p className="quiet" style={{ marginTop: 6 }}>{t('view.value.ahead', { days: f.num(Math.round(v.forecast.at(-1)!.days)), n: f.num(Math.round(v.forecast.at(-1)!.purchases)) })}</p> : null}
      {v.forecast.length ? (
        <details>
          <summary>{t('view.value.aheadTable')}</summary>
          <DataTable label={t('view.value.aheadTable')} minWidth={420} rows={v.forecast} id={(p) => String(p.days)} columns={[
            { id: 'days', head: t('view.value.aheadDays'), text: true, cell: (p) => f.num(Math.round(p.days)) },
            { id: 'purchases', head: t('view.value.purchasesAhead'), cell: (p) => <>{f.num(Math.round(p.purchases))}<small>{p.purchasesBounds ? t('view.range', { low: f.num(Math.round(p.purchasesBounds.low)), high: f.num(Math.round(p.purchasesBounds.high)) }) : ''}</small></> },
            { id: 'revenue', head: t('view.value.revenue'), cell: (p) => <>{money.short(p.revenue)}<small>{p.revenueBounds ? t('view.range', { low: money.short(p.revenueBounds.low), high: money.short(p.revenueBounds.high) }) : ''}</small></> },
          ]} />
        </details>
      ) : null}
      <details>
        <summary>{t('ask.asTable')}</summary>
        <DataTable label={t('view.value.forecast')} minWidth={360} rows={v.history} id={(p) => p.until} columns={[
          { id: 'until', head: t('ask.time'), text: true, cell: (p) => f.date(p.until) },
          { id: 'actual', head: t('view.value.actual'), cell: (p) => f.num(p.actual) },
          { id: 'expected', head: t('view.value.expectedLine'), cell: (p) => f.num(Math.round(p.expected)) },
          { id: 'holdout', head: t('view.value.holdout'), cell: (p) => (p.holdout ? '✓' : '') },
        ]} />
      </details>
    </Part>
  )
}

function Alive({ v }: { v: Value }) {
  const { t } = useTranslation()
  const f = useFormat()
  const open = useOpenCell()
  const said = (i: number) => t('view.value.aliveBin', { from: i * 10, to: i * 10 + 10 })
  const option = useMemo(
    () => (look: Parameters<typeof histogramOption>[1]) => histogramOption({ bins: v.alive.map((_, i) => `${i * 10}–${i * 10 + 10}`), values: v.alive.map((b) => b.people), tip: (i) => `${t('view.value.aliveBin', { from: i * 10, to: i * 10 + 10 })}: ${f.num(v.alive[i]?.people ?? 0)}`, format: f.short }, look),
    [v.alive, t, f],
  )
  return (
    <>
      <Chart option={option} height={220} label={t('view.value.aliveTitle')} onPick={open ? (p) => v.alive[p.dataIndex ?? -1]?.people && open({ part: 'alive', item: String(p.dataIndex) }) : undefined} />
      <p className={css.tags} style={{ marginTop: 8 }}>{v.alive.map((b, i) => (b.people > 0 ? <span key={i}>{i * 10}–{i * 10 + 10} %: <Figure cell={{ part: 'alive', item: String(i) }} label={said(i)}><Num n={b.people} /></Figure></span> : null))}</p>
    </>
  )
}

function Deciles({ v, money }: { v: Value; money: Money }) {
  const { t } = useTranslation()
  const f = useFormat()
  type Decile = Value['deciles'][number]
  const most = Math.max(1, ...v.deciles.map((d) => d.worth))
  const columns: Column<Decile>[] = [
    { id: 'decile', head: t('view.value.tenth'), cell: (d) => d.decile, text: true },
    { id: 'people', head: t('ask.people'), by: (d) => d.people, cell: (d) => <Figure cell={{ part: 'decile', item: String(d.decile) }} label={t('view.value.decileN', { n: d.decile })} className={d.people < SMALL_N ? 'small-n' : ''}><Num n={d.people} /></Figure> },
    { id: 'alive', head: t('view.value.alive'), by: (d) => d.alive, cell: (d) => f.percent(d.alive / Math.max(1, d.people)) },
    { id: 'revenue', head: t('view.value.revenue'), by: (d) => d.revenue, cell: (d) => money.short(d.revenue) },
    { id: 'worth', head: t('view.value.worth'), by: (d) => d.worth, cell: (d) => <CountBar part={d.worth / most}>{money.short(d.worth)}</CountBar> },
  ]
  return <DataTable label={t('view.value.deciles')} columns={columns} rows={v.deciles} id={(d) => String(d.decile)} minWidth={420} />
}
