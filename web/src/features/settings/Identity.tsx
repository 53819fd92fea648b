import { ActionIcon, Autocomplete, Button, NumberInput, Skeleton, TagsInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client'
import { identityRules, putIdentityRules, tryIdentityRules } from '../../api/calls'
import type { IdentityExample, IdentityRules, IdentityTrial } from '../../api/types'
import { useFaultWords } from '../../app/faults'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Num } from '../../ui/bits'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { Field } from '../ask/fields'
import { FormFault } from '../auth/Frame'
import { moved } from '../model/rule'
import { becomes, formOf, freeTypes, rulesOf, sameRules, type RulesForm } from './identity'
import css from './settings.module.css'

/** By which rules ids make people, and what others would have made of the past. */
export default function Identity() {
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery(identityRules(ws))
  if (error && !data) return <div className="panel"><Failed error={error} retry={() => void refetch()} /></div>
  if (!data) return <div className="panel"><Lines n={8} height={30} /></div>
  return <Rules key={JSON.stringify(data)} rules={data} />
}

/** What the screen calls the rule that a fault names. */
function useRuleName() {
  const { t } = useTranslation()
  const words = useWords()
  return (name: string) => {
    if (name.startsWith('limits.')) return t('identity.limitOf', { type: words.idType(name.slice('limits.'.length)) })
    return { otherLimit: t('identity.otherLimit'), priority: t('identity.priority'), blocked: t('identity.blocked'), maxMergeEvents: t('identity.maxMerge') }[name] ?? name
  }
}

function Rules({ rules }: { rules: IdentityRules }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [form, setForm] = useState(() => formOf(rules))
  const now = rulesOf(form)
  const changed = !sameRules(now, rules)
  const trial = useTrial()
  const say = useFaultWords()
  const named = useRuleName()
  const save = useMutation({
    mutationFn: () => putIdentityRules(ws, now),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['identity-rules', ws] })
      notifications.show({ message: t('identity.saved'), color: 'trail' })
    },
  })
  const fault = save.error ?? trial.error
  const fields = fault instanceof ApiError ? (fault.fault.fields ?? []) : []
  return (
    <div className={css.identity}>
      <form className={`panel ${css.card}`} aria-label={t('settings.identity')} onSubmit={(e) => { e.preventDefault(); trial.mutate(now) }}>
        <p className="quiet">{t('identity.text')}</p>
        <FormFault error={fault} />
        {fields.map((f) => <p key={f.name} role="alert">{`${named(f.name)}: ${say.field(f)}`}</p>)}
        <Limits form={form} onChange={setForm} />
        <Priority form={form} onChange={setForm} />
        <TagsInput label={t('identity.blocked')} description={t('identity.blockedHint')} value={form.blocked} onChange={(blocked) => setForm({ ...form, blocked })} maxTags={1000} placeholder={form.blocked.length ? undefined : t('identity.blockedPlaceholder')} />
        <NumberInput label={t('identity.maxMerge')} description={t('identity.maxMergeHint')} min={1} allowDecimal={false} value={form.maxMergeEvents} onChange={(n) => Number(n) >= 1 && setForm({ ...form, maxMergeEvents: Number(n) })} styles={{ wrapper: { maxWidth: 200 } }} />
        <div className={css.formEnd}>
          <Button variant="subtle" color="gray" disabled={!changed} onClick={() => setForm(formOf(rules))}>{t('quarantine.reset')}</Button>
          <Button variant="light" type="submit" disabled={!changed || trial.isPending}>{t('identity.try')}</Button>
          <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>{t('ui.save')}</Button>
        </div>
        <p className="quiet">{t('identity.saveHint')}</p>
      </form>
      <section className={`panel ${css.card}`} aria-label={t('identity.trial')} aria-live="polite">
        <h2>{t('identity.trial')}</h2>
        {trial.isPending ? (
          <div role="status" aria-busy="true" style={{ display: 'grid', gap: 12 }}>
            <p>{t('identity.trying')}</p>
            <Skeleton height={60} /><Skeleton height={120} />
            <Button variant="default" onClick={trial.stop} style={{ justifySelf: 'start' }}>{t('ui.cancel')}</Button>
          </div>
        ) : trial.data ? (
          <>
            {sameRules(trial.variables, now) ? null : <p className={css.stale}>{t('identity.stale')}</p>}
            <Outcome trial={trial.data} />
          </>
        ) : <p className="quiet">{t('identity.trialText')}</p>}
      </section>
    </div>
  )
}

/** One trial at a time; it ends on the server when it is given up here, or the screen is left. */
function useTrial() {
  const { ws } = usePlace()
  const control = useRef<AbortController>(undefined)
  useEffect(() => () => control.current?.abort(), [])
  const run = useMutation({
    mutationFn: (rules: IdentityRules) => {
      control.current = new AbortController()
      return tryIdentityRules(ws, rules, control.current.signal)
    },
  })
  return { ...run, stop: () => { control.current?.abort(); run.reset() } }
}

interface Part { form: RulesForm; onChange: (f: RulesForm) => void }

function Limits({ form, onChange }: Part) {
  const { t } = useTranslation()
  const words = useWords()
  const put = (limits: RulesForm['limits']) => onChange({ ...form, limits })
  return (
    <Field label={t('identity.limits')}>
      <p className="quiet">{t('identity.limitsHint')}</p>
      <ul className={css.limits}>
        {form.limits.map((l, i) => (
          <li key={l.type}>
            <span>{words.idType(l.type)}</span>
            <NumberInput size="xs" w={110} aria-label={t('identity.limitOf', { type: words.idType(l.type) })} min={1} max={100000} allowDecimal={false} value={l.n} onChange={(n) => Number(n) >= 1 && put(form.limits.map((x, j) => (j === i ? { ...x, n: Number(n) } : x)))} />
            <ActionIcon variant="subtle" color="gray" aria-label={t('identity.removeLimit', { type: words.idType(l.type) })} onClick={() => put(form.limits.filter((_, j) => j !== i))}><IconX size={15} /></ActionIcon>
          </li>
        ))}
        <li>
          <span>{t('identity.otherLimit')}</span>
          <NumberInput size="xs" w={110} aria-label={t('identity.otherLimit')} min={1} max={100000} allowDecimal={false} value={form.otherLimit} onChange={(n) => Number(n) >= 1 && onChange({ ...form, otherLimit: Number(n) })} />
        </li>
      </ul>
      <AddType taken={form.limits.map((l) => l.type)} known={form.priority} label={t('identity.addLimit')} onAdd={(type) => put([...form.limits, { type, n: form.otherLimit }])} />
    </Field>
  )
}

function Priority({ form, onChange }: Part) {
  const { t } = useTranslation()
  const words = useWords()
  const put = (priority: string[]) => onChange({ ...form, priority })
  return (
    <Field label={t('identity.priority')}>
      <p className="quiet">{t('identity.priorityHint')}</p>
      <ol className={css.priority}>
        {form.priority.map((type, i) => (
          <li key={type}>
            <span>{words.idType(type)}</span>
            <ActionIcon variant="subtle" color="gray" aria-label={t('touch.up', { name: words.idType(type) })} disabled={i === 0} onClick={() => put(moved(form.priority, i, i - 1))}><IconArrowUp size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={t('touch.down', { name: words.idType(type) })} disabled={i === form.priority.length - 1} onClick={() => put(moved(form.priority, i, i + 1))}><IconArrowDown size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={t('identity.removePriority', { type: words.idType(type) })} onClick={() => put(form.priority.filter((x) => x !== type))}><IconX size={15} /></ActionIcon>
          </li>
        ))}
      </ol>
      <AddType taken={form.priority} known={form.limits.map((l) => l.type)} label={t('identity.addPriority')} onAdd={(type) => put([...form.priority, type])} />
    </Field>
  )
}

function AddType({ taken, known, label, onAdd }: { taken: string[]; known: string[]; label: string; onAdd: (type: string) => void }) {
  const { t } = useTranslation()
  const [type, setType] = useState('')
  const word = type.trim()
  const add = () => {
    if (!word || taken.includes(word)) return
    onAdd(word)
    setType('')
  }
  return (
    <div className={css.addType}>
      <Autocomplete size="xs" aria-label={label} placeholder={t('identity.type')} data={freeTypes(known, taken)} value={type} onChange={setType} maxLength={64} onKeyDown={(e) => { if (e.key === 'Enter') { e.preventDefault(); add() } }} />
      <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={add} disabled={!word || taken.includes(word)}>{label}</Button>
    </div>
  )
}

function Outcome({ trial }: { trial: IdentityTrial }) {
  const { t } = useTranslation()
  const f = useFormat()
  const facts: [string, number][] = [[t('identity.merged'), trial.merged], [t('identity.split'), trial.split], [t('identity.reviews'), trial.reviews], [t('identity.dropped'), trial.dropped]]
  return (
    <>
      <p className={css.nowThen}>
        <span><b><Num n={trial.peopleNow} /></b> {t('identity.peopleNow', { count: trial.peopleNow })}</span>
        <span aria-hidden>→</span>
        <span><b><Num n={trial.peopleThen} /></b> {t('identity.peopleThen', { count: trial.peopleThen })}</span>
      </p>
      <dl className={css.trialFacts}>
        {facts.map(([name, n]) => <div key={name}><dt>{name}</dt><dd className="num">{f.num(n)}</dd></div>)}
      </dl>
      {trial.merged === 0 && trial.split === 0 ? <p>{t('identity.nothing')}</p> : null}
      {trial.examples.length ? <h3>{t('identity.examples')}</h3> : null}
      <ul className={css.examples}>
        {trial.examples.map((e, i) => <Example key={i} example={e} />)}
      </ul>
    </>
  )
}

function Example({ example }: { example: IdentityExample }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const { ws } = usePlace()
  return (
    <li>
      <b>{t(`identity.becomes.${becomes(example)}`, { now: f.num(example.personsTotal), then: f.num(example.thenTotal) })}</b>
      <p>{example.persons.map((p) => <Link key={p} to="/w/$ws/people/$person" params={{ ws: String(ws), person: p }} className="mono" aria-label={t('identity.openPerson', { id: p.slice(0, 8) })}>{p.slice(0, 8)}</Link>)}{example.personsTotal > example.persons.length ? '…' : ''}</p>
      <ol>
        {example.then.map((ids, i) => <li key={i}>{ids.map((id) => `${words.idType(id.type)} ${id.value}`).join(', ')}</li>)}
        {example.thenTotal > example.then.length ? <li>…</li> : null}
      </ol>
      {example.why.map((w) => <p key={`${w.type}${w.value}${w.was}`} className="quiet">{t('identity.why', { id: `${words.idType(w.type)} ${w.value}`, was: words.idStatus(w.was), would: words.idStatus(w.would) })}</p>)}
    </li>
  )
}
