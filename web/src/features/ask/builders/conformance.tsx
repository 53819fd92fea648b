import { ActionIcon, Checkbox, MultiSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Question } from '../../../api/types'
import { IconX } from '../../../ui/icons'
import css from '../ask.module.css'
import { filterName, names } from '../draft'
import { Choice, DurationEdit, Field } from '../fields'
import { AddButton, FilterEdit } from '../FilterEdit'
import { Top, type BuilderProps } from './fields'

type Conformance = NonNullable<Question['conformance']>
type Step = NonNullable<Conformance['steps']>[number]

export function ConformanceBuilder({ value, onChange }: BuilderProps) {
  const { t } = useTranslation()
  const p: Conformance = value.conformance ?? {}
  const steps = p.steps ?? []
  const put = (patch: Partial<Conformance>) => onChange({ ...value, conformance: { ...p, ...patch } })
  const change = (i: number, patch: Partial<Step>) => put({ steps: steps.map((s, j) => (j === i ? { ...s, ...patch } : s)) })
  const remove = (id: string) => put({
    steps: steps.filter((s) => s.id !== id), edges: p.edges?.filter((e) => e.from !== id && e.to !== id),
    start: without(p.start, id), end: without(p.end, id),
  })
  const called = (s: Step, i: number) => s.name || filterName(s.rule) || t('ask.step', { n: i + 1 })
  const options = steps.map((s, i) => ({ value: s.id, label: called(s, i) }))
  return (
    <>
      <Field label={t('ask.steps')}>
        <ol className={css.steps}>
          {steps.map((s, i) => (
            <li key={s.id}>
              <span className={css.stepNumber} aria-hidden>{i + 1}</span>
              <div>
                <TextInput size="xs" mb={6} aria-label={t('view.conformance.stepName', { n: i + 1 })} placeholder={t('ask.name')} maxLength={100} value={s.name ?? ''} onChange={(e) => change(i, { name: e.currentTarget.value || undefined })} />
                <FilterEdit label={t('ask.step', { n: i + 1 })} value={s.rule} onChange={(rule) => change(i, { rule })} />
                <MultiSelect size="xs" mt={6} label={t('view.conformance.leadsTo')} placeholder={p.edges?.some((e) => e.from === s.id) ? undefined : t(i + 1 < steps.length ? 'view.conformance.next' : 'view.conformance.ends')} data={options} value={(p.edges ?? []).filter((e) => e.from === s.id).map((e) => e.to)} onChange={(to) => put({ edges: [...(p.edges ?? []).filter((e) => e.from !== s.id), ...to.map((id) => ({ from: s.id, to: id }))] })} clearable />
              </div>
              <div className={css.stepTools}>
                {steps.length > 1 ? <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('ask.stepRemove', { n: i + 1 })} onClick={() => remove(s.id)}><IconX size={15} /></ActionIcon> : null}
              </div>
            </li>
          ))}
        </ol>
        <AddButton label={t('ask.addStep')} onClick={() => put({ steps: [...steps, { id: free(steps), rule: {} }] })} disabled={steps.length >= 500} />
      </Field>
      <MultiSelect size="xs" label={t('view.conformance.start')} placeholder={names(p.start).length ? undefined : t('view.conformance.firstStep')} data={options} value={names(p.start)} onChange={(v) => put({ start: v.length ? v : undefined })} clearable />
      <MultiSelect size="xs" label={t('view.conformance.end')} placeholder={names(p.end).length ? undefined : t('view.conformance.lastStep')} data={options} value={names(p.end)} onChange={(v) => put({ end: v.length ? v : undefined })} clearable />
      <DurationEdit label={t('view.conformance.window')} value={p.window ?? ''} none={t('view.drivers.noLimit')} onChange={(window) => put({ window: window || undefined })} />
      <Choice label={t('view.conformance.unmatched')} value={p.unmatched ?? 'ignore'} onChange={(unmatched) => put({ unmatched: unmatched as 'ignore' })} options={[['ignore', t('view.conformance.ignore')], ['count', t('view.conformance.count')]]} />
      <Checkbox size="xs" label={t('ask.collapse')} checked={p.collapseRepeats ?? false} onChange={(e) => put({ collapseRepeats: e.currentTarget.checked })} />
      <Checkbox size="xs" label={t('view.conformance.discover')} checked={Boolean(p.discover)} onChange={(e) => put({ discover: e.currentTarget.checked ? { minPeople: 0.05, dependency: 0.5 } : undefined })} />
      <Top value={p.top ?? 20} onChange={(top) => put({ top })} />
    </>
  )
}

function without(ids: Conformance['start'], id: string): Conformance['start'] {
  const left = names(ids ?? undefined).filter((x) => x !== id)
  return left.length ? left : undefined
}

/** An id that no step has yet. */
function free(steps: Step[]): string {
  let n = steps.length + 1
  while (steps.some((s) => s.id === `s${n}`)) n++
  return `s${n}`
}
