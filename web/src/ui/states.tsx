import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, unfetched } from '../api/client'
import { useFaultWords } from '../app/faults'
import { IconAlertTriangle, IconRefresh, type Icon } from './icons'
import css from './ui.module.css'

/** An empty screen teaches the next step with one button. */
export function Empty(p: { icon: Icon; title: string; text: string; action?: ReactNode; page?: boolean }) {
  const Title = p.page ? 'h1' : 'h2'
  return (
    <div className={css.empty} role="status">
      <span className={css.emptySign}><p.icon size={28} stroke={1.6} aria-hidden /></span>
      <Title>{p.title}</Title>
      <p>{p.text}</p>
      {p.action}
    </div>
  )
}

/** What happened, what was kept, what to do; in the place of a whole page, or of a part of it. */
export function Failed({ error, retry, page }: { error: unknown; retry?: () => void; page?: boolean }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const api = error instanceof ApiError ? error : undefined
  const Title = page ? 'h1' : 'h2'
  const kind = unfetched(error) ? 'part' : !api ? 'screen' : api.status === 0 ? 'offline' : api.status === 403 ? 'forbidden' : api.status === 404 ? 'notFound' : api.status === 503 ? 'unavailable' : api.status < 500 ? 'invalid' : 'internal'
  return (
    <div className={css.empty} role="alert">
      <span className={css.emptySign} data-tone="warn"><IconAlertTriangle size={28} stroke={1.6} aria-hidden /></span>
      <Title>{t(`fault.${kind}.title`)}</Title>
      <p>{t(`fault.${kind}.text`)}</p>
      {api?.fault.detail ? <p className="quiet mono">{say.detail(api)}</p> : null}
      {api?.fault.fields?.map((f) => <p key={f.name} className="quiet mono">{`${f.name}: ${say.field(f)}`}</p>)}
      {retry && kind !== 'forbidden' && kind !== 'notFound' ? <Button variant="light" leftSection={<IconRefresh size={16} />} onClick={retry}>{t(kind === 'part' ? 'fault.reload' : 'fault.retry')}</Button> : null}
    </div>
  )
}

export function Lines({ n, height = 18 }: { n: number; height?: number }) {
  return (
    <div className={css.lines} aria-busy="true">
      {Array.from({ length: n }, (_, i) => <Skeleton key={i} height={height} width={`${96 - ((i * 17) % 34)}%`} radius="sm" />)}
    </div>
  )
}
