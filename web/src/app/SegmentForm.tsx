import { ActionIcon, Button, NumberInput, SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Segment } from '../api/types'
import { ConditionEdit, FilterEdit, useSchema } from '../features/ask/FilterEdit'
import { IconPlus, IconX } from '../ui/icons'
import { useCan } from './hooks'
import { usePlace } from './place'
import { draftOf, segmentOf, wholeRule, type PeopleRule } from './segment'
import css from './segment.module.css'

const BLANK: PeopleRule = { not: false, trait: { property: '', op: 'eq', value: '' } }

/** Puts together whose journey is looked at: traits and deeds, all or any of them. */
export default function SegmentForm({ value, onChange }: { value?: Segment; onChange: (s: Segment | undefined) => void }) {
  const { t } = useTranslation()
  const may = useCan('segments.edit')
  const { ws } = usePlace()
  const read = draftOf(value)
  const [join, setJoin] = useState(read?.join ?? 'all')
  const [rules, setRules] = useState<PeopleRule[]>(read?.rules.length ? read.rules : [BLANK])
  const next = segmentOf({ join, rules })
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (next) onChange(next) }}>
      {read ? null : <p className="quiet">{t('segment.customText')}</p>}
      {rules.length > 1 ? (
        <SegmentedControl aria-label={t('segment.join')} fullWidth size="xs" value={join} onChange={(v) => setJoin(v as 'all')} data={[{ value: 'all', label: t('segment.all') }, { value: 'any', label: t('segment.any') }]} />
      ) : null}
      <ol className={css.rules}>
        {rules.map((r, i) => (
          <li key={i}>
            <RuleCard
              n={i + 1}
              rule={r}
              onChange={(rule) => setRules(rules.map((x, j) => (j === i ? rule : x)))}
              onRemove={rules.length > 1 ? () => setRules(rules.filter((_, j) => j !== i)) : undefined}
            />
          </li>
        ))}
      </ol>
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setRules([...rules, BLANK])} disabled={rules.length >= 20} style={{ justifySelf: 'start' }}>{t('segment.add')}</Button>
      <div className={css.end}>
        <Button type="submit" disabled={!next || !rules.some(wholeRule)}>{t('segment.apply')}</Button>
        {may ? <Button variant="default" component={Link} to={`/w/${ws}/segments/new`} search={{ segment: next } as never} disabled={!next}>{t('segments.save')}</Button> : null}
        <Button variant="default" onClick={() => onChange(undefined)}>{t('segment.everyone')}</Button>
      </div>
    </form>
  )
}

function RuleCard({ n, rule, onChange, onRemove }: { n: number; rule: PeopleRule; onChange: (r: PeopleRule) => void; onRemove?: () => void }) {
  const { t } = useTranslation()
  const known = useSchema()
  const kind = rule.did ? 'did' : 'trait'
  return (
    <fieldset className={css.rule}>
      <legend className="hidden">{t('segment.rule', { n })}</legend>
      <div className={css.head}>
        <SegmentedControl
          aria-label={`${t('segment.rule', { n })}: ${t('segment.kind')}`}
          size="xs"
          value={kind}
          onChange={(k) => onChange(k === 'did' ? { not: rule.not, did: { event: {}, atLeast: 1 } } : { ...BLANK, not: rule.not })}
          data={[{ value: 'trait', label: t('segment.byTrait') }, { value: 'did', label: t('segment.byDid') }]}
        />
        <SegmentedControl aria-label={`${t('segment.rule', { n })}: ${t('segment.holds')}`} size="xs" value={rule.not ? 'not' : 'so'} onChange={(v) => onChange({ ...rule, not: v === 'not' })} data={[{ value: 'so', label: t('segment.so') }, { value: 'not', label: t('segment.not') }]} />
        {onRemove ? <ActionIcon variant="subtle" color="gray" aria-label={t('segment.remove', { n })} onClick={onRemove}><IconX size={15} /></ActionIcon> : null}
      </div>
      {rule.did ? (
        <>
          <FilterEdit anyEvent label={t('segment.event')} value={rule.did.event} onChange={(event) => onChange({ ...rule, did: { ...rule.did!, event } })} />
          <NumberInput size="xs" w={150} label={t('segment.atLeast')} min={1} max={1000} allowDecimal={false} value={rule.did.atLeast} onChange={(v) => Number(v) >= 1 && onChange({ ...rule, did: { ...rule.did!, atLeast: Number(v) } })} />
        </>
      ) : <ConditionEdit label={t('segment.trait')} value={rule.trait!} properties={known?.traits ?? []} of="people" onChange={(trait) => onChange({ ...rule, trait })} />}
    </fieldset>
  )
}
