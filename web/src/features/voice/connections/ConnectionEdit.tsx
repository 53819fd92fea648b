import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createConnection, deleteConnection, putConnection } from '../../../api/calls'
import { useFaultWords } from '../../../app/faults'
import type { Connection, ConnectionBody, ConnectionKind, ConnectionField } from '../../../api/types'
import { usePlace } from '../../../app/place'
import { Code } from '../../../ui/bits'
import { Dialog } from '../../../ui/dialogs'
import { FormFault } from '../../auth/Frame'
import css from '../voice.module.css'

const EVERY = [300, 900, 3600, 6 * 3600, 24 * 3600]

/** Makes a connection, changes one, or deletes it. What was made secret is shown once. */
export function ConnectionEdit({ one, kinds, onClose }: { one?: Connection; kinds: ConnectionKind[]; onClose: () => void }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [kind, setKind] = useState(one?.kind ?? 'feed')
  const [name, setName] = useState(one?.name ?? '')
  const [settings, setSettings] = useState<Record<string, string>>(one?.settings ?? {})
  const [every, setEvery] = useState(one?.every || 900)
  const [made, setMade] = useState<Connection>()
  const of = kinds.find((k) => k.kind === kind)
  const done = (message: string) => {
    void client.invalidateQueries({ queryKey: ['connections', ws] })
    notifications.show({ message, color: 'trail' })
  }
  const body: ConnectionBody = { kind, name, settings, every: of?.fetched ? every : undefined, paused: one?.paused, version: one?.version }
  const save = useMutation({
    mutationFn: () => (one ? putConnection(ws, one.id, body) : createConnection(ws, body)),
    onSuccess: (c) => {
      done(t('ui.saved'))
      if (c.made) setMade(c)
      else onClose()
    },
  })
  const remove = useMutation({ mutationFn: () => deleteConnection(ws, one!.id), onSuccess: () => { done(t('connections.deleted')); onClose() } })
  if (made) return <Made one={made} onClose={onClose} />
  const put = (field: string) => (value: string | null) => setSettings((s) => ({ ...s, [field]: value ?? '' }))
  // A webhook's secret is made for it.
  const fields = of?.fields.filter((f) => kind !== 'webhook' || f.name !== 'secret') ?? []
  return (
    <Dialog title={t(one ? 'connections.change' : 'connections.new')} onClose={onClose}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
        {one ? null : <Select label={t('connections.kind')} description={t(`connections.kindText.${kind}`)} data={kinds.map((k) => ({ value: k.kind, label: t(`connections.kinds.${k.kind}`, { defaultValue: k.kind }) }))} value={kind} allowDeselect={false} onChange={(k) => { setKind(k ?? 'feed'); setSettings({}) }} />}
        <TextInput label={t('connections.name')} required maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} error={say.of(save.error, 'name')} data-autofocus />
        {fields.map((f) => <Setting key={f.name} kind={kind} field={f} set={one?.secrets.includes(f.name)} value={settings[f.name] ?? ''} error={say.of(save.error, `settings.${f.name}`)} onChange={put(f.name)} />)}
        {of?.fetched ? <Select label={t('connections.every')} value={String(every)} allowDeselect={false} onChange={(v) => setEvery(Number(v))} data={[...new Set([...EVERY, every])].sort((a, b) => a - b).map((s) => ({ value: String(s), label: s % 3600 === 0 ? t('connections.hours', { count: s / 3600 }) : t('connections.minutes', { count: Math.round(s / 60) }) }))} /> : null}
        <FormFault error={save.error ?? remove.error} />
        <div className={css.ends}>
          {one ? <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('connections.delete')}</Button> : null}
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim()}>{t('ui.save')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function Setting({ kind, field, set, value, error, onChange }: { kind: string; field: ConnectionField; set: boolean | undefined; value: string; error: string | undefined; onChange: (v: string | null) => void }) {
  const { t } = useTranslation()
  const of = `${kind}.${field.name}`
  const shown = {
    label: t(`connections.field.${field.name}`, { defaultValue: field.name }), description: t(`connections.fieldText.${of}`, { defaultValue: '' }) || undefined,
    required: field.required && !set, error,
  }
  if (field.options) return <Select {...shown} value={value || null} onChange={onChange} data={field.options.map((o) => ({ value: o, label: t(`connections.option.${o}`, { defaultValue: o }) }))} />
  if (field.secret) return <PasswordInput {...shown} placeholder={set ? t('connections.kept') : undefined} value={value} autoComplete="off" onChange={(e) => onChange(e.currentTarget.value)} />
  return <TextInput {...shown} value={value} maxLength={2000} onChange={(e) => onChange(e.currentTarget.value)} />
}

/** What was made for a webhook: its address, and its secret, which nobody sees again. */
function Made({ one, onClose }: { one: Connection; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog title={one.name} onClose={onClose}>
      <div className={css.form}>
        <p>{t('connections.madeText')}</p>
        <h3>{t('connections.address')}</h3>
        <Code text={`${window.location.origin}${one.address ?? ''}`} label={t('connections.address')} />
        {Object.entries(one.made ?? {}).map(([name, value]) => (
          <div key={name}>
            <h3>{t(`connections.field.${name}`, { defaultValue: name })}</h3>
            <Code text={value} label={t(`connections.field.${name}`, { defaultValue: name })} />
          </div>
        ))}
        <div className={css.ends}><Button onClick={onClose}>{t('connections.noted')}</Button></div>
      </div>
    </Dialog>
  )
}
