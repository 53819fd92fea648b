import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFaultWords } from '../../app/faults'
import { ask, createTouchpoint, patchTouchpoint } from '../../api/calls'
import type { Filter, Question, StageModel, Touchpoint } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { SideSheet } from '../../ui/dialogs'
import { Lines } from '../../ui/states'
import { Field } from '../ask/fields'
import { FormFault } from '../auth/Frame'
import css from './model.module.css'
import { shared } from './gaps'
import { takesAll } from './rule'
import { RuleEdit } from './RuleEdit'

interface Props { point?: Touchpoint; all: Touchpoint[]; model: StageModel; onClose: () => void }

/** Makes or changes a touchpoint, and says before it is saved what its rule would catch. */
export default function TouchpointEdit({ point, all, model, onClose }: Props) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const words = useWords()
  const { ws, search } = usePlace()
  const client = useQueryClient()
  const [form, setForm] = useState({ name: point?.name ?? '', stage: point?.stage ?? '', owner: point?.owner ?? '', momentOfTruth: point?.momentOfTruth ?? false })
  const [rule, setRule] = useState<Filter>(point?.rule ?? search.q?.coverage?.rule ?? {})
  const others = all.filter((p) => p.id !== point?.id)
  const [place, setPlace] = useState(point ? all.indexOf(point) : others.length)
  const save = useMutation({
    mutationFn: () => (point ? patchTouchpoint(ws, point.id, { ...form, rule, place }) : createTouchpoint(ws, { ...form, stage: form.stage || undefined, owner: form.owner || undefined, rule, place })),
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ['ask', ws] })
      // Who closes the sheet looks for the touchpoint in the list.
      await client.invalidateQueries({ queryKey: ['touchpoints', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
      onClose()
    },
  })
  const field = (name: string) => say.of(save.error, name)
  return (
    <SideSheet opened onClose={onClose} size={560} title={point ? point.name : t('touch.new')}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
        <FormFault error={save.error} />
        <TextInput label={t('touch.name')} placeholder={t('touch.nameHint')} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={field('name')} required maxLength={200} data-autofocus />
        <Select label={t('touch.stage')} value={form.stage || null} placeholder={t('touch.noStage')} clearable onChange={(stage) => setForm({ ...form, stage: stage ?? '' })} data={model.stages.map((s) => ({ value: s.id, label: words.stage(s.id, s.name) }))} error={field('stage')} />
        <Checkbox label={t('journey.moment')} description={t('touch.momentHint')} checked={form.momentOfTruth} onChange={(e) => setForm({ ...form, momentOfTruth: e.currentTarget.checked })} />
        <TextInput label={t('touch.owner')} placeholder={t('touch.ownerHint')} value={form.owner} onChange={(e) => setForm({ ...form, owner: e.currentTarget.value })} maxLength={200} />
        <Field label={t('touch.rule')}><RuleEdit label={t('touch.rule')} value={rule} onChange={setRule} /></Field>
        <Select label={t('touch.place')} value={String(place)} allowDeselect={false} searchable onChange={(v) => setPlace(Number(v ?? others.length))} data={[...others.map((p, i) => ({ value: String(i), label: t('touch.before', { name: p.name }) })), { value: String(others.length), label: t('touch.atEnd') }]} />
        <Preview rule={rule} others={others} place={place} />
        <div className={css.formEnd}>
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending}>{t('ui.save')}</Button>
        </div>
      </form>
    </SideSheet>
  )
}

/** What a rule matches in the range, what others match of it too, and how much of it is caught before. */
function Preview({ rule, others, place }: { rule: Filter; others: Touchpoint[]; place: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const say = useFaultWords()
  const [settled] = useDebouncedValue(rule, 300)
  const question = useMemo<Question>(
    () => ({ kind: 'coverage', range: toRange(search.range), coverage: { rule: settled } }),
    [settled, search.range],
  )
  const { data, error, isFetching } = useQuery(ask(ws, question))
  const { list, taken } = shared(data?.coverage, others, place)
  const most = list.filter((o) => o.before).sort((x, y) => y.kept - x.kept)[0]
  return (
    <section className={css.preview} aria-label={t('touch.preview')} aria-live="polite" aria-busy={isFetching && !data}>
      <h3>{t('touch.preview')}</h3>
      {error ? <p className={css.warn}>{say.detail(error) ?? error.message}</p> : null}
      {!data && !error ? <Lines n={2} /> : null}
      {data && !error ? (
        <div data-fading={isFetching || undefined}>
          <p>{t('touch.matches', { events: t('people.eventCount', { count: data.events, n: f.num(data.events) }), people: t('people.count', { count: data.people, n: f.num(data.people) }) })}</p>
          {list.length ? (
            <ul className={css.shares}>
              {list.slice(0, 5).map((o) => <li key={o.point.id}>{t(o.before ? 'gaps.alsoBefore' : 'gaps.alsoAfter', { n: f.num(o.events), people: t('people.count', { count: o.people, n: f.num(o.people) }), name: o.point.name })}</li>)}
              {list.length > 5 ? <li className="quiet">{t('gaps.alsoMore', { n: f.num(list.length - 5) })}</li> : null}
            </ul>
          ) : null}
          {taken > 0 ? <p className={taken >= data.events ? css.warn : ''}>{t(taken >= data.events ? 'touch.takenAll' : 'touch.taken', { n: f.num(taken), name: most?.point.name ?? '' })}</p> : null}
          {takesAll(settled) ? <p className={css.warn}>{t('touch.takesAll')}</p> : null}
        </div>
      ) : null}
    </section>
  )
}
