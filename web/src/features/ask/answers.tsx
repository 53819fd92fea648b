import { SegmentedControl, Select, Table, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { touchpoints } from '../../api/calls'
import { ScrollX } from '../../ui/dialogs'
import type { Answer, Cell, FunnelGroup, PathEdge, Question, RetentionAnswer } from '../../api/types'
import { channelLook } from '../../app/channels'
import { SMALL_N } from '../../app/format'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Chart } from '../../charts/Chart'
import { SERIES } from '../../charts/look'
import { rough, sankeyOption, trendOption, type SankeyLink, type SankeyNode } from '../../charts/options'
import { Figure, Num, RateText } from '../../ui/bits'
import { useOpenCell } from '../../ui/cell'
import css from './ask.module.css'
import { names } from './draft'
import { greatest, meanOpens } from './stages'
import { useValueName } from './useValueName'

interface Props { question: Question; answer: Answer; beside?: Answer }

const cellValue = (question: Question, g: { value: string; other?: boolean }): Pick<Cell, 'value' | 'other'> => (!question.breakdown ? {} : g.other ? { other: true } : { value: g.value })

export function FunnelView({ question, answer }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const name = useValueName(question)
  const groups = answer.funnel?.groups ?? []
  return (
    <div className={css.groups}>
      {groups.map((g) => (
        <div role="group" key={`${g.value}:${g.other ?? ''}`} aria-label={name(g.value, g.other)}>
          {question.breakdown ? <h2 className={css.groupName}>{name(g.value, g.other)}</h2> : null}
          <FunnelBars question={question} group={g} />
          {g.total.n > 0 ? <p className="quiet">{t('ask.totalTime', { median: f.span(g.total.median), p90: f.span(g.total.p90), n: f.num(g.total.n) })}</p> : null}
          {g.histogram?.length ? <Histogram group={g} of={cellValue(question, g)} /> : null}
        </div>
      ))}
    </div>
  )
}

function FunnelBars({ question, group }: { question: Question; group: FunnelGroup }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const most = Math.max(1, group.steps[0]?.reached ?? 0)
  const label = (s: { name: string }, i: number) => s.name.split(' / ').map((x) => (names(question.funnel?.steps[i]?.filter.channel).includes(x) ? words.channel(x) : words.eventName(x))).join(' / ')
  return (
    <ol className={css.funnel}>
      {group.steps.map((s, i) => {
        const lastStep = i === group.steps.length - 1
        const small = s.reached < SMALL_N
        return (
          <li key={i} className={css.funnelStep}>
            <div className={css.funnelHead}>
              <span className={css.stepNumber} aria-hidden>{i + 1}</span>
              <b>{label(s, i)}</b>
              {s.optional ? <span className="quiet">{t('ask.optionalMark')}</span> : null}
              {i > 0 ? <span className={css.funnelRate}><RateText rate={s.fromPrev} /> <span className="quiet">{t('ask.fromPrev')}</span></span> : null}
            </div>
            <div className={css.funnelTrack}>
              <Figure cell={{ ...cellValue(question, group), step: i + 1, outcome: 'reached' }} label={t('ask.reachedLabel', { step: label(s, i), n: f.num(s.reached) })} className={css.funnelBar}>
                <span className={css.funnelFill} style={{ width: `${(s.reached / most) * 100}%` }} data-optional={s.optional || undefined} aria-hidden />
                {s.overall.n > 0 && i > 0 ? <span className={css.funnelInterval} aria-hidden style={{ left: `${s.overall.low * 100}%`, width: `${Math.max(0, s.overall.high - s.overall.low) * 100}%` }} /> : null}
                <span className={`${css.funnelCount} ${small ? 'small-n' : ''}`}>{t('people.count', { count: s.reached, n: f.num(s.reached) })}{i > 0 ? <> · <RateText rate={s.overall} /></> : null}</span>
              </Figure>
            </div>
            <p className={css.funnelFoot}>
              {s.times.n > 0 && i > 0 ? <span>{t('ask.stepTime', { median: f.span(s.times.median), p90: f.span(s.times.p90) })}</span> : null}
              {!lastStep && s.dropped > 0 ? (
                <Figure cell={{ ...cellValue(question, group), step: i + 1, outcome: 'dropped' }} label={t('ask.droppedLabel', { step: label(s, i), n: f.num(s.dropped) })}>
                  {t('ask.dropped', { count: s.dropped, n: f.num(s.dropped) })}
                </Figure>
              ) : null}
            </p>
          </li>
        )
      })}
    </ol>
  )
}

function Histogram({ group, of }: { group: FunnelGroup; of: Pick<Cell, 'value' | 'other'> }) {
  const { t } = useTranslation()
  const f = useFormat()
  const bins = group.histogram ?? []
  const most = Math.max(1, ...bins.map((b) => b.n))
  return (
    <figure className={css.histogram}>
      <figcaption className="quiet">{t('ask.histogram')}</figcaption>
      <div role="list">
        {bins.map((b) => {
          const said = t('ask.bin', { from: f.span(b.from), to: f.span(b.to), n: f.num(b.n) })
          return (
            <Tooltip key={b.from} label={said}>
              <span role="listitem">
                <Figure cell={{ ...of, outcome: 'converted', item: String(b.from) }} label={said} className={css.bin} disabled={b.n === 0}><span aria-hidden style={{ height: `${(b.n / most) * 100}%` }} /></Figure>
              </span>
            </Tooltip>
          )
        })}
      </div>
      <p className={css.axis}><span>{f.span(bins[0]?.from ?? 0)}</span><span>{f.span(bins.at(-1)?.to ?? 0)}</span></p>
    </figure>
  )
}

export function PathsView({ question, answer }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const open = useOpenCell()
  const points = useQuery({ ...touchpoints(ws), enabled: question.paths?.by === 'touchpoint' }).data
  const [view, setView] = useState('sankey')
  const p = answer.paths!
  const by = question.paths?.by ?? 'event'
  const name = (raw: string) => (raw === '' ? t('ask.other') : by === 'channel' ? words.channel(raw) : by === 'event' ? words.eventName(raw) : (points?.find((x) => x.id === raw)?.name ?? raw))
  const ranked = useMemo(() => {
    const total = new Map<string, number>()
    for (const n of p.nodes) total.set(n.name, (total.get(n.name) ?? 0) + n.count)
    return [...total].sort((a, b) => b[1] - a[1]).map(([n]) => n).filter((n) => n !== '')
  }, [p.nodes])
  const color = (raw: string) => (by === 'channel' ? channelLook(raw).color : SERIES[ranked.indexOf(raw) % SERIES.length]!)
  const option = useMemo(
    () => (look: Parameters<typeof sankeyOption>[2]) =>
      sankeyOption(p, f, look, {
        name, color, backward: question.paths?.to !== undefined,
        node: (n: SankeyNode) => `${name(n.raw)}\n${f.num(n.count)} · ${t('ask.exits', { n: f.num(n.exits) })}`,
        link: (l: SankeyLink) => `${name(l.from)} → ${name(l.to)}\n${f.num(l.value)} · ${f.span(l.median)}`,
      }),
    // name and color are made of these.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [p, f, ranked, by, t, points],
  )
  const steps = Math.max(1, ...p.nodes.map((n) => n.step))
  return (
    <div className={css.groups}>
      <SegmentedControl aria-label={t('ask.pathView')} value={view} onChange={setView} size="xs" style={{ justifySelf: 'start' }} data={[{ value: 'sankey', label: t('ask.sankey') }, { value: 'steps', label: t('ask.stepTable') }, { value: 'matrix', label: t('ask.matrix') }, { value: 'top', label: t('ask.topPaths') }]} />
      {view === 'sankey' ? (
        <ScrollX label={t('ask.sankey')} minWidth={steps * 138}>
            <Chart
              option={option}
              height={Math.max(380, Math.min(760, (ranked.length + 1) * 40))}
              label={t('ask.sankeyLabel', { n: f.num(p.containers) })}
              onPick={!open ? undefined : (hit) => {
                const d = hit.data as Partial<SankeyNode & SankeyLink> | undefined
                if (!d?.step) return
                open(hit.dataType === 'edge' ? { step: d.step, from: d.from, to: d.to } : { step: d.step, from: d.raw })
              }}
            />
        </ScrollX>
      ) : null}
      {view === 'steps' ? <StepTable answer={answer} name={name} /> : null}
      {view === 'matrix' ? <Matrix edges={p.matrix} eventual={p.eventual} name={name} /> : null}
      {view === 'top' ? (
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('ask.path')}</Table.Th><Table.Th ta="right">{t('ask.people')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {p.top.map((x, i) => (
              <Table.Tr key={i}>
                <Table.Td>{x.names.map(name).join(' → ')}</Table.Td>
                <Table.Td ta="right"><Figure cell={{ path: x.names }} label={`${x.names.map(name).join(' → ')}: ${f.num(x.count)}`}><Num n={x.count} /></Figure></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
    </div>
  )
}

function StepTable({ answer, name }: { answer: Answer; name: (raw: string) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const p = answer.paths!
  const steps = [...new Set(p.nodes.map((n) => n.step))].sort((a, b) => a - b)
  const names = [...new Set(p.nodes.map((n) => n.name))].sort((a, b) => sumOf(b) - sumOf(a))
  function sumOf(n: string) { return p.nodes.filter((x) => x.name === n).reduce((s, x) => s + x.count, 0) }
  const most = Math.max(1, ...p.nodes.map((n) => n.count))
  return (
    <ScrollX label={t('ask.stepTable')} minWidth={480}>
      <Table className={css.heat}>
        <Table.Thead>
          <Table.Tr><Table.Th>{t('ask.name')}</Table.Th>{steps.map((s) => <Table.Th key={s} ta="right">{t('ask.step', { n: s })}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((n) => (
            <Table.Tr key={n}>
              <Table.Th scope="row">{name(n)}</Table.Th>
              {steps.map((s) => {
                const node = p.nodes.find((x) => x.step === s && x.name === n)
                return (
                  <Table.Td key={s} ta="right" style={shade(node ? node.count / most : 0)}>
                    {node ? <Figure cell={{ step: s, from: n }} label={t('ask.nodeLabel', { name: name(n), step: s, n: f.num(node.count) })}>{f.short(node.count)}</Figure> : null}
                  </Table.Td>
                )
              })}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row">{t('ask.ended')}</Table.Th>
            {steps.map((s) => <Table.Td key={s} ta="right"><Ended step={s} n={p.nodes.filter((x) => x.step === s).reduce((sum, x) => sum + x.exits, 0)} /></Table.Td>)}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </ScrollX>
  )
}

/** How many ended at a step. */
function Ended({ step, n }: { step: number; n: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  return <Figure cell={{ step, outcome: 'exit' }} label={t('ask.nodeLabel', { name: t('ask.ended'), step, n: f.num(n) })} disabled={n === 0}><Num n={n} /></Figure>
}

/** A quiet tint of the accent; text stays readable on it in both schemes. */
function shade(part: number): React.CSSProperties {
  return { background: part > 0 ? `color-mix(in srgb, var(--flow) ${Math.round(4 + 40 * Math.sqrt(part))}%, var(--surface))` : undefined }
}

function Matrix({ edges, eventual, name }: { edges: PathEdge[]; eventual: PathEdge[]; name: (raw: string) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [which, setWhich] = useState('next')
  const shown = which === 'next' ? edges : eventual
  const total = (n: string) => edges.reduce((s, e) => s + (e.from === n ? e.count : 0) + (e.to === n ? e.count : 0), 0)
  const names = [...new Set(shown.flatMap((e) => [e.from, e.to]))].sort((a, b) => total(b) - total(a)).slice(0, 20)
  const at = new Map(shown.map((e) => [e.from + '\u0000' + e.to, e]))
  const most = Math.max(1, ...shown.map((e) => e.count))
  return (
    <>
      <SegmentedControl aria-label={t('ask.matrixOf')} value={which} onChange={setWhich} size="xs" style={{ justifySelf: 'start' }} data={[{ value: 'next', label: t('ask.directly') }, { value: 'eventual', label: t('ask.eventually') }]} />
      <ScrollX label={t('ask.matrix')} minWidth={560}>
        <Table className={css.heat}>
          <Table.Thead><Table.Tr><Table.Th>{t('ask.fromTo')}</Table.Th>{names.map((n) => <Table.Th key={n} ta="right">{name(n)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {names.map((from) => (
              <Table.Tr key={from}>
                <Table.Th scope="row">{name(from)}</Table.Th>
                {names.map((to) => {
                  const e = at.get(from + '\u0000' + to)
                  return (
                    <Table.Td key={to} ta="right" style={shade(e ? e.count / most : 0)}>
                      {e?.count ? (
                        <Tooltip label={t('ask.edge', { from: name(from), to: name(to), n: f.num(e.count), span: f.span(e.median) })}>
                          <span><Figure cell={{ from, to, step: 0, ...(which === 'next' ? {} : { eventual: true }) }} label={t('ask.edge', { from: name(from), to: name(to), n: f.num(e.count), span: f.span(e.median) })}>{f.short(e.count)}</Figure></span>
                        </Tooltip>
                      ) : null}
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollX>
    </>
  )
}

/** The table of everyone, or of one value of the breakdown. */
export function RetentionView({ question, answer, beside }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const name = useValueName(question)
  const [chosen, setChosen] = useState<string | null>(null)
  const groups = answer.retention!.groups ?? []
  const key = (g: { value: string; other?: boolean }) => (g.other ? 'other' : `=${g.value}`)
  const group = groups.find((g) => key(g) === chosen)
  const people = (g: { cohorts: { size: number }[] }) => f.num(g.cohorts.reduce((n, c) => n + c.size, 0))
  return (
    <div className={css.groups}>
      {groups.length ? <Select size="xs" w={260} aria-label={t('ask.breakdown')} allowDeselect={false} value={group ? key(group) : 'all'} onChange={setChosen} data={[{ value: 'all', label: `${t('ask.all')} (${people(answer.retention!)})` }, ...groups.map((g) => ({ value: key(g), label: `${name(g.value, g.other)} (${people(g)})` }))]} /> : null}
      <Cohorts question={question} r={group ?? answer.retention!} of={group ? cellValue(question, group) : {}} beside={beside?.retention} />
    </div>
  )
}

function Cohorts({ question, r, of, beside }: { question: Question; r: Pick<RetentionAnswer, 'cohorts' | 'mean'>; of: Pick<Cell, 'value' | 'other'>; beside?: RetentionAnswer }) {
  const { t } = useTranslation()
  const f = useFormat()
  const columns = Math.max(0, ...r.cohorts.map((c) => c.cells.length), 0)
  const period = question.retention?.period ?? 'week'
  // Period 0 is the start itself; the scale is that of coming back.
  const most = Math.max(0.01, ...[...r.cohorts, ...(beside?.cohorts ?? [])].flatMap((c) => c.cells.slice(1).map((x) => x.value)))
  return (
    <>
      <ScrollX label={t('kind.retention')} minWidth={520}>
        <Table className={css.heat} data-tight>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('ask.cohort')}</Table.Th>
              <Table.Th ta="right">{t('ask.people')}</Table.Th>
              {Array.from({ length: columns }, (_, k) => <Table.Th key={k} ta="right">{t(`ask.periodShort.${period}`, { n: k })}</Table.Th>)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {r.mean.length ? (
              <Table.Tr className={css.meanRow}>
                <Table.Th scope="row">{t('ask.meanRow')}</Table.Th>
                <Table.Td />
                {Array.from({ length: columns }, (_, k) => {
                  const mean = r.mean[k]
                  if (!mean?.n) return <Table.Td key={k} />
                  return (
                    <Table.Td key={k} ta="right">
                      <Figure cell={{ ...of, period: k }} label={t('ask.meanLabel', { period: k, k: f.num(mean.k), n: f.num(mean.n) })} disabled={!meanOpens(r, k, question.retention?.mode)}><RateText rate={mean} /></Figure>
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ) : null}
            {r.cohorts.map((c) => (
              <Table.Tr key={c.start}>
                <Table.Th scope="row" className="num">{f.date(c.start)}</Table.Th>
                <Table.Td ta="right"><Figure cell={{ ...of, at: c.start }} label={t('ask.cohortLabel', { date: f.date(c.start), n: f.num(c.size) })}><Num n={c.size} /></Figure></Table.Td>
                {Array.from({ length: columns }, (_, k) => {
                  const cell = c.cells[k]
                  // After a period that has not ended there are those that have not begun.
                  if (!cell || c.cells[k - 1]?.unfinished) return <Table.Td key={k} />
                  const said = t('ask.cellLabel', { date: f.date(c.start), period: k, k: f.num(cell.k), n: f.num(cell.n) }) + (cell.unfinished ? ' ' + t('ask.unfinished') : '')
                  return (
                    <Table.Td key={k} ta="right" data-unfinished={cell.unfinished || undefined} style={shade(k === 0 ? 0 : Math.min(1, cell.value / most))}>
                      <Tooltip label={said}>
                        <span><Figure cell={{ ...of, at: c.start, period: k }} label={said} className={cell.n < SMALL_N ? 'small-n' : ''}>{f.percent(cell.value)}</Figure></span>
                      </Tooltip>
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollX>
      <p className="quiet"><span className={css.hatch} aria-hidden /> {t('ask.unfinishedKey')}</p>
    </>
  )
}

export function TrendView({ question, answer, beside }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const open = useOpenCell()
  const name = useValueName(question)
  const a = answer.trend!
  const hourly = question.trend?.interval === 'hour'
  const parts = a.unfinished ?? []
  const besides = beside?.trend
  const option = useMemo(
    () => (look: Parameters<typeof trendOption>[2]) => trendOption(a, f, look, { name, behind: (n) => t('ask.behind', { n }), range: (low, high) => t('view.range', { low, high }), hourly, unfinished: t('ask.part'), most: besides && Math.max(greatest(a), greatest(besides)) }),
    [a, f, name, t, hourly, besides],
  )
  return (
    <div className={css.groups}>
      <Chart option={option} height={360} label={t('ask.trendLabel', { n: f.num(a.series.length) })} onPick={!open ? undefined : (p) => {
        const s = a.series[(p.seriesIndex ?? 0) % a.series.length]
        const at = a.starts[p.dataIndex ?? 0]
        if (s && at) open({ ...cellValue(question, s), at })
      }} />
      {a.series.length === 1 && a.series[0]!.bounds ? <p className="quiet">{t('view.shaded')}</p> : null}
      {parts.length ? <p className="quiet"><span className={css.dotted} aria-hidden /> {t('ask.part')}</p> : null}
      <details>
        <summary>{t('ask.asTable')}</summary>
        <ScrollX label={t('ask.asTable')} minWidth={130 + 120 * a.series.length}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>{t('ask.time')}</Table.Th>{a.series.map((s) => <Table.Th key={s.value + String(s.other)} ta="right">{name(s.value, s.other)}</Table.Th>)}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {a.starts.map((start, i) => (
                <Table.Tr key={start}>
                  <Table.Th scope="row">{hourly ? f.dateTime(start) : f.date(start)}{parts.includes(i) ? <small className={`quiet ${css.below}`}>{t('ask.part')}</small> : null}</Table.Th>
                  {a.series.map((s) => (
                    <Table.Td key={s.value + String(s.other)} ta="right">
                      {s.bounds && !s.n[i] ? t('ui.none') : <Figure cell={{ ...cellValue(question, s), at: start }} label={`${name(s.value, s.other)}, ${f.date(start)}: ${f.num(s.points[i] ?? 0)}`} disabled={!s.n[i]}>{f.num(s.bounds ? rough(s.points[i] ?? 0) : (s.points[i] ?? 0))}</Figure>}
                      {s.bounds && s.n[i]! > 1 ? <small className={`quiet ${css.below}`}>{t('view.range', { low: f.short(s.bounds[i]!.low), high: f.short(s.bounds[i]!.high) })}<span className={css.below}>{t('view.of', { n: f.num(s.n[i]!) })}</span></small> : null}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollX>
      </details>
    </div>
  )
}
