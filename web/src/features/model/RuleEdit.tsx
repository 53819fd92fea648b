import { Button, JsonInput, MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { channels, sources, touchpoints } from '../../api/calls'
import type { Filter } from '../../api/types'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { asNames, names } from '../ask/draft'
import { FilterEdit } from '../ask/FilterEdit'
import css from './model.module.css'
import { ruleOf, waysOf, type Way } from './rule'

interface Props { label: string; value: Filter; onChange: (f: Filter) => void; withTouchpoints?: boolean }

/** Builds a rule over events: one or several ways, any of which is enough. What nests deeper is edited as text. */
export function RuleEdit(p: Props) {
  const [ways, setWays] = useState(() => waysOf(p.value) ?? [])
  const [text, setText] = useState(waysOf(p.value) === undefined)
  const { t } = useTranslation()
  // What is empty is no part of the rule, yet stays in the form while it is filled in.
  const put = (next: Way[]) => {
    setWays(next)
    p.onChange(ruleOf(next))
  }
  if (text) {
    return <RuleText {...p} onForm={waysOf(p.value) ? () => { setWays(waysOf(p.value)!); setText(false) } : undefined} />
  }
  return (
    <fieldset className={css.rule}>
      <legend className="hidden">{p.label}</legend>
      {(ways.length ? ways : [{}]).map((w, i) => (
        <div key={i} className={css.way}>
          {i > 0 ? <p className={css.or}><span>{t('rules.or')}</span></p> : null}
          <WayEdit label={ways.length > 1 ? `${p.label}, ${t('rules.way', { n: i + 1 })}` : p.label} value={w} withTouchpoints={p.withTouchpoints} onChange={(next) => put(ways.length ? ways.map((x, j) => (j === i ? next : x)) : [next])} onRemove={ways.length > 1 ? () => put(ways.filter((_, j) => j !== i)) : undefined} />
        </div>
      ))}
      <div className={css.ruleTools}>
        <Button variant="subtle" size="compact-sm" onClick={() => put([...(ways.length ? ways : [{}]), {}])} disabled={ways.length >= 20}>{t('rules.addWay')}</Button>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setText(true)}>{t('ask.json')}</Button>
      </div>
    </fieldset>
  )
}

function WayEdit({ label, value, onChange, onRemove, withTouchpoints }: { label: string; value: Way; onChange: (w: Way) => void; onRemove?: () => void; withTouchpoints?: boolean }) {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const own = useQuery(channels(ws)).data ?? []
  const known = useQuery(sources(ws)).data ?? []
  const points = useQuery(touchpoints(ws)).data ?? []
  const pick = (key: 'channel' | 'source' | 'touchpoint', name: string, data: { value: string; label: string }[]) => (
    <MultiSelect size="xs" aria-label={`${label}: ${name}`} placeholder={names(value[key]).length ? undefined : name} data={data} value={names(value[key])} onChange={(v) => onChange({ ...value, [key]: asNames(v) })} searchable clearable hidePickedOptions nothingFoundMessage={t('finder.none')} styles={{ inputField: { minWidth: 24 } }} />
  )
  return (
    <>
      <FilterEdit unseen label={label} anyEvent value={value} onChange={(f) => onChange({ ...value, ...f })} />
      <div className={css.places}>
        {pick('channel', t('rules.anyChannel'), own.map((c) => ({ value: c.id, label: words.channel(c.id, c.name) })))}
        {pick('source', t('rules.anySource'), known.map((s) => ({ value: String(s.id), label: s.name })))}
        {withTouchpoints ? pick('touchpoint', t('rules.anyTouchpoint'), points.map((x) => ({ value: x.id, label: x.name }))) : null}
      </div>
      {value.not ? (
        <div className={css.not}>
          <p className="quiet">{t('rules.except')}</p>
          <FilterEdit unseen label={`${label}: ${t('rules.except')}`} anyEvent value={value.not} onChange={(not) => onChange({ ...value, not })} />
        </div>
      ) : null}
      <div className={css.ruleTools}>
        {value.not
          ? <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange({ ...value, not: undefined })}>{t('rules.noExcept')}</Button>
          : <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange({ ...value, not: {} })}>{t('rules.addExcept')}</Button>}
        {onRemove ? <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>{t('rules.removeWay')}</Button> : null}
      </div>
    </>
  )
}

function RuleText({ label, value, onChange, onForm }: Props & { onForm?: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => JSON.stringify(value, null, 2))
  const [bad, setBad] = useState(false)
  return (
    <div className={css.rule}>
      <JsonInput
        label={label}
        description={t('rules.jsonText')}
        autosize
        minRows={5}
        maxRows={16}
        value={text}
        error={bad ? t('quarantine.notJson') : undefined}
        onChange={(v) => {
          setText(v)
          try {
            const read: unknown = JSON.parse(v)
            const ok = typeof read === 'object' && read !== null && !Array.isArray(read)
            setBad(!ok)
            if (ok) onChange(read as Filter)
          } catch {
            setBad(true)
          }
        }}
      />
      {onForm && !bad ? <div className={css.ruleTools}><Button variant="subtle" color="gray" size="compact-sm" onClick={onForm}>{t('rules.asForm')}</Button></div> : null}
    </div>
  )
}
