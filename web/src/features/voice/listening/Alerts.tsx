import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { alertConditions, alerts } from '../../../api/calls'
import type { Alert, AlertCondition, Topic } from '../../../api/types'
import { useCan, useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { Badge } from '../../../ui/bits'
import { IconPlus } from '../../../ui/icons'
import { Failed, Lines } from '../../../ui/states'
import { ConditionEdit } from './ConditionEdit'
import css from './listening.module.css'
import { useAlertText } from './useAlertText'

/** What was raised, with its figures of then, and when something is raised. */
export function Alerts({ topics }: { topics: Topic[] }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('voice.edit')
  const raised = useQuery(alerts(ws))
  const conditions = useQuery(alertConditions(ws))
  const [more, setMore] = useState(false)
  const edit = conditions.data?.find((c) => c.id === search.edit)
  const error = raised.error ?? conditions.error
  return (
    <div className={css.grid}>
      <section className={`panel ${css.panel}`} aria-label={t('listening.alerts')}>
        <h2>{t('listening.alerts')}</h2>
        {error && !raised.data ? <Failed error={error} retry={() => void raised.refetch()} /> : null}
        {!raised.data && !error ? <Lines n={3} height={36} /> : null}
        {raised.data?.length === 0 ? <p className="quiet">{t('listening.noAlerts')}</p> : null}
        {raised.data?.length ? <ul className={css.alerts}>{raised.data.slice(0, more ? 200 : 5).map((a) => <One key={`${a.condition}-${a.seq}`} alert={a} topics={topics} />)}</ul> : null}
        {!more && raised.data && raised.data.length > 5 ? <Button variant="default" size="compact-sm" onClick={() => setMore(true)}>{t('voice.more')}</Button> : null}
      </section>
      <section className={`panel ${css.panel}`} aria-label={t('listening.conditions')}>
        <div className={css.head}>
          <h2>{t('listening.conditions')}</h2>
          {may ? <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => set({ edit: 'condition' })}>{t('listening.newCondition')}</Button> : null}
        </div>
        {conditions.data?.length === 0 ? <p className="quiet">{t('listening.noConditions')}</p> : null}
        {conditions.data?.length ? <ul className={css.alerts}>{conditions.data.map((c) => <Condition key={c.id} one={c} topics={topics} onEdit={may ? () => set({ edit: c.id }) : undefined} />)}</ul> : null}
      </section>
      {may && (edit || search.edit === 'condition') ? <ConditionEdit key={search.edit} one={edit} topics={topics} onClose={() => set({ edit: undefined })} /> : null}
    </div>
  )
}

function One({ alert: a, topics }: { alert: Alert; topics: Topic[] }) {
  const f = useFormat()
  const text = useAlertText()
  const topic = topics.find((x) => x.id === a.topic)?.name
  return (
    <li>
      <span className={css.row}><b>{a.name}</b>{topic ? <span className="quiet">{topic}</span> : null}<time className="quiet" dateTime={a.at} title={f.dateTime(a.at)}>{f.dateTime(a.at)}</time></span>
      <span>{text(a)}</span>
    </li>
  )
}

function Condition({ one, topics, onEdit }: { one: AlertCondition; topics: Topic[]; onEdit?: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const topic = topics.find((x) => x.id === one.topic)?.name ?? t('listening.allMentions')
  const value = one.kind === 'negative' ? f.percent(one.threshold) : f.num(one.threshold)
  return (
    <li>
      <span className={css.row}><b>{one.name}</b><span className="quiet">{topic}</span>{one.paused ? <Badge>{t('listening.paused')}</Badge> : null}{onEdit ? <Button size="compact-sm" variant="subtle" color="gray" onClick={onEdit} aria-label={`${t('voice.edit')} ${one.name}`}>{t('voice.edit')}</Button> : null}</span>
      <span className="quiet">{t(`listening.when.${one.kind}`, { value, window: f.num(one.window), least: f.num(one.least) })} {t('listening.cools', { count: one.cooldown, n: f.num(one.cooldown) })}</span>
    </li>
  )
}
