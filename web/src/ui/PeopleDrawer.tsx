import { Pagination } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/calls'
import type { Cell, PersonRow, Question } from '../api/types'
import { useCan, useFormat } from '../app/hooks'
import { usePlace } from '../app/place'
import { useStageName } from '../app/useStageName'
import { personName } from '../app/words'
import { SideSheet } from './dialogs'
import { Empty, Failed, Lines } from './states'
import { IconUsers } from './icons'
import css from './ui.module.css'

const PAGE = 50

/** The people behind one number of an answer. Which number is in the address, so that a step back from a person opens it again. */
export function PeopleDrawer({ of, describe }: { of: Question; describe: (cell: Cell) => string }) {
  const { search, set } = usePlace()
  const may = useCan('people.read')
  const cell = may ? search.cell : undefined
  return (
    <SideSheet opened={cell !== undefined} onClose={() => set({ cell: undefined })} size={440} title={cell ? describe(cell) : ''}>
      {cell ? <PeopleList key={JSON.stringify(cell)} of={of} cell={cell} /> : null}
    </SideSheet>
  )
}

/** People as a list that leads to each. */
export function PeopleRows({ people }: { people: PersonRow[] }) {
  const { ws } = usePlace()
  const { t } = useTranslation()
  const f = useFormat()
  const stage = useStageName()
  return (
    <ul style={{ listStyle: 'none', margin: '0 -12px', padding: 0 }}>
      {people.map((p) => (
        <li key={p.person}>
          <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: p.person }} className={css.person}>
            <b>{personName(p)}</b>
            <span className="num">{t('people.eventCount', { count: p.events, n: f.num(p.events) })}</span>
            <span>{p.stage ? stage(p.stage) : ''}</span>
            <span>{p.lastSeen ? f.ago(p.lastSeen) : ''}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function PeopleList({ of, cell }: { of: Question; cell: Cell }) {
  const { ws } = usePlace()
  const { t } = useTranslation()
  const f = useFormat()
  const [page, setPage] = useState(1)
  const question: Question = { kind: 'people', people: { of: cell.compare ? of : { ...of, compare: undefined }, cell, limit: PAGE, offset: (page - 1) * PAGE } }
  const { data, error, refetch } = useQuery(ask(ws, question))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data?.persons) return <Lines n={10} height={34} />
  const { total, people } = data.persons
  if (total === 0) return <Empty icon={IconUsers} title={t('people.nobody')} text={t('people.nobodyText')} />
  return (
    <>
      <p className="quiet" style={{ marginBottom: 8 }} aria-live="polite">{t('people.count', { count: total, n: f.num(total) })}</p>
      <PeopleRows people={people} />
      {total > PAGE ? (
        <Pagination value={page} onChange={setPage} total={Math.min(Math.ceil(total / PAGE), 200)} size="sm" siblings={1} mt="md" getControlProps={(c) => ({ 'aria-label': t(`ui.page.${c}`) })} />
      ) : null}
    </>
  )
}
