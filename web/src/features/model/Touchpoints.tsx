import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, channels, deleteTouchpoint, patchTouchpoint, schema, stageModel, touchpoints } from '../../api/calls'
import type { Question, Touchpoint, TouchpointShare } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import { useHidden, useLater } from '../../app/useLater'
import { useStageName } from '../../app/useStageName'
import { useWords } from '../../app/words'
import { ChannelSign, Figure, Num } from '../../ui/bits'
import { IconArrowDown, IconArrowUp, IconDiamondFilled, IconDotsVertical, IconPlus, IconRoute } from '../../ui/icons'
import { PeopleDrawer } from '../../ui/PeopleDrawer'
import { Empty, Failed, Lines } from '../../ui/states'
import { channelOfRule } from '../journey/channels'
import css from './model.module.css'
import { enteredBy, moved } from './rule'
import { useRuleText } from './useRuleText'

const TouchpointEdit = lazy(() => import('./TouchpointEdit'))
const Gaps = lazy(() => import('./Gaps'))

/** The touchpoints in their order, with what each caught in the range. An event belongs to the first whose rule it meets. */
export default function Touchpoints() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('model.edit')
  const list = useQuery(touchpoints(ws))
  const model = useQuery(stageModel(ws)).data
  const question: Question = { kind: 'stages', range: toRange(search.range), stages: {} }
  const gaps = search.group === 'gaps'
  const figures = useQuery({ ...ask(ws, question), enabled: !gaps }).data?.stages
  const hidden = useHidden('touchpoints')
  const shown = (list.data ?? []).filter((p) => !hidden.includes(p.id))
  const share = new Map(figures?.touchpoints.map((x) => [x.id, x]))
  const remove = useRemove()
  const place = usePlacing()
  const grabbed = useRef<number>(undefined)
  const add = may ? <Button leftSection={<IconPlus size={16} />} onClick={() => set({ edit: 'new', q: undefined })}>{t('touch.new')}</Button> : null
  return (
    <section className="panel" aria-label={t('settings.touchpoints')}>
      <div className={css.head}>
        <p className="quiet">{t(gaps ? 'gaps.text' : 'touch.text')}</p>
        <div className={css.headTools}><SegmentedControl size="xs" aria-label={t('gaps.which')} value={gaps ? 'gaps' : 'all'} onChange={(v) => set({ group: v === 'gaps' ? 'gaps' : undefined, cell: undefined })} data={[{ value: 'all', label: t('gaps.order') }, { value: 'gaps', label: t('gaps.title') }]} /><RangePicker />{shown.length ? add : null}</div>
      </div>
      {list.error && !list.data ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      {!list.data && !list.error ? <Lines n={8} height={34} /> : null}
      {list.data && shown.length === 0 && !gaps ? <Empty icon={IconRoute} title={t('touch.empty')} text={t('touch.emptyText')} action={add} /> : null}
      <p className="hidden" role="status">{place.said}</p>
      {gaps && list.data ? <Suspense fallback={<Lines n={8} height={34} />}><Gaps all={shown} may={may} /></Suspense> : null}
      {gaps ? null : <ol className={css.touches}>
        {shown.map((p, i) => (
          <Row
            key={p.id}
            point={p}
            at={i}
            last={shown.length - 1}
            share={share.get(p.id)}
            may={may}
            onMove={(to, focus) => place.move(shown, i, to, focus)}
            onGrab={() => { grabbed.current = i }}
            onDrop={() => { if (grabbed.current !== undefined) place.move(shown, grabbed.current, i) }}
            onRemove={() => remove(p, model ? enteredBy(model, p.id).length > 0 : false)}
          />
        ))}
      </ol>}
      {list.data && model && may && (search.edit === 'new' || list.data.some((p) => p.id === search.edit)) ? (
        <Suspense fallback={null}>
          <TouchpointEdit key={search.edit} point={list.data.find((p) => p.id === search.edit)} all={list.data} model={model} onClose={() => set({ edit: undefined, q: undefined })} />
        </Suspense>
      ) : null}
      {gaps ? null : <PeopleDrawer of={question} describe={(cell) => list.data?.find((p) => p.id === cell.touchpoint)?.name ?? t('nav.people')} />}
    </section>
  )
}

interface RowProps { point: Touchpoint; at: number; last: number; share?: TouchpointShare; may: boolean; onMove: (to: number, focus?: string) => void; onGrab: () => void; onDrop: () => void; onRemove: () => void }

function Row({ point, at, last, share, may, onMove, onGrab, onDrop, onRemove }: RowProps) {
  const { t } = useTranslation()
  const words = useWords()
  const stage = useStageName()
  const f = useFormat()
  const { ws, set } = usePlace()
  const say = useRuleText()
  const known = useQuery(schema(ws)).data
  const own = useQuery(channels(ws)).data
  const channel = channelOfRule(point.rule, known)
  const channelName = channel ? words.channel(channel, own?.find((c) => c.id === channel)?.name) : ''
  const said = say(point.rule)
  const [over, setOver] = useState(false)
  const drag = may ? {
    draggable: true,
    onDragStart: (e: DragEvent) => { e.dataTransfer.effectAllowed = 'move'; onGrab() },
    onDragOver: (e: DragEvent) => { e.preventDefault(); setOver(true) },
    onDragLeave: () => setOver(false),
    onDrop: (e: DragEvent) => { e.preventDefault(); setOver(false); onDrop() },
  } : {}
  const step = (to: number, way: 'up' | 'down') => to >= 0 && to <= last && onMove(to, `touch-${way}-${point.id}`)
  return (
    <li className={css.touch} data-over={over || undefined} {...drag}>
      <span className={css.place} aria-hidden>{at + 1}</span>
      <ChannelSign channel={channel} size={28} />
      <div className={css.what}>
        <h2>
          {may ? <button type="button" className="plain figure" onClick={() => set({ edit: point.id })}>{point.name}<span className="hidden"> {t('touch.editLabel')}</span></button> : point.name}
          {point.momentOfTruth ? <span className={css.moment} title={t('journey.moment')}><IconDiamondFilled size={11} aria-hidden /><span className="hidden">{t('journey.moment')}</span></span> : null}
        </h2>
        <p className="quiet">{[point.stage ? stage(point.stage) : t('touch.noStage'), said.includes(channelName) ? '' : channelName, point.owner].filter(Boolean).join(' · ')}</p>
        <p className={css.ruleWords}>{said}</p>
      </div>
      <dl className={css.figures}>
        <div><dt>{t('ask.people')}</dt><dd>{share ? <Figure cell={{ touchpoint: point.id }} label={`${point.name}, ${f.num(share.people)}`} disabled={share.people === 0}><Num n={share.people} /></Figure> : t('ui.none')}</dd></div>
        <div><dt>{t('ask.events')}</dt><dd>{share ? <Num n={share.events} /> : t('ui.none')}</dd></div>
      </dl>
      {may ? (
        <div className={css.tools}>
          <ActionIcon id={`touch-up-${point.id}`} variant="subtle" color="gray" aria-label={t('touch.up', { name: point.name })} aria-disabled={at === 0} data-disabled={at === 0 || undefined} onClick={() => step(at - 1, 'up')}><IconArrowUp size={17} /></ActionIcon>
          <ActionIcon id={`touch-down-${point.id}`} variant="subtle" color="gray" aria-label={t('touch.down', { name: point.name })} aria-disabled={at === last} data-disabled={at === last || undefined} onClick={() => step(at + 1, 'down')}><IconArrowDown size={17} /></ActionIcon>
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('settings.memberMenu', { name: point.name })}><IconDotsVertical size={17} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => set({ edit: point.id })}>{t('touch.edit')}</Menu.Item>
              <Menu.Item onClick={() => onMove(0)} disabled={at === 0}>{t('touch.first')}</Menu.Item>
              <Menu.Item onClick={() => onMove(last)} disabled={at === last}>{t('touch.last')}</Menu.Item>
              <Menu.Item onClick={onRemove}>{t('touch.delete')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      ) : null}
    </li>
  )
}

/** Moves a touchpoint at once on the screen, then on the server; where that fails, it goes back. */
function usePlacing() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [said, setSaid] = useState('')
  const say = useFaultWords()
  const key = touchpoints(ws).queryKey
  const send = useMutation({
    mutationFn: (m: { id: string; place: number }) => patchTouchpoint(ws, m.id, { place: m.place }),
    onError: (error) => notifications.show({ message: say.detail(error) ?? error.message, color: 'red' }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: key })
      void client.invalidateQueries({ queryKey: ['ask', ws] })
    },
  })
  const move = (list: Touchpoint[], from: number, to: number, focus?: string) => {
    const point = list[from]
    if (!point || from === to) return
    void client.cancelQueries({ queryKey: key })
    client.setQueryData(key, moved(list, from, to))
    setSaid(t('touch.moved', { name: point.name, place: to + 1, total: list.length }))
    // A row that is moved in the page loses the focus of its button.
    if (focus) requestAnimationFrame(() => document.getElementById(focus)?.focus())
    send.mutate({ id: point.id, place: to })
  }
  return { said, move }
}

/** Deletes a touchpoint, unless it is how a stage is entered. */
function useRemove() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const later = useLater('touchpoints')
  return (point: Touchpoint, entered: boolean) => {
    if (entered) notifications.show({ message: t('touch.entered', { name: point.name }), color: 'orange' })
    else later(point.id, t('touch.deleted', { name: point.name }), () => deleteTouchpoint(ws, point.id).finally(() => void client.invalidateQueries({ queryKey: ['ask', ws] })))
  }
}
