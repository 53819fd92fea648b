import { Select, Slider, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyTheme } from '../../api/types'
import { Field } from '../ask/fields'
import css from './surveys.module.css'

const COLOUR = /^#[0-9a-f]{6}$/i
/** What the widget draws with where nobody said. */
const PLAIN = { accent: '#0b6e63', background: '#ffffff', text: '#1f2321' }

/** How surveys look. What is left empty is as below it: the workspace's look, then the plain one. */
export function Look({ value, onChange, below }: { value: SurveyTheme; onChange: (t: SurveyTheme) => void; below?: SurveyTheme }) {
  const { t } = useTranslation()
  const put = (more: Partial<SurveyTheme>) => onChange({ ...value, ...more })
  const colour = (key: 'accent' | 'background' | 'text') => (
    <TextInput label={t(`surveys.look.${key}`)} placeholder={below?.[key] || t(`surveys.look.${key}Plain`)} maxLength={7} value={value[key] ?? ''} error={value[key] && !COLOUR.test(value[key]) ? t('surveys.look.notColour') : undefined} onChange={(e) => put({ [key]: e.currentTarget.value || undefined })}
      leftSection={<input type="color" className={css.swatch} aria-label={t('surveys.look.pick', { what: t(`surveys.look.${key}`) })} value={[value[key], below?.[key], PLAIN[key]].find((c) => c && COLOUR.test(c))} onChange={(e) => put({ [key]: e.currentTarget.value })} />} />
  )
  return (
    <div className={css.look}>
      {colour('accent')}
      {colour('background')}
      {colour('text')}
      <Field label={t('surveys.look.radius')}><Slider min={0} max={24} step={1} thumbLabel={t('surveys.look.radius')} value={value.radius ?? below?.radius ?? 10} onChange={(radius) => put({ radius })} /></Field>
      <TextInput type="url" label={t('surveys.look.logo')} description={t('surveys.look.logoText')} maxLength={500} placeholder={below?.logo} value={value.logo ?? ''} onChange={(e) => put({ logo: e.currentTarget.value || undefined })} />
      <Select label={t('surveys.look.position')} allowDeselect={false} value={value.position ?? below?.position ?? 'right'} onChange={(p) => put({ position: (p ?? 'right') as SurveyTheme['position'] })} data={(['right', 'left', 'center'] as const).map((p) => ({ value: p, label: t(`surveys.look.at.${p}`) }))} />
    </div>
  )
}
