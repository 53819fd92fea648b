import { SegmentedControl, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { people, surveys, whySurvey } from '../../api/calls'
import type { Survey, SurveyCheck, SurveyVia } from '../../api/types'
import { usePlace } from '../../app/place'
import { personName } from '../../app/words'
import { Badge } from '../../ui/bits'
import { IconCheck, IconMessage2, IconX } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { useReason } from './reasons'
import { State } from './SurveysPage'
import css from './surveys.module.css'

/** Why a person is asked a survey now, or not: every reason in the order in which it is looked at. */
function Decision({ survey, person, via }: { survey: string; person: string; via?: SurveyVia }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const say = useReason()
  const { data, error, refetch } = useQuery(whySurvey(ws, survey, { person, via }))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Lines n={4} />
  return (
    <div className={css.why}>
      <p><Badge tone={data.asked ? 'good' : undefined}>{data.asked ? t('surveys.why.asked') : t('surveys.why.notAsked')}</Badge></p>
      <ol>
        {data.checks.map((c: SurveyCheck) => (
          <li key={c.code} data-pass={c.pass}>
            {c.pass ? <IconCheck size={16} aria-label={t('surveys.why.holds')} /> : <IconX size={16} aria-label={t('surveys.why.fails')} />}
            <span><b>{t(`surveys.why.code.${c.code}`)}</b> <span className="quiet">{say(c)}</span></span>
          </li>
        ))}
      </ol>
    </div>
  )
}

const WAYS = ['widget', 'link', 'email', 'api'] as const

/** Looks a person up and says why they are asked this survey, or not. */
export function WhyPick({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const [text, setText] = useState('')
  const [via, setVia] = useState<SurveyVia>('widget')
  const [wanted] = useDebouncedValue(text.trim(), 200)
  const found = useQuery(people(ws, { search: wanted || undefined, limit: 20 }))
  const chosen = search.search
  const list = found.data?.people ?? []
  return (
    <section className={`panel ${css.form}`} aria-label={t('surveys.view.why')}>
      <p className="quiet">{t('surveys.why.text')}</p>
      <div className={css.row}>
        <Select searchable style={{ flex: '1 1 260px' }} label={t('surveys.why.person')} placeholder={t('surveys.why.find')} value={chosen ?? null} searchValue={text} onSearchChange={setText} filter={({ options }) => options} onChange={(p) => set({ search: p ?? undefined })} nothingFoundMessage={found.isFetching ? t('finder.looking') : t('finder.none')} data={[...list.map((p) => ({ value: p.person, label: personName(p) })), ...(chosen && !list.some((p) => p.person === chosen) ? [{ value: chosen, label: chosen.slice(0, 8) }] : [])]} />
        <div><p className={css.label}>{t('surveys.why.way')}</p><SegmentedControl aria-label={t('surveys.why.way')} value={via} onChange={(v) => setVia(v as SurveyVia)} data={WAYS.map((w) => ({ value: w, label: t(`surveys.way.${w}`) }))} /></div>
      </div>
      {chosen ? <><Decision survey={one.id} person={chosen} via={via} /><Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: chosen }}>{t('surveys.why.open')}</Link></> : null}
    </section>
  )
}

/** All surveys, and why one person is asked each or not. */
export function PersonSurveys({ person }: { person: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery(surveys(ws))
  const list = [...(data ?? [])].sort((a, b) => Number(b.state === 'running') - Number(a.state === 'running'))
  return (
    <section className="panel" aria-label={t('person.surveys')}>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={6} /> : null}
      {data?.length === 0 ? <Empty icon={IconMessage2} title={t('surveys.empty')} text={t('surveys.why.none')} /> : null}
      {list.map((s) => (
        <div key={s.id} className={css.personSurvey}>
          <h2><Link to="/w/$ws/surveys/$survey" params={{ ws: String(ws), survey: s.id }}>{s.name}</Link> <State state={s.state} /></h2>
          <Decision survey={s.id} person={person} />
        </div>
      ))}
    </section>
  )
}
