import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { useFaultWords } from '../../app/faults'
import { LANGUAGES, switchLanguage } from '../../app/i18n'
import css from './auth.module.css'

export function Frame({ title, text, wide, children }: { title: string; text: string; wide?: boolean; children: ReactNode }) {
  const { t, i18n } = useTranslation()
  return (
    <main className={css.page}>
      <div style={{ width: '100%', display: 'grid', justifyItems: 'center' }}>
        <section className={`panel ${css.card} ${wide ? css.wide : ''}`}>
          <div className={css.head}>
            <img src="/icon.svg" alt="" />
            <div>
              <h1>{title}</h1>
              <p>{text}</p>
            </div>
          </div>
          {children}
        </section>
        <div className={css.langs}>
          {LANGUAGES.map((l) => (
            <Button key={l} lang={l} variant={i18n.language === l ? 'light' : 'subtle'} color={i18n.language === l ? undefined : 'gray'} size="compact-sm" aria-pressed={i18n.language === l} onClick={() => void switchLanguage(l)}>{t(`language.${l}`)}</Button>
          ))}
        </div>
      </div>
    </main>
  )
}

/** What a form was told, and what to do. */
export function FormFault({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  if (!error) return null
  const api = error instanceof ApiError ? error : undefined
  const text = api?.status === 401 ? t('auth.wrong') : api?.status === 429 ? t('auth.tooMany') : api?.status === 0 ? t('fault.offline.title') : say.detail(error) || t('fault.internal.title')
  return <p role="alert" className={css.fault}>{text}</p>
}
