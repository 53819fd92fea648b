import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, dashboards, deleteSegment, savedQuestions, segment, segmentMoves, segments, segmentSizes } from '../../api/calls'
import { ApiError } from '../../api/client'
import type { SavedSegment, SegmentMove } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useLater } from '../../app/useLater'
import { personName } from '../../app/words'
import { Chart } from '../../charts/Chart'
import type { Look } from '../../charts/look'
import { trendOption } from '../../charts/options'
import { Badge, Facts } from '../../ui/bits'
import { IconDotsVertical, IconPencil, IconRoute, IconUsers, IconZoomQuestion } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { groupOf, usersOf } from './rule'
import { sayPart, useSpeech } from './say'
import { SegmentEdit } from './SegmentEdit'
import css from './segments.module.css'

/** One segment: who is in it now, how its size went, who came and who left. */
export default function SegmentPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const { segment: id } = useParams({ strict: false }) as { segment: string }
  const may = useCan('segments.edit')
  const fresh = id === 'new'
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({ ...segment(ws, id), enabled: !fresh, refetchInterval: search.edit ? false : 1000 })
  if (fresh) return may ? <SegmentEdit begin={search.segment} onClose={() => void navigate({ to: '/w/$ws/segments', params: { ws: String(ws) } })} /> : <Failed error={new ApiError({ type: 'forbidden', title: 'forbidden', status: 403, detail: '' })} />
  if (!data) return <div className={shell.page}><h1>{t('nav.segments')}</h1><section className="panel" aria-label={t('nav.segments')}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={10} />}</section></div>
  if (search.edit === 'rule' && may) return <SegmentEdit key={id} one={data} onClose={() => set({ edit: undefined })} />
  return <Detail one={data} />
}

function Detail({ one }: { one: SavedSegment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, set } = usePlace()
  const may = useCan('segments.edit')
  const people = useCan('people.read')
  const remove = useRemove()
  const picked = { segment: { id: one.id } }
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{one.name}</h1>
        <Button component={Link} to={`/w/${ws}/ask`} search={picked as never} variant="default" leftSection={<IconZoomQuestion size={16} />}>{t('segments.ask')}</Button>
        <Button component={Link} to={`/w/${ws}/journey`} search={picked as never} variant="default" leftSection={<IconRoute size={16} />}>{t('segments.journey')}</Button>
        {may ? <Button leftSection={<IconPencil size={16} />} onClick={() => set({ edit: 'rule' })}>{t('segments.edit')}</Button> : null}
        {may ? (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} aria-label={t('settings.memberMenu', { name: one.name })}><IconDotsVertical size={18} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item onClick={() => remove(one)}>{t('segments.delete')}</Menu.Item></Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {one.fault ? <p className={css.warn} role="alert">{one.fault}</p> : null}
      <div className={css.detail}>
        <section className={`panel ${css.facts}`} aria-label={t('segments.now')}>
          <p className="quiet">{t('segments.now')}</p>
          <p className={css.big} data-size={one.people}>{one.people === undefined ? t('segments.looking') : f.num(one.people)}</p>
          {people ? <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ ...picked, range: 'all', q: { kind: 'people', people: {} } } as never}>{t('segments.showPeople')}</Link> : <span className="quiet">{t('people.closed')}</span>}
          <RuleWords one={one} />
          <About one={one} />
        </section>
        <Sizes one={one} />
        {people ? <Moves one={one} /> : null}
      </div>
    </div>
  )
}

function RuleWords({ one }: { one: SavedSegment }) {
  const { t } = useTranslation()
  const speech = useSpeech()
  const group = groupOf(one.rule)
  return (
    <div>
      <h2>{t('segments.rule')}</h2>
      {group.parts.length > 1 ? <p className="quiet">{t(group.join === 'any' ? 'segment.any' : 'segment.all')}</p> : null}
      <ul className={css.words}>{group.parts.map((p, i) => <li key={i}>{sayPart(p, speech)}</li>)}</ul>
    </div>
  )
}

function About({ one }: { one: SavedSegment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const all = useQuery(segments(ws)).data ?? []
  const questions = useQuery(savedQuestions(ws)).data ?? []
  const boards = useQuery(dashboards(ws)).data ?? []
  const users = usersOf(one.id, all, questions, boards)
  const links = [
    ...users.segments.map((s) => <Link key={s.id} to="/w/$ws/segments/$segment" params={{ ws: String(ws), segment: s.id }}>{s.name}</Link>),
    ...users.questions.map((q) => <Link key={q.id} to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ saved: q.id } as never}>{q.name}</Link>),
    ...users.dashboards.map((d) => <Link key={d.id} to="/w/$ws/dashboards/$dashboard" params={{ ws: String(ws), dashboard: d.id }}>{d.name}</Link>),
  ]
  return (
    <>
      {one.description ? <p>{one.description}</p> : null}
      <Facts rows={[
        [t('segments.owner'), one.owner || t('ui.none')],
        [t('segments.changed'), f.dateTime(one.changed)],
        [t('segments.usedBy'), links.length ? <span className={css.links}>{links}</span> : t('ui.none')],
      ]} />
    </>
  )
}

function Sizes({ one }: { one: SavedSegment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search, set } = usePlace()
  const by = search.by ?? 'day'
  const { data, error, refetch } = useQuery({ ...segmentSizes(ws, one.id, by), refetchInterval: 30_000 })
  const answer = useMemo(() => {
    const points = (data ?? []).map((p, i) => (i === data!.length - 1 && one.people !== undefined ? one.people : p.people))
    return { starts: (data ?? []).map((p) => p.start), series: [{ value: '', points, n: points, total: points.at(-1) ?? 0 }] }
  }, [data, one.people])
  const option = useMemo(() => (look: Look) => trendOption(answer, f, look, { name: () => one.name, behind: (n) => t('ask.behind', { n }), hourly: by === 'hour' }), [answer, f, one.name, t, by])
  return (
    <section className={`panel ${css.sizes}`} aria-label={t('segments.sizes')}>
      <div className={css.head}>
        <h2>{t('segments.sizes')}</h2>
        <SegmentedControl size="xs" aria-label={t('ask.interval')} value={by} onChange={(v) => set({ by: v === 'day' ? undefined : 'hour' }, true)} data={[{ value: 'day', label: t('ask.day') }, { value: 'hour', label: t('ask.hour') }]} />
      </div>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : !data ? <Lines n={6} height={30} /> : data.length < 2 ? <p className="quiet pad">{t('segments.sizesSoon')}</p> : <Chart option={option} height={280} label={t('segments.sizesLabel', { name: one.name, n: f.num(answer.series[0]!.total) })} />}
    </section>
  )
}

const PAGE = 1000
const KEPT = 5000
const SHOWN = 20

/** Who entered and left, the latest first. */
function Moves({ one }: { one: SavedSegment }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const key = ['segment-moves', ws, one.id]
  const { data } = useQuery({
    queryKey: key,
    refetchInterval: 2000,
    queryFn: async () => {
      let known = client.getQueryData<SegmentMove[]>(key) ?? []
      for (;;) {
        const { moves } = await segmentMoves(ws, one.id, known.at(-1)?.number ?? 0, PAGE)
        known = [...known, ...moves].slice(-KEPT)
        if (moves.length < PAGE) return known
      }
    },
  })
  const latest = (data ?? []).slice(-SHOWN).reverse()
  const ids = [...new Set(latest.map((m) => m.person))].sort()
  const names = useQuery({ ...ask(ws, { kind: 'people', segment: { people: ids }, people: { limit: SHOWN } }), enabled: ids.length > 0 }).data?.persons?.people
  return (
    <section className={`panel ${css.moves}`} aria-label={t('segments.moves')}>
      <div className={css.head}><h2>{t('segments.moves')}</h2></div>
      {!data ? <Lines n={5} /> : latest.length === 0 ? <Empty icon={IconUsers} title={t('segments.noMoves')} text={t('segments.noMovesText')} /> : (
        <ol className={css.people}>
          {latest.map((m) => (
            <li key={m.number}>
              <Badge tone={m.entered ? 'good' : undefined}>{t(m.entered ? 'segments.entered' : 'segments.left')}</Badge>
              <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: m.person }}>{personName(names?.find((p) => p.person === m.person) ?? { person: m.person })}</Link>
              <time dateTime={m.at} className="quiet num">{f.dateTime(m.at)}</time>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function useRemove() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const later = useLater('segments')
  return (one: SavedSegment) => {
    void navigate({ to: '/w/$ws/segments', params: { ws: String(ws) } })
    later(one.id, t('segments.deleted', { name: one.name }), () => deleteSegment(ws, one.id))
  }
}
