import { Table } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, StageFigure, TrendAnswer } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { useWords } from '../../app/words'
import { Chart } from '../../charts/Chart'
import { trendOption } from '../../charts/options'
import { Figure, Num, RateText } from '../../ui/bits'
import { useOpenCell } from '../../ui/cell'
import { ScrollX } from '../../ui/dialogs'
import { useWidth } from '../../ui/useWidth'
import { FlowMap } from '../journey/FlowMap'
import css from './ask.module.css'
import { standing } from './stages'

/** Where people stand, how they flow, how long it takes, and how it changed over time. */
export function StagesView({ answer }: { answer: Answer }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const open = useOpenCell()
  const [ref, width] = useWidth<HTMLDivElement>()
  const s = answer.stages!
  const lines: TrendAnswer = useMemo(() => standing(s), [s])
  const names = useMemo(() => new Map(s.stages.map((x) => [x.id, x.name])), [s.stages])
  const option = useMemo(
    () => (look: Parameters<typeof trendOption>[2]) => trendOption(lines, f, look, { name: (id) => words.stage(id, names.get(id)), behind: () => '', hourly: false }),
    // words follow the language, as the format does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [lines, f, names],
  )
  return (
    <div className={css.groups}>
      <StageTable stages={s.stages} />
      <div role="group" aria-label={t('flow.label')}>
        <h2 className={css.groupName}>{t('flow.label')}</h2>
        <ScrollX label={t('flow.label')} minWidth={Math.max(560, s.stages.length * 130)}>
          <div className={css.flowNames} style={{ gridTemplateColumns: `repeat(${s.stages.length}, minmax(0, 1fr))` }}>{s.stages.map((x) => <span key={x.id}>{words.stage(x.id, x.name)}</span>)}</div>
          <div ref={ref}>{width > 0 ? <FlowMap answer={s} width={width} /> : <div style={{ height: 204 }} />}</div>
        </ScrollX>
      </div>
      {lines.starts.length > 1 ? (
        <div role="group" aria-label={t('journey.overTime')}>
          <h2 className={css.groupName}>{t('journey.overTime')}</h2>
          <Chart option={option} height={300} label={t('ask.stagesLabel', { n: f.num(s.stages.length) })} onPick={open ? (p) => {
            const stage = lines.series[p.seriesIndex ?? 0]
            const at = lines.starts[p.dataIndex ?? 0]
            if (stage && at) open({ outcome: 'now', from: stage.value, at })
          } : undefined} />
          <details>
            <summary>{t('ask.asTable')}</summary>
            <ScrollX label={t('ask.asTable')} minWidth={400}>
              <Table>
                <Table.Thead><Table.Tr><Table.Th>{t('ask.time')}</Table.Th>{s.stages.map((x) => <Table.Th key={x.id} ta="right">{words.stage(x.id, x.name)}</Table.Th>)}</Table.Tr></Table.Thead>
                <Table.Tbody>
                  {s.starts.map((start, i) => (
                    <Table.Tr key={start}>
                      <Table.Th scope="row">{f.date(start)}</Table.Th>
                      {s.stages.map((x, k) => {
                        const n = s.overTime[k]?.[i] ?? 0
                        return <Table.Td key={x.id} ta="right"><Figure cell={{ outcome: 'now', from: x.id, at: start }} label={`${words.stage(x.id, x.name)}, ${f.date(start)}: ${f.num(n)}`} disabled={n === 0}>{f.num(n)}</Figure></Table.Td>
                      })}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollX>
          </details>
        </div>
      ) : null}
    </div>
  )
}

function StageTable({ stages }: { stages: StageFigure[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const count = (s: StageFigure, outcome: 'now' | 'entered' | 'stalled' | 'lapsed' | 'reentered', n: number) => (
    <Table.Td ta="right"><Figure cell={{ outcome, from: s.id }} label={`${t(`cell.${outcome}`, { stage: words.stage(s.id, s.name) })}: ${f.num(n)}`} disabled={n === 0}><Num n={n} /></Figure></Table.Td>
  )
  return (
    <ScrollX label={t('ask.answer')} minWidth={760}>
      <Table className={css.heat}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('people.stage')}</Table.Th>
            {[t('journey.here'), t('stages.entered'), t('ask.movedOn'), t('ask.median'), t('ask.p90'), t('journey.stalled'), t('journey.lapsed'), t('journey.reentered')].map((h) => <Table.Th key={h} ta="right">{h}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {stages.map((s, i) => (
            <Table.Tr key={s.id}>
              <Table.Th scope="row">{words.stage(s.id, s.name)}</Table.Th>
              {count(s, 'now', s.now)}
              {count(s, 'entered', s.entered)}
              <Table.Td ta="right">{i === stages.length - 1 ? t('ui.none') : <Figure cell={{ outcome: 'moved', from: s.id }} label={t('cell.moved1', { stage: words.stage(s.id, s.name) })} disabled={s.movedOn.k === 0}><RateText rate={s.movedOn} /></Figure>}</Table.Td>
              <Table.Td ta="right" className="num">{s.times.n ? f.span(s.times.median) : t('ui.none')}</Table.Td>
              <Table.Td ta="right" className="num">{s.times.n ? f.span(s.times.p90) : t('ui.none')}</Table.Td>
              {count(s, 'stalled', s.stalled)}
              {count(s, 'lapsed', s.lapsed)}
              {count(s, 'reentered', s.reEntered)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollX>
  )
}
