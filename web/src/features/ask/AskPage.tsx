import { Button } from '@mantine/core'
import { useDebouncedValue, useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { SideSheet } from '../../ui/dialogs'
import { stageModels, touchpoints } from '../../api/calls'
import type { Kind, Question, StageModel, Touchpoint } from '../../api/types'
import { toRange, usePlace, type Search } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import { SegmentPicker } from '../../app/SegmentPicker'
import shell from '../../app/shell.module.css'
import { Code, FiguresOnly } from '../../ui/bits'
import { IconAdjustments, IconCode } from '../../ui/icons'
import { Empty } from '../../ui/states'
import { AnswerView } from './AnswerView'
import css from './ask.module.css'
import { Builder } from './builders'
import { ComparePicker } from './Compare'
import { againstRange } from './against'
import { begin, beginRange, compact, filterName, names, ready, withModel } from './draft'
import { useSchema } from './FilterEdit'
import { Begin, KindPicker } from './KindPicker'
import { SIGNS } from './kinds'

const SaveQuestion = lazy(() => import('../dashboards/SaveQuestion').then((m) => ({ default: m.SaveQuestion })))
const OpenSaved = lazy(() => import('../dashboards/SaveQuestion').then((m) => ({ default: m.OpenSaved })))
const SavedQuestions = lazy(() => import('../dashboards/SavedQuestions').then((m) => ({ default: m.SavedQuestions })))

/** Ask a question of the journeys: build it, see the answer, open the people behind it. The whole question is in the address. */
export default function AskPage() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const known = useSchema()
  const [json, jsonDoor] = useDisclosure()
  const [form, formDoor] = useDisclosure()
  const narrow = useMediaQuery('(max-width: 62em)')
  const question = search.q
  const put = (q: Question) => set({ q: compact(q), cell: undefined }, true)
  const choose = (kind: Kind) => set({ q: begin(kind, known), cell: undefined, range: beginRange(kind), compare: undefined, segment: question ? undefined : search.segment, saved: undefined })
  const { ws } = usePlace()
  const byPoint = question?.funnel?.steps.some((s) => names(s.filter.touchpoint).length > 0) ?? false
  const points = useQuery({ ...touchpoints(ws), enabled: byPoint }).data
  const templates = useQuery({ ...stageModels(ws), enabled: question?.stages?.model !== undefined }).data
  const asked = useMemo(() => (question ? whole(question, search, templates, points) : undefined), [question, search, templates, points])
  // Typing a value does not ask at every letter.
  const [settled] = useDebouncedValue(asked, 220)
  const builder = question ? <Builder value={question} onChange={put} /> : null
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.ask')}</h1>
        {question ? (
          <>
            <KindPicker value={question.kind} onChange={choose} />
            <SegmentPicker />
            <RangePicker />
            {question.kind === 'people' ? null : <ComparePicker question={question} />}
            {asked && ready(asked) ? <Suspense fallback={null}><SaveQuestion question={asked} /></Suspense> : null}
            <FiguresOnly />
          </>
        ) : search.segment ? <SegmentPicker /> : null}
      </div>
      {!question || !asked ? <Suspense fallback={null}>{search.saved ? <OpenSaved /> : <><Begin onChoose={choose} /><SavedQuestions /></>}</Suspense> : (
        <div className={css.layout}>
          {narrow ? (
            <>
              <Button variant="default" leftSection={<IconAdjustments size={16} />} onClick={formDoor.open}>{t('ask.build')}</Button>
              <SideSheet left opened={form} onClose={formDoor.close} title={t('ask.build')}><div className={css.builder}>{builder}</div></SideSheet>
            </>
          ) : <section className={`panel ${css.builder}`} aria-label={t('ask.build')}>{builder}</section>}
          <section className={`panel ${css.answer}`} aria-label={t('ask.answer')}>
            {ready(asked) ? <AnswerView question={settled?.kind === asked.kind && ready(settled) ? settled : asked} tools={() => <Button variant="subtle" size="compact-sm" leftSection={<IconCode size={15} />} onClick={jsonDoor.open}>{t('ask.json')}</Button>} /> : <Empty icon={SIGNS[question.kind]} title={t('ask.unfinishedQuestion')} text={t('ask.unfinishedText')} />}
          </section>
        </div>
      )}
      <SideSheet opened={json} onClose={jsonDoor.close} size={520} title={t('ask.json')}>
        <p className="quiet" style={{ marginBottom: 10 }}>{t('ask.jsonText')}</p>
        {asked ? <Code text={JSON.stringify(asked, null, 2)} label={t('ask.json')} /> : null}
      </SideSheet>
    </div>
  )
}

/** The question with the range, the segment and the comparison that were picked above it, and every step named. */
function whole(q: Question, search: Search, templates: StageModel[] | undefined, points: Touchpoint[] | undefined): Question {
  const out: Question = withModel({ ...q, range: toRange(search.range) }, templates)
  if (search.segment) out.segment = search.segment
  const before = againstRange(search.compare, search.range)
  if (before && q.kind !== 'people') out.compare = { range: before }
  if (out.funnel) out.funnel = { ...out.funnel, steps: out.funnel.steps.map((s) => ({ ...s, name: s.name || filterName(s.filter, points) || undefined })) }
  return compact(out)
}
