import { Pagination, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer, Question } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useStageName } from '../../app/useStageName'
import { personName } from '../../app/words'
import { Num } from '../../ui/bits'
import { ScrollX } from '../../ui/dialogs'
import css from './ask.module.css'

const PAGE = 50

/** The people that a question finds, a page of them. */
export function PeopleView({ question, answer }: { question: Question; answer: Answer }) {
  const { t } = useTranslation()
  const f = useFormat()
  const stage = useStageName()
  const { ws, search, set } = usePlace()
  const { total, people } = answer.persons!
  const page = Math.floor((question.people?.offset ?? 0) / PAGE) + 1
  const turn = (to: number) => search.q && set({ q: { ...search.q, people: { ...search.q.people, offset: to > 1 ? (to - 1) * PAGE : undefined } } })
  return (
    <div className={css.groups}>
      <ScrollX label={t('nav.people')} minWidth={560}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('people.name')}</Table.Th><Table.Th>{t('people.stage')}</Table.Th><Table.Th ta="right">{t('people.events')}</Table.Th><Table.Th>{t('people.firstSeen')}</Table.Th><Table.Th>{t('people.lastSeen')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {people.map((p) => (
              <Table.Tr key={p.person}>
                <Table.Td><Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: p.person }}>{personName(p)}</Link></Table.Td>
                <Table.Td>{p.stage ? stage(p.stage) : <span className="quiet">{t('ui.none')}</span>}</Table.Td>
                <Table.Td ta="right"><Num n={p.events} /></Table.Td>
                <Table.Td className="num">{f.date(p.firstSeen)}</Table.Td>
                <Table.Td className="num">{f.ago(p.lastSeen)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollX>
      {total > PAGE ? <Pagination value={page} onChange={turn} total={Math.min(Math.ceil(total / PAGE), 400)} size="sm" siblings={1} getControlProps={(c) => ({ 'aria-label': t(`ui.page.${c}`) })} /> : null}
    </div>
  )
}
