import { ActionIcon, Autocomplete, Button, Menu, MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { segments, stageModel } from '../../api/calls'
import type { Condition, Did, FieldSchema, Op, Range } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { IconPlus, IconX } from '../../ui/icons'
import { names } from '../ask/draft'
import { DurationEdit } from '../ask/fields'
import { ConditionEdit, FilterEdit, propertiesOf, useSchema } from '../ask/FilterEdit'
import { blank, type Group, type Part } from './rule'
import { sayPart, useSpeech } from './say'
import css from './segments.module.css'

const KINDS = ['trait', 'did', 'quiet', 'latest', 'sum', 'stage', 'saved'] as const
const DEEP = 3

/** All or any of some parts, each of which can be a group again. self is the segment that is being changed, which cannot be in itself. */
export function GroupEdit({ group, onChange, depth = 0, self, at = '' }: { group: Group; onChange: (g: Group) => void; depth?: number; self?: string; at?: string }) {
  const { t } = useTranslation()
  const put = (i: number, part: Part) => onChange({ ...group, parts: group.parts.map((p, j) => (j === i ? part : p)) })
  return (
    <div className={css.group}>
      {group.parts.length > 1 ? (
        <SegmentedControl className={css.join} aria-label={[t('segment.join'), at].filter(Boolean).join(' ')} size="xs" value={group.join} onChange={(v) => onChange({ ...group, join: v as 'all' })} data={[{ value: 'all', label: t('segment.all') }, { value: 'any', label: t('segment.any') }]} />
      ) : null}
      <ol className={css.parts}>
        {group.parts.map((p, i) => (
          <li key={i}>
            <PartEdit n={at ? `${at}.${i + 1}` : String(i + 1)} part={p} depth={depth} self={self} onChange={(part) => put(i, part)} onRemove={group.parts.length > 1 || depth === 0 ? () => onChange({ ...group, parts: group.parts.filter((_, j) => j !== i) }) : undefined} />
          </li>
        ))}
      </ol>
      <Menu position="bottom-start">
        <Menu.Target><Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} style={{ justifySelf: 'start' }} aria-label={[t('segment.add'), at].filter(Boolean).join(' ')} disabled={group.parts.length >= 20}>{t('segment.add')}</Button></Menu.Target>
        <Menu.Dropdown>
          {[...KINDS, ...(depth < DEEP ? (['group'] as const) : [])].map((k) => <Menu.Item key={k} onClick={() => onChange({ ...group, parts: [...group.parts, { not: false, rule: blank(k) }] })}>{t(`segments.kind.${k}`)}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

interface PartProps { n: string; part: Part; depth: number; self?: string; onChange: (p: Part) => void; onRemove?: () => void }

function PartEdit({ n, part, depth, self, onChange, onRemove }: PartProps) {
  const { t } = useTranslation()
  const { rule } = part
  const speech = useSpeech()
  const known = useSchema()
  const title = rule.kind === 'did' && rule.did.latest ? 'latest' : rule.kind === 'did' && rule.did.sum ? 'sum' : rule.kind === 'did' && rule.did.quiet ? 'quiet' : rule.kind
  return (
    <fieldset className={css.part}>
      <legend className="hidden">{t('segment.rule', { n })}</legend>
      <div className={css.partHead}>
        <b>{t(`segments.kind.${title}`)}</b>
        <SegmentedControl aria-label={`${t('segment.rule', { n })}: ${t('segment.holds')}`} size="xs" value={part.not ? 'not' : 'so'} onChange={(v) => onChange({ ...part, not: v === 'not' })} data={[{ value: 'so', label: t('segment.so') }, { value: 'not', label: t('segment.not') }]} />
        {onRemove ? <ActionIcon variant="subtle" color="gray" aria-label={t('segment.remove', { n })} onClick={onRemove}><IconX size={15} /></ActionIcon> : null}
      </div>
      {rule.kind === 'trait' ? <div className={css.one}><ConditionEdit label={t('segment.trait')} value={rule.trait} properties={known?.traits ?? []} of="people" onChange={(trait) => onChange({ ...part, rule: { ...rule, trait } })} /></div> : null}
      {rule.kind === 'did' ? <DidEdit did={rule.did} onChange={(did) => onChange({ ...part, rule: { ...rule, did } })} /> : null}
      {rule.kind === 'stage' ? <StageChoice value={rule.in} onChange={(list) => onChange({ ...part, rule: { ...rule, in: list } })} /> : null}
      {rule.kind === 'saved' ? <SavedChoice value={rule.id} self={self} onChange={(id) => onChange({ ...part, rule: { ...rule, id } })} /> : null}
      {rule.kind === 'group' ? <GroupEdit at={n} depth={depth + 1} self={self} group={rule.group} onChange={(group) => onChange({ ...part, rule: { ...rule, group } })} /> : null}
      {rule.kind === 'other' ? <p className="quiet">{sayPart({ not: false, rule }, speech)}</p> : null}
    </fieldset>
  )
}

function DidEdit({ did, onChange }: { did: Did; onChange: (d: Did) => void }) {
  const { t } = useTranslation()
  const properties = propertiesOf(useSchema(), names(did.event.event))
  const more = (['quiet', 'latest', 'sum'] as const).filter((k) => !did[k])
  const fresh = { quiet: '30d', latest: { property: '', op: 'lte', value: '' }, sum: { property: '', op: 'gte', value: '' } } as const
  return (
    <>
      <FilterEdit anyEvent label={t('segment.event')} value={did.event} onChange={(event) => onChange({ ...did, event })} />
      <div className={css.row}>
        <NumberInput size="xs" w={110} label={t('segments.atLeast')} min={1} max={100_000} allowDecimal={false} value={did.atLeast || 1} onChange={(v) => Number(v) >= 1 && onChange({ ...did, atLeast: Number(v) })} />
        <Select size="xs" w={150} label={t('segments.counted')} allowDeselect={false} value={did.count ?? 'events'} onChange={(v) => onChange({ ...did, count: v as 'events' })} data={[{ value: 'events', label: t('segments.inEvents') }, { value: 'days', label: t('segments.inDays') }]} />
        <RangeEdit value={did.range} onChange={(range) => onChange({ ...did, range })} />
      </div>
      {did.quiet ? <div className={css.extra}><DurationEdit label={t('segments.quiet')} value={did.quiet} onChange={(quiet) => onChange({ ...did, quiet })} /><Drop what={t('segments.quiet')} onClick={() => onChange({ ...did, quiet: undefined })} /></div> : null}
      {did.latest ? (
        <div className={css.extra}>
          <div className={css.one}><p className={css.label}>{t('segments.latest')}</p><ConditionEdit value={did.latest} properties={properties} of={{ events: names(did.event.event) }} onChange={(latest) => onChange({ ...did, latest })} /></div>
          <Drop what={t('segments.latest')} onClick={() => onChange({ ...did, latest: undefined })} />
        </div>
      ) : null}
      {did.sum ? (
        <div className={css.extra}>
          <div><p className={css.label}>{t('segments.sum')}</p><SumEdit value={did.sum} properties={properties} onChange={(sum) => onChange({ ...did, sum })} /></div>
          <Drop what={t('segments.sum')} onClick={() => onChange({ ...did, sum: undefined })} />
        </div>
      ) : null}
      {more.length ? <div className={css.more}>{more.map((k) => <Button key={k} variant="subtle" size="compact-xs" leftSection={<IconPlus size={12} />} onClick={() => onChange({ ...did, [k]: fresh[k] })}>{t(`segments.and.${k}`)}</Button>)}</div> : null}
    </>
  )
}

function Drop({ what, onClick }: { what: string; onClick: () => void }) {
  const { t } = useTranslation()
  return <ActionIcon variant="subtle" color="gray" aria-label={`${t('ui.remove')}: ${what}`} onClick={onClick}><IconX size={15} /></ActionIcon>
}

const SUM_OPS: Op[] = ['gte', 'gt', 'lte', 'lt', 'between']

function SumEdit({ value, properties, onChange }: { value: Condition; properties: FieldSchema[]; onChange: (c: Condition) => void }) {
  const { t } = useTranslation()
  const list = (Array.isArray(value.value) ? value.value : [value.value]) as (number | string | undefined)[]
  const put = (i: number, v: number | string) => onChange({ ...value, value: value.op === 'between' ? [i === 0 ? v : (list[0] ?? 0), i === 1 ? v : (list[1] ?? 0)] : v })
  return (
    <div className={css.row}>
      <Autocomplete size="xs" aria-label={t('ask.property')} placeholder={t('ask.property')} data={properties.filter((p) => p.numeric).map((p) => p.name)} value={value.property} onChange={(property) => onChange({ ...value, property })} />
      <Select size="xs" w={120} aria-label={t('ask.comparison')} allowDeselect={false} value={value.op} data={SUM_OPS.map((op) => ({ value: op, label: t(`op.${op}`) }))} onChange={(op) => onChange({ ...value, op: op as Op, value: op === 'between' ? [list[0] || 0, list[1] || 0] : (list[0] ?? '') })} />
      <NumberInput size="xs" w={120} aria-label={t('ask.value')} value={list[0] ?? ''} onChange={(v) => put(0, v)} />
      {value.op === 'between' ? <NumberInput size="xs" w={120} aria-label={t('ask.values')} value={list[1] ?? ''} onChange={(v) => put(1, v)} /> : null}
    </div>
  )
}

/** When it was done: whenever is asked, the last so many days, between two dates, or at any time. */
function RangeEdit({ value, onChange }: { value: Range | undefined; onChange: (r: Range | undefined) => void }) {
  const { t } = useTranslation()
  const way = !value ? 'asked' : value.last ? 'last' : value.from !== undefined || value.to !== undefined ? 'dates' : 'ever'
  const begin: Record<string, Range | undefined> = { last: { last: '30d' }, dates: { from: '', to: '' }, ever: {} }
  return (
    <>
      <Select size="xs" w={170} label={t('segments.when')} allowDeselect={false} value={way} onChange={(w) => onChange(begin[w ?? ''])} data={(['asked', 'last', 'dates', 'ever'] as const).map((w) => ({ value: w, label: t(`segments.range.${w}`) }))} />
      {way === 'last' ? <DurationEdit label={t('segments.range.last')} value={value!.last!} onChange={(last) => onChange({ last })} /> : null}
      {way === 'dates' ? (
        <>
          <TextInput size="xs" type="date" label={t('range.from')} value={value!.from ?? ''} onChange={(e) => onChange({ ...value, from: e.currentTarget.value })} />
          <TextInput size="xs" type="date" label={t('range.to')} value={value!.to ?? ''} onChange={(e) => onChange({ ...value, to: e.currentTarget.value })} />
        </>
      ) : null}
    </>
  )
}

const NONE = '-'

function StageChoice({ value, onChange }: { value: string[]; onChange: (v: string[]) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const stages = useQuery(stageModel(ws)).data?.stages ?? []
  const data = [...stages.map((s) => ({ value: s.id, label: words.stage(s.id, s.name) })), { value: 'lapsed', label: words.stage('lapsed') }, { value: NONE, label: t('segments.noStage') }]
  return <MultiSelect size="xs" aria-label={t('segments.stages')} placeholder={value.length ? undefined : t('segments.stages')} data={data} value={value.map((v) => v || NONE)} onChange={(v) => onChange(v.map((x) => (x === NONE ? '' : x)))} />
}

function SavedChoice({ value, self, onChange }: { value: string; self?: string; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const all = useQuery(segments(ws)).data ?? []
  return <Select size="xs" searchable aria-label={t('segments.kind.saved')} placeholder={t('segments.choose')} value={value || null} onChange={(id) => onChange(id ?? '')} nothingFoundMessage={t('finder.none')} data={all.filter((s) => s.id !== self).map((s) => ({ value: s.id, label: s.name }))} />
}
