import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createAlertCondition, deleteAlertCondition, putAlertCondition } from '../../../api/calls'
import { useFaultWords } from '../../../app/faults'
import type { AlertCondition, AlertConditionBody, Topic } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { Dialog } from '../../../ui/dialogs'
import { FormFault } from '../../auth/Frame'
import css from './listening.module.css'

type Kind = AlertConditionBody['kind']

/** What each kind begins with. */
const BEGIN: Record<Kind, { window: number; threshold: number; least: number }> = {
  volume: { window: 1, threshold: 3, least: 10 }, interactions: { window: 24, threshold: 3, least: 5 }, influencer: { window: 1, threshold: 10_000, least: 1 },
  verified: { window: 1, threshold: 0, least: 1 }, reach: { window: 24, threshold: 100_000, least: 1 }, negative: { window: 24, threshold: 0.5, least: 10 }, word: { window: 24, threshold: 5, least: 5 },
}
const KINDS = Object.keys(BEGIN) as Kind[]
const alone = (kind: Kind) => kind === 'influencer' || kind === 'verified'

/** Makes or changes when an alert is raised. */
export function ConditionEdit({ one, topics, onClose }: { one?: AlertCondition; topics: Topic[]; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [body, setBody] = useState<AlertConditionBody>(one ? { name: one.name, kind: one.kind, topic: one.topic, window: one.window, threshold: one.threshold, least: one.least, cooldown: one.cooldown, paused: one.paused, version: one.version } : { name: '', kind: 'volume', cooldown: 24, ...BEGIN.volume })
  const change = (more: Partial<AlertConditionBody>) => setBody((b) => ({ ...b, ...more }))
  const done = (message: string) => () => {
    for (const key of ['alert-conditions', 'alerts']) void client.invalidateQueries({ queryKey: [key, ws] })
    notifications.show({ message, color: 'trail' })
    onClose()
  }
  const save = useMutation({ mutationFn: () => (one ? putAlertCondition(ws, one.id, body) : createAlertCondition(ws, body)), onSuccess: done(t('ui.saved')) })
  const remove = useMutation({ mutationFn: () => deleteAlertCondition(ws, one!.id), onSuccess: done(t('listening.deletedCondition')) })
  const number = (field: 'window' | 'threshold' | 'least' | 'cooldown', label: string, most: number, scale = 1) => (
    <NumberInput label={label} min={1} max={most} value={Math.round((body[field] ?? 0) * scale * 100) / 100} onChange={(v) => change({ [field]: Number(v) / scale })} error={say.of(save.error, field)} />
  )
  return (
    <Dialog title={one ? t('listening.changeCondition') : t('listening.newCondition')} onClose={onClose}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (body.name.trim()) save.mutate() }}>
        <TextInput label={t('voice.name')} required maxLength={100} value={body.name} onChange={(e) => change({ name: e.currentTarget.value })} error={say.of(save.error, 'name')} data-autofocus />
        <Select label={t('listening.watch')} allowDeselect={false} value={body.kind} onChange={(v) => v && change({ kind: v as Kind, ...BEGIN[v as Kind] })} data={KINDS.map((k) => ({ value: k, label: t(`listening.watches.${k}`) }))} />
        <Select label={t('listening.ofTopic')} allowDeselect={false} value={body.topic ?? ''} onChange={(v) => change({ topic: v || undefined })} data={[{ value: '', label: t('listening.allMentions') }, ...topics.map((x) => ({ value: x.id, label: x.name }))]} />
        <div className={css.two}>
          {alone(body.kind) ? null : number('window', t('listening.window'), 168)}
          {body.kind === 'verified' ? null : number('threshold', t(`listening.threshold.${body.kind}`), body.kind === 'negative' ? 100 : 1e9, body.kind === 'negative' ? 100 : 1)}
          {alone(body.kind) ? null : number('least', t('listening.least'), 1_000_000)}
          {number('cooldown', t('listening.cooldown'), 720)}
        </div>
        <p className="quiet">{t(`listening.baseline.${body.kind}`)}</p>
        <Switch label={t('listening.paused')} checked={!!body.paused} onChange={(e) => change({ paused: e.currentTarget.checked })} />
        <FormFault error={save.error ?? remove.error} />
        <div className={css.ends}>
          {one ? <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('voice.delete')}</Button> : null}
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!body.name.trim()}>{t('ui.save')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
