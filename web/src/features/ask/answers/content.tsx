import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { ChannelSign, Figure, Num, RateText } from '../../../ui/bits'
import { useWords } from '../../../app/words'
import type { ViewProps } from '../AnswerView'
import { CountBar, DataTable, RateBar, Whisker, type Column } from '../table'

type Item = NonNullable<Answer['content']>['items'][number]

/** Which content engages whom. */
export default function ContentView({ question, answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const a = answer.content!
  const rows = a.items
  const most = Math.max(1, ...rows.map((r) => r.views))
  const clicked = Math.max(0.02, ...rows.map((r) => r.clicked.high))
  const assisted = Math.max(0.02, ...rows.map((r) => r.assisted.high))
  const swing = Math.max(0.02, ...rows.map((r) => Math.max(Math.abs(r.lift?.low ?? 0), Math.abs(r.lift?.high ?? 0))))
  const points = (v: number) => f.signed(Math.round(v * 1000) / 10)
  const name = (r: Item) => (r.other ? t('ask.other') : r.item)
  const cell = (r: Item) => (r.other ? { other: true } : { item: r.item })
  const scrolled = rows.some((r) => r.scroll.n > 0)
  const asks = Boolean(question.content?.conversion)
  const columns: Column<Item>[] = [
    { id: 'item', head: t(`view.content.type.${question.content?.type ?? 'page'}`), text: true, by: name, cell: (r) => <>{name(r)}<small style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>{r.channels.slice(0, 3).map((c) => <span key={c.channel} title={words.channel(c.channel)} style={{ display: 'inline-flex', gap: 3, alignItems: 'center' }}><ChannelSign channel={c.channel} size={15} /><span className="hidden">{words.channel(c.channel)} </span>{f.percent(c.views / Math.max(1, r.views))}</span>)}</small></> },
    { id: 'views', head: t('view.content.views'), by: (r) => r.views, cell: (r) => <CountBar part={r.views / most}><Num n={r.views} /></CountBar> },
    { id: 'people', head: t('ask.people'), by: (r) => r.people, cell: (r) => <Figure cell={cell(r)} label={`${name(r)}: ${f.num(r.people)}`} className={r.people < SMALL_N ? 'small-n' : ''}><Num n={r.people} /></Figure> },
    { id: 'time', head: t('view.content.time'), hint: t('view.content.timeHint'), by: (r) => (r.time.n ? r.time.median : undefined), cell: (r) => (r.time.n ? <span className={`num ${r.time.n < SMALL_N ? 'small-n' : ''}`} title={t('view.of', { n: f.num(r.time.n) })}>{f.span(r.time.median)}</span> : t('ui.none')) },
    ...(scrolled ? [{ id: 'scroll', head: t('view.content.scroll'), by: (r: Item) => (r.scroll.n ? r.scroll.mean : undefined), cell: (r: Item) => (r.scroll.n ? <CountBar part={r.scroll.mean / 100}><span className="num" title={t('view.of', { n: f.num(r.scroll.n) })}>{f.num(Math.round(r.scroll.mean))} %</span></CountBar> : t('ui.none')) }] : []),
    { id: 'clicked', head: t('view.content.clicked'), hint: t('view.content.clickedHint'), by: (r) => r.clicked.value, cell: (r) => <RateBar rate={r.clicked} max={clicked} /> },
    { id: 'exit', head: t('view.content.exit'), hint: t('view.content.exitHint'), by: (r) => r.exit.value, cell: (r) => <RateBar rate={r.exit} /> },
    ...(asks ? [
      { id: 'assisted', head: t('view.content.assisted'), hint: t('view.content.assistedHint'), by: (r: Item) => r.assisted.value, cell: (r: Item) => <RateBar rate={r.assisted} max={assisted}><Figure cell={{ ...cell(r), outcome: 'converted' }} label={`${t('view.content.cellAssisted', { item: name(r) })}: ${f.num(r.assisted.k)}`} disabled={r.assisted.k === 0}><RateText rate={r.assisted} /></Figure></RateBar> },
      { id: 'lift', head: t('view.content.lift'), hint: t('view.content.liftHint'), by: (r: Item) => r.lift?.value, cell: (r: Item) => (r.lift ? <Whisker {...r.lift} max={swing} format={points} n={Math.min(r.assisted.n, r.without.n)} /> : t('ui.none')) },
    ] satisfies Column<Item>[] : []),
  ]
  return (
    <>
      {asks ? <p style={{ marginBottom: 10 }}>{t('view.content.converted')} <RateText rate={a.converted} /> <span className="quiet">{t('view.kOfN', { k: f.num(a.converted.k), n: f.num(a.converted.n) })}</span></p> : null}
      <DataTable label={t('kind.content')} columns={columns} rows={rows} id={(r) => `${r.item} ${r.other ?? ''}`} minWidth={asks ? 940 : 700} begin="views" />
      <p className="quiet" style={{ marginTop: 10 }}>{t('view.content.note')}</p>
    </>
  )
}
