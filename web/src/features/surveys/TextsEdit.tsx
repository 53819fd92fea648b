import { Textarea, TextInput } from '@mantine/core'
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Texts } from '../../api/types'
import { useLanguageName } from './words'
import css from './surveys.module.css'

/** The languages that texts are edited in, side by side; the first one stands in for the others. */
export const Side = createContext<string[]>([])

interface Props { label: string; value: Texts | undefined; onChange: (t: Texts) => void; required?: boolean; long?: boolean; most?: number; placeholder?: string; hidden?: boolean }

/** The same words in each language that is looked at. */
export function TextsEdit({ label, value, onChange, required, long, most = 2000, placeholder, hidden }: Props) {
  const { t } = useTranslation()
  const languages = useContext(Side)
  const name = useLanguageName()
  const first = languages[0] ?? ''
  return (
    <div className={css.texts} data-two={languages.length > 1 || undefined}>
      {languages.map((l, i) => {
        const text = value?.[l] ?? ''
        const stands = i > 0 ? value?.[first]?.trim() : ''
        const called = languages.length > 1 ? t('surveys.inLanguage', { what: label, language: name(l) }) : label
        const shared = {
          lang: l, dir: 'auto', value: text, maxLength: most, size: hidden ? 'xs' : 'sm', placeholder: stands || placeholder, required: required && i === 0, withAsterisk: required && i === 0 && !hidden,
          ...(hidden ? { 'aria-label': called } : { label: called }),
          onChange: (e: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange({ ...value, [l]: e.currentTarget.value }),
          'data-missing': (i > 0 && Boolean(stands) && !text.trim()) || undefined,
        } as const
        return long ? <Textarea key={l} {...shared} autosize minRows={1} maxRows={6} /> : <TextInput key={l} {...shared} />
      })}
    </div>
  )
}
