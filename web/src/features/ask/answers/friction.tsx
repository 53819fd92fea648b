import { useTranslation } from 'react-i18next'
import type { Answer, Cell } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { useStageName } from '../../../app/useStageName'
import { Figure, Num, RateText } from '../../../ui/bits'
import { IconCheck } from '../../../ui/icons'
import { Empty } from '../../../ui/states'
import type { ViewProps } from '../AnswerView'
import { useFindingSentence } from '../finding'
import { useMoney } from '../names'
import { DataTable, Part, RateBar, type Column } from '../table'
import css from '../view.module.css'

type Friction = NonNullable<Answer['friction']>
type Finding = Friction['findings'][number]
type Point = Friction['points'][number]

const SIGNS = ['errors', 'retries', 'loops', 'rage', 'exits'] as const

/** The people affected: with the sign, or beyond the level where waiting or dissatisfaction begins. */
function affected(x: Finding): Cell {
  const place = { touchpoint: x.touchpoint, slice: x.slice, outcome: x.kind }
  return x.worse === undefined ? place : { ...place, part: x.measure, item: String(x.worse) }
}

/** Where it hurts, ranked, in plain words, with the evidence. */
export default function FrictionView({ question, answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const a = answer.friction!
  return (
    <div className={css.begin}>
      {a.findings.length ? (
        <ol className={css.findings}>{a.findings.map((x, i) => <li key={i}><FindingCard finding={x} rank={i + 1} ask={{ question, answer }} /></li>)}</ol>
      ) : <Empty icon={IconCheck} title={t('view.friction.none')} text={t('view.friction.noneText', { n: f.num(a.tests) })} />}
      <p className="quiet">{t('view.friction.tests', { n: f.num(a.tests) })}</p>
      <Part title={t('view.friction.points')} text={t('view.friction.pointsText')}><Points question={question} answer={answer} /></Part>
    </div>
  )
}

function FindingCard({ finding: x, rank, ask }: { finding: Finding; rank: number; ask: ViewProps }) {
  const { t } = useTranslation()
  const f = useFormat()
  const money = useMoney()
  const stageName = useStageName()
  const said = useFindingSentence(ask.question)(x.message, x.params)
  const place: Cell = { touchpoint: x.touchpoint, slice: x.slice }
  const certain = x.q <= 0.001 ? 'sure' : x.q <= 0.01 ? 'quite' : 'likely'
  const mean = (v: number) => (x.kind === 'slow' ? f.num(Math.round(v * 10) / 10) : f.num(Math.round(v * 100) / 100))
  const graded = x.kind === 'slow' || x.kind === 'signals'
  return (
    <article className={css.finding} aria-label={said}>
      <h2><span className={css.rank} aria-hidden>{rank}</span>{said}</h2>
      <p className={css.loss}>
        <Figure cell={affected(x)} label={`${said}: ${f.num(x.people)}`} className={x.people < SMALL_N ? 'small-n' : ''}><b>{t('people.count', { count: x.people, n: f.num(x.people) })}</b></Figure>
        {x.valueLost.value > 0 ? <> · <span title={t('view.between', { low: money.whole(x.valueLost.low), high: money.whole(x.valueLost.high) })}>{t('view.friction.valueLost', { value: money.short(x.valueLost.value) })} <small className="quiet">{t('view.range', { low: money.short(Math.max(0, x.valueLost.low)), high: money.short(x.valueLost.high) })}</small></span></> : null}
        {x.peopleLost.value > 0 ? <> · <span>{t('view.friction.peopleLost', { n: f.num(Math.round(x.peopleLost.value)) })} <small className="quiet">{t('view.range', { low: f.num(Math.max(0, Math.round(x.peopleLost.low))), high: f.num(Math.round(x.peopleLost.high)) })}</small></span></> : null}
        {' '}· <b>{t(`view.friction.${certain}`)}</b> <small className="quiet">q {qText(x.q, f.locale)}</small>
      </p>
      <div className={css.proof}>
        {graded && x.level && x.usual ? (
          <>
            <span><span className="quiet">{t('view.friction.here')}</span><span className="num">{mean(x.level.value)} <small className="quiet">{t('view.range', { low: mean(x.level.low), high: mean(x.level.high) })} · {t('view.of', { n: f.num(x.level.n) })}</small></span></span>
            <span><span className="quiet">{t(`view.friction.${x.against}`)}</span><span className="num">{mean(x.usual.value)} <small className="quiet">{t('view.range', { low: mean(x.usual.low), high: mean(x.usual.high) })} · {t('view.of', { n: f.num(x.usual.n) })}</small></span></span>
          </>
        ) : (
          <>
            <span><span className="quiet">{t('view.friction.here')}</span><RateBar rate={x.share}><span><RateText rate={x.share} /> <small className="quiet">{t('view.kOfN', { k: f.num(x.share.k), n: f.num(x.share.n) })}</small></span></RateBar></span>
            <span><span className="quiet">{t(`view.friction.${x.against}`)}</span><RateBar rate={x.compared}><span><RateText rate={x.compared} /> <small className="quiet">{t('view.kOfN', { k: f.num(x.compared.k), n: f.num(x.compared.n) })}</small></span></RateBar></span>
          </>
        )}
      </div>
      <p className={css.tags}>
        {x.stage ? <span>{stageName(x.stage)}</span> : null}
        <Figure cell={place} label={`${t('view.friction.everybody')}: ${x.name}`}>{t('view.friction.everybody')}</Figure>
        {x.also?.map((s) => <span key={s.kind + (s.measure ?? '')}>{t('view.friction.also', { sign: t(`view.friction.kind.${s.kind}`), here: f.rate(s.share).value, usual: f.rate(s.compared).value })}</span>)}
      </p>
    </article>
  )
}

export function qText(q: number, locale: string): string {
  return q < 0.001 ? `< ${new Intl.NumberFormat(locale).format(0.001)}` : new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(q)
}

function Points({ answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const stageName = useStageName()
  const rows = answer.friction!.points
  const column = (id: (typeof SIGNS)[number]): Column<Point> => {
    const most = Math.max(0.02, ...rows.map((r) => r[id].high))
    return {
      id, head: t(`view.friction.kind.${id}`), by: (r) => r[id].value,
      cell: (r) => (r[id].n === 0 ? t('ui.none') : <RateBar rate={r[id]} max={most}><Figure cell={{ touchpoint: r.id, outcome: id }} label={`${r.name}, ${t(`view.friction.kind.${id}`)}: ${f.num(r[id].k)}`} disabled={r[id].k === 0}><RateText rate={r[id]} /></Figure></RateBar>),
    }
  }
  const columns: Column<Point>[] = [
    { id: 'name', head: t('breakdown.touchpoint'), text: true, by: (r) => r.name, cell: (r) => <>{r.name}<small>{r.stage ? stageName(r.stage) : ''}</small></> },
    { id: 'people', head: t('ask.people'), by: (r) => r.people, cell: (r) => <Figure cell={{ touchpoint: r.id }} label={`${r.name}: ${f.num(r.people)}`}><Num n={r.people} /></Figure> },
    ...SIGNS.map(column),
    { id: 'going', head: t('view.friction.going'), by: (r) => (r.going.n ? r.going.value : undefined), cell: (r) => <RateText rate={r.going} /> },
  ]
  return <DataTable label={t('view.friction.points')} columns={columns} rows={rows} id={(r) => r.id} minWidth={820} />
}
