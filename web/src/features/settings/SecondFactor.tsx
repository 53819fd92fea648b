import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginSecondFactor, confirmSecondFactor, endSecondFactor, secondFactor } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import { useFormat } from '../../app/hooks'
import { Copy } from '../../ui/bits'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import css from './settings.module.css'

/** A code of an authenticator app beside the password. */
export function SecondFactor() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(secondFactor())
  const [codes, setCodes] = useState<string[]>()
  return (
    <section className={`panel ${css.card}`} aria-label={t('second.title')}>
      <h2>{t('second.title')}</h2>
      <p className="quiet">{t('second.text')}</p>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={2} height={30} /> : null}
      {codes ? <Recovery codes={codes} /> : null}
      {data?.on ? <On since={data.since ?? ''} left={data.recovery} /> : null}
      {data && !data.on ? <Off onDone={setCodes} /> : null}
    </section>
  )
}

function Off({ onDone }: { onDone: (codes: string[]) => void }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const begin = useMutation({ mutationFn: () => beginSecondFactor(password), onSuccess: () => setPassword('') })
  const confirm = useMutation({
    mutationFn: () => confirmSecondFactor(code),
    onSuccess: async (r) => {
      onDone(r.codes)
      await client.invalidateQueries({ queryKey: ['secondFactor'] })
    },
  })
  if (!begin.data) {
    const wrong = say.of(begin.error, 'currentPassword')
    return (
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); begin.mutate() }}>
        {wrong ? null : <FormFault error={begin.error} />}
        <PasswordInput autoComplete="current-password" label={t('settings.currentPassword')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={wrong ? t('second.wrongPassword') : undefined} required visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }} />
        <Button type="submit" loading={begin.isPending} style={{ justifySelf: 'start' }}>{t('second.begin')}</Button>
      </form>
    )
  }
  const wrong = say.of(confirm.error, 'code')
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); confirm.mutate() }}>
      <p>{t('second.scan')}</p>
      <img className={css.qr} src={begin.data.image} width={200} height={200} alt={t('second.picture')} />
      <div className={css.secretLine}><span className="mono">{begin.data.seed}</span><Copy value={begin.data.seed} label={t('second.copySeed')} /></div>
      {wrong ? null : <FormFault error={confirm.error} />}
      <TextInput label={t('auth.code')} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(e) => setCode(e.currentTarget.value)} error={wrong ? t('auth.wrongCode') : undefined} required autoFocus />
      <Button type="submit" loading={confirm.isPending} style={{ justifySelf: 'start' }}>{t('second.turnOn')}</Button>
    </form>
  )
}

function Recovery({ codes }: { codes: string[] }) {
  const { t } = useTranslation()
  return (
    <div className={css.secret} role="status">
      <p>{t('second.recoveryText')}</p>
      <ul className={`mono ${css.codes}`}>{codes.map((c) => <li key={c}>{c}</li>)}</ul>
      <Copy value={codes.join('\n')} label={t('second.copyCodes')} />
    </div>
  )
}

function On({ since, left }: { since: string; left: number }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const f = useFormat()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const end = useMutation({
    mutationFn: () => endSecondFactor({ currentPassword: password, code }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['secondFactor'] }),
  })
  const wrongPassword = say.of(end.error, 'currentPassword')
  const wrongCode = say.of(end.error, 'code')
  return (
    <>
      <p>{t('second.on', { when: f.ago(since) })} {t('second.left', { count: left, n: f.num(left) })}</p>
      {open ? (
        <form className={css.form} onSubmit={(e) => { e.preventDefault(); end.mutate() }}>
          {wrongPassword || wrongCode ? null : <FormFault error={end.error} />}
          <PasswordInput autoComplete="current-password" label={t('settings.currentPassword')} value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={wrongPassword ? t('second.wrongPassword') : undefined} required visibilityToggleButtonProps={{ 'aria-label': t('auth.showPassword') }} autoFocus />
          <TextInput label={t('auth.code')} description={t('auth.codeText')} autoComplete="one-time-code" value={code} onChange={(e) => setCode(e.currentTarget.value)} error={wrongCode ? t('auth.wrongCode') : undefined} required />
          <Button type="submit" variant="default" loading={end.isPending} style={{ justifySelf: 'start' }}>{t('second.turnOff')}</Button>
        </form>
      ) : <Button variant="default" onClick={() => setOpen(true)} style={{ justifySelf: 'start' }}>{t('second.turnOff')}</Button>}
    </>
  )
}
