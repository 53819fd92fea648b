import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setUp } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import { nearest } from '../../app/i18n'
import { currencies, guessZone, zones } from '../../app/places'
import css from './auth.module.css'
import { FormFault, Frame } from './Frame'

/** The first run: who owns this, and how the first brand counts days and money. */
export default function Setup() {
  const { t, i18n } = useTranslation()
  const say = useFaultWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [form, setForm] = useState(() => ({ name: '', email: '', password: '', workspace: '', zone: guessZone(), currency: 'IDR' }))
  const put = (patch: Partial<typeof form>) => setForm((f) => ({ ...f, ...patch }))
  const send = useMutation({
    mutationFn: () => setUp({ ...form, locale: nearest([i18n.language]) }),
    onSuccess: async () => {
      await client.resetQueries({ queryKey: ['session'] })
      await navigate({ to: '/' })
    },
  })
  const fault = (name: string) => say.of(send.error, name)
  return (
    <Frame title={t('setup.title')} text={t('setup.text')} wide>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <TextInput label={t('setup.name')} autoComplete="name" value={form.name} onChange={(e) => put({ name: e.currentTarget.value })} error={fault('name')} required autoFocus />
        <TextInput type="email" label={t('auth.email')} autoComplete="username" value={form.email} onChange={(e) => put({ email: e.currentTarget.value })} error={fault('email')} required />
        <PasswordInput label={t('auth.password')} description={t('setup.passwordHint')} autoComplete="new-password" minLength={10} value={form.password} onChange={(e) => put({ password: e.currentTarget.value })} error={fault('password')} required visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }} />
        <TextInput label={t('setup.workspace')} description={t('setup.workspaceHint')} value={form.workspace} onChange={(e) => put({ workspace: e.currentTarget.value })} error={fault('workspace')} required />
        <div className={css.two}>
          <Select label={t('setup.zone')} data={zones()} value={form.zone} onChange={(zone) => put({ zone: zone ?? 'UTC' })} searchable limit={80} error={fault('zone')} allowDeselect={false} required />
          <Select label={t('setup.currency')} data={currencies(i18n.language)} value={form.currency} onChange={(currency) => put({ currency: currency ?? 'USD' })} searchable limit={80} error={fault('currency')} allowDeselect={false} required />
        </div>
        <Button type="submit" size="md" loading={send.isPending}>{t('setup.start')}</Button>
      </form>
    </Frame>
  )
}
