import { SegmentedControl, Select } from '@mantine/core'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Survey as PublicSurvey } from '../../../widget/shapes'
import { dress } from '../../../widget/style'
import { View } from '../../../widget/view'
import { Button } from '@mantine/core'
import { IconRefresh } from '../../ui/icons'
import { useLanguageName } from './words'
import css from './surveys.module.css'

/** The survey as people see it, drawn by the widget itself; nothing is kept of what is answered here. */
export function Preview({ of, languages, at }: { of: (language: string) => PublicSurvey; languages: string[]; at?: string }) {
  const { t } = useTranslation()
  const name = useLanguageName()
  const [device, setDevice] = useState<'phone' | 'desk'>('phone')
  const [language, setLanguage] = useState(languages[0] ?? 'en')
  const [again, setAgain] = useState(0)
  const shown = languages.includes(language) ? language : (languages[0] ?? 'en')
  const survey = of(shown)
  return (
    <section className={`panel ${css.preview}`} aria-label={t('surveys.preview')}>
      <div className={css.previewHead}>
        <h2>{t('surveys.preview')}</h2>
        <SegmentedControl size="xs" aria-label={t('surveys.device')} value={device} onChange={(d) => setDevice(d as 'phone')} data={[{ value: 'phone', label: t('surveys.phone') }, { value: 'desk', label: t('surveys.desk') }]} />
        {languages.length > 1 ? <Select size="xs" w={150} aria-label={t('surveys.previewLanguage')} allowDeselect={false} value={shown} onChange={(l) => l && setLanguage(l)} data={languages.map((l) => ({ value: l, label: name(l) }))} /> : null}
        <Button size="compact-xs" variant="subtle" leftSection={<IconRefresh size={13} />} onClick={() => setAgain(again + 1)}>{t('surveys.again')}</Button>
      </div>
      <div className={css.device} data-device={device}>
        {survey.questions.length ? <Card key={again} survey={survey} at={at} /> : <p className="quiet">{t('surveys.previewEmpty')}</p>}
      </div>
    </section>
  )
}

function Card({ survey, at }: { survey: PublicSurvey; at?: string }) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<View>(null)
  const [moment, setMoment] = useState<{ at?: string; answers: PublicSurvey['answers'] }>({ answers: [] })
  const scheme = useComputedColorScheme('light')
  const key = JSON.stringify(survey)
  const begun = useRef({ survey, at, moment })
  useEffect(() => { begun.current = { survey, at, moment } })
  useEffect(() => {
    const el = host.current
    if (!el) return
    const root = el.shadowRoot ?? el.attachShadow({ mode: 'open' })
    const { survey: one, moment: m } = begun.current
    dress(root, one.theme)
    const made = new View(one, { save: (_, done) => done && window.setTimeout(() => made.tell('done'), 0), moved: (q) => setMoment((before) => ({ ...before, at: q })) }, { at: begun.current.at ?? m.at, answers: m.answers ?? [] })
    view.current = made
    root.replaceChildren(made.card)
    return () => setMoment((before) => ({ ...before, answers: Object.values(made.answers) }))
  }, [key, at])
  return <div ref={host} data-light={scheme === 'light' || undefined} data-dark={scheme === 'dark' || undefined} />
}
