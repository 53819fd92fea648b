import { Button, Menu, Select } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Question, Segment } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { isDates, toRange, usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { DatesDialog } from '../../app/RangePicker'
import { SavedPick } from '../../app/SegmentPicker'
import { SideSheet } from '../../ui/dialogs'
import { IconArrowsDiff } from '../../ui/icons'
import { Lines } from '../../ui/states'
import { useMoney, useNames } from './names'
import { changes, sheets, type Change, type Unit } from './sheets'
import { DataTable, Part, type Column } from './table'
import css from './view.module.css'

const SegmentForm = lazy(() => import('../../app/SegmentForm'))

/** What the answer is held against: another time, everyone else, or other people. */
export function ComparePicker({ question }: { question: Question }) {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const [open, setOpen] = useState(false)
  const [dates, setDates] = useState(false)
  const other = question.compare?.segment
  const time = search.compare ?? (question.compare?.range ? 'dates' : undefined)
  const now = time === 'prev' ? 'before' : time === 'year' ? 'year' : time ? 'dates' : other ? 'people' : 'none'
  const none = { ...question, compare: undefined }
  const choose = (compare: string | undefined, q: Question) => set({ compare, q, cell: undefined }, true)
  const people = (segment: Segment | undefined) => {
    choose(undefined, { ...none, compare: segment && { segment } })
    setOpen(false)
  }
  return (
    <>
      <Menu position="bottom-start" shadow="md">
        <Menu.Target><Button variant={now === 'none' ? 'default' : 'light'} leftSection={<IconArrowsDiff size={16} />}>{t(now === 'none' ? 'view.compare.title' : `view.compare.${now}`)}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={now === 'none'} onClick={() => choose(undefined, none)}>{t('view.compare.none')}</Menu.Item>
          {search.range === 'all' ? null : <Menu.Item onClick={() => choose('prev', none)}>{t('view.compare.before')}</Menu.Item>}
          {search.range === 'all' ? null : <Menu.Item onClick={() => choose('year', none)}>{t('view.compare.year')}</Menu.Item>}
          <Menu.Item onClick={() => setDates(true)}>{t('view.compare.dates')}…</Menu.Item>
          {search.segment ? <Menu.Item onClick={() => choose(undefined, { ...none, compare: { segment: { not: search.segment } } })}>{t('view.compare.rest')}</Menu.Item> : null}
          <Menu.Item onClick={() => setOpen(true)}>{t('view.compare.other')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DatesDialog opened={dates} onClose={() => setDates(false)} title={t('view.compare.dates')} range={time && isDates(time) ? toRange(time) : {}} onPick={(word) => { choose(word, none); setDates(false) }} />
      <SideSheet opened={open} onClose={() => setOpen(false)} title={t('view.compare.other')}>
        <SavedPick value={other?.id} onChange={(id) => people({ id })} />
        <Suspense fallback={<Lines n={4} height={34} />}>
          <SegmentForm value={other?.id ? undefined : other} onChange={people} />
        </Suspense>
      </SideSheet>
    </>
  )
}

/** The figures of two answers in one table, with the change. */
export function ChangeTable({ question, answer, other }: { question: Question; answer: Answer; other: Answer }) {
  const { t } = useTranslation()
  const f = useFormat()
  const names = useNames(question)
  const words = useWords()
  const money = useMoney(answer.value?.currency ?? answer.attribution?.currency)
  const [one, two] = [sheets(answer)[0], sheets(other)[0]]
  const figures = one?.columns.filter((c) => c.unit !== 'key' && !/_(low|high|k|n)$/.test(c.id) && c.id !== 'q') ?? []
  const [chosen, setChosen] = useState<string>()
  const column = figures.find((c) => c.id === chosen) ?? figures[0]
  if (!one || !two || !column) return null
  const said = (v: number | undefined) => (v === undefined ? t('ui.none') : write(v, column.unit, f, money))
  const word = (k: string, i: number): string => {
    if (k === '(other)') return t('ask.other')
    if (answer.attribution) return i === 0 ? names.unit(k) : t(`view.attribution.model.${k}`)
    if (answer.audience) return i === 0 ? names.part(k) : k
    if (answer.value) return names.group(k)
    // A step of a funnel comes with its number.
    return k.replace(/^(\d+ )?(.+)$/, (_, n: string | undefined, name: string) => (n ?? '') + words.eventName(name))
  }
  const rows = changes(one, two, column.id).sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0)).slice(0, 16)
  const columns: Column<Change>[] = [
    { id: 'key', head: t('ask.name'), text: true, cell: (r) => r.key.map(word).join(' · ') || t('ask.all') },
    { id: 'now', head: t('view.compare.this'), by: (r) => r.now, cell: (r) => said(r.now) },
    { id: 'before', head: t('view.compare.that'), by: (r) => r.before, cell: (r) => said(r.before) },
    { id: 'change', head: t('view.compare.change'), by: (r) => r.change, cell: (r) => (r.change === undefined ? t('ui.none') : <span className={r.change > 0 ? css.up : r.change < 0 ? css.down : undefined}>{r.change > 0 ? '▲ ' : r.change < 0 ? '▼ ' : ''}{said(Math.abs(r.change))}{column.unit !== 'share' && r.before ? <small> ({f.percent(Math.abs(r.change / r.before))})</small> : null}</span>) },
  ]
  return (
    <Part title={t('view.compare.change')}>
      {figures.length > 1 ? <Select size="xs" w={220} mb={8} allowDeselect={false} aria-label={t('view.compare.figure')} value={column.id} onChange={(v) => setChosen(v ?? undefined)} data={figures.map((c) => ({ value: c.id, label: t(`view.column.${c.id}`) }))} /> : null}
      <DataTable label={t('view.compare.change')} columns={columns} rows={rows} id={(r) => r.key.join(' ')} minWidth={420} />
    </Part>
  )
}

function write(v: number, unit: Unit, f: ReturnType<typeof useFormat>, money: ReturnType<typeof useMoney>): string {
  if (unit === 'share') return f.percent(v)
  if (unit === 'money') return money.short(v)
  if (unit === 'span') return f.span(v)
  return f.num(Math.round(v * 10) / 10)
}
