import { Button, Pagination, Select, Table, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { people, reviews } from '../../api/calls'
import type { PeopleSort } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useStageName } from '../../app/useStageName'
import { personName } from '../../app/words'
import { Badge, Num } from '../../ui/bits'
import { IconSearch, IconUsers } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import css from './people.module.css'

const PAGE = 50

/** Everyone, searched and sorted. */
export default function PeoplePage() {
  const { t } = useTranslation()
  const f = useFormat()
  const stage = useStageName()
  const { ws, search, set } = usePlace()
  const [text, setText] = useState(search.search ?? '')
  const seek = useDebouncedCallback((s: string) => set({ search: s || undefined, page: undefined }, true), 220)
  const page = search.page ?? 1
  const { data, error, refetch } = useQuery(people(ws, { search: search.search, sort: search.sort, offset: (page - 1) * PAGE, limit: PAGE }))
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.people')}</h1>
        <ReviewsLink />
      </div>
      <div className={css.tools}>
        <TextInput className={css.search} aria-label={t('people.search')} placeholder={t('people.searchHint')} leftSection={<IconSearch size={16} />} value={text} onChange={(e) => { setText(e.currentTarget.value); seek(e.currentTarget.value) }} />
        <Select aria-label={t('people.sort')} value={search.sort ?? 'last_seen'} onChange={(s) => set({ sort: s === 'last_seen' ? undefined : (s as PeopleSort), page: undefined })} allowDeselect={false} data={(['last_seen', 'first_seen', 'events'] as const).map((s) => ({ value: s, label: t(`people.sortBy.${s}`) }))} />
        <span className="quiet" aria-live="polite">{data ? t('people.count', { count: data.total, n: f.num(data.total) }) : ''}</span>
      </div>
      <section className="panel" aria-label={t('nav.people')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={12} height={26} /> : null}
        {data && data.people.length === 0 ? (
          search.search ? <Empty icon={IconSearch} title={t('people.none')} text={t('people.noneText')} action={<Button variant="light" onClick={() => { setText(''); set({ search: undefined, page: undefined }) }}>{t('people.clear')}</Button>} />
            : <Empty icon={IconUsers} title={t('people.empty')} text={t('people.emptyText')} action={<Button component={Link} to={`/w/${ws}/sources`}>{t('journey.connect')}</Button>} />
        ) : null}
        {data && data.people.length > 0 ? (
          <Table className={css.list} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('people.name')}</Table.Th>
                <Table.Th className={css.far}>{t('people.ids')}</Table.Th>
                <Table.Th>{t('people.stage')}</Table.Th>
                <Table.Th ta="right" className={css.far}>{t('people.events')}</Table.Th>
                <Table.Th className={css.far}>{t('people.firstSeen')}</Table.Th>
                <Table.Th>{t('people.lastSeen')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.people.map((p) => (
                <Table.Tr key={p.person}>
                  <Table.Td><Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: p.person }} className={css.name}>{personName(p)}</Link></Table.Td>
                  <Table.Td className={css.far}><span className={css.ids}>{(p.ids ?? []).slice(0, 2).map((id) => id.value).join(' · ')}</span></Table.Td>
                  <Table.Td>{p.stage ? <Badge tone={p.stage === 'lapsed' ? undefined : 'good'}>{stage(p.stage)}</Badge> : null}</Table.Td>
                  <Table.Td ta="right" className={css.far}><Num n={p.events} /></Table.Td>
                  <Table.Td className={`${css.far} ${css.when}`}>{p.firstSeen ? f.date(p.firstSeen) : ''}</Table.Td>
                  <Table.Td className={css.when}>{p.lastSeen ? f.ago(p.lastSeen) : ''}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
      </section>
      {data && data.total > PAGE ? <Pagination value={page} onChange={(n) => set({ page: n === 1 ? undefined : n })} total={Math.min(1000, Math.ceil(data.total / PAGE))} getControlProps={(c) => ({ 'aria-label': t(`ui.page.${c}`) })} /> : null}
    </div>
  )
}

function ReviewsLink() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('identity.review')
  const { data } = useQuery({ ...reviews(ws), enabled: may })
  const open = data?.filter((r) => r.status === 'open').length ?? 0
  if (!may || open === 0) return null
  return <Button component={Link} to={`/w/${ws}/people/reviews`} variant="light">{t('reviews.waiting', { count: open })}</Button>
}
