import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { federated, signIn } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import { useSession } from '../../app/hooks'
import { usePlace } from '../../app/place'
import css from './auth.module.css'
import { FormFault, Frame } from './Frame'

export default function SignIn() {
  const { t } = useTranslation()
  const say = useFaultWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { search } = usePlace()
  const provider = useSession()?.federation
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  // Back to where the person was going, inside the app only.
  const to = search.view?.startsWith('/') && !search.view.startsWith('//') && search.view !== '/signin' ? search.view : '/'
  const send = useMutation({
    mutationFn: () => signIn({ email, password, ...(asked ? { code } : {}) }),
    onSuccess: async () => {
      await client.resetQueries({ queryKey: ['session'] })
      await navigate({ to })
    },
    onError: (error) => setAsked(say.of(error, 'code') !== undefined),
  })
  const wrongCode = asked && code !== '' && say.of(send.error, 'code') !== undefined
  return (
    <Frame title={t('auth.signIn')} text={t('auth.signInText')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); send.mutate() }}>
        {search.fault && !send.error ? <p role="alert" className={css.fault}>{t(`auth.provider.${search.fault}`, { name: provider })}</p> : null}
        {asked ? null : <FormFault error={send.error} />}
        {asked ? (
          <TextInput key="code" label={t('auth.code')} description={t('auth.codeText')} autoComplete="one-time-code" value={code} onChange={(e) => setCode(e.currentTarget.value)} error={wrongCode ? t('auth.wrongCode') : undefined} required autoFocus />
        ) : (
          <>
            <TextInput type="email" autoComplete="username" label={t('auth.email')} value={email} onChange={(e) => setEmail(e.currentTarget.value)} required autoFocus />
            <PasswordInput autoComplete="current-password" label={t('auth.password')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} required visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }} />
          </>
        )}
        <Button type="submit" size="md" loading={send.isPending}>{t('auth.signIn')}</Button>
        {asked ? <Button variant="subtle" color="gray" onClick={() => { setAsked(false); setCode(''); send.reset() }}>{t('auth.other')}</Button> : null}
        {provider && !asked ? <Button component="a" href={federated(to)} variant="default" size="md">{t('auth.with', { name: provider })}</Button> : null}
        {asked ? null : <p className="quiet" style={{ fontSize: '0.8125rem' }}>{t('auth.forgot')}</p>}
      </form>
    </Frame>
  )
}
