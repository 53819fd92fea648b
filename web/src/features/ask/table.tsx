import { Table, Tooltip } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rate } from '../../api/types'
import { SMALL_N } from '../../app/format'
import { useFormat } from '../../app/hooks'
import { RateText } from '../../ui/bits'
import { ScrollX } from '../../ui/dialogs'
import { IconArrowDown, IconArrowUp } from '../../ui/icons'
import css from './view.module.css'

export interface Column<R> {
  id: string
  head: string
  hint?: string
  /** What the rows are ordered by; a column without it is not ordered. */
  by?: (row: R) => number | string | undefined
  cell: (row: R) => ReactNode
  text?: boolean
}

/** A table whose rows are ordered by the column that was chosen; figures begin with the greatest. Rows come in their own order first. */
export function DataTable<R>({ label, columns, rows, id, minWidth, begin }: { label: string; columns: Column<R>[]; rows: R[]; id: (row: R) => string; minWidth: number; begin?: string }) {
  const [sort, setSort] = useState<{ id: string; up: boolean } | undefined>(begin ? { id: begin, up: false } : undefined)
  const by = columns.find((c) => c.id === sort?.id)?.by
  const shown = by ? ordered(rows, by, sort!.up) : rows
  const turn = (c: Column<R>) => setSort((s) => (s?.id === c.id ? { id: c.id, up: !s.up } : { id: c.id, up: Boolean(c.text) }))
  return (
    <ScrollX label={label} minWidth={minWidth}>
      <Table className={css.figures}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((c) => {
              const on = sort?.id === c.id
              return (
                <Table.Th key={c.id} data-text={c.text || undefined} aria-sort={!c.by ? undefined : !on ? 'none' : sort.up ? 'ascending' : 'descending'}>
                  {c.by ? (
                    <Tooltip label={c.hint} disabled={!c.hint} multiline maw={280}>
                      <button type="button" className={`plain ${css.sorter}`} onClick={() => turn(c)}>
                        {c.head}
                        {on ? sort.up ? <IconArrowUp size={13} aria-hidden /> : <IconArrowDown size={13} aria-hidden /> : null}
                      </button>
                    </Tooltip>
                  ) : c.head}
                </Table.Th>
              )
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((r) => (
            <Table.Tr key={id(r)}>
              {columns.map((c, i) => (i === 0 ? <Table.Th key={c.id} scope="row" data-text>{c.cell(r)}</Table.Th> : <Table.Td key={c.id} data-text={c.text || undefined}>{c.cell(r)}</Table.Td>))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollX>
  )
}

/** Rows in the order of a value; those without one come last either way. */
export function ordered<R>(rows: R[], by: (row: R) => number | string | undefined, up: boolean): R[] {
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    const d = typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y)) : x - y
    return up ? d : -d
  })
}

/** A share as a bar, with its interval drawn over it and said beside it. */
export function RateBar({ rate, max = 1, children }: { rate: Rate; max?: number; children?: ReactNode }) {
  const at = (v: number) => `${Math.min(100, Math.max(0, (v / (max || 1)) * 100))}%`
  return (
    <span className={css.barCell}>
      {children ?? <RateText rate={rate} />}
      <span className={css.bar} aria-hidden>
        <span className={css.fill} style={{ width: at(rate.value) }} data-small={rate.n < SMALL_N || undefined} />
        {rate.n > 0 ? <span className={css.whisker} style={{ left: at(rate.low), width: `calc(${at(rate.high)} - ${at(rate.low)})` }} /> : null}
      </span>
    </span>
  )
}

/** A part of the greatest, as a bar under the figure. */
export function CountBar({ part, children }: { part: number; children: ReactNode }) {
  return (
    <span className={css.barCell}>
      {children}
      <span className={css.bar} aria-hidden><span className={css.fill} style={{ width: `${Math.min(100, Math.max(0, part * 100))}%` }} /></span>
    </span>
  )
}

/** A figure with its 95 % interval, drawn on a scale from -max to max with nothing in the middle. */
export function Whisker({ value, low, high, max, format, n, middle = 0 }: { value: number; low: number; high: number; max: number; format: (v: number) => string; n?: number; middle?: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const at = (v: number) => 50 + Math.min(50, Math.max(-50, ((v - middle) / (max || 1)) * 50))
  const small = n !== undefined && n < SMALL_N
  const sure = low > middle || high < middle
  return (
    <Tooltip label={t('view.between', { low: format(low), high: format(high) }) + (n === undefined ? '' : ' ' + t('view.of', { n: f.num(n) })) + (small ? ' ' + t('ui.smallSample') : '')}>
      <span className={css.barCell}>
        <span className={`num ${small ? 'small-n' : ''}`} data-sure={sure || undefined}>{format(value)} <small>{t('view.range', { low: format(low), high: format(high) })}</small></span>
        <span className={css.scale} aria-hidden>
          <span className={css.zero} />
          <span className={css.span} style={{ left: `${at(low)}%`, width: `${Math.max(0.8, at(high) - at(low))}%` }} data-sure={sure || undefined} />
          <span className={css.dot} style={{ left: `${at(value)}%` }} data-sure={sure || undefined} />
        </span>
      </span>
    </Tooltip>
  )
}

/** A few figures that the answer begins with. */
export function Facts({ items }: { items: { label: string; value: ReactNode; more?: ReactNode }[] }) {
  return (
    <dl className={css.facts}>
      {items.map((x) => <div key={x.label}><dt>{x.label}</dt><dd>{x.value}{x.more ? <small>{x.more}</small> : null}</dd></div>)}
    </dl>
  )
}

export function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <h2 className={css.title}>{title}</h2>
      {text ? <p className={`quiet ${css.text}`}>{text}</p> : null}
      {children}
    </div>
  )
}

/** A quiet tint of the accent; text stays readable on it in both schemes. */
export function tint(part: number): React.CSSProperties {
  return { background: part > 0 ? `color-mix(in srgb, var(--flow) ${Math.round(4 + 40 * Math.sqrt(Math.min(1, part)))}%, var(--surface))` : undefined }
}
