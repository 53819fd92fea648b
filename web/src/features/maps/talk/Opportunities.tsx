import { DndContext, KeyboardSensor, MouseSensor, TouchSensor, pointerWithin, useDraggable, useDroppable, useSensor, useSensors, type Announcements, type CollisionDetection, type DragEndEvent } from '@dnd-kit/core'
import { Menu, Select, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { opportunities } from '../../../api/calls'
import type { MapOpportunity } from '../../../api/types'
import { useCan } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { IconBulb, IconCheck, IconChecklist, IconChevronDown, IconGripVertical } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import { EvidenceSign, LaneSign } from '../looks'
import css from './talk.module.css'
import { byArrows, cellName, OPEN, SCALE, STATUSES, useSay, worthAt, type Said, type Worth } from './weigh'

/** The opportunities and pain points of all maps: much impact for little effort stands at the top left. */
export default function Opportunities() {
  const { t } = useTranslation()
  const { ws, search, set: go } = usePlace()
  const { data, error, refetch } = useQuery(opportunities(ws))
  // What is chosen stands in the address: a lane, a status, or both.
  const chosen = search.edit?.split(',') ?? []
  const which = (['opportunity', 'pain'] as const).find((w) => chosen.includes(w)) ?? 'all'
  const status = STATUSES.find((s) => chosen.includes(s)) ?? 'all'
  const choose = (...words: string[]) => go({ edit: words.filter((w) => w !== 'all').join(',') || undefined })
  const may = useCan('model.edit')
  const say = useSay()
  const narrow = useMediaQuery('(max-width: 61.9em)', undefined, { getInitialValueInEffect: false })
  if (error && !data) return <section className="panel" aria-label={t('maps.chance.title')}><Failed error={error} retry={() => void refetch()} /></section>
  if (!data) return <Lines n={8} height={40} />
  if (data.length === 0) return <section className="panel" aria-label={t('maps.chance.title')}><Empty icon={IconBulb} title={t('maps.chance.none')} text={t('maps.chance.noneText')} /></section>
  const ofLane = data.filter((o) => which === 'all' || o.lane === which)
  const shown = ofLane.filter((o) => status === 'all' || o.status === status)
  const weighed = shown.filter((o) => o.impact && o.effort)
  const open = shown.filter((o) => !o.impact || !o.effort)
  const set = may ? say : undefined
  const counted = (label: string, n: number) => `${label} (${n})`
  const list = (some: MapOpportunity[], worth: boolean) => <ul className={css.chanceList} aria-label={worth ? t('maps.chance.grid') : undefined}>{some.map((o) => <Chance key={keyOf(o)} one={o} worth={worth || Boolean(o.impact || o.effort)} set={set} narrow={narrow} />)}</ul>
  return (
    <Moving all={data} set={set} still={!may || Boolean(narrow)}>
      <div className={css.chances}>
        <div className={css.chancesHead}>
          <SegmentedControl aria-label={t('maps.chance.which')} size="sm" value={which} onChange={(v) => choose(v, status)} data={[{ value: 'all', label: t('maps.chance.all') }, { value: 'opportunity', label: t('maps.laneKind.opportunity') }, { value: 'pain', label: t('maps.laneKind.pain') }]} />
          <Select size="sm" className={css.statusPick} aria-label={t('maps.field.status')} allowDeselect={false} value={status} onChange={(v) => choose(which, v ?? 'all')} data={[{ value: 'all', label: counted(t('maps.status.all'), ofLane.length) }, ...STATUSES.map((s) => ({ value: s, label: counted(t(`maps.status.${s}`), ofLane.filter((o) => o.status === s).length) }))]} />
          {narrow ? null : <span className="quiet">{t('maps.chance.text')}{may ? ` ${t('maps.chance.how')}` : ''}</span>}
        </div>
        {narrow ? (weighed.length ? list(weighed, true) : null) : weighed.length || may ? <Grid all={weighed} set={set} /> : null}
        {open.length || (may && !narrow) ? (
          <Place name={OPEN} label={t('maps.chance.open')}>
            <h2 className={css.chanceTitle}>{t('maps.chance.open')} <span className="quiet num">{open.length}</span></h2>
            {list(open, false)}
          </Place>
        ) : null}
        {shown.length === 0 ? <p className="quiet" role="status">{t('maps.chance.noneSo')}</p> : null}
      </div>
    </Moving>
  )
}

type Set = (o: MapOpportunity, said: Said) => void
const keyOf = (o: MapOpportunity) => `${o.map} ${o.card}`
/** By the pointer where there is one; by keyboard, where the upper left corner of the card is. */
const under: CollisionDetection = (args) => {
  if (args.pointerCoordinates) return pointerWithin(args)
  const { left, top } = args.collisionRect
  return args.droppableContainers.flatMap((c) => {
    const box = args.droppableRects.get(c.id)
    return box && left + 8 >= box.left && left + 8 <= box.right && top + 8 >= box.top && top + 8 <= box.bottom ? [{ id: c.id }] : []
  })
}

/** What can be put elsewhere on the board, by mouse, touch and keyboard. */
function Moving({ all, set, still, children }: { all: MapOpportunity[]; set?: Set; still: boolean; children: React.ReactNode }) {
  const { t } = useTranslation()
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 5 } }), useSensor(TouchSensor, { activationConstraint: { delay: 280, tolerance: 8 } }), useSensor(KeyboardSensor, { coordinateGetter: byArrows }))
  const named = (id: string | number) => all.find((o) => keyOf(o) === id)?.text || t('maps.noText')
  const place = (id: string | number | undefined) => {
    const w = worthAt(String(id ?? OPEN))
    return w.impact ? `${t('maps.chance.impactIs', { n: w.impact })}, ${t('maps.chance.effortIs', { n: w.effort })}` : t('maps.chance.open')
  }
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('maps.chance.held', { name: named(active.id) }),
    onDragOver: ({ active, over }) => t('maps.chance.at', { name: named(active.id), place: place(over?.id) }),
    onDragEnd: ({ active, over }) => t('maps.chance.put', { name: named(active.id), place: place(over?.id) }),
    onDragCancel: ({ active }) => t('maps.chance.back', { name: named(active.id) }),
  }
  const dropped = ({ active, over }: DragEndEvent) => {
    const one = all.find((o) => keyOf(o) === active.id)
    if (one && over) set?.(one, worthAt(String(over.id)))
  }
  if (still) return <>{children}</>
  return <DndContext sensors={sensors} collisionDetection={under} onDragEnd={dropped} accessibility={{ announcements, screenReaderInstructions: { draggable: t('maps.chance.keys') } }}>{children}</DndContext>
}

/** The list of what is open, where a card may be put back. */
function Place({ name, label, children }: { name: string; label: string; children: React.ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: name })
  return <section ref={setNodeRef} aria-label={label} className={css.place} data-over={isOver || undefined}>{children}</section>
}

function Grid({ all, set }: { all: MapOpportunity[]; set?: Set }) {
  const { t } = useTranslation()
  return (
    <div className={css.gridFrame}>
      <span className={css.axisY} aria-hidden>{t('maps.field.impact')}</span>
      <table className={css.gridTable} aria-label={t('maps.chance.grid')}>
        <colgroup><col className={css.gridScale} /></colgroup>
        <thead className="hidden"><tr><th scope="col">{t('maps.field.impact')}</th>{SCALE.map((e) => <th key={e} scope="col">{t('maps.chance.effortIs', { n: e })}</th>)}</tr></thead>
        <tbody>
          {[...SCALE].reverse().map((impact) => (
            <tr key={impact}>
              <th scope="row" className="num"><span className="hidden">{t('maps.chance.impactIs', { n: impact })}</span><span aria-hidden>{impact}</span></th>
              {SCALE.map((effort) => {
                const here = all.filter((o) => o.impact === impact && o.effort === effort)
                return <Square key={effort} at={{ impact, effort }} here={here} set={set} />
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.axisX} aria-hidden><span>{SCALE.map((n) => <span key={n} className="num">{n}</span>)}</span><b>{t('maps.field.effort')}</b></div>
    </div>
  )
}

function Square({ at, here, set }: { at: Worth; here: MapOpportunity[]; set?: Set }) {
  const { setNodeRef, isOver } = useDroppable({ id: cellName(at) })
  return (
    <td ref={setNodeRef} style={{ ['--good' as string]: `${Math.max(0, at.impact - at.effort) * 3.2}%` }} data-empty={here.length === 0 || undefined} data-over={isOver || undefined}>
      {here.length ? <ul>{here.map((o) => <Chance key={keyOf(o)} one={o} set={set} />)}</ul> : null}
    </td>
  )
}

function Chance({ one: o, worth, set, narrow }: { one: MapOpportunity; worth?: boolean; set?: Set; narrow?: boolean }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const name = o.text || t('maps.noText')
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, isDragging, transform } = useDraggable({ id: keyOf(o), disabled: !set || narrow })
  const move = transform ? { translate: `${transform.x}px ${transform.y}px` } : undefined
  return (
    <li ref={setNodeRef} className={css.chance} data-kind={o.lane} data-held={isDragging || undefined} style={move}>
      <span className={css.chanceTop}>
        {set && !narrow ? <button type="button" ref={setActivatorNodeRef} className={`plain ${css.grip}`} {...listeners} {...attributes} aria-label={t('maps.chance.move', { name })}><IconGripVertical size={15} aria-hidden /></button> : <LaneSign kind={o.lane} size={15} />}
        <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: o.map }} search={{ card: o.card } as never} draggable={false}>{name}</Link>
        <span className={css.chanceSign}><EvidenceSign strength={o.evidence} label={t(`maps.evidence.${o.evidence}`)} /></span>
      </span>
      <span className={css.chanceFoot}>
        <StatusChip one={o} set={set} />
        <span>{[o.mapName, o.step].filter(Boolean).join(' · ')}</span>
        {worth && !(narrow && set) ? <span>{t('maps.worth', { impact: o.impact || '–', effort: o.effort || '–' })}</span> : null}
        {o.tasks ? <span className={css.chanceTasks}><IconChecklist size={14} aria-hidden />{t('maps.task.count', { count: o.tasks })}</span> : null}
      </span>
      {narrow && set ? (
        <span className={css.chanceSet}>
          {(['impact', 'effort'] as const).map((what) => (
            <Select key={what} size="xs" label={t(`maps.field.${what}`)} aria-label={`${t(`maps.field.${what}`)}: ${name}`} allowDeselect={false} value={String(o[what])} data={[{ value: '0', label: t('ui.none') }, ...SCALE.map((n) => ({ value: String(n), label: String(n) }))]} onChange={(v) => set(o, { [what]: Number(v ?? 0) })} />
          ))}
        </span>
      ) : null}
    </li>
  )
}

/** How far a card has come, and where it may go. A card that stands for a pain point says how far that one has come, and is set there. */
function StatusChip({ one: o, set }: { one: MapOpportunity; set?: Set }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const word = t(`maps.status.${o.status}`)
  if (o.pain) return <Link className={css.status} data-status={o.status} to="/w/$ws/pains/$pain" params={{ ws: String(ws), pain: o.pain }} title={t('maps.chance.register')}>{word}</Link>
  if (!set) return <span className={css.status} data-status={o.status}>{word}</span>
  return (
    <Menu position="bottom-start" width={170} withInitialFocusPlaceholder={false} withinPortal={false}>
      <Menu.Target>
        <button type="button" className={`plain ${css.status}`} data-status={o.status} aria-label={t('maps.chance.statusOf', { name: o.text || t('maps.noText'), status: word })}>{word}<IconChevronDown size={13} aria-hidden /></button>
      </Menu.Target>
      <Menu.Dropdown>
        {STATUSES.map((s) => <Menu.Item key={s} rightSection={s === o.status ? <IconCheck size={15} aria-hidden /> : null} aria-current={s === o.status || undefined} onClick={() => set(o, { status: s })}>{t(`maps.status.${s}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}
