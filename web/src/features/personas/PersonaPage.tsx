import { ActionIcon, Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deletePersona, persona, segmentSize } from '../../api/calls'
import type { Persona, Question } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { InPart, toRange, usePlace, type Search } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { useLater } from '../../app/useLater'
import { IconDotsVertical, IconPencil, IconRoute, IconZoomQuestion } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { AnswerView } from '../ask/AnswerView'
import board from '../dashboards/dashboards.module.css'
import { say, useSpeech } from '../segments/say'
import { Face } from './Face'
import { PersonaEdit } from './PersonaEdit'
import css from './personas.module.css'

/** One persona: the story that the team tells, and beside it what the data says of the people. */
export default function PersonaPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const { persona: id } = useParams({ strict: false }) as { persona: string }
  const may = useCan('segments.edit')
  const { data, error, refetch } = useQuery(persona(ws, id))
  if (!data) return <div className={shell.page}><h1>{t('nav.personas')}</h1><section className="panel" aria-label={t('nav.personas')}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={10} />}</section></div>
  if (search.edit === 'story' && may) return <PersonaEdit key={id} one={data} onClose={() => set({ edit: undefined })} />
  return <Detail one={data} />
}

function Detail({ one }: { one: Persona }) {
  const { t } = useTranslation()
  const { ws, set } = usePlace()
  const may = useCan('segments.edit')
  const remove = useRemove()
  const picked = { segment: one.rule }
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <div className={css.title}><Face name={one.name} story={one.story} size={56} /><h1>{one.name}</h1></div>
        <RangePicker />
        <Button component={Link} to={`/w/${ws}/journey`} search={picked as never} variant="default" leftSection={<IconRoute size={16} />}>{t('segments.journey')}</Button>
        {may ? <Button leftSection={<IconPencil size={16} />} onClick={() => set({ edit: 'story' })}>{t('personas.edit')}</Button> : null}
        {may ? (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} aria-label={t('settings.memberMenu', { name: one.name })}><IconDotsVertical size={18} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item onClick={() => remove(one)}>{t('personas.delete')}</Menu.Item></Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      <Story one={one} />
      <Data one={one} />
    </div>
  )
}

function Story({ one }: { one: Persona }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const speech = useSpeech()
  const people = useCan('people.read')
  const size = useQuery(segmentSize(ws, one.rule))
  const told = (['text', 'goals', 'frustrations', 'channels'] as const).filter((k) => one.story[k])
  return (
    <section className={`panel ${css.story}`} aria-label={t('personas.story')}>
      <div className={css.who}>
        {size.data ? <p className={css.big} data-size={size.data.people}>{f.num(size.data.people)}</p> : null}
        {size.data ? <p className="quiet">{t('segments.ofAll', { n: f.num(size.data.of), share: f.percent(size.data.of ? size.data.people / size.data.of : 0) })}</p> : size.error ? <p className={css.warn} role="alert">{t('personas.gone')}</p> : <Lines n={2} />}
        {people && size.data ? <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ segment: one.rule, range: 'all', q: { kind: 'people', people: {} } } as never}>{t('segments.showPeople')}</Link> : null}
        <p>{one.rule.id ? <Link to="/w/$ws/segments/$segment" params={{ ws: String(ws), segment: one.rule.id }}>{say(one.rule, speech)}</Link> : say(one.rule, speech)}</p>
        <p className="quiet">{t('personas.changed', { name: one.owner, when: f.ago(one.changed) })}</p>
      </div>
      <div className={css.who}>
        {one.story.quote ? <blockquote className={css.quote} style={{ margin: 0 }}>{t('personas.quoted', { text: one.story.quote })}</blockquote> : null}
        {told.length ? <dl>{told.map((k) => <div key={k}><dt>{t(`personas.${k}`)}</dt><dd>{one.story[k]}</dd></div>)}</dl> : <p className="quiet">{t('personas.untold')}</p>}
      </div>
    </section>
  )
}

/** The questions that fill a persona's page, all asked of its people alone. */
const CARDS: { id: string; part: Question; wide?: boolean }[] = [
  { id: 'who', part: { kind: 'audience', audience: {} }, wide: true },
  { id: 'value', part: { kind: 'value', value: {} }, wide: true },
  { id: 'stands', part: { kind: 'stages', stages: {} } },
  { id: 'path', part: { kind: 'paths', paths: { depth: 4, collapse: true, top: 8 } } },
  { id: 'content', part: { kind: 'content', content: {} }, wide: true },
]

function Data({ one }: { one: Persona }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('personas.data')}>
      <h2>{t('personas.data')}</h2>
      <p className="quiet" style={{ marginBottom: 10 }}>{t('personas.dataText')}</p>
      <div className={board.grid}>{CARDS.map((c) => <Card key={c.id} {...c} one={one} />)}</div>
    </section>
  )
}

/** One answer. What is chosen within it is its own; whose people are open is in the address. */
function Card({ id, part, wide, one }: { id: string; part: Question; wide?: boolean; one: Persona }) {
  const { t } = useTranslation()
  const { ws, search } = usePlace()
  const [own, change] = useState<Partial<Search>>({})
  const question = useMemo<Question>(() => own.q ?? { ...part, range: toRange(search.range), segment: one.rule }, [own.q, part, search.range, one.rule])
  const place = useMemo(() => ({ card: id, own: { ...own, q: question }, change }), [id, own, question])
  const title = t(`personas.cards.${id}`)
  return (
    <section className={`panel ${board.card}`} data-card={id} data-wide={wide || undefined} aria-label={title}>
      <div className={board.cardHead}>
        <h2>{title}</h2>
        <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ q: part, range: search.range, segment: one.rule } as never} className={board.open}><IconZoomQuestion size={16} aria-hidden />{t('dashboards.open')}<span className="hidden"> {title}</span></Link>
      </div>
      {/* A card that is taller than its place scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={board.cardBody} role="group" aria-label={title} tabIndex={0}>
        <InPart.Provider value={place}><AnswerView question={question} /></InPart.Provider>
      </div>
    </section>
  )
}

function useRemove() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const later = useLater('personas')
  return (one: Persona) => {
    later(one.id, t('personas.deleted', { name: one.name }), () => deletePersona(ws, one.id))
    void navigate({ to: '/w/$ws/personas', params: { ws: String(ws) } })
  }
}
