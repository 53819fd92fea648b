import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useFormat } from '../../../app/hooks'
import { useStageName } from '../../../app/useStageName'
import { Figure, Num, RateText } from '../../../ui/bits'
import type { ViewProps } from '../AnswerView'
import { useMoney, useNames } from '../names'
import { useValueName } from '../useValueName'
import { CountBar, DataTable, RateBar, Whisker, type Column } from '../table'

type Row = NonNullable<Answer['touchpoints']>['rows'][number]

/** How each touchpoint does, the most visited first. */
export default function TouchpointsView({ question, answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const stageName = useStageName()
  const names = useNames(question)
  const money = useMoney()
  const valueName = useValueName(question)
  const a = answer.touchpoints!
  const [stage, setStage] = useState<string | null>(null)
  const stages = [...new Set(a.rows.map((r) => r.stage).filter((s): s is string => Boolean(s)))]
  const rows = stage ? a.rows.filter((r) => r.stage === stage) : a.rows
  const most = Math.max(1, ...rows.map((r) => r.people))
  const exit = Math.max(0.05, ...rows.map((r) => r.journeyExit.high))
  const back = Math.max(0.05, ...rows.map((r) => r.repeat.high))
  const swing = Math.max(0.05, ...rows.map((r) => Math.max(Math.abs(r.lift.low), Math.abs(r.lift.high))))
  const worth = Math.max(1, ...rows.map((r) => r.worth.perPerson))
  const at = (r: Row) => ({ touchpoint: r.id, ...(question.breakdown ? (r.other ? { other: true } : { value: r.value ?? '' }) : {}) })
  const name = (r: Row) => names.row(r, a.by)
  const points = (v: number) => f.signed(Math.round(v * 1000) / 10)
  const opens = (r: Row, outcome: 'exit' | 'repeat' | 'converted') => {
    const rate = outcome === 'exit' ? r.journeyExit : outcome === 'repeat' ? r.repeat : r.lift.with
    if (rate.n === 0) return t('ui.none')
    return <Figure cell={{ ...at(r), outcome }} label={`${t(`view.touchpoints.cell.${outcome}`, { name: name(r) })}: ${f.num(rate.k)}`} disabled={rate.k === 0}><RateText rate={rate} /></Figure>
  }
  const columns: Column<Row>[] = [
    { id: 'name', head: t(`breakdown.${a.by}`), text: true, by: name, cell: (r) => <>{name(r)}<small>{[r.stage ? stageName(r.stage) : '', question.breakdown ? valueName(r.value ?? '', r.other) : ''].filter(Boolean).join(' · ')}</small></> },
    { id: 'people', head: t('ask.people'), by: (r) => r.people, cell: (r) => <CountBar part={r.people / most}><Figure cell={at(r)} label={`${name(r)}: ${f.num(r.people)}`} className={r.people < SMALL_N ? 'small-n' : ''}><Num n={r.people} /></Figure></CountBar> },
    { id: 'time', head: t('view.touchpoints.time'), hint: t('view.touchpoints.timeHint'), by: (r) => (r.time.n ? r.time.median : undefined), cell: (r) => (r.time.n ? <span className="num">{f.span(r.time.median)}</span> : t('ui.none')) },
    { id: 'exit', head: t('view.touchpoints.exit'), hint: t('view.touchpoints.exitHint'), by: (r) => r.journeyExit.value, cell: (r) => <RateBar rate={r.journeyExit} max={exit}>{opens(r, 'exit')}</RateBar> },
    { id: 'repeat', head: t('view.touchpoints.repeat'), hint: t('view.touchpoints.repeatHint'), by: (r) => r.repeat.value, cell: (r) => <RateBar rate={r.repeat} max={back}>{opens(r, 'repeat')}</RateBar> },
    { id: 'converted', head: t('view.touchpoints.converted'), hint: t('view.touchpoints.convertedHint'), by: (r) => r.lift.with.value, cell: (r) => <RateBar rate={r.lift.with}>{opens(r, 'converted')}</RateBar> },
    { id: 'lift', head: t('view.touchpoints.lift'), hint: t('view.touchpoints.liftHint'), by: (r) => (r.lift.with.n && r.lift.without.n ? r.lift.value : undefined), cell: (r) => (r.lift.with.n && r.lift.without.n ? <Whisker value={r.lift.value} low={r.lift.low} high={r.lift.high} max={swing} format={points} n={Math.min(r.lift.with.n, r.lift.without.n)} /> : t('ui.none')) },
    { id: 'signals', head: t('view.touchpoints.signals'), by: (r) => r.signals[0]?.value, cell: (r) => (r.signals.length ? r.signals.map((s) => <span key={s.scale} className={`num ${s.n < SMALL_N ? 'small-n' : ''}`} style={{ display: 'block' }} title={t('view.between', { low: f.short(s.low), high: f.short(s.high) }) + ' ' + t('view.of', { n: f.num(s.n) })}>{t(`view.scale.${s.scale}`, { defaultValue: s.scale })} {f.short(s.value)} <small className="quiet">({f.num(s.n)})</small></span>) : t('ui.none')) },
    { id: 'worth', head: t('view.touchpoints.worth'), hint: t('view.touchpoints.worthHint'), by: (r) => r.worth.perPerson, cell: (r) => <CountBar part={r.worth.perPerson / worth}><span className="num" title={`${money.whole(r.worth.sum)} · ${f.num(r.worth.orders)}`}>{money.short(r.worth.perPerson)}</span></CountBar> },
  ]
  return (
    <>
      {stages.length > 1 ? <Select size="xs" w={220} mb={8} aria-label={t('people.stage')} placeholder={t('view.touchpoints.allStages')} clearable data={stages.map((s) => ({ value: s, label: stageName(s) }))} value={stage} onChange={setStage} /> : null}
      <DataTable label={t('kind.touchpoints')} columns={columns} rows={rows} id={(r) => `${r.id} ${r.value ?? ''} ${r.other ?? ''}`} minWidth={1060} begin="people" />
      <p className="quiet" style={{ marginTop: 10 }}>{t('view.touchpoints.note')}</p>
    </>
  )
}
