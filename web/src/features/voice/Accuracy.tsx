import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { voiceModels } from '../../api/calls'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Failed, Lines } from '../../ui/states'
import css from './voice.module.css'

/** How well feelings are read, in each language, on texts that the models never saw. */
export function Accuracy() {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery(voiceModels(ws))
  const language = new Intl.DisplayNames(f.locale, { type: 'language' })
  const three = (v: number) => new Intl.NumberFormat(f.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(v)
  return (
    <section className={`panel ${css.models}`} aria-label={t('voice.views.accuracy')}>
      <p className="quiet" style={{ margin: 0, maxWidth: '78ch' }}>{t('voice.accuracyText')}</p>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={10} /> : null}
      {data?.elsewhere ? (
        <div role="status">
          <p><b>{t('voice.elsewhere', { model: data.elsewhere.model })}</b> {t('voice.elsewhereWaiting', { count: data.elsewhere.waiting, n: f.num(data.elsewhere.waiting) })}</p>
          {data.elsewhere.problem ? <p className="quiet">! {t(`connections.fault.${data.elsewhere.code ?? ''}` as 'connections.fault.unreadable', { ...data.elsewhere.with, defaultValue: data.elsewhere.problem })}</p> : null}
        </div>
      ) : null}
      {data?.models.map((m) => (
        <div key={m.language}>
          <h2>{language.of(m.language)}</h2>
          <Table aria-label={language.of(m.language) ?? m.language}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('voice.set')}</Table.Th>
                <Table.Th ta="right">{t('voice.accuracy')}</Table.Th>
                <Table.Th ta="right">{t('voice.f1')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {m.figures.map((x) => (
                <Table.Tr key={x.set + x.how}>
                  <Table.Td>{x.set}<div className="quiet">{t('voice.measured', { how: t(`voice.hows.${x.how}`, x.how), n: f.num(x.rows) })}</div></Table.Td>
                  <Table.Td ta="right"><span className="num">{f.percent(x.accuracy)}</span></Table.Td>
                  <Table.Td ta="right"><span className="num">{three(x.macro_f1)}</span></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ))}
    </section>
  )
}
