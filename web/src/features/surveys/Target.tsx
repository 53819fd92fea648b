import { Button, Checkbox, Menu, NumberInput, Select, Switch, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { segmentSize, stageModel, surveySettings, touchpoints } from '../../api/calls'
import type { SurveyContent, SurveyTargeting, SurveyTrigger } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { IconChevronDown } from '../../ui/icons'
import { DurationEdit, Field } from '../ask/fields'
import { FilterEdit } from '../ask/FilterEdit'
import { GroupEdit } from '../segments/PartEdit'
import { groupOf, segmentOf, type Group } from '../segments/rule'
import { begin } from './starts'
import css from './surveys.module.css'

const WAYS = ['widget', 'link', 'email', 'api'] as const
const TRIGGERS = ['checkout', 'delivered', 'promoter', 'review'] as const

/** Who is asked, after what, where, how many and how often. */
export function Target({ content, onChange }: { content: SurveyContent; onChange: (patch: Partial<SurveyContent>) => void }) {
  const { t } = useTranslation()
  const target = content.targeting ?? {}
  // What a template sets is a new beginning for the builder of the segment.
  const [made, setMade] = useState(0)
  const put = (more: Partial<SurveyTargeting>) => onChange({ targeting: { ...target, ...more } })
  const take = (start: (typeof TRIGGERS)[number]) => {
    const { who, trigger, again } = begin(start, content.languages[0] ?? 'en', t).targeting ?? {}
    put({ who, trigger, again })
    setMade(made + 1)
  }
  return (
    <div className={css.form}>
      <Menu position="bottom-start">
        <Menu.Target><Button variant="default" rightSection={<IconChevronDown size={14} />} style={{ justifySelf: 'start' }}>{t('surveys.templates')}</Button></Menu.Target>
        <Menu.Dropdown>{TRIGGERS.map((x) => <Menu.Item key={x} onClick={() => take(x)}>{t(`surveys.trigger.${x}`)}</Menu.Item>)}</Menu.Dropdown>
      </Menu>
      <Checkbox.Group label={t('surveys.ways')} description={t('surveys.waysText')} value={target.via ?? [...WAYS]} onChange={(v) => put({ via: v.length === WAYS.length || v.length === 0 ? undefined : (v as SurveyTargeting['via']) })}>
        <div className={css.switches} style={{ marginTop: 8 }}>{WAYS.map((w) => <Checkbox key={w} value={w} label={t(`surveys.way.${w}`)} />)}</div>
      </Checkbox.Group>
      <Who key={`who${made}`} target={target} put={put} />
      <Trigger value={target.trigger} onChange={(trigger) => put({ trigger })} />
      <TagsInput label={t('surveys.where')} description={t('surveys.whereText')} placeholder={target.where?.length ? undefined : t('surveys.wherePlaceholder')} maxTags={20} splitChars={[' ', ',']} value={target.where ?? []} onChange={(where) => put({ where: where.length ? where : undefined })} />
      <Limits target={target} put={put} />
      <Belongs content={content} onChange={onChange} />
    </div>
  )
}

function Who({ target, put }: { target: SurveyTargeting; put: (more: Partial<SurveyTargeting>) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const f = useFormat()
  const [group, setGroup] = useState<Group>(() => groupOf(target.who))
  const rule = segmentOf(group)
  const size = useQuery({ ...segmentSize(ws, rule ?? {}), enabled: group.parts.length === 0 || rule !== undefined })
  const change = (g: Group) => {
    setGroup(g)
    const next = segmentOf(g)
    if (next || g.parts.length === 0) put({ who: next })
  }
  return (
    <Field label={t('surveys.who')}>
      {group.parts.length === 0 ? <p className="quiet">{t('surveys.everyone')}</p> : null}
      <GroupEdit group={group} onChange={change} />
      <p className="quiet" aria-live="polite">{group.parts.length && !rule ? t('segments.unfinished') : size.data ? t('surveys.whoSize', { count: size.data.people, n: f.num(size.data.people) }) : ''}</p>
    </Field>
  )
}

function Trigger({ value, onChange }: { value: SurveyTrigger | undefined; onChange: (t: SurveyTrigger | undefined) => void }) {
  const { t } = useTranslation()
  return (
    <Field label={t('surveys.after')}>
      <Switch label={t('surveys.afterSomething')} checked={value !== undefined} onChange={(e) => onChange(e.currentTarget.checked ? { event: {}, wait: '30m', until: '14d' } : undefined)} />
      {value ? (
        <div className={css.trigger}>
          <div><p className={css.label}>{t('surveys.afterEvent')}</p><FilterEdit unseen label={t('surveys.afterEvent')} value={value.event} onChange={(event) => onChange({ ...value, event })} /></div>
          <div><p className={css.label}>{t('surveys.unless')}</p><FilterEdit unseen label={t('surveys.unless')} value={value.unless ?? {}} onChange={(unless) => onChange({ ...value, unless: Object.values(unless).some((v) => v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0)) ? unless : undefined })} /></div>
          <div className={css.look}>
            <DurationEdit label={t('surveys.wait')} none={t('surveys.atOnce')} value={value.wait ?? ''} onChange={(wait) => onChange({ ...value, wait: wait || undefined })} />
            <DurationEdit label={t('surveys.until')} value={value.until ?? '14d'} onChange={(until) => onChange({ ...value, until })} />
          </div>
        </div>
      ) : null}
    </Field>
  )
}

function Limits({ target, put }: { target: SurveyTargeting; put: (more: Partial<SurveyTargeting>) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const settings = useQuery(surveySettings(ws)).data
  return (
    <>
      <div className={css.look}>
        <NumberInput label={t('surveys.share')} description={t('surveys.shareText')} min={1} max={100} suffix=" %" value={Math.round((target.share ?? 1) * 100)} onChange={(v) => Number(v) > 0 && put({ share: Number(v) >= 100 ? undefined : Number(v) / 100 })} />
        <NumberInput label={t('surveys.quota')} description={t('surveys.quotaText')} min={0} allowDecimal={false} placeholder={t('surveys.noLimit')} value={target.quota || ''} onChange={(v) => put({ quota: Number(v) || undefined })} />
        <NumberInput label={t('surveys.againAfter')} description={t('surveys.againText')} min={0} max={3650} allowDecimal={false} placeholder={t('surveys.never')} value={target.again || ''} onChange={(v) => put({ again: Number(v) || undefined })} />
      </div>
      <Switch label={t('surveys.ignoresCooldown', { count: settings?.cooldownDays ?? 7 })} description={t('surveys.ignoresText')} checked={target.ignoresCooldown ?? false} onChange={(e) => put({ ignoresCooldown: e.currentTarget.checked || undefined })} />
      <p className="quiet">{settings?.quietFrom ? t('surveys.quietNote', { from: settings.quietFrom, to: settings.quietTo }) : t('surveys.noQuiet')}</p>
    </>
  )
}

/** Where on the journey answers belong. */
function Belongs({ content, onChange }: { content: SurveyContent; onChange: (patch: Partial<SurveyContent>) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const words = useWords()
  const stages = useQuery(stageModel(ws)).data?.stages ?? []
  const points = useQuery(touchpoints(ws)).data ?? []
  return (
    <div className={css.look}>
      <Select clearable label={t('surveys.stage')} description={t('surveys.stageText')} placeholder={t('surveys.ownStage')} value={content.stage || null} onChange={(stage) => onChange({ stage: stage ?? undefined })} data={stages.map((s) => ({ value: s.id, label: words.stage(s.id, s.name) }))} />
      <Select clearable searchable label={t('surveys.touchpoint')} description={t('surveys.touchpointText')} placeholder={t('ui.none')} value={content.touchpoint || null} onChange={(touchpoint) => onChange({ touchpoint: touchpoint ?? undefined })} data={points.map((p) => ({ value: p.id, label: p.name }))} nothingFoundMessage={t('finder.none')} />
    </div>
  )
}
