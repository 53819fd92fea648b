import { Pagination, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { surveyResponses, themes } from '../../api/calls'
import type { Survey, SurveyGiven, SurveyResponse } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { Badge } from '../../ui/bits'
import { IconMessages, IconSearch } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { asRead, inLanguage } from './content'
import css from './surveys.module.css'

const PAGE = 20
const STATES = ['begun', 'finished', 'partial', 'dismissed', 'set_aside'] as const
const NOBODY = /^0*$/

/** What was answered, one response after another, the latest first. */
export function Answers({ one }: { one: Survey }) {
  const { t, i18n } = useTranslation()
  const { ws, search, set } = usePlace()
  const [state, setState] = useState<(typeof STATES)[number]>('begun')
  const [question, setQuestion] = useState<string>()
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text.trim(), 250)
  const page = search.page ?? 1
  const first = one.content.languages[0] ?? 'en'
  const asked = (id: string) => asRead(inLanguage(one.content.questions.find((q) => q.id === id)?.title, i18n.language, first))
  const { data, error, refetch } = useQuery({ ...surveyResponses(ws, one.id, { range: toRange(search.range), state, question, search: wanted || undefined, limit: PAGE, offset: (page - 1) * PAGE }), refetchInterval: 5_000 })
  return (
    <section className={`panel ${css.result}`} aria-label={t('surveys.answers')}>
      <div className={css.resultHead}><h2>{t('surveys.answers')}</h2></div>
      <div className={css.row}>
        <TextInput size="xs" leftSection={<IconSearch size={14} />} aria-label={t('surveys.findAnswer')} placeholder={t('surveys.findAnswer')} value={text} onChange={(e) => { setText(e.currentTarget.value); set({ page: undefined }, true) }} />
        <Select size="xs" w={170} aria-label={t('surveys.whichAnswers')} allowDeselect={false} value={state} onChange={(s) => { setState((s ?? 'begun') as 'begun'); set({ page: undefined }, true) }} data={STATES.map((s) => ({ value: s, label: t(`surveys.answerState.${s}`) }))} />
        <Select size="xs" w={220} clearable aria-label={t('surveys.ofQuestion')} placeholder={t('surveys.ofQuestion')} value={question ?? null} onChange={(q) => { setQuestion(q ?? undefined); set({ page: undefined }, true) }} data={one.content.questions.filter((q) => q.kind !== 'note').map((q) => ({ value: q.id, label: asRead(inLanguage(q.title, i18n.language, first)) || q.id }))} />
      </div>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={6} /> : null}
      {data?.capped ? <p className="quiet" role="status">{t('surveys.capped')}</p> : null}
      {data?.total === 0 ? <Empty icon={IconMessages} title={t('surveys.noAnswers')} text={t('surveys.noAnswersText')} /> : null}
      <ul className={css.responses}>{data?.responses.map((r) => <Response key={r.id} r={r} asked={asked} />)}</ul>
      {data && data.total > PAGE ? <Pagination value={page} onChange={(p) => set({ page: p === 1 ? undefined : p })} total={Math.ceil(data.total / PAGE)} size="sm" siblings={1} getControlProps={(c) => ({ 'aria-label': t(`ui.page.${c}`) })} /> : null}
    </section>
  )
}

function Response({ r, asked }: { r: SurveyResponse; asked: (question: string) => string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const when = r.finished ?? r.changed ?? r.shown
  const known = !NOBODY.test(r.person)
  const name = r.ids[0]?.value ?? t('surveys.somebody')
  return (
    <li>
      <p className={css.responseHead}>
        {known ? <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: r.person }}>{name}</Link> : <b>{name}</b>}
        <span className="quiet">{[when ? f.ago(when) : '', t(`surveys.way.${r.via}`), r.url && r.via === 'widget' ? path(r.url) : ''].filter(Boolean).join(' · ')}</span>
        {r.finished ? null : <Badge>{t('surveys.partial')}</Badge>}
        {r.setAside ? <Badge tone="warn">{t(`surveys.aside.${r.setAside}`)}</Badge> : null}
      </p>
      <dl className={css.given}>{r.answers.map((a) => <div key={a.question}><dt>{asked(a.question) || a.ask}</dt><dd lang={a.feeling?.language ?? r.language}><Given a={a} /></dd></div>)}</dl>
    </li>
  )
}

const path = (url: string) => {
  try {
    return new URL(url).pathname
  } catch {
    return url
  }
}

/** What was said to one question, with how its words feel and what they are about. */
function Given({ a }: { a: SurveyGiven }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const named = useQuery(themes(ws)).data
  const said = [...new Set([...(a.labels ?? []), a.other])].filter(Boolean).join(', ')
  const state = a.feeling?.state
  const number = new Intl.NumberFormat(f.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const score = a.feeling?.score
  return (
    <>
      {a.score !== undefined ? <b className="num">{a.score}</b> : null}
      {said ? <span>{said}</span> : null}
      {a.consent !== undefined && a.kind === 'consent' ? <span>{t(a.consent ? 'surveys.yes' : 'surveys.no')}</span> : null}
      {a.title ? <b>{a.title}</b> : null}
      {a.text ? <q>{a.text}</q> : null}
      {state === 'scored' && score !== undefined ? <Badge tone={score > 0.15 ? 'good' : score < -0.15 ? 'warn' : undefined}>{t(score > 0.15 ? 'surveys.feeling.good' : score < -0.15 ? 'surveys.feeling.bad' : 'surveys.feeling.even', { score: number.format(score) })}</Badge> : null}
      {state === 'not_scored' ? <Badge>{t('surveys.feeling.not_scored')}</Badge> : null}
      {state === 'unsupported' ? <Badge>{t('surveys.feeling.unsupported')}</Badge> : null}
      {a.themes?.map((id) => <Link key={id} to="/w/$ws/voice" params={{ ws: String(ws) }} search={{ range: search.range, heard: { theme: id } } as never} className={css.theme}>{named?.find((n) => n.id === id)?.name ?? id}</Link>)}
    </>
  )
}
