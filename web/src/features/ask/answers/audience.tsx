import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { Figure, Num, RateText } from '../../../ui/bits'
import { ScrollX } from '../../../ui/dialogs'
import type { ViewProps } from '../AnswerView'
import { dayName, hourName, useNames } from '../names'
import { DataTable, Facts, Part, RateBar, tint, Whisker, type Column } from '../table'
import css from '../view.module.css'

type Audience = NonNullable<Answer['audience']>
type APart = Audience['parts'][number]
type Row = APart['rows'][number]

/** Who the people are, beside everyone else. */
export default function AudienceView({ question, answer }: ViewProps) {
  const { t } = useTranslation()
  const names = useNames(question)
  const a = answer.audience!
  const others = a.others > 0
  return (
    <div className={css.begin}>
      <Facts items={[
        { label: others ? t('view.audience.these') : t('ask.people'), value: <Figure cell={{}} label={t('view.audience.these')}><Num n={answer.people} /></Figure> },
        { label: t('view.audience.others'), value: others ? <Num n={a.others} /> : t('ui.none'), more: others ? undefined : t('view.audience.noSegment') },
      ]} />
      <Hours a={a} />
      <div className={css.two}>
        {a.parts.filter((p) => p.rows.length).map((p) => <Part key={p.part} title={names.part(p.part)}><PartTable part={p} others={others} names={names} /></Part>)}
        {a.scores.some((s) => s.n > 0) ? <Part title={t('view.audience.scores')}><Scores a={a} names={names} /></Part> : null}
      </div>
    </div>
  )
}

function PartTable({ part, others, names }: { part: APart; others: boolean; names: ReturnType<typeof useNames> }) {
  const { t } = useTranslation()
  const f = useFormat()
  const most = Math.max(0.05, ...part.rows.map((r) => Math.max(r.share.high, others ? r.others.high : 0)))
  const name = (r: Row) => names.value(part.part, r.value, r.other)
  const columns: Column<Row>[] = [
    { id: 'value', head: names.part(part.part), text: true, by: name, cell: name },
    { id: 'share', head: others ? t('view.audience.these') : t('view.audience.share'), by: (r) => r.share.value, cell: (r) => <RateBar rate={r.share} max={most}><Figure cell={{ part: part.part, ...(r.other ? { other: true } : { item: r.value }) }} label={`${names.part(part.part)}, ${name(r)}: ${f.num(r.share.k)}`} disabled={r.share.k === 0}><RateText rate={r.share} /></Figure></RateBar> },
    ...(others ? [
      { id: 'others', head: t('view.audience.others'), by: (r: Row) => r.others.value, cell: (r: Row) => <RateBar rate={r.others} max={most} /> },
      {
        id: 'index', head: t('view.audience.index'), hint: t('view.audience.indexHint'), by: (r: Row) => r.index,
        cell: (r: Row) => (r.index === undefined ? t('ui.none') : <span className={css.barCell} title={r.q === undefined ? undefined : `q ${f.short(r.q)}`}><b style={{ fontWeight: r.q !== undefined && r.q <= 0.05 ? 620 : 400 }} className={r.share.k < SMALL_N ? 'small-n' : ''}>{times(r.index, f.locale)}{r.q !== undefined && r.q <= 0.05 ? (r.index > 1 ? ' ▲' : ' ▼') : ''}</b>{r.low !== undefined && r.high !== undefined ? <small>{t('view.range', { low: times(r.low, f.locale), high: times(r.high, f.locale) })}</small> : null}</span>),
      },
    ] satisfies Column<Row>[] : []),
  ]
  return (
    <>
      <DataTable label={names.part(part.part)} columns={columns} rows={part.rows} id={(r) => `${r.value} ${r.other ?? ''}`} minWidth={others ? 400 : 250} />
      <p className="quiet">{t('view.audience.known', { n: f.num(part.known) })}</p>
    </>
  )
}

const times = (v: number, locale: string) => new Intl.NumberFormat(locale, { minimumFractionDigits: v < 10 ? 2 : 0, maximumFractionDigits: v < 10 ? 2 : 0 }).format(v)

/** When the people are active: weekdays by hours. */
function Hours({ a }: { a: Audience }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [own, setOwn] = useState('hours')
  const h = own === 'own' ? a.ownHours : a.hours
  if (a.hours.known === 0) return null
  const most = Math.max(1, ...h.people.flat())
  return (
    <Part title={t('view.audience.hours')} text={h.known > 0 ? t('view.audience.busiest', { hour: hourName(`${h.busiestDay}-${h.busiestHour}`, f.locale), n: f.num(h.people[h.busiestDay]?.[h.busiestHour] ?? 0) }) : undefined}>
      {a.ownHours.known > 0 ? <SegmentedControl aria-label={t('view.audience.clock')} size="xs" value={own} onChange={setOwn} mb={8} data={[{ value: 'hours', label: t('view.audience.brandClock') }, { value: 'own', label: t('view.audience.ownClock') }]} /> : null}
      <ScrollX label={t('view.audience.hours')} minWidth={860}>
        <table className={css.hours}>
          <caption className="hidden">{t('view.audience.hours')}</caption>
          <colgroup><col /></colgroup>
          <thead><tr><td />{Array.from({ length: 24 }, (_, k) => <th key={k} scope="col">{String(k).padStart(2, '0')}</th>)}</tr></thead>
          <tbody>
            {h.people.map((day, d) => (
              <tr key={d}>
                <th scope="row">{dayName(d, f.locale)}</th>
                {day.map((n, k) => {
                  const item = `${d}-${String(k).padStart(2, '0')}`
                  return <td key={k} style={tint(n / most)}>{n > 0 ? <Figure cell={{ part: own === 'own' ? 'ownHours' : 'hours', item }} label={`${hourName(item, f.locale)}: ${f.num(n)}`} className={n < SMALL_N ? 'small-n' : ''}>{f.short(n)}</Figure> : null}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      <p className="quiet">{t('view.audience.hoursNote', { n: f.num(h.known) })}</p>
    </Part>
  )
}

function Scores({ a, names }: { a: Audience; names: ReturnType<typeof useNames> }) {
  const { t } = useTranslation()
  const f = useFormat()
  const scores = a.scores.filter((s) => s.n > 0)
  const mean = (v: number) => f.num(Math.round(v * 100) / 100)
  type Score = (typeof scores)[number]
  const columns: Column<Score>[] = [
    { id: 'name', head: t('ask.name'), text: true, cell: (s) => names.score(s.name) },
    { id: 'people', head: t('ask.people'), by: (s) => s.people, cell: (s) => <Figure cell={{ part: `signal:${s.name}` }} label={`${names.score(s.name)}: ${f.num(s.people)}`} className={s.people < SMALL_N ? 'small-n' : ''}><Num n={s.people} /></Figure> },
    { id: 'mean', head: t('ask.mean'), by: (s) => s.mean.value, cell: (s) => <Whisker {...s.mean} middle={middle(s)} max={span(s)} format={mean} n={s.n} /> },
    ...(a.others > 0 ? [{ id: 'others', head: t('view.audience.others'), by: (s: Score) => s.othersMean.value, cell: (s: Score) => (s.othersN > 0 ? <Whisker {...s.othersMean} middle={middle(s)} max={span(s)} format={mean} n={s.othersN} /> : t('ui.none')) }] : []),
  ]
  return <DataTable label={t('view.audience.scores')} columns={columns} rows={scores} id={(s) => s.name} minWidth={360} />
}

type Score = Audience['scores'][number]
const ends = (s: Score) => { const from = s.bins.map((b) => b.from); return [Math.min(...from), Math.max(...from)] as const }
const middle = (s: Score) => (ends(s)[0] + ends(s)[1]) / 2
const span = (s: Score) => Math.max(0.5, (ends(s)[1] - ends(s)[0]) / 2)
