import { useTranslation } from 'react-i18next'
import type { Answer, Cell, Rate } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { Figure, Num, RateText } from '../../../ui/bits'
import type { ViewProps } from '../AnswerView'
import { CountBar, DataTable, Part, RateBar, type Column } from '../table'
import css from '../view.module.css'

type Conformance = NonNullable<Answer['conformance']>
type Edge = Conformance['edges'][number]
type Proposal = NonNullable<Conformance['discovery']>

/** Does reality follow the map: how many, where not, and what really happens. */
export default function ConformanceView({ answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const a = answer.conformance!
  const proposed = a.discovery?.steps.map((s) => [`touchpoint:${s.touchpoint}`, s.name] as const) ?? []
  const names = new Map<string, string>([...a.steps.map((s) => [s.id, s.name] as const), ...proposed])
  const name = (id: string) => (id === '' ? t('view.conformance.begin') : (names.get(id) ?? id))
  return (
    <div className={css.begin}>
      {a.steps.length ? (
        <>
          <Outcomes a={a} />
          <p className="quiet">{t('view.conformance.fitness', { fitness: f.num(round(a.tokens.fitness, 3)), mean: f.num(round(a.tokens.mean, 3)), changes: f.num(round(a.alignment.mean, 2)) })}</p>
          <Part title={t('view.conformance.deviations')} text={t('view.conformance.deviationsText')}><Deviations a={a} /></Part>
          <Part title={t('ask.steps')}><Steps a={a} /></Part>
          <Part title={t('view.conformance.edges')}><Edges label={t('view.conformance.edges')} edges={a.edges} name={name} /></Part>
          {a.undrawn.length ? <Part title={t('view.conformance.undrawn')} text={t('view.conformance.dependencyText')}><Edges label={t('view.conformance.undrawn')} edges={a.undrawn} name={name} /></Part> : null}
          <Part title={t('view.conformance.variants')} text={t('view.conformance.varied', { n: f.num(a.varied) })}><Variants a={a} name={name} /></Part>
        </>
      ) : null}
      {a.discovery ? <Part title={t('view.conformance.proposed')} text={t('view.conformance.proposedText')}><Proposed d={a.discovery} name={name} /></Part> : null}
    </div>
  )
}

const round = (v: number, digits: number) => Math.round(v * 10 ** digits) / 10 ** digits

/** A share that opens its people. */
function Open({ cell, label, rate, max }: { cell: Cell; label: string; rate: Rate; max?: number }) {
  const f = useFormat()
  return <RateBar rate={rate} max={max}><span><Figure cell={cell} label={`${label}: ${f.num(rate.k)}`} disabled={rate.k === 0}><Num n={rate.k} /></Figure> <RateText rate={rate} /></span></RateBar>
}

const OUTCOMES = ['fits', 'underway', 'left', 'strays'] as const

function Outcomes({ a }: { a: Conformance }) {
  const { t } = useTranslation()
  const rows = OUTCOMES.filter((o) => o !== 'left' || a.left.k > 0)
  const columns: Column<(typeof OUTCOMES)[number]>[] = [
    { id: 'outcome', head: t('view.conformance.journeys'), text: true, cell: (o) => <>{t(`view.conformance.outcome.${o}`)}<small>{t(`view.conformance.outcomeText.${o}`)}</small></> },
    { id: 'people', head: t('ask.people'), cell: (o) => <Open cell={{ outcome: o }} label={t(`view.conformance.outcome.${o}`)} rate={a[o]} /> },
  ]
  return <DataTable label={t('view.conformance.journeys')} columns={columns} rows={rows} id={(o) => o} minWidth={240} />
}

function Deviations({ a }: { a: Conformance }) {
  const { t } = useTranslation()
  const most = Math.max(0.02, ...a.deviations.map((d) => d.people.high))
  const columns: Column<Conformance['deviations'][number]>[] = [
    { id: 'what', head: t('view.conformance.what'), text: true, by: (d) => t(`view.conformance.deviation.${d.kind}`, { step: d.name }), cell: (d) => t(`view.conformance.deviation.${d.kind}`, { step: d.name }) },
    { id: 'people', head: t('ask.people'), by: (d) => d.people.k, cell: (d) => <Open cell={{ part: d.kind, item: d.step ?? '' }} label={t(`view.conformance.deviation.${d.kind}`, { step: d.name })} rate={d.people} max={most} /> },
  ]
  return <DataTable label={t('view.conformance.deviations')} columns={columns} rows={a.deviations} id={(d) => `${d.kind} ${d.step ?? ''}`} minWidth={240} />
}

function Steps({ a }: { a: Conformance }) {
  const { t } = useTranslation()
  const f = useFormat()
  const most = Math.max(1, ...a.steps.map((s) => s.people))
  const columns: Column<Conformance['steps'][number]>[] = [
    { id: 'step', head: t('view.conformance.step'), text: true, cell: (s) => s.name },
    { id: 'people', head: t('ask.people'), by: (s) => s.people, cell: (s) => <CountBar part={s.people / most}><Figure cell={{ from: s.id }} label={`${s.name}: ${f.num(s.people)}`} disabled={s.people === 0}><Num n={s.people} /></Figure></CountBar> },
    { id: 'entries', head: t('view.conformance.entries'), by: (s) => s.entries, cell: (s) => <Num n={s.entries} /> },
    { id: 'exits', head: t('view.conformance.exits'), hint: t('view.conformance.exitsHint'), by: (s) => s.exits.value, cell: (s) => <Open cell={{ from: s.id, outcome: 'exit' }} label={`${s.name}, ${t('view.conformance.exits')}`} rate={s.exits} /> },
    { id: 'repeats', head: t('view.conformance.repeats'), by: (s) => s.repeats.value, cell: (s) => <Open cell={{ from: s.id, outcome: 'repeat' }} label={`${s.name}, ${t('view.conformance.repeats')}`} rate={s.repeats} /> },
    { id: 'median', head: t('view.conformance.median'), by: (s) => (s.moves ? s.median : undefined), cell: (s) => (s.moves ? <span className="num" title={t('view.of', { n: f.num(s.moves) })}>{f.span(s.median)}</span> : t('ui.none')) },
  ]
  return <DataTable label={t('ask.steps')} columns={columns} rows={a.steps} id={(s) => s.id} minWidth={760} />
}

function Edges({ label, edges, name }: { label: string; edges: Edge[]; name: (id: string) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const columns: Column<Edge>[] = [
    { id: 'from', head: t('view.conformance.edge'), text: true, by: (e) => name(e.from), cell: (e) => `${name(e.from)} → ${name(e.to)}` },
    { id: 'people', head: t('ask.people'), by: (e) => e.people.k, cell: (e) => <Open cell={{ from: e.from, to: e.to }} label={`${name(e.from)} → ${name(e.to)}`} rate={e.people} /> },
    { id: 'passes', head: t('view.conformance.passes'), by: (e) => e.passes, cell: (e) => <Num n={e.passes} /> },
    { id: 'median', head: t('view.conformance.median'), by: (e) => (e.from && e.passes ? e.median : undefined), cell: (e) => (e.from && e.passes ? <span className="num">{f.span(e.median)}</span> : t('ui.none')) },
    { id: 'dependency', head: t('view.conformance.dependency'), hint: t('view.conformance.dependencyText'), by: (e) => e.dependency, cell: (e) => <span className="num">{f.num(round(e.dependency, 2))}</span> },
  ]
  return <DataTable label={label} columns={columns} rows={edges} id={(e) => `${e.from} ${e.to}`} minWidth={640} />
}

function Variants({ a, name }: { a: Conformance; name: (id: string) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const said = (steps: string[]) => steps.map((id) => (id === '' ? t('view.conformance.off') : name(id))).join(' → ')
  const columns: Column<Conformance['variants'][number]>[] = [
    { id: 'journey', head: t('view.conformance.journey'), text: true, cell: (v) => <>{said(v.steps)}<small>{t(`view.conformance.outcome.${v.fits ? 'fits' : v.strays ? 'strays' : v.underway ? 'underway' : 'left'}`)}</small></> },
    { id: 'people', head: t('ask.people'), by: (v) => v.people, cell: (v) => <Figure cell={{ path: v.steps }} label={`${said(v.steps)}: ${f.num(v.people)}`}><Num n={v.people} /></Figure> },
  ]
  return (
    <>
      <DataTable label={t('view.conformance.variants')} columns={columns} rows={a.variants} id={(v) => v.steps.join(' ')} minWidth={420} />
      {a.other.people ? <p className="quiet">{t('view.conformance.others')} <Figure cell={{ other: true }} label={`${t('view.conformance.others')} ${f.num(a.other.people)}`}><Num n={a.other.people} /></Figure></p> : null}
    </>
  )
}

function Proposed({ d, name }: { d: Proposal; name: (id: string) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const steps: Column<Proposal['steps'][number]>[] = [
    { id: 'step', head: t('breakdown.touchpoint'), text: true, by: (s) => s.name, cell: (s) => s.name },
    { id: 'people', head: t('ask.people'), by: (s) => s.people.k, cell: (s) => <Open cell={{ part: 'discover', touchpoint: s.touchpoint }} label={s.name} rate={s.people} /> },
    { id: 'events', head: t('ask.events'), by: (s) => s.events, cell: (s) => <Num n={s.events} /> },
  ]
  const edges: Column<Proposal['edges'][number]>[] = [
    { id: 'from', head: t('view.conformance.edge'), text: true, by: (e) => name(e.from), cell: (e) => `${name(e.from)} → ${name(e.to)}` },
    { id: 'people', head: t('ask.people'), by: (e) => e.people.k, cell: (e) => <Open cell={{ part: 'discover', from: e.from, to: e.to }} label={`${name(e.from)} → ${name(e.to)}`} rate={e.people} /> },
    { id: 'passes', head: t('view.conformance.passes'), by: (e) => e.passes, cell: (e) => <Num n={e.passes} /> },
    { id: 'dependency', head: t('view.conformance.dependency'), hint: t('view.conformance.dependencyText'), by: (e) => e.dependency, cell: (e) => <span className="num">{f.num(round(e.dependency, 2))}</span> },
  ]
  return (
    <>
      <DataTable label={t('view.conformance.proposedSteps')} columns={steps} rows={d.steps} id={(s) => s.touchpoint} minWidth={420} />
      <DataTable label={t('view.conformance.proposedEdges')} columns={edges} rows={d.edges} id={(e) => `${e.from} ${e.to}`} minWidth={560} />
    </>
  )
}
