import { Button, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { patchWorkspace } from '../../api/calls'
import type { WorkspaceInfo } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useCan, useWorkspace } from '../../app/hooks'
import { currencies, zones } from '../../app/places'
import { FormFault } from '../auth/Frame'
import css from './settings.module.css'

export function WorkspaceForm() {
  const workspace = useWorkspace()
  return workspace ? <Form key={workspace.id} workspace={workspace} /> : null
}

function Form({ workspace }: { workspace: WorkspaceInfo }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const say = useFaultWords()
  const may = useCan('workspace.manage')
  const [form, setForm] = useState({ name: workspace.name, zone: workspace.zone, currency: workspace.currency })
  const send = useMutation({
    mutationFn: () => patchWorkspace(workspace.id, form),
    onSuccess: () => {
      void client.invalidateQueries()
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  return (
    <section className={`panel ${css.card}`} aria-label={t('settings.workspace')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <TextInput label={t('setup.workspace')} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={say.of(send.error, 'name')} required disabled={!may} />
        <Select label={t('setup.zone')} description={t('settings.zoneHint')} data={zones()} value={form.zone} error={say.of(send.error, 'zone')} onChange={(zone) => setForm({ ...form, zone: zone ?? 'UTC' })} searchable limit={80} allowDeselect={false} disabled={!may} />
        <Select label={t('setup.currency')} data={currencies(i18n.language)} value={form.currency} error={say.of(send.error, 'currency')} onChange={(currency) => setForm({ ...form, currency: currency ?? 'USD' })} searchable limit={80} allowDeselect={false} disabled={!may} />
        {may ? <Button type="submit" loading={send.isPending} style={{ justifySelf: 'start' }}>{t('ui.save')}</Button> : <p className="quiet">{t('fault.forbidden.title')}</p>}
      </form>
    </section>
  )
}
