import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../api/calls'
import { usePlace } from '../../app/place'
import css from './auth.module.css'
import { FormFault, Frame } from './Frame'

export default function SignIn() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { search } = usePlace()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const send = useMutation({
    mutationFn: () => signIn({ email, password }),
    onSuccess: async () => {
      await client.resetQueries({ queryKey: ['session'] })
      // Back to where the person was going, inside the app only.
      const to = search.view?.startsWith('/') && !search.view.startsWith('//') ? search.view : '/'
      await navigate({ to: to === '/signin' ? '/' : to })
    },
  })
  return (
    <Frame title={t('auth.signIn')} text={t('auth.signInText')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        <FormFault error={send.error} />
        <TextInput type="email" autoComplete="username" label={t('auth.email')} value={email} onChange={(e) => setEmail(e.currentTarget.value)} required autoFocus />
        <PasswordInput autoComplete="current-password" label={t('auth.password')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} required visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }} />
        <Button type="submit" size="md" loading={send.isPending}>{t('auth.signIn')}</Button>
        <p className="quiet" style={{ fontSize: '0.8125rem' }}>{t('auth.forgot')}</p>
      </form>
    </Frame>
  )
}
