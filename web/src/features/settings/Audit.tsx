import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { audit } from '../../api/calls'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { IconHistory } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'

/** Who changed what. */
export default function AuditLog() {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const [before, setBefore] = useState<number[]>([])
  const { data, error, refetch } = useQuery(audit(ws, { before: before.at(-1), limit: 100 }))
  return (
    <section className="panel" aria-label={t('settings.audit')}>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={8} height={22} /> : null}
      {data?.entries.length === 0 ? <Empty icon={IconHistory} title={t('audit.empty')} text={t('audit.emptyText')} /> : null}
      {data?.entries.length ? (
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{t('ask.time')}</Table.Th><Table.Th>{t('audit.actor')}</Table.Th><Table.Th>{t('audit.action')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {data.entries.map((e) => (
              <Table.Tr key={e.id}>
                <Table.Td className="num" style={{ whiteSpace: 'normal' }}>{f.dateTime(e.at)}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere', minWidth: 84 }}>{e.actor}</Table.Td>
                <Table.Td>{words.action(e.action)}<div className="quiet" style={{ overflowWrap: 'anywhere' }}>{[e.target, e.detail].filter(Boolean).join(' · ')}</div></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      {data && (before.length > 0 || data.next) ? (
        <div className="pad" style={{ display: 'flex', gap: 8 }}>
          <Button variant="default" disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>{t('quarantine.newer')}</Button>
          <Button variant="default" disabled={!data.next} onClick={() => data.next && setBefore([...before, data.next])}>{t('quarantine.older')}</Button>
        </div>
      ) : null}
    </section>
  )
}
