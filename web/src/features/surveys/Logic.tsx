import { ActionIcon, Button, MultiSelect, NumberInput, Select } from '@mantine/core'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { SurveyCondition, SurveyQuestion } from '../../api/types'
import { IconPlus, IconX } from '../../ui/icons'
import { Field } from '../ask/fields'
import { inLanguage, scaleOf } from './content'
import { Side } from './TextsEdit'
import css from './surveys.module.css'

interface Props { q: SurveyQuestion; questions: SurveyQuestion[]; onChange: (patch: Partial<SurveyQuestion>) => void; name: (id: string) => string }

/** When a question comes, and what comes after it. Conditions look at what was asked before; jumps lead on, so that every way has an end. */
export function Logic({ q, questions, onChange, name }: Props) {
  const { t } = useTranslation()
  const i = questions.findIndex((x) => x.id === q.id)
  const before = questions.slice(0, i).filter((x) => x.kind !== 'note')
  const withSelf = q.kind === 'note' ? before : [...before, q]
  const later = questions.slice(i + 1)
  const jumps = q.next ?? []
  const putJump = (j: number, patch: Partial<(typeof jumps)[number]>) => onChange({ next: jumps.map((x, k) => (k === j ? { ...x, ...patch } : x)) })
  if (before.length === 0 && later.length === 0 && withSelf.length === 0) return null
  return (
    <>
      {before.length ? (
        <Field label={t('surveys.showWhen')}>
          <Tests of={before} tests={q.show ?? []} name={name} label={t('surveys.showWhen')} onChange={(show) => onChange({ show: show.length ? show : undefined })} />
        </Field>
      ) : null}
      {withSelf.length ? (
        <Field label={t('surveys.jumps')}>
          {jumps.map((jump, j) => (
            <div key={j} className={css.jump}>
              <Tests of={withSelf} tests={jump.when} name={name} label={`${t('surveys.jumps')} ${j + 1}`} onChange={(when) => putJump(j, { when })} />
              <div className={css.test}>
                <Select size="xs" style={{ flex: 1 }} label={t('surveys.goTo')} allowDeselect={false} value={jump.to} onChange={(to) => to && putJump(j, { to })} data={[...later.map((x) => ({ value: x.id, label: name(x.id) })), { value: 'end', label: t('surveys.end') }]} />
                <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${t('surveys.jumps')} ${j + 1}`} onClick={() => onChange({ next: jumps.length > 1 ? jumps.filter((_, k) => k !== j) : undefined })}><IconX size={15} /></ActionIcon>
              </div>
            </div>
          ))}
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} style={{ justifySelf: 'start' }} disabled={jumps.length >= 10} onClick={() => onChange({ next: [...jumps, { when: [blank(withSelf.at(-1)!)], to: 'end' }] })}>{t('surveys.addJump')}</Button>
        </Field>
      ) : null}
    </>
  )
}

/** A condition to begin with. */
function blank(q: SurveyQuestion): SurveyCondition {
  const scale = scaleOf(q)
  if (scale) return { question: q.id, op: 'lte', value: q.kind === 'nps' ? 6 : Math.floor((scale[0] + scale[1]) / 2) }
  if (q.kind === 'choice' && q.options?.[0]) return { question: q.id, op: 'eq', value: q.options[0].id }
  return q.kind === 'consent' ? { question: q.id, op: 'eq', value: true } : { question: q.id, op: 'answered' }
}

function opsOf(q: SurveyQuestion): SurveyCondition['op'][] {
  if (scaleOf(q)) return ['lte', 'gte', 'eq', 'ne', 'answered', 'not_answered']
  if (q.kind === 'choice') return ['eq', 'ne', 'in', 'answered', 'not_answered']
  return q.kind === 'consent' ? ['eq', 'answered', 'not_answered'] : ['answered', 'not_answered']
}

function Tests({ of, tests, onChange, name, label }: { of: SurveyQuestion[]; tests: SurveyCondition[]; onChange: (tests: SurveyCondition[]) => void; name: (id: string) => string; label: string }) {
  const { t } = useTranslation()
  const put = (i: number, c: SurveyCondition) => onChange(tests.map((x, j) => (j === i ? c : x)))
  return (
    <>
      {tests.map((c, i) => {
        const q = of.find((x) => x.id === c.question)
        return (
          <div key={i} className={css.test} role="group" aria-label={`${label}: ${t('surveys.condition', { n: i + 1 })}`}>
            <Select size="xs" aria-label={t('surveys.question')} allowDeselect={false} style={{ flex: 2, minWidth: 120 }} value={c.question} data={of.map((x) => ({ value: x.id, label: name(x.id) }))} onChange={(id) => { const to = of.find((x) => x.id === id); if (to) put(i, blank(to)) }} />
            {q ? <Select size="xs" aria-label={t('ask.comparison')} allowDeselect={false} style={{ flex: 1, minWidth: 108 }} value={c.op} data={opsOf(q).map((op) => ({ value: op, label: t(`surveys.op.${op}`) }))} onChange={(op) => put(i, withOp(c, op as SurveyCondition['op'], q))} /> : null}
            {q ? <Value c={c} q={q} onChange={(value) => put(i, { ...c, value })} /> : null}
            <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${t('surveys.condition', { n: i + 1 })}`} onClick={() => onChange(tests.filter((_, j) => j !== i))}><IconX size={15} /></ActionIcon>
          </div>
        )
      })}
      <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={12} />} style={{ justifySelf: 'start' }} disabled={tests.length >= 10} onClick={() => onChange([...tests, blank(of.at(-1)!)])} aria-label={`${t('surveys.addCondition')}: ${label}`}>{t('surveys.addCondition')}</Button>
    </>
  )
}

function withOp(c: SurveyCondition, op: SurveyCondition['op'], q: SurveyQuestion): SurveyCondition {
  if (op === 'answered' || op === 'not_answered') return { question: c.question, op }
  const one = (Array.isArray(c.value) ? c.value[0] : c.value) ?? blank(q).value
  return { question: c.question, op, value: op === 'in' ? [one] : one }
}

function Value({ c, q, onChange }: { c: SurveyCondition; q: SurveyQuestion; onChange: (v: unknown) => void }) {
  const { t } = useTranslation()
  const first = useContext(Side)[0] ?? ''
  if (c.op === 'answered' || c.op === 'not_answered') return null
  const scale = scaleOf(q)
  if (scale) return <NumberInput size="xs" w={80} aria-label={t('ask.value')} min={scale[0]} max={scale[1]} allowDecimal={false} value={Number(c.value)} onChange={(v) => v !== '' && onChange(Number(v))} />
  if (q.kind === 'consent') return <Select size="xs" w={110} aria-label={t('ask.value')} allowDeselect={false} value={String(c.value)} data={[{ value: 'true', label: t('surveys.yes') }, { value: 'false', label: t('surveys.no') }]} onChange={(v) => onChange(v === 'true')} />
  const data = [...(q.options ?? []).map((o) => ({ value: o.id, label: inLanguage(o.label, first, first) || o.id })), ...(q.other ? [{ value: 'other', label: t('surveys.somethingElse') }] : [])]
  if (c.op === 'in') return <MultiSelect size="xs" style={{ flex: 2, minWidth: 120 }} aria-label={t('ask.values')} data={data} value={(c.value as string[] | undefined) ?? []} onChange={(v) => v.length && onChange(v)} />
  return <Select size="xs" style={{ flex: 1, minWidth: 110 }} aria-label={t('ask.value')} allowDeselect={false} data={data} value={String(c.value)} onChange={(v) => onChange(v ?? '')} />
}
