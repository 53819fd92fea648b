import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { Badge, Figure, Num, RateText } from '../../../ui/bits'
import { IconScale } from '../../../ui/icons'
import { Empty } from '../../../ui/states'
import type { ViewProps } from '../AnswerView'
import { CountBar, DataTable, Facts, Part, Whisker, type Column } from '../table'
import css from '../view.module.css'
import { qText } from './friction'

type Drivers = NonNullable<Answer['drivers']>
type Driver = Drivers['drivers'][number]

/** What hangs together with the outcome: the heaviest first, each with its interval. */
export default function DriversView({ answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const a = answer.drivers!
  const model = a.drivers.filter((d) => !d.excluded)
  const out = a.drivers.filter((d) => d.excluded)
  return (
    <div className={css.begin}>
      <Facts items={[
        { label: t('view.drivers.part.sample'), value: <Figure cell={{ part: 'sample' }} label={t('view.drivers.part.sample')} disabled={a.outcome.n === 0}><Num n={a.outcome.n} /></Figure> },
        { label: t('view.drivers.outcome'), value: <Figure cell={{ part: 'sample', outcome: 'converted' }} label={t('view.drivers.outcome')} disabled={a.outcome.k === 0}><RateText rate={a.outcome} /></Figure>, more: t('view.kOfN', { k: f.num(a.outcome.k), n: f.num(a.outcome.n) }) },
        { label: t('view.drivers.part.unfinished'), value: <Figure cell={{ part: 'unfinished' }} label={t('view.drivers.part.unfinished')} disabled={a.unfinished === 0}><Num n={a.unfinished} /></Figure> },
        { label: t('view.drivers.part.left_out'), value: <Figure cell={{ part: 'left_out' }} label={t('view.drivers.part.left_out')} disabled={a.leftOut === 0}><Num n={a.leftOut} /></Figure> },
        ...(a.state === 'ok' ? [{ label: t('view.drivers.r2'), value: f.percent(a.r2), more: t('view.drivers.r2Text') }] : []),
      ]} />
      {a.state !== 'ok' ? <Empty icon={IconScale} title={t('view.drivers.notEnough')} text={t(`view.drivers.state.${a.state}`, { n: f.num(a.needed ?? 0), have: f.num(Math.min(a.outcome.k, a.outcome.n - a.outcome.k)) })} /> : null}
      {a.collinear ? <p className={css.text}>{t('view.drivers.collinear')}</p> : null}
      {a.state === 'ok' ? <Part title={t('view.drivers.title')} text={t('view.drivers.titleText')}><Coefficients rows={model} /></Part> : null}
      {a.state === 'ok' && a.factors.length > 1 ? (
        <Part title={t('view.drivers.factors')}>
          <DataTable label={t('view.drivers.factors')} rows={a.factors} id={(x) => x.factor} minWidth={300} columns={[
            { id: 'factor', head: t('ask.name'), text: true, cell: (x) => t(`view.drivers.factor.${x.factor}`) },
            { id: 'share', head: t('view.drivers.weight'), by: (x) => x.share, cell: (x) => <CountBar part={x.share}>{f.percent(x.share)}</CountBar> },
          ]} />
        </Part>
      ) : null}
      {a.signals.length ? <Part title={t('view.drivers.signals')}><Signals a={a} /></Part> : null}
      {out.length ? <p className="quiet">{t('view.drivers.excluded')} {f.list(out.map((d) => t('view.drivers.excludedFor', { name: d.name, why: t(`view.drivers.why.${d.excluded}`) })))}</p> : null}
    </div>
  )
}

/** Odds ratios on a scale of doublings, with their intervals. */
function Coefficients({ rows }: { rows: Driver[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  // Ratios of a thousand say 'always'; they are drawn at the edge, and said as they are.
  const log = (v: number) => Math.log2(Math.min(1024, Math.max(1 / 1024, v)))
  const most = Math.min(5, Math.max(1, ...rows.flatMap((d) => [Math.abs(log(d.odds.low)), Math.abs(log(d.odds.high))])))
  const times = (v: number) => `×${new Intl.NumberFormat(f.locale, { maximumSignificantDigits: v >= 100 || v < 0.1 ? 1 : 3 }).format(v)}`
  const weight = Math.max(0.01, ...rows.map((d) => d.share))
  const columns: Column<Driver>[] = [
    { id: 'name', head: t('view.drivers.driver'), text: true, by: (d) => d.name, cell: (d) => <>{d.name}<small>{t(`view.drivers.factor.${d.factor}`)} · {t(`view.drivers.per.${d.per}`)}</small></> },
    { id: 'people', head: t('ask.people'), by: (d) => d.people, cell: (d) => <Figure cell={{ part: d.part, item: d.item }} label={`${d.name}: ${f.num(d.people)}`} className={d.people < SMALL_N ? 'small-n' : ''}><Num n={d.people} /></Figure> },
    { id: 'odds', head: t('view.drivers.odds'), hint: t('view.drivers.oddsHint'), by: (d) => d.odds.value, cell: (d) => <Whisker value={log(d.odds.value)} low={log(d.odds.low)} high={log(d.odds.high)} max={most} format={(v) => times(2 ** v)} n={d.people} /> },
    { id: 'effect', head: t('view.drivers.effect'), hint: t('view.drivers.effectHint'), by: (d) => d.effect, cell: (d) => <span className="num">{d.effect > 0 ? '+' : ''}{f.num(Math.round(d.effect * 1000) / 10)}</span> },
    { id: 'q', head: 'q', hint: t('view.drivers.qHint'), by: (d) => d.q, cell: (d) => <span className="num">{qText(d.q, f.locale)} {d.q <= 0.05 ? <Badge tone="good">{t('view.friction.sure')}</Badge> : null}</span> },
    { id: 'weight', head: t('view.drivers.weight'), hint: t('view.drivers.weightHint'), by: (d) => d.share, cell: (d) => <CountBar part={d.share / weight}>{f.percent(d.share)}</CountBar> },
  ]
  return <DataTable label={t('view.drivers.title')} columns={columns} rows={rows} id={(d) => `${d.part} ${d.item}`} minWidth={760} begin="weight" />
}

function Signals({ a }: { a: Drivers }) {
  const { t } = useTranslation()
  const f = useFormat()
  const two = (v: number) => f.num(Math.round(v * 100) / 100)
  return (
    <DataTable label={t('view.drivers.signals')} rows={a.signals} id={(s) => s.name} minWidth={440} columns={[
      { id: 'name', head: t('ask.name'), text: true, cell: (s) => s.name },
      { id: 'answered', head: t('view.drivers.answered'), by: (s) => s.answered, cell: (s) => <Figure cell={{ part: 'signal', item: s.name }} label={`${s.name}: ${f.num(s.answered)}`} disabled={s.answered === 0} className={s.answered < SMALL_N ? 'small-n' : ''}><Num n={s.answered} /></Figure> },
      { id: 'mean', head: t('ask.mean'), by: (s) => s.mean, cell: (s) => `${two(s.mean)} ± ${two(s.sd)}` },
      { id: 'with', head: t('view.drivers.with'), by: (s) => s.with, cell: (s) => two(s.with) },
      { id: 'without', head: t('view.drivers.without'), by: (s) => s.without, cell: (s) => two(s.without) },
    ]} />
  )
}
