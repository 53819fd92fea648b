import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { patchUser } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import css from './auth.module.css'
import { FormFault, Frame } from './Frame'

/** Whoever came in with a one-time password chooses one of their own before anything else. */
export default function ChoosePassword() {
  const { t } = useTranslation()
  const say = useFaultWords()
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const show = { 'aria-label': t('auth.showPassword') }
  const send = useMutation({
    mutationFn: () => patchUser({ password, currentPassword: current }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
  })
  return (
    <Frame title={t('auth.choose')} text={t('auth.chooseText')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <PasswordInput autoComplete="current-password" label={t('auth.oneTime')} value={current} onChange={(e) => setCurrent(e.currentTarget.value)} error={say.of(send.error, 'currentPassword')} required visibilityToggleButtonProps={show} autoFocus />
        <PasswordInput autoComplete="new-password" label={t('settings.newPassword')} description={t('setup.passwordHint')} minLength={10} value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={say.of(send.error, 'password')} required visibilityToggleButtonProps={show} />
        <Button type="submit" size="md" loading={send.isPending}>{t('settings.changePassword')}</Button>
      </form>
    </Frame>
  )
}
