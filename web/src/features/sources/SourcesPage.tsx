import { Button, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { sources } from '../../api/calls'
import type { Counts } from '../../api/types'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useWords } from '../../app/words'
import { Badge, ChannelChip, Num } from '../../ui/bits'
import { IconPlug, IconPlus } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { SourceForm } from './SourceForm'
import css from './sources.module.css'
import { useLastSeen } from './useLastSeen'

/** Where events come from. */
export default function SourcesPage() {
  const { t } = useTranslation()
  const seen = useLastSeen()
  const words = useWords()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const may = useCan('sources.manage')
  const [form, door] = useDisclosure()
  const { data, error, refetch } = useQuery(sources(ws))
  const add = may ? <Button leftSection={<IconPlus size={16} />} onClick={door.open}>{t('sources.new')}</Button> : null
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.sources')}</h1>
        {data?.length ? add : null}
      </div>
      <section className="panel" aria-label={t('nav.sources')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={6} height={30} /> : null}
        {data?.length === 0 ? <Empty icon={IconPlug} title={t('sources.empty')} text={t('sources.emptyText')} action={add} /> : null}
        {data?.length ? (
          <Table className={css.table} highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('sources.name')}</Table.Th>
                <Table.Th className={css.far}>{t('sources.kind')}</Table.Th>
                <Table.Th className={css.far}>{t('sources.channel')}</Table.Th>
                <Table.Th>{t('sources.last24h')}</Table.Th>
                <Table.Th className={css.far}>{t('sources.lastSeen')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((s) => (
                <Table.Tr key={s.id} className={s.disabled ? css.off : undefined}>
                  <Table.Td>
                    <Link to="/w/$ws/sources/$source" params={{ ws: String(ws), source: String(s.id) }} className={css.name}>{s.name}</Link> {s.disabled ? <Badge>{t('sources.off')}</Badge> : null}
                  </Table.Td>
                  <Table.Td className={css.far}>{words.kind(s.kind)}</Table.Td>
                  <Table.Td className={css.far}><ChannelChip channel={s.channel} /></Table.Td>
                  <Table.Td><Verdicts counts={s.last24h} /></Table.Td>
                  <Table.Td className={css.far}><span className={s.lastSeen ? undefined : 'quiet'}>{seen(s.lastSeen)}</span></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
      </section>
      {form ? <SourceForm onClose={door.close} onDone={(s) => { door.close(); void navigate({ to: '/w/$ws/sources/$source', params: { ws: String(ws), source: String(s.id) } }) }} /> : null}
    </div>
  )
}

export function Verdicts({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  if (counts.received === 0) return <span className="quiet">{t('sources.quiet')}</span>
  return (
    <span className={css.verdicts}>
      <span><Num n={counts.stored} /> <span className="quiet">{t('ledger.stored')}</span></span>
      {counts.duplicate ? <span><Num n={counts.duplicate} /> <span className="quiet">{t('ledger.duplicate')}</span></span> : null}
      {counts.rejected ? <span className={css.bad}>! <Num n={counts.rejected} /> {t('ledger.rejected')}</span> : null}
    </span>
  )
}
