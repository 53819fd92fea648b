import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, patchTouchpoint, schema, touchpoints, touchpointUses } from '../../api/calls'
import type { Answer, Cell, Filter, Question, Touchpoint, TouchpointChange } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { useStageName } from '../../app/useStageName'
import { useWords } from '../../app/words'
import { Badge, Figure, FiguresOnly, Num } from '../../ui/bits'
import { IconPlus } from '../../ui/icons'
import { PeopleDrawer } from '../../ui/PeopleDrawer'
import { Failed, Lines } from '../../ui/states'
import { LooseTable, OverlapTable } from '../ask/answers/coverage'
import { useNames } from '../ask/names'
import { DataTable, Part, type Column } from '../ask/table'
import { FormFault } from '../auth/Frame'
import { GAPS, gapsOf, ruleOfLoose, tellingProperty, type Gap } from './gaps'
import css from './model.module.css'
import { usePhone } from '../../ui/usePhone'

type Coverage = NonNullable<Answer['coverage']>
type Loose = Coverage['loose'][number]

/** What the catalogue leaves out: touchpoints that lack something, rules that overlap, events that nobody has named. */
export default function Gaps({ all, may }: { all: Touchpoint[]; may: boolean }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const question: Question = { kind: 'coverage', range: toRange(search.range), coverage: { top: 50 } }
  const { data, error, refetch } = useQuery(ask(ws, question))
  const uses = useQuery(touchpointUses(ws)).data
  const names = useNames(question)
  const a = data?.coverage
  if (error && !a) return <Failed error={error} retry={() => void refetch()} />
  if (!a || !uses) return <div className="pad"><Lines n={10} height={34} /></div>
  const lacking = all.map((point) => ({ point, covered: a.points.find((p) => p.id === point.id), gaps: gapsOf(point, a.points.find((p) => p.id === point.id), uses) })).filter((r) => r.gaps.length > 0)
  const begin = (l: Loose) => set({ edit: 'new', cell: undefined, q: { kind: 'coverage', coverage: { rule: ruleOfLoose(l) } } })
  return (
    <div className={css.gaps}>
      <FiguresOnly />
      <Part title={t('gaps.lacking')} text={t('gaps.lackingText')}>
        <p className={css.counts}>{GAPS.map((g) => <span key={g}><b className="num">{lacking.filter((r) => r.gaps.includes(g)).length}</b> {t(`gaps.is.${g}`)}</span>)}</p>
        {lacking.length ? <Lacking rows={lacking} may={may} /> : <p className="quiet">{t('gaps.none')}</p>}
      </Part>
      <Part title={t('view.coverage.loose')} text={t('view.coverage.looseText')}>
        <LooseTable a={a} examples={(l) => <Examples loose={l} all={all} />} tools={may ? (l) => <Button size="compact-sm" variant="light" classNames={{ root: css.make, label: css.makeText }} leftSection={<IconPlus size={14} />} onClick={() => begin(l)}>{t('gaps.make')}<MadeOf loose={l} /></Button> : undefined} />
      </Part>
      <Part title={t('view.coverage.overlaps')} text={t('view.coverage.overlapsText')}><OverlapTable a={a} /></Part>
      <PeopleDrawer of={question} describe={(c: Cell) => names.cell(c, data) ?? t('nav.people')} />
    </div>
  )
}

function MadeOf({ loose }: { loose: Loose }) {
  const words = useWords()
  return <span className="hidden">: {words.eventName(loose.event)}{loose.channel ? `, ${words.channel(loose.channel)}` : ''}</span>
}

interface Row { point: Touchpoint; covered?: Coverage['points'][number]; gaps: Gap[] }

function Lacking({ rows, may }: { rows: Row[]; may: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const stage = useStageName()
  const { ws, set } = usePlace()
  // A phone has no room for a column of its own.
  const phone = usePhone()
  const people = ({ point, covered }: Row) => {
    const n = covered?.caught.people ?? 0
    return <Figure cell={{ touchpoint: point.id }} label={`${point.name}: ${f.num(n)}`} disabled={!n}>{phone ? t('people.count', { count: n, n: f.num(n) }) : <Num n={n} />}</Figure>
  }
  const columns: Column<Row>[] = [
    {
      id: 'point', head: t('view.coverage.point'), text: true, by: (r) => r.point.name,
      cell: ({ point, covered, gaps }) => <>{may ? <button type="button" className="plain figure" onClick={() => set({ edit: point.id })}>{point.name}<span className="hidden"> {t('touch.editLabel')}</span></button> : point.name}<small>{point.stage ? stage(point.stage) : ''}</small>{phone ? <small>{people({ point, covered, gaps })}</small> : null}<span className={css.badges}>{gaps.map((g) => <Badge key={g} tone="warn">{t(`gaps.is.${g}`)}</Badge>)}</span></>,
    },
    ...(phone ? [] : [{ id: 'people', head: t('ask.people'), by: (r: Row) => r.covered?.caught.people, cell: people }]),
    {
      id: 'do', head: t('view.coverage.do'), text: true,
      cell: ({ point, gaps }) => (
        <div className={css.todo}>
          <Owner key={point.owner} point={point} may={may} />
          <Moment point={point} may={may} />
          {gaps.includes('map') ? <Link to="/w/$ws/maps" params={{ ws: String(ws) }}>{t('gaps.toMaps')}</Link> : null}
        </div>
      ),
    },
  ]
  return <DataTable label={t('gaps.lacking')} columns={columns} rows={rows} id={(r) => r.point.id} minWidth={270} />
}

function useChange(point: Touchpoint) {
  const { ws } = usePlace()
  const client = useQueryClient()
  const { queryKey } = touchpoints(ws)
  return useMutation({
    mutationFn: (patch: TouchpointChange) => patchTouchpoint(ws, point.id, patch),
    onSuccess: (made) => client.setQueryData(queryKey, (list) => list?.map((p) => (p.id === made.id ? made : p))),
  })
}

function Owner({ point, may }: { point: Touchpoint; may: boolean }) {
  const { t } = useTranslation()
  const [owner, setOwner] = useState(point.owner ?? '')
  const change = useChange(point)
  if (!may) return <span>{point.owner || t('ui.none')}</span>
  const keep = () => { if (owner.trim() !== (point.owner ?? '')) change.mutate({ owner: owner.trim() }) }
  return (
    <div>
      <TextInput size="xs" aria-label={t('gaps.ownerOf', { name: point.name })} placeholder={t('touch.ownerHint')} value={owner} maxLength={200} disabled={change.isPending} onChange={(e) => setOwner(e.currentTarget.value)} onBlur={keep} onKeyDown={(e) => { if (e.key === 'Enter') keep() }} />
      <FormFault error={change.error} />
    </div>
  )
}

function Moment({ point, may }: { point: Touchpoint; may: boolean }) {
  const { t } = useTranslation()
  const change = useChange(point)
  return <Switch size="sm" label={t('journey.moment')} aria-label={t('gaps.momentOf', { name: point.name })} checked={point.momentOfTruth} disabled={!may || change.isPending} onChange={(e) => change.mutate({ momentOfTruth: e.currentTarget.checked })} />
}

/** The most frequent values of the property that tells most of such events. */
function Examples({ loose, all }: { loose: Loose; all: Touchpoint[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const [open, setOpen] = useState(false)
  const property = tellingProperty(useQuery(schema(ws)).data, loose.event)
  const filter: Filter = { ...ruleOfLoose(loose, true), ...(all.length ? { not: { touchpoint: all.map((p) => p.id) } } : {}) }
  const question: Question = { kind: 'trend', range: toRange(search.range), filter, trend: { measure: 'events', interval: 'month' }, breakdown: { by: 'property', property, top: 5 } }
  const { data, error } = useQuery({ ...ask(ws, question), enabled: open && property !== undefined })
  const names = useNames(question)
  const say = useFaultWords()
  if (!property) return null
  return (
    <details className={css.examples} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('gaps.examples', { property: names.property(property) })}</summary>
      {error ? <p role="alert">{say.detail(error) ?? error.message}</p> : null}
      {open && !data && !error ? <Lines n={2} /> : null}
      <ul>{data?.trend?.series.map((s) => <li key={s.value + String(s.other)}><span>{s.other ? t('ask.other') : s.value || t('gaps.noValue')}</span> <span className="num">{f.num(s.total)}</span></li>)}</ul>
    </details>
  )
}
