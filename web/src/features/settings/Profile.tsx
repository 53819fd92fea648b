import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { digest, patchUser, setDigest } from '../../api/calls'
import type { DigestEvery, User } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useSession } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { LANGUAGES, nearest, switchLanguage, type Language } from '../../app/i18n'
import { FormFault } from '../auth/Frame'
import { SecondFactor } from './SecondFactor'
import css from './settings.module.css'

export function Profile() {
  const session = useSession()
  return session?.user ? <Form user={session.user} demo={session.demo} /> : null
}

function Form({ user, demo }: { user: User; demo: boolean }) {
  const { t, i18n } = useTranslation()
  const say = useFaultWords()
  const client = useQueryClient()
  const [name, setName] = useState(user.name)
  const [password, setPassword] = useState('')
  const [current, setCurrent] = useState('')
  const saved = () => {
    void client.invalidateQueries({ queryKey: ['session'] })
    notifications.show({ message: t('ui.saved'), color: 'trail' })
  }
  const profile = useMutation({ mutationFn: () => patchUser({ name, locale: nearest([i18n.language]) }), onSuccess: saved })
  const secret = useMutation({
    mutationFn: () => patchUser({ password, currentPassword: current }),
    onSuccess: () => {
      setPassword('')
      setCurrent('')
      saved()
    },
  })
  const show = { 'aria-label': t('auth.showPassword') }
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <section className={`panel ${css.card}`} aria-label={t('settings.profile')}>
        <form className={css.form} onSubmit={(e) => { e.preventDefault(); profile.mutate() }}>
          <FormFault error={profile.error} />
          <TextInput label={t('setup.name')} value={name} onChange={(e) => setName(e.currentTarget.value)} required />
          <TextInput label={t('auth.email')} value={user.email} readOnly />
          <Select label={t('shell.language')} value={i18n.language} allowDeselect={false} onChange={(l) => void switchLanguage(l as Language)} data={LANGUAGES.map((l) => ({ value: l, label: t(`language.${l}`) }))} />
          <Button type="submit" loading={profile.isPending} disabled={demo} style={{ justifySelf: 'start' }}>{t('ui.save')}</Button>
        </form>
      </section>
      {demo ? null : (
        <section className={`panel ${css.card}`} aria-label={t('settings.password')}>
          <h2>{t('settings.password')}</h2>
          <form className={css.form} onSubmit={(e) => { e.preventDefault(); secret.mutate() }}>
            <FormFault error={secret.error} />
            <PasswordInput autoComplete="current-password" label={t('settings.currentPassword')} value={current} onChange={(e) => setCurrent(e.currentTarget.value)} error={say.of(secret.error, 'currentPassword')} required visibilityToggleButtonProps={show} />
            <PasswordInput autoComplete="new-password" label={t('settings.newPassword')} description={t('setup.passwordHint')} minLength={10} value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={say.of(secret.error, 'password')} required visibilityToggleButtonProps={show} />
            <Button type="submit" loading={secret.isPending} style={{ justifySelf: 'start' }}>{t('settings.changePassword')}</Button>
          </form>
        </section>
      )}
      <Digest />
      {demo ? null : <SecondFactor />}
    </div>
  )
}

/** What concerns you, by mail: nothing until you ask for it. */
function Digest() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const name = useSession()?.workspaces.find((w) => w.id === ws)?.name ?? ''
  const { data } = useQuery(digest(ws))
  const put = useMutation({
    mutationFn: (every: DigestEvery) => setDigest(ws, every),
    onSuccess: (now) => {
      client.setQueryData(digest(ws).queryKey, now)
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  if (!data) return null
  return (
    <section className={`panel ${css.card}`} aria-label={t('mail.digest.title')}>
      <h2>{t('mail.digest.title')}</h2>
      <div className={css.form}>
        <p className="quiet">{t('mail.digest.text', { name })}</p>
        <FormFault error={put.error} />
        <Select label={t('mail.digest.every')} allowDeselect={false} value={put.variables ?? data.every} onChange={(v) => v && put.mutate(v as DigestEvery)} data={(['off', 'daily', 'weekly'] as const).map((v) => ({ value: v, label: t(`mail.digest.${v}`) }))} />
        {data.ready ? null : <p className="quiet" role="status">{t('mail.digest.noServer')}</p>}
      </div>
    </section>
  )
}
