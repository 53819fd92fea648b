import { ActionIcon, Button, NumberInput, Switch, TextInput } from '@mantine/core'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { SurveyOption, SurveyQuestion } from '../../api/types'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '../../ui/icons'
import { Field } from '../ask/fields'
import { moved } from '../model/rule'
import { freshId, scaleOf } from './content'
import { Logic } from './Logic'
import { Side, TextsEdit } from './TextsEdit'
import css from './surveys.module.css'

interface Props { q: SurveyQuestion; questions: SurveyQuestion[]; onChange: (patch: Partial<SurveyQuestion>) => void; name: (id: string) => string }

/** One question: its words in each language, what its kind needs, and when it comes. */
export function QuestionEdit({ q, questions, onChange, name }: Props) {
  const { t } = useTranslation()
  const scored = scaleOf(q) !== undefined && q.kind !== 'review'
  return (
    <>
      <TextsEdit label={t('surveys.question')} long required value={q.title} onChange={(title) => onChange({ title })} />
      <TextsEdit label={t('surveys.help')} long value={q.help} onChange={(help) => onChange({ help })} />
      {scored ? (
        <>
          <TextsEdit label={t('surveys.low')} most={200} value={q.low} onChange={(low) => onChange({ low })} />
          <TextsEdit label={t('surveys.high')} most={200} value={q.high} onChange={(high) => onChange({ high })} />
        </>
      ) : null}
      {q.kind === 'rating' ? <NumberInput w={140} label={t('surveys.stars')} min={3} max={10} allowDecimal={false} value={q.max || 5} onChange={(v) => Number(v) >= 3 && Number(v) <= 10 && onChange({ max: Number(v) })} /> : null}
      {q.kind === 'text' || q.kind === 'consent' || q.kind === 'review' ? <TextsEdit label={t(q.kind === 'consent' ? 'surveys.consentLabel' : 'surveys.placeholder')} most={200} value={q.placeholder} onChange={(placeholder) => onChange({ placeholder })} /> : null}
      {q.kind === 'review' ? <TextInput label={t('surveys.product')} description={t('surveys.productText')} maxLength={200} value={q.product ?? ''} onChange={(e) => onChange({ product: e.currentTarget.value || undefined })} /> : null}
      {q.kind === 'choice' ? <Things list={q.options ?? []} beginning="o" label={t('surveys.options')} onChange={(options) => onChange({ options })} /> : null}
      {q.kind === 'matrix' ? <><Things list={q.rows ?? []} beginning="r" label={t('surveys.rows')} onChange={(rows) => onChange({ rows })} /><Things list={q.columns ?? []} beginning="c" label={t('surveys.columns')} most={12} onChange={(columns) => onChange({ columns })} /></> : null}
      <div className={css.switches}>
        {q.kind !== 'note' ? <Switch label={t('surveys.required')} checked={q.required ?? false} onChange={(e) => onChange({ required: e.currentTarget.checked || undefined })} /> : null}
        {q.kind === 'choice' ? <Switch label={t('surveys.multiple')} checked={q.multiple ?? false} onChange={(e) => onChange({ multiple: e.currentTarget.checked || undefined })} /> : null}
        {q.kind === 'choice' ? <Switch label={t('surveys.other')} checked={q.other ?? false} onChange={(e) => onChange({ other: e.currentTarget.checked || undefined })} /> : null}
      </div>
      <Logic q={q} questions={questions} onChange={onChange} name={name} />
    </>
  )
}

function Things({ list, beginning, label, most = 50, onChange }: { list: SurveyOption[]; beginning: string; label: string; most?: number; onChange: (list: SurveyOption[]) => void }) {
  const { t } = useTranslation()
  const first = useContext(Side)[0] ?? ''
  return (
    <Field label={label}>
      <ol className={css.things}>
        {list.map((o, i) => {
          const what = `${label} ${i + 1}`
          return (
            <li key={o.id}>
              <TextsEdit hidden label={what} most={200} required value={o.label} onChange={(text) => onChange(list.map((x) => (x.id === o.id ? { ...x, label: text } : x)))} />
              <ActionIcon variant="subtle" color="gray" aria-label={t('touch.up', { name: what })} disabled={i === 0} onClick={() => onChange(moved(list, i, i - 1))}><IconArrowUp size={15} /></ActionIcon>
              <ActionIcon variant="subtle" color="gray" aria-label={t('touch.down', { name: what })} disabled={i === list.length - 1} onClick={() => onChange(moved(list, i, i + 1))}><IconArrowDown size={15} /></ActionIcon>
              <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${what}`} disabled={list.length === 1} onClick={() => onChange(list.filter((x) => x.id !== o.id))}><IconX size={15} /></ActionIcon>
            </li>
          )
        })}
      </ol>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} style={{ justifySelf: 'start' }} disabled={list.length >= most} onClick={() => onChange([...list, { id: freshId(beginning, list), label: { [first]: '' } }])}>{t('surveys.addTo', { what: label })}</Button>
    </Field>
  )
}
