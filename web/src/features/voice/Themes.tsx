import { Alert, Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { themes, voiceSummary } from '../../api/calls'
import type { LookupFailed, Theme, ThemeFresh, ThemeTally } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { Badge, Num, RateText } from '../../ui/bits'
import { IconBulb, IconMessages, IconPlus } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { useMakePain } from '../pains/useMakePain'
import { Lookup } from './Lookup'
import { Proposals } from './Proposals'
import { ThemeEdit } from './ThemeEdit'
import css from './voice.module.css'

/** What the texts are about: how much, how it feels, what grew. */
export function Themes() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('voice.edit')
  const list = useQuery(themes(ws))
  const sum = useQuery(voiceSummary(ws, { range: toRange(search.range) }))
  if (search.edit === 'suggest') return <Proposals onClose={() => set({ edit: undefined })} />
  const error = list.error ?? sum.error
  const tally = new Map(sum.data?.themes.map((x) => [x.id, x]))
  const sorted = [...(list.data ?? [])].sort((a, b) => (tally.get(b.id)?.texts ?? 0) - (tally.get(a.id)?.texts ?? 0))
  const suggest = <Button variant={list.data?.length ? 'default' : 'filled'} leftSection={<IconBulb size={16} />} onClick={() => set({ edit: 'suggest' })}>{t('voice.suggest')}</Button>
  const add = may ? <Button variant={list.data?.length ? 'filled' : 'default'} leftSection={<IconPlus size={16} />} onClick={() => set({ edit: 'new' })}>{t('voice.newTheme')}</Button> : null
  return (
    <>
      {list.data?.length ? <div className={css.tools}>{suggest}{add}</div> : null}
      {error && !list.data ? <section className="panel"><Failed error={error} retry={() => { void list.refetch(); void sum.refetch() }} /></section> : null}
      {!list.data && !error ? <section className="panel"><Lines n={6} height={40} /></section> : null}
      {list.data?.length === 0 ? <section className="panel"><Empty icon={IconMessages} title={t('voice.noThemes')} text={t('voice.noThemesText')} action={<div className={css.tools}>{suggest}{add}</div>} /></section> : null}
      {list.data?.length ? <Alert variant="light" color="gray" p="xs">{t('voice.freshText')}</Alert> : null}
      <ul className={css.cards}>{sorted.map((one) => <Card key={one.id} one={one} tally={tally.get(one.id)} reading={sum.data?.reading?.includes(one.id)} failed={sum.data?.failed?.find((x) => x.id === one.id)} />)}</ul>
      {may && search.edit === 'new' ? <ThemeEdit onClose={() => set({ edit: undefined })} /> : null}
      {may && list.data?.some((x) => x.id === search.edit) ? <ThemeEdit key={search.edit} one={list.data.find((x) => x.id === search.edit)} others={list.data} onClose={() => set({ edit: undefined })} /> : null}
    </>
  )
}

function Card({ one, tally, reading, failed }: { one: Theme; tally: ThemeTally | undefined; reading: boolean | undefined; failed: LookupFailed | undefined }) {
  const { t } = useTranslation()
  const { set } = usePlace()
  const may = useCan('voice.edit')
  const people = useCan('people.read')
  const pain = useMakePain()
  const most = Math.max(1, ...(tally?.periods ?? []))
  return (
    <li className={`panel ${css.theme}`}>
      <div className={css.row}>
        <h2>{one.name}</h2>
        {tally ? <FreshBadge fresh={tally.fresh} /> : null}
      </div>
      {reading ? <p><Lookup failed={failed} /></p> : null}
      {tally ? (
        <>
          <p className="quiet"><Num n={tally.texts} /> {t('voice.texts', { count: tally.texts })}, <RateText rate={tally.share} /></p>
          <div className={css.bars} role="img" aria-label={t('voice.trend', { name: one.name })}>{tally.periods.map((n, i) => <span key={i} style={{ height: `${(100 * n) / most}%` }} />)}</div>
          <p className={css.row}><span>{t('voice.feeling.negative')} <RateText rate={tally.negativeShare} /></span><span>{t('voice.feeling.positive')} <RateText rate={tally.positiveShare} /></span></p>
        </>
      ) : null}
      <p className={css.words}>{[...(one.rule.all ?? []), ...(one.rule.any ?? [])].slice(0, 8).map((w) => <span key={w} className={css.word}>{w}</span>)}</p>
      <div className={css.row}>
        <Button size="compact-sm" variant="light" onClick={() => set({ view: undefined, heard: { theme: one.id } })}>{t('voice.read')}</Button>
        {people ? <Button size="compact-sm" variant="subtle" onClick={() => set({ view: undefined, heard: { theme: one.id }, open: 1 })}>{t('voice.people')}</Button> : null}
        {may ? <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set({ edit: one.id })}>{t('voice.edit')}</Button> : null}
        {may ? <Button size="compact-sm" variant="subtle" color="gray" loading={pain.isPending} onClick={() => pain.mutate({ kind: 'theme', title: one.name, evidence: { theme: one.id } })}>{t('pains.makeOne')}<span className="hidden"> {one.name}</span></Button> : null}
      </div>
    </li>
  )
}

/** New or more than before, with what it was tested by. */
export function FreshBadge({ fresh }: { fresh: ThemeFresh }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (fresh.state === 'steady') return null
  const share = (k: number, n: number) => f.percent(n ? k / n : 0)
  const label = t('voice.freshWhy', { now: share(fresh.recent, fresh.ofAll), before: share(fresh.before, fresh.ofThose), n: f.num(fresh.recent), m: f.num(fresh.before), q: new Intl.NumberFormat(f.locale, { maximumSignificantDigits: 2 }).format(Math.max(fresh.q, 1e-6)) })
  return <Tooltip label={label} multiline w={300}><span><Badge tone="warn">{t(`voice.fresh.${fresh.state}`)}<span className="hidden"> {label}</span></Badge></span></Tooltip>
}
