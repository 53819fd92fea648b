import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core'
import { rectSortingStrategy, SortableContext, sortableKeyboardCoordinates, useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { putDashboard } from '../../api/calls'
import type { Card, Dashboard, SavedQuestion } from '../../api/types'
import { rangeWord, toRange, usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconX } from '../../ui/icons'
import { FormFault } from '../auth/Frame'
import { moved } from '../model/rule'
import { cardOf, FULL, HALF, ofCard } from './board'
import { Conflict, theirsOf } from './conflict'
import css from './dashboards.module.css'

interface Item { id: string; card: Card }

const REFRESH = [0, 30, 60, 300, 900, 3600]

/** Puts a dashboard together: which cards, in which order, how wide; by pointer or by keyboard. */
export default function BoardEdit({ board, questions, onClose }: { board: Dashboard; questions: SavedQuestion[]; onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [made, setMade] = useState(0)
  const [draft, setDraft] = useState(() => draftOf(board))
  const put = (patch: Partial<typeof draft>) => setDraft((d) => ({ ...d, ...patch }))
  const save = useMutation({
    mutationFn: (version: number) =>
      putDashboard(ws, board.id, { name: draft.name, description: draft.description, owner: board.owner, cards: draft.items.map((i) => i.card), range: draft.range === '' ? undefined : draft.range === rangeWord(board.range) ? board.range : toRange(draft.range), refresh: draft.refresh, version }),
    onSuccess: (saved) => {
      client.setQueryData(['dashboards', ws, board.id], saved)
      void client.invalidateQueries({ queryKey: ['dashboards', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
      onClose()
    },
  })
  const theirs = theirsOf<Dashboard>(save.error)
  const [version, setVersion] = useState(board.version)
  const add = (id: string | null) => {
    const q = questions.find((x) => x.id === id)
    if (!q) return
    put({ items: [...draft.items, { id: `new-${made}`, card: cardOf(q.id, q.question) }] })
    setMade(made + 1)
  }
  return (
    <form className={shell.page} onSubmit={(e) => { e.preventDefault(); if (draft.name.trim()) save.mutate(version) }}>
      <div className={shell.pageHead}>
        <h1>{t('segments.change', { name: board.name })}</h1>
        <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" loading={save.isPending} disabled={!draft.name.trim()}>{t('ui.save')}</Button>
      </div>
      {theirs ? (
        <Conflict theirs={theirs} onTake={() => { setDraft(draftOf(theirs)); setVersion(theirs.version); save.reset() }} onKeep={() => { setVersion(theirs.version); save.mutate(theirs.version) }} />
      ) : <FormFault error={save.error} />}
      <section className={`panel ${css.about}`} aria-label={t('dashboards.about')}>
        <TextInput label={t('segments.name')} required maxLength={200} value={draft.name} onChange={(e) => put({ name: e.currentTarget.value })} />
        <Textarea label={t('segments.description')} autosize minRows={1} maxRows={4} maxLength={5000} value={draft.description} onChange={(e) => put({ description: e.currentTarget.value })} />
        <Select label={t('dashboards.range')} allowDeselect={false} value={draft.range} onChange={(range) => put({ range: range ?? '' })} data={[{ value: '', label: t('dashboards.ownRange') }, ...[...new Set(['7d', '30d', '90d', '365d', 'all', ...(draft.range ? [draft.range] : [])])].map((w) => ({ value: w, label: w === 'all' ? t('range.all') : /^\d+d$/.test(w) ? t('range.last', { count: parseInt(w, 10) }) : w.replace('..', ' – ') }))]} />
        <Select label={t('dashboards.every')} allowDeselect={false} value={String(draft.refresh)} onChange={(v) => put({ refresh: Number(v) })} data={[...new Set([...REFRESH, draft.refresh])].map((s) => ({ value: String(s), label: s === 0 ? t('dashboards.never') : s < 60 ? t('dashboards.seconds', { count: s }) : t('dashboards.minutes', { count: Math.round(s / 60) }) }))} />
      </section>
      <Cards items={draft.items} questions={questions} onChange={(items) => put({ items })} />
      <section className={`panel ${css.about}`} aria-label={t('dashboards.add')}>
        {questions.length ? <Select searchable label={t('dashboards.add')} placeholder={t('dashboards.choose')} value={null} onChange={add} nothingFoundMessage={t('finder.none')} data={questions.map((q) => ({ value: q.id, label: q.name }))} /> : <p className="quiet">{t('dashboards.noneSaved')}</p>}
        <Link to="/w/$ws/ask" params={{ ws: String(ws) }} className={css.toAsk}>{t('dashboards.toAsk')}</Link>
      </section>
    </form>
  )
}

function draftOf(board: Dashboard) {
  return { name: board.name, description: board.description, refresh: board.refresh, range: board.range ? rangeWord(board.range) : '', items: board.cards.map((card, i): Item => ({ id: `${board.version}-${i}`, card })) }
}

interface CardsProps { items: Item[]; questions: SavedQuestion[]; onChange: (items: Item[]) => void }

function Cards({ items, questions, onChange }: CardsProps) {
  const { t } = useTranslation()
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }))
  const name = (id: string | number) => {
    const item = items.find((i) => i.id === id)
    return (item && ofCard(item.card, questions)?.title) || t('dashboards.gone')
  }
  const place = (id: string | number | undefined) => items.findIndex((i) => i.id === id)
  const to = (from: number, i: number) => onChange(moved(items, from, Math.max(0, Math.min(items.length - 1, i))))
  const dropped = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) to(place(active.id), place(over.id))
  }
  const at = (id: string | number, where: string | number | undefined) => t('dashboards.at', { name: name(id), place: place(where) + 1, total: items.length })
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('dashboards.taken', { name: name(active.id) }),
    // The first place that it is over is its own, at once after it is taken.
    onDragOver: ({ active, over }) => (over && over.id !== active.id ? at(active.id, over.id) : `${t('dashboards.taken', { name: name(active.id) })} ${at(active.id, active.id)}`),
    onDragEnd: ({ active, over }) => at(active.id, over?.id ?? active.id),
    onDragCancel: ({ active }) => at(active.id, active.id),
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={dropped} accessibility={{ announcements, screenReaderInstructions: { draggable: t('dashboards.how') } }}>
      <SortableContext items={items.map((i) => i.id)} strategy={rectSortingStrategy}>
        <ol className={css.tiles}>
          {items.map((item, i) => (
            <Tile key={item.id} item={item} name={name(item.id)} first={i === 0} last={i === items.length - 1} onMove={(by) => to(i, i + by)} onChange={(card) => onChange(items.map((x) => (x.id === item.id ? { ...x, card } : x)))} onRemove={() => onChange(items.filter((x) => x.id !== item.id))} saved={ofCard({ ...item.card, title: undefined }, questions)?.title ?? ''} />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}

interface TileProps { item: Item; name: string; saved: string; first: boolean; last: boolean; onMove: (by: number) => void; onChange: (c: Card) => void; onRemove: () => void }

function Tile({ item, name, saved, first, last, onMove, onChange, onRemove }: TileProps) {
  const { t } = useTranslation()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: item.id })
  const { card } = item
  return (
    <li ref={setNodeRef} className={`panel ${css.tile}`} data-wide={card.width > HALF || undefined} data-dragging={isDragging || undefined} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button type="button" ref={setActivatorNodeRef} className={`plain ${css.grip}`} {...attributes} {...listeners} aria-label={t('dashboards.grip', { name })}><IconGripVertical size={18} aria-hidden /></button>
      <TextInput size="xs" aria-label={t('dashboards.cardTitle', { name })} placeholder={saved} value={card.title ?? ''} maxLength={200} onChange={(e) => onChange({ ...card, title: e.currentTarget.value || undefined })} />
      <SegmentedControl size="xs" aria-label={t('dashboards.width', { name })} value={card.width > HALF ? 'full' : 'half'} onChange={(w) => onChange({ ...card, width: w === 'full' ? FULL : HALF })} data={[{ value: 'half', label: t('dashboards.half') }, { value: 'full', label: t('dashboards.full') }]} />
      <span className={css.tileTools}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('touch.up', { name })} disabled={first} onClick={() => onMove(-1)}><IconArrowUp size={16} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('touch.down', { name })} disabled={last} onClick={() => onMove(1)}><IconArrowDown size={16} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${name}`} onClick={onRemove}><IconX size={16} /></ActionIcon>
      </span>
    </li>
  )
}
