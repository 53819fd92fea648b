import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useCanGoBack, useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { person } from '../../api/calls'
import type { PersonPage as Person } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useStageName } from '../../app/useStageName'
import { bestId, useWords } from '../../app/words'
import { Badge, Copy, Facts, Num } from '../../ui/bits'
import { IconArrowLeft } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { PersonSurveys } from '../surveys/Why'
import css from './people.module.css'
import { TimelineView } from './TimelineView'
import { Why } from './Why'

/** One person: who they are, what they did on every channel, and why we hold them for one. */
export default function PersonPage() {
  const { t } = useTranslation()
  const stage = useStageName()
  const { ws, search, set } = usePlace()
  const { person: id } = useParams({ strict: false }) as { person: string }
  const { data, error, refetch } = useQuery(person(ws, id))
  const router = useRouter()
  const navigate = useNavigate()
  const inside = useCanGoBack()
  const back = () => { if (inside) router.history.back(); else void navigate({ to: '/w/$ws/people', params: { ws: String(ws) } }) }
  const name = data ? data.name || bestId(data.ids) || data.person.slice(0, 8) : ''
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <Button variant="default" size="compact-md" leftSection={<IconArrowLeft size={16} />} onClick={back} className="no-print">{t('person.back')}</Button>
        <div className={css.titleLine}>
          <h1>{name || t('nav.people')}</h1>
          {data?.stage ? <Badge tone={data.stage === 'lapsed' ? undefined : 'good'}>{stage(data.stage)}</Badge> : null}
        </div>
        {data ? <SegmentedControl aria-label={t('person.view')} value={search.view ?? 'timeline'} onChange={(v) => set({ view: v === 'timeline' ? undefined : v }, true)} data={[{ value: 'timeline', label: t('person.timeline') }, { value: 'why', label: t('person.why') }, { value: 'surveys', label: t('person.surveys') }]} /> : null}
      </div>
      {error && !data ? <div className="panel"><Failed error={error} retry={() => void refetch()} /></div> : null}
      {!data && !error ? <div className={css.layout}><div className="panel"><Lines n={7} /></div><div className="panel"><Lines n={12} height={24} /></div></div> : null}
      {data?.movedTo ? (
        <div className="panel pad">
          {t('person.moved')} <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: data.movedTo }}>{t('person.movedLink')}</Link>
        </div>
      ) : null}
      {data ? (
        <div className={css.layout}>
          <Side person={data} />
          {search.view === 'why' ? <Why person={data} /> : search.view === 'surveys' ? <PersonSurveys person={id} /> : <TimelineView person={id} />}
        </div>
      ) : null}
    </div>
  )
}

function Side({ person: p }: { person: Person }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const traits = Object.entries(p.traits)
  const consent = traits.filter(([k]) => /consent|opt.?(in|out)|subscri/i.test(k))
  const rest = traits.filter((x) => !consent.includes(x))
  const row = ([k, v]: [string, string]): [string, React.ReactNode] => [words.trait(k), String(v)]
  return (
    <div className={css.side}>
      <section className={`panel ${css.card}`} aria-label={t('person.facts')}>
        <Facts rows={[[t('people.events'), <Num key="n" n={p.events} exact />], ...(p.firstSeen ? [[t('people.firstSeen'), f.dateTime(p.firstSeen)] as [string, string]] : []), ...(p.lastSeen ? [[t('people.lastSeen'), f.dateTime(p.lastSeen)] as [string, string]] : [])]} />
      </section>
      <section className={`panel ${css.card}`}>
        <h2>{t('person.traits')}</h2>
        {rest.length ? <Facts rows={rest.map(row)} /> : <p className="quiet">{t('person.noTraits')}</p>}
      </section>
      {consent.length ? <section className={`panel ${css.card}`}><h2>{t('person.consent')}</h2><Facts rows={consent.map(row)} /></section> : null}
      <section className={`panel ${css.card}`}>
        <h2>{t('person.ids')}</h2>
        <Facts rows={p.ids.map((id) => [words.idType(id.type), <span key={id.value} className="mono">{id.value}</span>])} />
        <p className="quiet" style={{ fontSize: '0.8125rem' }}><span className="mono">{p.person.slice(0, 12)}…</span> <Copy value={p.person} label={t('person.copyId')} /></p>
      </section>
    </div>
  )
}
