import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { useWords } from '../../../app/words'
import { ChannelSign, Figure, Num } from '../../../ui/bits'
import type { ViewProps } from '../AnswerView'
import css from '../view.module.css'
import { CountBar, DataTable, Part, type Column } from '../table'
import { usePhone } from '../../../ui/usePhone'

type Coverage = NonNullable<Answer['coverage']>
type Loose = Coverage['loose'][number]
type Overlap = Coverage['overlaps'][number]
type Point = Coverage['points'][number]

/** What the touchpoints' rules catch, share and leave out. */
export default function CoverageView({ answer }: ViewProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const a = answer.coverage!
  const most = Math.max(1, ...a.points.map((p) => p.caught.people))
  const columns: Column<Point>[] = [
    { id: 'point', head: t('view.coverage.point'), text: true, by: (p) => p.name, cell: (p) => p.name },
    { id: 'people', head: t('ask.people'), by: (p) => p.caught.people, cell: (p) => <CountBar part={p.caught.people / most}><Figure cell={{ touchpoint: p.id }} label={`${p.name}: ${f.num(p.caught.people)}`} disabled={p.caught.people === 0}><Num n={p.caught.people} /></Figure></CountBar> },
    { id: 'events', head: t('ask.events'), by: (p) => p.caught.events, cell: (p) => <Num n={p.caught.events} /> },
    { id: 'matched', head: t('view.coverage.matched'), hint: t('view.coverage.matchedHint'), by: (p) => p.matched.events, cell: (p) => <><Num n={p.matched.events} /> <small><Figure cell={{ touchpoint: p.id, outcome: 'matched' }} label={`${p.name}, ${t('view.coverage.matched')}: ${f.num(p.matched.people)}`} disabled={p.matched.people === 0}>{t('people.count', { count: p.matched.people, n: f.num(p.matched.people) })}</Figure></small></> },
  ]
  return (
    <div className={css.begin}>
      <Part title={t('view.coverage.loose')} text={t('view.coverage.looseText')}><LooseTable a={a} /></Part>
      <Part title={t('view.coverage.overlaps')} text={t('view.coverage.overlapsText')}><OverlapTable a={a} /></Part>
      <Part title={t('view.coverage.points')}><DataTable label={t('view.coverage.points')} columns={columns} rows={a.points} id={(p) => p.id} minWidth={560} /></Part>
    </div>
  )
}

/** Rules that match the same events: how much they share, and which of the two wins. */
export function OverlapTable({ a }: { a: Coverage }) {
  const { t } = useTranslation()
  const f = useFormat()
  const name = (id = '') => a.points.find((p) => p.id === id)?.name ?? id
  const both = (o: Overlap) => t('view.coverage.both', { first: name(o.first), second: name(o.second) })
  const columns: Column<Overlap>[] = [
    { id: 'pair', head: t('view.coverage.pair'), text: true, by: both, cell: (o) => <>{both(o)}<small>{t('view.coverage.wins', { name: name(o.first), n: f.num(o.kept) })}</small></> },
    { id: 'people', head: t('ask.people'), by: (o) => o.people, cell: (o) => <Figure cell={{ from: o.first, to: o.second }} label={`${both(o)}: ${f.num(o.people)}`}><Num n={o.people} /></Figure> },
    { id: 'events', head: t('ask.events'), by: (o) => o.events, cell: (o) => <Num n={o.events} /> },
  ]
  if (a.overlaps.length === 0) return <p className="quiet">{t('view.coverage.noOverlaps')}</p>
  return <DataTable label={t('view.coverage.overlaps')} columns={columns} rows={a.overlaps} id={(o) => `${o.first} ${o.second}`} minWidth={270} />
}

/** Events that match no touchpoint, with what can be done about each. */
export function LooseTable({ a, examples, tools }: { a: Coverage; examples?: (l: Loose) => ReactNode; tools?: (l: Loose) => ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  // A phone has no room for a column of its own.
  const phone = usePhone()
  const most = Math.max(1, ...a.loose.map((l) => l.people))
  const channel = (l: Loose) => (l.channel ? words.channel(l.channel) : t('view.coverage.noChannel'))
  const label = (l: Loose) => `${words.eventName(l.event)}, ${channel(l)}`
  const columns: Column<Loose>[] = [
    { id: 'event', head: t('view.coverage.event'), text: true, by: (l) => words.eventName(l.event), cell: (l) => <>{words.eventName(l.event)}<small style={{ display: 'flex', gap: 5, alignItems: 'center' }}><ChannelSign channel={l.channel || undefined} size={16} />{channel(l)}</small>{examples?.(l)}{phone ? tools?.(l) : null}</> },
    { id: 'people', head: t('ask.people'), by: (l) => l.people, cell: (l) => <CountBar part={l.people / most}><Figure cell={{ item: l.event, part: l.channel }} label={`${label(l)}: ${f.num(l.people)}`}><Num n={l.people} /></Figure></CountBar> },
    { id: 'events', head: t('ask.events'), by: (l) => l.events, cell: (l) => <Num n={l.events} /> },
    ...(tools && !phone ? [{ id: 'tools', head: t('view.coverage.do'), cell: (l: Loose) => tools(l) }] : []),
  ]
  if (a.loose.length === 0) return <p className="quiet">{t('view.coverage.noLoose')}</p>
  return (
    <>
      <p className="quiet">
        <Figure cell={{ outcome: 'loose' }} label={t('view.coverage.loose')}>{t('view.coverage.looseAll', { events: t('people.eventCount', { count: a.uncaught.events, n: f.num(a.uncaught.events) }), people: t('people.count', { count: a.uncaught.people, n: f.num(a.uncaught.people) }) })}</Figure>
        {a.kinds > a.loose.length ? ` ${t('view.coverage.more', { n: f.num(a.kinds - a.loose.length) })}` : ''}
      </p>
      <DataTable label={t('view.coverage.loose')} columns={columns} rows={a.loose} id={(l) => `${l.event} ${l.channel}`} minWidth={270} />
    </>
  )
}
