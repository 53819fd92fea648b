import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { useFormat } from '../../app/hooks'
import css from './dashboards.module.css'

interface Stamped { name: string; version: number; changed: string }

/** What somebody else made of it meanwhile, where that is why it could not be saved. */
export function theirsOf<T extends Stamped>(error: unknown): T | undefined {
  return error instanceof ApiError && error.status === 409 ? (error.fault.current as T | undefined) : undefined
}

/** Lets the reader choose between what somebody else saved meanwhile, said by children where that is short, and what they made themselves. */
export function Conflict({ theirs, onTake, onKeep, children }: { theirs: Stamped; onTake: () => void; onKeep: () => void; children?: ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <div className={css.conflict} role="alert">
      <b>{t('saved.conflict', { name: theirs.name })}</b>
      <p>{t('saved.conflictText', { when: f.ago(theirs.changed) })}</p>
      {children ? <p>{children}</p> : null}
      <div className={css.row}>
        <Button variant="default" size="compact-sm" onClick={onTake}>{t('segments.takeTheirs')}</Button>
        <Button size="compact-sm" onClick={onKeep}>{t('segments.keepMine')}</Button>
      </div>
    </div>
  )
}
