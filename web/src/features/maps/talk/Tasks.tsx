import { ActionIcon, Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createTask, deleteTask, maps, members, patchTask, tasks } from '../../../api/calls'
import type { MapTask } from '../../../api/types'
import { useCan, useFormat, useSession } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { useHour } from '../../../app/useHour'
import { useLater } from '../../../app/useLater'
import { IconChecklist, IconTrash } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import { FormFault } from '../../auth/Frame'
import { useTasks } from './context'
import css from './talk.module.css'
import { useThing, type Thing } from './things'

/** The tasks of a map, or those on one of its things, with a place to write a new one. */
export function MapTasks({ map, card, thing, onShow }: { map: string; card: string | undefined; thing: (id: string) => Thing; onShow: (id: string | undefined) => void }) {
  const { t } = useTranslation()
  const may = useCan('maps.comment')
  const show = useThing()
  const { list, error, refetch } = useTasks(map)
  const here = list?.filter((x) => card === undefined || x.card === card)
  return (
    <div className={css.panel}>
      {card ? <p className={css.about}><b>{thing(card).name}</b><Button variant="subtle" size="compact-xs" onClick={() => onShow(undefined)}>{t('maps.task.all')}</Button></p> : null}
      {may ? <NewTask key={card} map={map} card={card} title={card ? thing(card).name : ''} /> : <p className="quiet">{t('maps.task.readOnly')}</p>}
      {error && !list ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!list && !error ? <Lines n={4} /> : null}
      {here?.length === 0 ? <Empty icon={IconChecklist} title={t('maps.task.none')} text={t('maps.task.noneText')} /> : null}
      <ul className={css.tasks} data-narrow>
        {here?.map((x) => (
          <TaskRow key={x.id} task={x} may={may}>
            {card || !x.card ? null : <button type="button" className={`plain ${css.link}`} disabled={!thing(x.card).there} onClick={() => { onShow(x.card); show(x.card) }}>{thing(x.card).name}</button>}
          </TaskRow>
        ))}
      </ul>
    </div>
  )
}

/** Every task of the workspace. */
export default function AllTasks() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('maps.comment')
  const me = Number(useSession()?.user?.id ?? 0)
  const heads = useQuery(maps(ws)).data ?? []
  const { list, error, refetch } = useTasks()
  const which = search.edit === 'mine' && me ? 'mine' : search.edit === 'all' ? 'all' : 'open'
  const shown = list?.filter((x) => (which === 'all' ? true : which === 'mine' ? x.owner === me && !x.done : !x.done))
  if (error && !list) return <section className="panel" aria-label={t('maps.task.title')}><Failed error={error} retry={() => void refetch()} /></section>
  if (!list) return <Lines n={6} height={40} />
  return (
    <>
      <SegmentedControl aria-label={t('maps.task.which')} size="sm" value={which} onChange={(v) => set({ edit: v === 'open' ? undefined : v })} data={[{ value: 'open', label: t('maps.task.open') }, ...(me ? [{ value: 'mine', label: t('maps.task.mine') }] : []), { value: 'all', label: t('maps.task.every') }]} />
      <section className="panel" aria-label={t('maps.task.title')} style={{ marginTop: 12 }}>
        {shown?.length === 0 ? <Empty icon={IconChecklist} title={t('maps.task.none')} text={t('maps.task.noneAnywhere')} /> : null}
        <ul className={css.tasks}>
          {shown?.map((x) => {
            const head = heads.find((m) => m.id === x.map)
            return (
              <TaskRow key={x.id} task={x} may={may}>
                {head ? <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: x.map }} search={{ view: 'tasks', card: x.card || undefined } as never} className={css.link}>{head.name}</Link> : null}
              </TaskRow>
            )
          })}
        </ul>
      </section>
    </>
  )
}

function useOwners() {
  const { ws } = usePlace()
  return useQuery(members(ws)).data?.map((m) => ({ value: m.id, label: m.name })) ?? []
}

function NewTask({ map, card, title }: { map: string; card: string | undefined; title: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const owners = useOwners()
  const blank = { title: '', owner: '', due: '' }
  const [form, setForm] = useState(blank)
  const make = useMutation({
    mutationFn: () => createTask(ws, { map, card, title: form.title, owner: Number(form.owner) || undefined, due: form.due || undefined }),
    onSuccess: () => {
      setForm(blank)
      void client.invalidateQueries({ queryKey: ['tasks', ws] })
      void client.invalidateQueries({ queryKey: ['opportunities', ws] })
    },
  })
  return (
    <form className={css.newTask} onSubmit={(e) => { e.preventDefault(); if (form.title.trim()) make.mutate() }}>
      <TextInput label={t('maps.task.what')} placeholder={title} data-autofocus maxLength={500} value={form.title} onChange={(e) => setForm({ ...form, title: e.currentTarget.value })} />
      <Select label={t('maps.task.owner')} placeholder={t('maps.task.nobody')} clearable searchable value={form.owner || null} onChange={(v) => setForm({ ...form, owner: v ?? '' })} data={owners} nothingFoundMessage={t('finder.none')} />
      <TextInput type="date" label={t('maps.task.due')} value={form.due} onChange={(e) => setForm({ ...form, due: e.currentTarget.value })} />
      <Button type="submit" loading={make.isPending} disabled={!form.title.trim()}>{t('maps.task.add')}</Button>
      <FormFault error={make.error} />
    </form>
  )
}

function TaskRow({ task: x, may, children }: { task: MapTask; may: boolean; children?: React.ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const later = useLater('tasks')
  const owners = useOwners()
  const [title, setTitle] = useState<string>()
  const hour = useHour()
  const change = useMutation({
    mutationFn: (b: { title?: string; owner?: number; due?: string; done?: boolean }) => patchTask(ws, x.id, b),
    // It shows at once; what the server would not take is taken back by asking again.
    onMutate: (b) => client.setQueryData(tasks(ws).queryKey, (list) => list?.map((y) => (y.id === x.id ? { ...y, ...b } : y))),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['tasks', ws] })
      void client.invalidateQueries({ queryKey: ['opportunities', ws] })
    },
  })
  const late = !x.done && x.due !== '' && x.due < f.dayKey(hour)
  const keep = () => {
    if (title?.trim() && title !== x.title) change.mutate({ title })
    setTitle(undefined)
  }
  const owner = owners.find((o) => o.value === String(x.owner))?.label
  return (
    <li className={css.task} data-done={x.done || undefined}>
      <Checkbox aria-label={t('maps.task.done', { name: x.title })} checked={x.done} disabled={!may} onChange={(e) => change.mutate({ done: e.currentTarget.checked })} />
      <div className={css.taskText}>
        {may ? <TextInput variant="unstyled" size="sm" aria-label={t('maps.task.what')} value={title ?? x.title} maxLength={500} onChange={(e) => setTitle(e.currentTarget.value)} onBlur={keep} onKeyDown={(e) => { if (e.key === 'Enter') keep() }} title={x.title} /> : <span>{x.title}</span>}
        <span className={css.taskOf}>{children}</span>
      </div>
      <div className={css.taskWho}>
        {may
          ? <Select size="xs" aria-label={t('maps.task.ownerOf', { name: x.title })} placeholder={t('maps.task.nobody')} clearable searchable value={x.owner ? String(x.owner) : null} onChange={(v) => change.mutate({ owner: Number(v ?? 0) })} data={owners} nothingFoundMessage={t('finder.none')} />
          : <span>{owner ?? t('maps.task.nobody')}</span>}
        {may
          ? <TextInput size="xs" type="date" aria-label={t('maps.task.dueOf', { name: x.title })} value={x.due} data-late={late || undefined} className={css.due} onChange={(e) => change.mutate({ due: e.currentTarget.value })} />
          : x.due ? <span className={css.due} data-late={late || undefined}>{f.date(`${x.due}T12:00:00Z`)}</span> : null}
        {late ? <span className={css.late}>{t('maps.task.late')}</span> : null}
      </div>
      {may ? <ActionIcon variant="subtle" color="gray" aria-label={t('maps.task.remove', { name: x.title })} onClick={() => later(x.id, t('maps.gone', { name: x.title }), () => deleteTask(ws, x.id).finally(() => void client.invalidateQueries({ queryKey: ['opportunities', ws] })))}><IconTrash size={16} /></ActionIcon> : null}
      <FormFault error={change.error} />
    </li>
  )
}
