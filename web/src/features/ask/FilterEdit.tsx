import { ActionIcon, Autocomplete, Button, Menu, MultiSelect, Select, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { channels, schema, touchpoints } from '../../api/calls'
import type { Condition, FieldSchema, Filter, Op, Schema } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { IconFilter, IconX } from '../../ui/icons'
import css from './ask.module.css'
import { asNames, names } from './draft'
import { useValues, type ValuesOf } from './useValues'

const OPS: Op[] = ['eq', 'ne', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'between', 'contains', 'prefix', 'regex', 'exists', 'not_exists']

export function useSchema(): Schema | undefined {
  const { ws } = usePlace()
  return useQuery(schema(ws)).data
}

/** Which events are meant: names, and conditions on their properties, suggested from what came in; unseen lets names in that did not come yet. */
export function FilterEdit({ value, onChange, label, anyEvent, unseen }: { value: Filter; onChange: (f: Filter) => void; label: string; anyEvent?: boolean; unseen?: boolean }) {
  const { t } = useTranslation()
  const words = useWords()
  const known = useSchema()
  const chosen = names(value.event)
  const properties = propertiesOf(known, chosen)
  const events = [...new Set([...(known?.events ?? []).map((e) => e.name), ...chosen])]
  const where = value.where ?? []
  const [typed, setTyped] = useState('')
  const fresh = unseen && typed.trim() !== '' && !events.some((n) => n === typed.trim() || words.eventName(n) === typed.trim()) ? [{ value: typed.trim(), label: t('ask.unseenEvent', { name: typed.trim() }) }] : []
  const put = (next: Condition[]) => onChange({ ...value, where: next.length ? next : undefined })
  const condition = () => put([...where, { property: '', op: 'eq', value: '' }])
  // A row that nothing is chosen in yet is not in the filter.
  const [begun, setBegun] = useState<Where[]>([])
  const rows = unseen ? [] : WHERE.filter((k) => begun.includes(k) || names(value[k]).length > 0)
  return (
    <div className={css.filter}>
      <div className={css.filterRow}>
        <MultiSelect
          aria-label={label}
          placeholder={chosen.length ? undefined : t(anyEvent ? 'ask.anyEvent' : 'ask.chooseEvent')}
          data={[...events.map((name) => ({ value: name, label: words.eventName(name) })), ...fresh]}
          searchValue={typed}
          onSearchChange={setTyped}
          value={chosen}
          onChange={(v) => onChange({ ...value, event: asNames(v) })}
          searchable
          hidePickedOptions
          limit={60}
          nothingFoundMessage={t('finder.none')}
          style={{ flex: 1, minWidth: 0 }}
          styles={{ inputField: { minWidth: 24 } }}
        />
        {unseen ? (
          <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('ask.addCondition')} title={t('ask.addCondition')} onClick={condition}>
            <IconFilter size={17} />
          </ActionIcon>
        ) : (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('ask.addCondition')} title={t('ask.addCondition')}>
                <IconFilter size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={condition}>{t('ask.property')}</Menu.Item>
              {WHERE.map((k) => <Menu.Item key={k} disabled={rows.includes(k)} onClick={() => setBegun([...begun, k])}>{t(`breakdown.${k}`)}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {rows.map((k) => <WhereEdit key={k} by={k} label={label} value={names(value[k])} onChange={(list) => onChange({ ...value, [k]: asNames(list) })} onRemove={() => { setBegun(begun.filter((b) => b !== k)); onChange({ ...value, [k]: undefined }) }} />)}
      {where.map((c, i) => (
        <ConditionEdit key={i} value={c} properties={properties} of={{ events: chosen }} onChange={(next) => put(where.map((w, j) => (j === i ? next : w)))} onRemove={() => put(where.filter((_, j) => j !== i))} />
      ))}
    </div>
  )
}

const WHERE = ['touchpoint', 'channel'] as const
type Where = (typeof WHERE)[number]

/** At which touchpoints, or on which channels, the events happened. */
function WhereEdit({ by, label, value, onChange, onRemove }: { by: Where; label: string; value: string[]; onChange: (list: string[]) => void; onRemove: () => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const points = useQuery({ ...touchpoints(ws), enabled: by === 'touchpoint' }).data ?? []
  const own = useQuery({ ...channels(ws), enabled: by === 'channel' }).data ?? []
  const data = by === 'touchpoint' ? points.map((p) => ({ value: p.id, label: p.name })) : own.map((c) => ({ value: c.id, label: words.channel(c.id, c.name) }))
  const named = t(`breakdown.${by}`)
  return (
    <div className={`${css.condition} ${css.where}`}>
      <MultiSelect size="xs" aria-label={`${label}: ${named}`} placeholder={value.length ? undefined : named} data={data} value={value} onChange={onChange} searchable hidePickedOptions nothingFoundMessage={t('finder.none')} styles={{ inputField: { minWidth: 24 } }} />
      <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${named}`} onClick={onRemove}><IconX size={15} /></ActionIcon>
    </div>
  )
}

/** The properties of the chosen events, or of all of them, most frequent first. */
export function propertiesOf(known: Schema | undefined, chosen: string[]): FieldSchema[] {
  const found = new Map<string, FieldSchema>()
  for (const e of known?.events ?? []) {
    if (chosen.length && !chosen.includes(e.name)) continue
    for (const p of e.properties) if (!found.has(p.name)) found.set(p.name, p)
  }
  return [...found.values()]
}

const ANY: ValuesOf = { events: [] }

/** One comparison of a property, or of a trait where the label says so. */
export function ConditionEdit({ value, properties, of = ANY, onChange, onRemove, label }: { value: Condition; properties: FieldSchema[]; of?: ValuesOf; onChange: (c: Condition) => void; onRemove?: () => void; label?: string }) {
  const { t } = useTranslation()
  const field = properties.find((p) => p.name === value.property)
  const many = value.op === 'in' || value.op === 'not_in' || value.op === 'between'
  const none = value.op === 'exists' || value.op === 'not_exists'
  const list = Array.isArray(value.value) ? value.value.map(String) : value.value === undefined || value.value === '' ? [] : [String(value.value)]
  const [typed, setTyped] = useState('')
  const values = useValues(field, of, many ? typed : (list[0] ?? ''))
  const scalar = (text: string): unknown => (field?.numeric && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text)
  const setOp = (op: Op) => {
    const next: Condition = { property: value.property, op }
    if (op === 'in' || op === 'not_in' || op === 'between') next.value = list.map(scalar)
    else if (op !== 'exists' && op !== 'not_exists') next.value = scalar(list[0] ?? '')
    onChange(next)
  }
  return (
    <div className={css.condition}>
      <Autocomplete aria-label={label ?? t('ask.property')} placeholder={label ?? t('ask.property')} data={properties.map((p) => p.name)} value={value.property} onChange={(property) => onChange({ ...value, property })} size="xs" />
      <Select aria-label={t('ask.comparison')} data={OPS.map((op) => ({ value: op, label: t(`op.${op}`) }))} value={value.op} onChange={(op) => setOp((op as Op | null) ?? 'eq')} size="xs" allowDeselect={false} />
      {none ? <span /> : many ? (
        <TagsInput aria-label={t('ask.values')} data={values} value={list} searchValue={typed} onSearchChange={setTyped} onChange={(v) => onChange({ ...value, value: v.map(scalar) })} size="xs" maxTags={value.op === 'between' ? 2 : undefined} />
      ) : (
        <Autocomplete aria-label={t('ask.value')} placeholder={t('ask.value')} data={values} value={list[0] ?? ''} onChange={(v) => onChange({ ...value, value: scalar(v) })} size="xs" />
      )}
      {onRemove ? <ActionIcon variant="subtle" color="gray" aria-label={t('ui.remove')} onClick={onRemove}><IconX size={15} /></ActionIcon> : null}
    </div>
  )
}

export function AddButton({ label, onClick, disabled }: { label: string; onClick: () => void; disabled?: boolean }) {
  return <Button variant="subtle" size="compact-sm" onClick={onClick} disabled={disabled} style={{ justifySelf: 'start' }}>{label}</Button>
}
