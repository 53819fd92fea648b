import { SegmentedControl, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { barsOption } from '../../../charts/answers'
import { Chart } from '../../../charts/Chart'
import { Figure, Num } from '../../../ui/bits'
import type { ViewProps } from '../AnswerView'
import { useMoney, useNames } from '../names'
import { DataTable, Facts, Part, tint, type Column } from '../table'
import css from '../view.module.css'

type Attribution = NonNullable<Answer['attribution']>
type Unit = Attribution['units'][number]
type Measure = 'share' | 'conversions' | 'value' | 'cost' | 'return'

/** Which unit earned the conversions, by every model side by side. */
export default function AttributionView({ question, answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const a = answer.attribution!
  const money = useMoney(a.currency)
  const names = useNames(question)
  const [measure, setMeasure] = useState<Measure>('share')
  const models = a.units[0]?.credits.map((c) => c.model) ?? []
  const measures: Measure[] = ['share', 'conversions', ...(a.value > 0 ? ['value' as const] : []), ...(a.spend ? ['cost' as const, 'return' as const] : [])]
  const said = (v: number | undefined) => (v === undefined ? t('ui.none') : measure === 'share' ? f.percent(v) : measure === 'value' || measure === 'cost' ? money.short(v) : measure === 'return' ? f.num(Math.round(v * 100) / 100) : f.num(Math.round(v * 10) / 10))
  const of = (u: Unit, model: string) => u.credits.find((c) => c.model === model)
  const figure = (u: Unit, model: string) => of(u, model)?.[measure]
  const most = Math.max(1e-9, ...a.units.flatMap((u) => u.credits.map((c) => c[measure] ?? 0)))
  const cell = (u: Unit) => (u.other ? { other: true } : { item: u.unit })
  const columns: Column<Unit>[] = [
    { id: 'unit', head: t(`view.attribution.unit.${question.attribution?.unit ?? 'arrival'}`), text: true, by: (u) => names.unit(u.unit, u.other), cell: (u) => names.unit(u.unit, u.other) },
    { id: 'people', head: t('ask.people'), hint: t('view.attribution.peopleHint'), by: (u) => u.people, cell: (u) => <Figure cell={cell(u)} label={`${names.unit(u.unit, u.other)}: ${f.num(u.people)}`} className={u.people < SMALL_N ? 'small-n' : ''} disabled={u.people === 0}><Num n={u.people} /></Figure> },
    ...(a.spend ? [{ id: 'spend', head: t('view.attribution.spend'), by: (u: Unit) => u.spend, cell: (u: Unit) => (u.spend ? <span title={money.whole(u.spend)}>{money.short(u.spend)}</span> : t('ui.none')) }] : []),
    ...models.map((m): Column<Unit> => ({
      id: m, head: t(`view.attribution.model.${m}`), hint: t(`view.attribution.modelHint.${m}`), by: (u) => figure(u, m),
      cell: (u) => {
        const c = of(u, m)
        const interval = measure === 'share' && c?.low !== undefined && c.high !== undefined ? t('view.range', { low: f.percent(c.low), high: f.percent(c.high) }) : ''
        return <span className={css.barCell} style={{ ...tint((figure(u, m) ?? 0) / most), padding: '2px 6px', borderRadius: 5 }}><span className={`num ${u.people < SMALL_N ? 'small-n' : ''}`}>{said(figure(u, m))}</span>{interval ? <small style={{ color: 'var(--ink)' }}>{interval}</small> : null}</span>
      },
    })),
  ]
  return (
    <div className={css.begin}>
      <Facts items={[
        { label: t('view.attribution.conversions'), value: <Num n={a.conversions} />, more: a.value > 0 ? money.short(a.value) : undefined },
        { label: t('view.attribution.touched'), value: <Figure cell={{ outcome: 'converted' }} label={t('view.attribution.touched')}><Num n={a.touched} /></Figure>, more: f.percent(a.touched / Math.max(1, a.conversions)) },
        { label: t('view.attribution.untouched'), value: <Figure cell={{ outcome: 'untouched' }} label={t('view.attribution.untouched')} disabled={a.conversions === a.touched}><Num n={a.conversions - a.touched} /></Figure> },
        { label: t('view.attribution.lost'), value: <Figure cell={{ outcome: 'lost' }} label={t('view.attribution.lost')} disabled={a.lost === 0}><Num n={a.lost} /></Figure> },
        ...(a.spend ? [{ label: t('view.attribution.spend'), value: money.short(a.spend) }] : []),
      ]} />
      <div>
        <div style={{ overflowX: 'auto', marginBottom: 8 }}>
          <SegmentedControl aria-label={t('view.attribution.measure')} size="xs" value={measure} onChange={(m) => setMeasure(m as Measure)} data={measures.map((m) => ({ value: m, label: t(`view.attribution.${m}`) }))} />
        </div>
        <DataTable label={t('kind.attribution')} columns={columns} rows={a.units} id={(u) => `${u.unit} ${u.other ?? ''}`} minWidth={260 + models.length * 104} />
        <p className="quiet" style={{ marginTop: 8 }}>{t('view.attribution.note')}{a.order ? ' ' + t('view.attribution.order', { n: a.order }) : ''}{a.spend ? '' : ' ' + t('view.attribution.noSpend')}</p>
      </div>
      <Compared answer={a} models={models} unit={names.unit} />
      <Paths answer={a} unit={names.unit} money={money} />
    </div>
  )
}

/** Two models as bars side by side. */
function Compared({ answer: a, models, unit }: { answer: Attribution; models: string[]; unit: (id: string, other?: boolean) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const pick = (wished: string, at: number) => (models.includes(wished) ? wished : (models[at] ?? models[0] ?? ''))
  const [two, setTwo] = useState<[string, string]>([pick('last_non_direct', 0), pick('markov', 1)])
  const option = useMemo(
    () => (look: Parameters<typeof barsOption>[1]) => barsOption({
      rows: a.units.map((u) => unit(u.unit, u.other)),
      series: two.map((m) => ({ name: t(`view.attribution.model.${m}`), values: a.units.map((u) => u.credits.find((c) => c.model === m)?.share ?? 0) })),
      format: f.percent,
    }, look),
    // unit follows the language, as t does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [a, two, t, f],
  )
  if (models.length < 2) return null
  const choose = (at: 0 | 1) => (m: string | null) => m && setTwo(at ? [two[0], m] : [m, two[1]])
  const data = models.map((m) => ({ value: m, label: t(`view.attribution.model.${m}`) }))
  return (
    <Part title={t('view.attribution.two')}>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginBottom: 8 }}>
        <Select size="xs" allowDeselect={false} aria-label={t('view.attribution.firstModel')} data={data} value={two[0]} onChange={choose(0)} />
        <Select size="xs" allowDeselect={false} aria-label={t('view.attribution.secondModel')} data={data} value={two[1]} onChange={choose(1)} />
      </div>
      <Chart option={option} height={70 + a.units.length * 42} label={t('view.attribution.twoLabel', { a: t(`view.attribution.model.${two[0]}`), b: t(`view.attribution.model.${two[1]}`) })} />
    </Part>
  )
}

function Paths({ answer: a, unit, money }: { answer: Attribution; unit: (id: string, other?: boolean) => string; money: ReturnType<typeof useMoney> }) {
  const { t } = useTranslation()
  type Path = Attribution['paths'][number]
  const columns: Column<Path>[] = [
    { id: 'path', head: t('ask.path'), text: true, cell: (p) => p.units.map((u) => unit(u, u === '(other)')).join(' → ') },
    { id: 'conversions', head: t('view.attribution.conversions'), by: (p) => p.conversions, cell: (p) => <Num n={p.conversions} /> },
    ...(a.value > 0 ? [{ id: 'value', head: t('view.attribution.value'), by: (p: Path) => p.value, cell: (p: Path) => <span title={money.whole(p.value)}>{money.short(p.value)}</span> }] : []),
    { id: 'lost', head: t('view.attribution.lost'), by: (p) => p.lost, cell: (p) => <Num n={p.lost} /> },
  ]
  return <Part title={t('view.attribution.paths')}><DataTable label={t('view.attribution.paths')} columns={columns} rows={a.paths.slice(0, 15)} id={(p) => p.units.join(' > ')} minWidth={440} /></Part>
}
