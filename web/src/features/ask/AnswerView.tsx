import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useRef, type ComponentType, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, touchpoints } from '../../api/calls'
import type { Answer, Cell, Kind, Question } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useSegmentLabel } from '../../app/SegmentPicker'
import { useWords } from '../../app/words'
import { Num } from '../../ui/bits'
import { CellTarget, useOpenCell } from '../../ui/cell'
import { IconZoomQuestion } from '../../ui/icons'
import { PeopleDrawer } from '../../ui/PeopleDrawer'
import { Empty, Failed, Lines } from '../../ui/states'
import { useDescribeStages } from '../journey/describe'
import { FunnelView, PathsView, RetentionView, TrendView } from './answers'
import css from './ask.module.css'
import { ChangeTable } from './Compare'
import { againstOf } from './against'
import { Download } from './Download'
import { useNames } from './names'
import { PeopleView } from './PeopleView'
import { StagesView } from './StagesView'
import view from './view.module.css'

/** An answer and its question; beside is the answer that stands next to it, to be drawn on the same scale. */
export interface ViewProps { question: Question; answer: Answer; beside?: Answer }

/** Views that come when the first answer of their kind is shown. */
const LATER: Partial<Record<Kind, ComponentType<ViewProps>>> = {
  touchpoints: lazy(() => import('./answers/touchpoints')),
  friction: lazy(() => import('./answers/friction')),
  attribution: lazy(() => import('./answers/attribution')),
  audience: lazy(() => import('./answers/audience')),
  value: lazy(() => import('./answers/value')),
  drivers: lazy(() => import('./answers/drivers')),
  content: lazy(() => import('./answers/content')),
  conformance: lazy(() => import('./answers/conformance')),
  coverage: lazy(() => import('./answers/coverage')),
}

/**
 * Asks a question and shows its answer, with how much stands behind it and what to beware of. A cell's people open beside the page, with the cell in
 * the address; where onCell is given, it opens them instead.
 */
export function AnswerView({ question, onCell, tools }: { question: Question; onCell?: (cell: Cell, what: string) => void; tools?: (answer: Answer) => ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const words = useWords()
  const { data, error, refetch, isPlaceholderData } = useQuery(ask(ws, question))
  const describe = useDescribe(data, question)
  const shown = useRef<HTMLDivElement>(null)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={9} height={30} />
  const nobody = data.people === 0 && !data.compare?.people
  // Of nobody there is no figure to be read with care.
  const notes = data.notes?.filter((n) => !nobody || n !== 'small_sample')
  return (
    <div className={css.answer} data-fading={isPlaceholderData || undefined}>
      <div className={css.answerHead}>
        <p className="quiet">
          <Num n={data.people} /> {t('journey.people', { count: data.people })} · <Num n={data.events} /> {t('journey.events', { count: data.events })}
          {data.from && data.to ? ` · ${f.date(data.from)} – ${f.date(data.to)}` : ''} · {t('ask.asOf', { n: f.num(data.asOf) })}
        </p>
        {onCell ? tools?.(data) : <div className={view.tools}>{data.people > 0 ? <Download answer={data} within={shown} /> : null}{tools?.(data)}</div>}
      </div>
      {notes?.length ? <ul className={css.notes}>{notes.map((n) => <li key={n}>{words.note(n)}</li>)}</ul> : null}
      {nobody ? <Empty icon={IconZoomQuestion} title={t('ask.empty')} text={t('ask.emptyText')} /> : (
        <CellTarget value={onCell && ((cell) => onCell(cell, describe(cell)))}>
          <div ref={shown}>
            <Suspense fallback={<Lines n={9} height={30} />}>{data.compare ? <Sides question={question} answer={data} other={data.compare} /> : <View question={question} answer={data} />}</Suspense>
          </div>
        </CellTarget>
      )}
      {question.kind === 'people' || onCell ? null : <PeopleDrawer of={question} describe={describe} />}
    </div>
  )
}

/** The view that suits the answer; one of another kind is not drawn. */
function View({ question, answer, beside }: ViewProps) {
  if (answer.kind !== question.kind) return null
  if (answer.funnel) return <FunnelView question={question} answer={answer} />
  if (answer.paths) return <PathsView question={question} answer={answer} />
  if (answer.retention) return <RetentionView question={question} answer={answer} beside={beside} />
  if (answer.stages) return <StagesView answer={answer} />
  if (answer.persons) return <PeopleView question={question} answer={answer} />
  if (answer.trend) return <TrendView question={question} answer={answer} beside={beside} />
  const Later = LATER[answer.kind]
  return Later && answer[answer.kind as 'touchpoints'] ? <Later question={question} answer={answer} /> : null
}

/** The answer and what it is held against, side by side, with the change above. */
function Sides({ question, answer, other }: ViewProps & { other: Answer }) {
  const { t } = useTranslation()
  const f = useFormat()
  const open = useOpenCell()
  const ofOther: Question = { ...question, ...question.compare, compare: undefined }
  const dates = (a: Answer) => (a.from && a.to ? `${f.date(a.from)} – ${f.date(a.to)}` : '')
  const people = (a: Answer) => t('people.count', { count: a.people, n: f.num(a.people) })
  const mine = useSegmentLabel(question.segment)
  const theirs = useSegmentLabel(question.compare?.segment)
  const others = question.compare?.segment
  const against = againstOf(question)
  const rest = others?.not && JSON.stringify(others.not) === JSON.stringify(question.segment)
  const what = others ? (rest ? t('view.compare.rest') : theirs) : t(`view.compare.${against === 'prev' ? 'before' : against === 'year' ? 'year' : 'dates'}`)
  const own = others ? mine : t('view.compare.this')
  return (
    <div className={css.groups}>
      <ChangeTable question={question} answer={answer} other={other} />
      <div className={view.sides}>
        <section className={view.side} aria-label={own}>
          <h2 className={css.groupName}>{own} <small className="quiet">{people(answer)} · {dates(answer)}</small></h2>
          <View question={question} answer={answer} beside={other} />
        </section>
        <section className={view.side} data-other aria-label={what}>
          <h2 className={css.groupName}>{what} <small className="quiet">{people(other)} · {dates(other)}</small></h2>
          <CellTarget value={open && ((cell) => open({ ...cell, compare: true }))}>{other.people > 0 ? <View question={ofOther} answer={other} beside={answer} /> : <p className="quiet">{t('ask.empty')}</p>}</CellTarget>
        </section>
      </div>
    </div>
  )
}

/** What a cell of an answer is called. */
export function useDescribe(answer: Answer | undefined, question: Question): (cell: Cell) => string {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const ofStages = useDescribeStages(answer)
  const { ws } = usePlace()
  const names = useNames(question)
  const by = question.paths?.by
  const points = useQuery({ ...touchpoints(ws), enabled: by === 'touchpoint' }).data
  return (cell) => {
    const newer = names.cell(cell, answer)
    if (newer !== undefined) return newer
    if (answer?.kind === 'stages') return ofStages(cell)
    const name = (n: string | undefined) => (n ? (points?.find((p) => by === 'touchpoint' && p.id === n)?.name ?? (by === 'channel' ? words.channel(n) : words.eventName(n))) : t('ask.other'))
    if (cell.path) return cell.path.map(name).join(' → ')
    if (answer?.kind === 'funnel' && cell.outcome === 'converted') {
      const bin = answer.funnel?.groups.flatMap((g) => g.histogram ?? []).find((b) => String(b.from) === cell.item)
      return bin ? `${f.span(bin.from)} – ${f.span(bin.to)}` : t('ask.histogram')
    }
    if (answer?.kind === 'funnel') {
      const step = answer.funnel?.groups[0]?.steps[(cell.step ?? 1) - 1]?.name ?? ''
      return t(cell.outcome === 'dropped' ? 'ask.cellDropped' : 'ask.cellReached', { step: step.split(' / ').map(words.eventName).join(' / ') })
    }
    if (cell.from !== undefined && cell.to !== undefined) return t('cell.moved', { from: name(cell.from), to: name(cell.to) })
    if (cell.outcome === 'exit') return t('ask.cellStep', { name: [cell.from === undefined ? '' : name(cell.from), t('ask.ended')].filter(Boolean).join(': '), step: cell.step })
    if (cell.step !== undefined) return t('ask.cellStep', { name: name(cell.from), step: cell.step })
    if (cell.period !== undefined && !cell.at) return t('ask.cellMean', { period: cell.period })
    if (cell.period !== undefined && cell.at) return t('ask.cellPeriod', { date: f.date(cell.at), period: cell.period })
    if (cell.at) return answer?.kind === 'retention' ? t('ask.cellCohort', { date: f.date(cell.at) }) : f.date(cell.at)
    return t('nav.people')
  }
}
