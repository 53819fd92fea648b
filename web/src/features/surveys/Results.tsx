import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { surveyExportPath, surveyResults } from '../../api/calls'
import type { Question, Survey, SurveyQuestionResult, SurveyResults, SurveyResultsBody } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import { SegmentPicker } from '../../app/SegmentPicker'
import { FiguresOnly, Num, RateText } from '../../ui/bits'
import { IconDownload, IconMessage2 } from '../../ui/icons'
import { PeopleDrawer } from '../../ui/PeopleDrawer'
import { Empty, Failed, Lines } from '../../ui/states'
import { Answers } from './Answers'
import { Deliveries } from './Deliveries'
import { QuestionResult } from './QuestionResult'
import { Behind, Opens, type People } from './Opens'
import css from './surveys.module.css'

const BY = ['stage', 'touchpoint', 'channel', 'via', 'language', 'segment'] as const

/** What people answered: figures with intervals, each opening the people behind it. */
export default function Results({ one }: { one: Survey }) {
  const { t, i18n } = useTranslation()
  const { ws, search, set } = usePlace()
  const people = useCan('people.read')
  const by = BY.find((b) => b === search.group)
  const ask: SurveyResultsBody = { range: toRange(search.range), segment: search.segment, by }
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...surveyResults(ws, one.id, ask), refetchInterval: 5_000 })
  const found = data ? figuresOf(data)[search.card ?? ''] : undefined
  return (
    <>
      <div className={css.row}>
        <RangePicker />
        <SegmentPicker />
        <Select w={210} aria-label={t('surveys.by')} placeholder={t('surveys.by')} clearable value={by ?? null} onChange={(v) => set({ group: v ?? undefined })} data={BY.map((b) => ({ value: b, label: t(`surveys.byWhat.${b}`) }))} />
        {people ? <Button component="a" href={surveyExportPath(ws, one.id, i18n.language)} download variant="subtle" leftSection={<IconDownload size={16} />}>{t('surveys.export')}</Button> : null}
        <FiguresOnly />
      </div>
      {error && !data ? <section className="panel" aria-label={t('surveys.view.results')}><Failed error={error} retry={() => void refetch()} /></section> : null}
      {!data && !error ? <section className="panel" aria-label={t('surveys.view.results')}><Lines n={10} height={26} /></section> : null}
      {data ? (
        <Opens.Provider value={(card: string, of: People) => set({ card, cell: of.cell })}>
          <div className={css.results} data-fading={isPlaceholderData || undefined}>
            <Overview results={data} one={one} />
            <Deliveries one={one} title={t('mail.title')} panel />
            {data.questions.map((q) => <QuestionResult key={q.id} q={q} results={data} survey={one} by={by} />)}
            {people ? <Answers one={one} /> : null}
          </div>
        </Opens.Provider>
      ) : null}
      {found?.of ? <PeopleDrawer of={found.of as Question} describe={() => one.name} /> : null}
    </>
  )
}

/** Every figure that opens people, by the name that the address has for it. */
function figuresOf(r: SurveyResults): Record<string, People | undefined> {
  const shares = (q: SurveyQuestionResult) => [...(q.shares ?? []).map((s) => [`${q.id}:${s.value}`, s.people] as const), ...(q.rows ?? []).flatMap((row) => row.shares.map((s) => [`${q.id}:${row.id}:${s.value}`, s.people] as const))]
  return Object.fromEntries([['shown', r.shown.people], ['answered', r.answered.people], ['dismissed', r.dismissed.people], ...r.questions.flatMap(shares)])
}

function Overview({ results: r, one }: { results: SurveyResults; one: Survey }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = usePlace()
  const never = r.shown.n === 0 && r.answered.n === 0
  if (never) {
    const draft = one.state === 'draft'
    return (
      <section className="panel" aria-label={t('surveys.overview')}>
        <Empty icon={IconMessage2} title={t('surveys.nobodyAsked')} text={t(draft ? 'surveys.nobodyAskedDraft' : one.state === 'running' ? 'surveys.nobodyAskedRunning' : 'surveys.nobodyAskedPaused')} action={one.state === 'running' ? <Button variant="light" onClick={() => set({ view: 'deliver' })}>{t('surveys.view.deliver')}</Button> : undefined} />
      </section>
    )
  }
  return (
    <section className={`panel ${css.overview}`} aria-label={t('surveys.overview')}>
      <dl>
        <div><dt>{t('surveys.shown')}</dt><dd><Behind card="shown" of={r.shown.people} label={t('surveys.shown')}><Num n={r.shown.n} /></Behind></dd></div>
        <div><dt>{t('surveys.answered')}</dt><dd data-answered={r.answered.n}><Behind card="answered" of={r.answered.people} label={t('surveys.answered')}><Num n={r.answered.n} /></Behind></dd></div>
        <div><dt>{t('surveys.responseRate')}</dt><dd>{r.response.n ? <RateText rate={r.response} /> : <span className="quiet">{t('surveys.notShown')}</span>}</dd></div>
        <div><dt>{t('surveys.finishing')}</dt><dd>{r.finishing.n ? <RateText rate={r.finishing} /> : <span className="quiet">{t('ui.none')}</span>}</dd></div>
        <div><dt>{t('surveys.dismissed')}</dt><dd><Behind card="dismissed" of={r.dismissed.people} label={t('surveys.dismissed')}><Num n={r.dismissed.n} /></Behind></dd></div>
        {one.counts.setAside ? <div><dt>{t('surveys.setAside')}</dt><dd>{f.num(one.counts.setAside)}</dd></div> : null}
      </dl>
      {r.notes?.includes('small_sample') ? <p className={css.note} role="note">{t('surveys.fewAnswers')}</p> : null}
    </section>
  )
}

