import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dashboards, savedQuestions, segments, segmentSizes } from '../../api/calls'
import type { SavedSegment } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useHidden } from '../../app/useLater'
import { Num } from '../../ui/bits'
import { IconPlus, IconUsersGroup } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { useWidth } from '../../ui/useWidth'
import { sparkline } from '../journey/layout'
import { changeOver, usersOf } from './rule'
import { say, useSpeech } from './say'
import css from './segments.module.css'

/** All saved segments, with how many people are in each now. */
export default function SegmentsPage() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('segments.edit')
  const hidden = useHidden('segments')
  const { data, error, refetch } = useQuery({ ...segments(ws), refetchInterval: 2000 })
  const list = data?.filter((s) => !hidden.includes(s.id))
  const add = may ? <Button component={Link} to={`/w/${ws}/segments/new`} leftSection={<IconPlus size={16} />}>{t('segments.new')}</Button> : null
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.segments')}</h1>
        {list?.length ? add : null}
      </div>
      <section className="panel" aria-label={t('nav.segments')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={8} height={30} /> : null}
        {list?.length === 0 ? <Empty icon={IconUsersGroup} title={t('segments.empty')} text={t('segments.emptyText')} action={add} /> : null}
        {list?.length ? (
          <Table className={css.list}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('segments.name')}</Table.Th>
                <Table.Th ta="right">{t('segments.now')}</Table.Th>
                <Table.Th>{t('segments.month')}</Table.Th>
                <Table.Th ta="right" className={css.far}>{t('segments.days', { count: 7 })}</Table.Th>
                <Table.Th ta="right" className={css.far}>{t('segments.days', { count: 30 })}</Table.Th>
                <Table.Th className={css.far}>{t('segments.owner')}</Table.Th>
                <Table.Th className={css.far}>{t('segments.usedBy')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{list.map((s) => <Row key={s.id} one={s} all={list} />)}</Table.Tbody>
          </Table>
        ) : null}
      </section>
    </div>
  )
}

function Row({ one, all }: { one: SavedSegment; all: SavedSegment[] }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const speech = useSpeech()
  const sizes = useQuery(segmentSizes(ws, one.id, 'day')).data
  const questions = useQuery(savedQuestions(ws)).data ?? []
  const boards = useQuery(dashboards(ws)).data ?? []
  const users = usersOf(one.id, all, questions, boards)
  const uses = [...users.segments, ...users.questions, ...users.dashboards]
  // What it is now is newer than the last figure of its days.
  const until = sizes?.length && one.people !== undefined ? [...sizes.slice(0, -1), { ...sizes.at(-1)!, people: one.people }] : sizes
  const change = (days: number) => {
    const n = changeOver(until, days)
    return n === undefined ? <span className="quiet">{t('ui.none')}</span> : <span className="num">{f.signed(n)}</span>
  }
  return (
    <Table.Tr>
      <Table.Td className={css.what}>
        <Link to="/w/$ws/segments/$segment" params={{ ws: String(ws), segment: one.id }}>{one.name}</Link>
        <p className="quiet">{one.fault ? <span className={css.warn}>{one.fault}</span> : one.description || say(one.rule, speech)}</p>
      </Table.Td>
      <Table.Td ta="right">{one.people === undefined ? <span className="quiet">{t('segments.looking')}</span> : <b><Num n={one.people} exact /></b>}</Table.Td>
      <Table.Td><Line values={one.people === undefined ? [] : (until?.slice(-30).map((p) => p.people) ?? [])} label={t('segments.lineLabel', { name: one.name })} /></Table.Td>
      <Table.Td ta="right" className={css.far}>{change(7)}</Table.Td>
      <Table.Td ta="right" className={css.far}>{change(30)}</Table.Td>
      <Table.Td className={css.far}>{one.owner}</Table.Td>
      <Table.Td className={css.far}>{uses.length ? <span title={f.list(uses.map((u) => u.name))}>{t('segments.uses', { count: uses.length, first: uses[0]!.name })}</span> : <span className="quiet">{t('ui.none')}</span>}</Table.Td>
    </Table.Tr>
  )
}

const H = 30

function Line({ values, label }: { values: number[]; label: string }) {
  const [ref, width] = useWidth<HTMLSpanElement>()
  const f = useFormat()
  const line = sparkline(values, Math.max(width, 10), H)
  return (
    <span ref={ref} className={css.line}>
      {values.length > 1 ? (
        <svg width="100%" height={H} role="img" aria-label={`${label}: ${f.num(values[0]!)} → ${f.num(values.at(-1)!)}`}>
          <path d={line.area} className={css.lineArea} />
          <path d={line.line} className={css.lineLine} />
        </svg>
      ) : null}
    </span>
  )
}
