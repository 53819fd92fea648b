import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { touchpoints } from '../../api/calls'
import type { Survey, SurveyFeelingShare, SurveyGroupResult, SurveyQuestionResult, SurveyResults, SurveyResultsBody, SurveyShare } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useStageName } from '../../app/useStageName'
import { useWords } from '../../app/words'
import { Chart } from '../../charts/Chart'
import { Badge, RateText } from '../../ui/bits'
import { ScrollX } from '../../ui/dialogs'
import { asRead, inLanguage } from './content'
import { Behind } from './Opens'
import { scoresOption } from './scores'
import { ScoreText } from './ScoreText'
import { useLanguageName, useScore } from './words'
import css from './surveys.module.css'

/** What was answered to one question: its score, its distribution, how it went, and who differs. */
export function QuestionResult({ q, results, survey, by }: { q: SurveyQuestionResult; results: SurveyResults; survey: Survey; by: SurveyResultsBody['by'] }) {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const say = useScore()
  const title = asRead(inLanguage(q.title, i18n.language, survey.content.languages[0] ?? 'en')) || q.id
  if (q.kind === 'note') return null
  const points = (q.overTime ?? []).map((s, i) => ({ at: f.day(results.starts[i] ?? ''), score: s ?? undefined }))
  const some = points.filter((p) => p.score).length > 1
  return (
    <section className={`panel ${css.result}`} aria-label={title} data-result={q.id}>
      <div className={css.resultHead}>
        <div><h2>{title}</h2><p className="quiet">{t(`surveys.kind.${q.kind}`)} · {t('surveys.answerCount', { count: q.n, n: f.num(q.n) })}{q.gone ? <> · {t('surveys.gone')}</> : null}</p></div>
        {q.score ? <ScoreText score={q.score} big /> : null}
      </div>
      {q.state === 'not_asked' ? <p className={css.state}>{t('surveys.stateNotAsked')}</p> : q.state === 'not_answered' ? <p className={css.state}>{t('surveys.stateNotAnswered')}</p> : null}
      {q.notes?.includes('small_sample') && !results.notes?.includes('small_sample') ? <p className={css.note} role="note">{t('surveys.fewAnswers')}</p> : null}
      {q.state === 'answered' ? (
        <div className={css.resultBody} data-two={(some && q.shares) || undefined}>
          {q.shares?.length ? <Distribution q={q} survey={survey} /> : null}
          {q.rows?.length ? <Matrix q={q} survey={survey} /> : null}
          {some ? <Chart height={210} label={t('surveys.overTime', { title })} option={(look) => scoresOption(points, { score: t(`surveys.scale.${q.score?.scale ?? 'rating'}`), interval: t('surveys.interval'), format: (v) => say({ scale: q.score?.scale ?? 'rating', n: 1, value: v, low: v, high: v }).value, tip: (s) => `${say(s).value} ${say(s).margin}, n = ${f.num(s.n)}`, ...(q.score?.scale === 'nps' ? { ends: [-100, 100] } : {}) }, look)} /> : null}
        </div>
      ) : null}
      {q.feeling ? <Feeling of={q.feeling} /> : null}
      {by && q.groups?.length ? <Groups groups={q.groups} by={by} /> : null}
    </section>
  )
}

/** How a score of a scale feels: what is left of the middle, and right of it. */
function tone(q: SurveyQuestionResult, value: string): string | undefined {
  const n = Number(value)
  if (!q.score || Number.isNaN(n)) return undefined
  if (q.kind === 'nps') return n >= 9 ? 'good' : n <= 6 ? 'bad' : 'even'
  if (q.kind === 'csat' || q.kind === 'review') return n >= 4 ? 'good' : n <= 2 ? 'bad' : 'even'
  return undefined
}

function Distribution({ q, survey }: { q: SurveyQuestionResult; survey: Survey }) {
  const { t, i18n } = useTranslation()
  const first = survey.content.languages[0] ?? 'en'
  const most = Math.max(0.0001, ...(q.shares ?? []).map((s) => s.rate.value))
  const name = (s: SurveyShare) => (s.label ? inLanguage(s.label, i18n.language, first) || s.value : s.value === 'other' ? t('surveys.somethingElse') : s.value === 'true' ? t('surveys.yes') : s.value === 'false' ? t('surveys.no') : s.value)
  return (
    <ul className={css.bars} data-short={q.score ? true : undefined}>
      {q.shares!.map((s) => (
        <li key={s.value}>
          <span className={css.barName}>{name(s)}</span>
          <span className={css.bar} aria-hidden><span data-tone={tone(q, s.value)} style={{ width: `${(s.rate.value / most) * 100}%` }} /></span>
          <Behind card={`${q.id}:${s.value}`} of={s.people} label={name(s)}><RateText rate={s.rate} /></Behind>
        </li>
      ))}
    </ul>
  )
}

function Matrix({ q, survey }: { q: SurveyQuestionResult; survey: Survey }) {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const first = survey.content.languages[0] ?? 'en'
  const columns = q.rows![0]!.shares
  return (
    <ScrollX label={t('surveys.distribution')} minWidth={420}>
      <Table className={css.matrix}>
        <Table.Thead><Table.Tr><Table.Th><span className="hidden">{t('surveys.rows')}</span></Table.Th>{columns.map((c) => <Table.Th key={c.value} ta="right">{inLanguage(c.label, i18n.language, first) || c.value}</Table.Th>)}<Table.Th ta="right">n</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {q.rows!.map((r) => (
            <Table.Tr key={r.id}>
              <Table.Th scope="row">{inLanguage(r.label, i18n.language, first) || r.id}</Table.Th>
              {r.shares.map((s) => <Table.Td key={s.value} ta="right" style={{ background: `color-mix(in srgb, var(--flow) ${Math.round(s.rate.value * 20)}%, transparent)` }}><Behind card={`${q.id}:${r.id}:${s.value}`} of={s.people} label={`${inLanguage(r.label, i18n.language, first)}: ${inLanguage(s.label, i18n.language, first)}`}><RateText rate={s.rate} /></Behind></Table.Td>)}
              <Table.Td ta="right" className="num">{f.num(r.n)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollX>
  )
}

function Feeling({ of }: { of: SurveyFeelingShare }) {
  const { t } = useTranslation()
  const f = useFormat()
  const mean = of.mean === undefined ? undefined : new Intl.NumberFormat(f.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(of.mean)
  return (
    <p className={css.feeling}>
      {mean ? <Badge tone={of.mean! > 0.15 ? 'good' : of.mean! < -0.15 ? 'warn' : undefined}>{t('surveys.feeling.mean', { mean, n: f.num(of.scored) })}</Badge> : null}
      {of.notScored ? <Badge>{t('surveys.feeling.waiting', { count: of.notScored })}</Badge> : null}
      {of.unsupported ? <Badge>{t('surveys.feeling.unsupportedCount', { count: of.unsupported })}</Badge> : null}
    </p>
  )
}

function Groups({ groups, by }: { groups: SurveyGroupResult[]; by: NonNullable<SurveyResultsBody['by']> }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const words = useWords()
  const stage = useStageName()
  const language = useLanguageName()
  const points = useQuery(touchpoints(ws)).data
  const name = (g: SurveyGroupResult) => {
    if (g.label) return g.label
    if (!g.value) return t('surveys.noGroup')
    if (by === 'stage') return stage(g.value)
    if (by === 'channel') return words.channel(g.value)
    if (by === 'language') return language(g.value)
    if (by === 'via') return t(`surveys.way.${g.value as 'link'}`)
    return points?.find((p) => p.id === g.value)?.name ?? g.value
  }
  return (
    <div>
      <h3>{t(`surveys.byWhat.${by}`)}</h3>
      <ul className={css.groups}>
        {groups.map((g) => <li key={g.value}><span>{name(g)}</span>{g.score ? <ScoreText score={g.score} /> : <span className="quiet">{t('ui.none')}</span>}<span className="quiet num">n = {f.num(g.n)}</span></li>)}
      </ul>
    </div>
  )
}
