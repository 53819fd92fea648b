import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maps } from '../../api/calls'
import { usePlace } from '../../app/place'
import { IconArrowLeft, IconArrowRight, IconArrowsSplit2, IconChecklist, IconListDetails, IconMap2, IconMessage2, IconPencil, IconPlus, IconTrash, IconX } from '../../ui/icons'
import { NAME, type At, type Editor, type Opened } from './editor'
import { addEdge, put, removal, shift, shiftStep } from './edits'
import { newStage, newStep, takeAway } from './keys'
import css from './maps.module.css'
import { find, isValue, type Board } from './sheet'
import { useTalk } from './talk/context'
import type { View } from './store'

interface Props { editor: Editor; view: View }

/** What can be done with the thing that it was opened on. */
export function ThingMenu({ editor, view }: Props) {
  const { t } = useTranslation()
  const { opened, act } = editor
  if (!opened || !find(view.sheet, opened.kind, opened.id)) return null
  const back = () => act.go(placeOf(view.board, opened))
  return (
    <Menu opened onChange={(on) => { if (!on) { act.menu(undefined); if (!editor.writing) back() } }} position="bottom-start" width={230} returnFocus={false} trapFocus>
      <Menu.Target><button type="button" tabIndex={-1} className={`plain ${css.anchor}`} aria-label={t('maps.key.menu')} style={{ left: opened.x, top: opened.y }} /></Menu.Target>
      <Menu.Dropdown><Items key={opened.id} opened={opened} editor={editor} view={view} /></Menu.Dropdown>
    </Menu>
  )
}

/** Where a thing has its place on the sheet. */
export function placeOf(board: Board, of: { kind: string; id: string }): At {
  if (of.kind === 'lane') return { row: of.id, col: NAME }
  if (of.kind === 'stage') return { row: 'stage', col: board.columns[board.spans.get(of.id)?.from ?? 0]?.key ?? NAME }
  if (of.kind === 'step') return { row: 'step', col: of.id }
  for (const [key, cards] of board.cells) {
    if (!cards.some((c) => c.id === of.id)) continue
    const [step, lane] = key.split(' ') as [string, string]
    const value = isValue(board.lanes.find((l) => l.id === lane)?.kind)
    return { row: lane, col: step, card: value ? undefined : of.id }
  }
  return { row: 'stage', col: board.columns[0]?.key ?? NAME }
}

function Items({ opened, editor, view }: Props & { opened: Opened }) {
  const { t } = useTranslation()
  const { act } = editor
  const talk = useTalk()
  const [part, setPart] = useState<'leads' | 'opens'>()
  const { kind, id } = opened
  const at = placeOf(view.board, opened)
  const rename = <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => act.write({ kind, id }, at)}>{t(kind === 'card' ? 'maps.writeCard' : `maps.rename.${kind}`)}</Menu.Item>
  const move = (by: 1 | -1) => {
    const ops = kind === 'step' ? shiftStep(act.sheet(), id, by) : kind === 'stage' || kind === 'lane' ? shift(act.sheet(), kind, id, by) : []
    act.edit(ops)
    act.go(placeOf(act.view().board, opened))
  }
  const gone = <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => takeAway({ board: view.board, at, act })}>{t('segments.delete')}</Menu.Item>
  const detail = kind === 'card' || kind === 'step' ? <Menu.Item leftSection={<IconListDetails size={16} />} onClick={() => act.details({ kind, id })}>{t('maps.details')}</Menu.Item> : null
  if (part === 'leads') return <LeadsTo step={id} view={view} editor={editor} />
  if (part === 'opens') return <Opens step={id} editor={editor} />
  const talks = talk ? (
    <>
      <Menu.Item leftSection={<IconMessage2 size={16} />} onClick={() => talk.open('comments', id)}>{t('maps.talk.title')}</Menu.Item>
      {kind === 'card' ? <Menu.Item leftSection={<IconChecklist size={16} />} onClick={() => talk.open('tasks', id)}>{t('maps.task.title')}</Menu.Item> : null}
    </>
  ) : null
  if (!act.may) return <>{detail}{talks}<NestedItem view={view} step={kind === 'step' ? id : undefined} /></>
  return (
    <>
      {rename}
      {detail}
      {talks}
      {kind === 'step' ? (
        <>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => newStep(act, act.sheet().steps.find((s) => s.id === id)?.stage ?? '', id)}>{t('maps.stepAfter')}</Menu.Item>
          <Menu.Item closeMenuOnClick={false} leftSection={<IconArrowsSplit2 size={16} />} onClick={() => setPart('leads')}>{t('maps.leadsTo')}</Menu.Item>
          <Menu.Item closeMenuOnClick={false} leftSection={<IconMap2 size={16} />} onClick={() => setPart('opens')}>{t('maps.opens')}</Menu.Item>
          <NestedItem view={view} step={id} />
        </>
      ) : null}
      {kind === 'stage' ? (
        <>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => newStage(act, id)}>{t('maps.stageAfter')}</Menu.Item>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => newStep(act, id)}>{t('maps.addStep')}</Menu.Item>
        </>
      ) : null}
      {kind === 'card' ? null : (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<IconArrowLeft size={16} style={kind === 'lane' ? { rotate: '90deg' } : undefined} />} onClick={() => move(-1)}>{t(kind === 'lane' ? 'maps.moveUp' : 'maps.moveBack')}</Menu.Item>
          <Menu.Item leftSection={<IconArrowRight size={16} style={kind === 'lane' ? { rotate: '90deg' } : undefined} />} onClick={() => move(1)}>{t(kind === 'lane' ? 'maps.moveDown' : 'maps.moveOn')}</Menu.Item>
        </>
      )}
      <Menu.Divider />
      {gone}
    </>
  )
}

function NestedItem({ view, step }: { view: View; step: string | undefined }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const s = view.sheet.steps.find((x) => x.id === step)
  if (!s?.opens) return null
  return <Menu.Item leftSection={<IconMap2 size={16} />} onClick={() => void navigate({ to: '/w/$ws/maps/$map', params: { ws: String(ws), map: s.opens! } })}>{t('maps.openNested', { name: s.name })}</Menu.Item>
}

/** Chooses where a step leads: what is chosen already goes away again. */
function LeadsTo({ step, view, editor }: { step: string; view: View; editor: Editor }) {
  const { t } = useTranslation()
  const { act } = editor
  return (
    <>
      <Menu.Label>{t('maps.leadsToHint')}</Menu.Label>
      <div className={css.choices}>
        {view.board.columns.flatMap((c) => (c.step ? [c.step] : [])).map((s) => {
          const edge = view.sheet.edges.find((e) => e.from === step && e.to === s.id)
          return (
            <Menu.Item key={s.id} leftSection={edge ? <IconX size={15} /> : <IconArrowRight size={15} />} data-on={edge ? '' : undefined} onClick={() => act.edit(edge ? removal('edge', edge.id) : addEdge(act.sheet(), step, s.id))}>
              {s.id === step ? t('maps.itself', { name: s.name }) : s.name || t('maps.noName.step')}
            </Menu.Item>
          )
        })}
      </div>
    </>
  )
}

function Opens({ step, editor }: { step: string; editor: Editor }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { act } = editor
  const list = useQuery(maps(ws)).data?.filter((m) => m.id !== act.view().head.id) ?? []
  const set = (opens: string | null) => act.edit([put('step', step, { opens })])
  return (
    <>
      <Menu.Label>{t('maps.opensHint')}</Menu.Label>
      <div className={css.choices}>
        <Menu.Item onClick={() => set(null)}>{t('maps.opensNone')}</Menu.Item>
        {list.map((m) => <Menu.Item key={m.id} onClick={() => set(m.id)}>{m.name}</Menu.Item>)}
      </div>
    </>
  )
}
