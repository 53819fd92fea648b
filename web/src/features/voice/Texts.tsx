import { Alert, Button, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { texts, themes, touchpoints, voiceSummary } from '../../api/calls'
import type { VoiceSummary } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Chart } from '../../charts/Chart'
import type { Look } from '../../charts/look'
import { Num, RateText } from '../../ui/bits'
import { IconMessages, IconSearch } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FEELINGS, useChoice, type Feeling } from './choice'
import { FeelingSign } from './Feeling'
import { TextList } from './OneText'
import { periodsOption } from './periods'
import { Speakers } from './Speakers'
import css from './voice.module.css'

/** Every text heard, newest first, with what it adds up to. */
export function Texts() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { query, heard, choose } = useChoice()
  const { search, set } = usePlace()
  const sum = useQuery(voiceSummary(ws, query))
  const list = useInfiniteQuery(texts(ws, query))
  const all = list.data?.pages.flatMap((p) => p.texts)
  const chosen = Object.keys(heard).length > 0 || !!search.search
  return (
    <>
      <Filters sum={sum.data} />
      {sum.data?.capped ? <Alert color="yellow">{t('voice.capped')}</Alert> : null}
      <section className="panel" aria-label={t('voice.summary')}>
        {sum.error && !sum.data ? <Failed error={sum.error} retry={() => void sum.refetch()} /> : null}
        {!sum.data && !sum.error ? <Lines n={5} height={26} /> : null}
        {sum.data ? <Summary sum={sum.data} feeling={heard.feeling} onFeeling={(feeling) => choose({ feeling })} /> : null}
      </section>
      <section className="panel" aria-label={t('voice.views.texts')}>
        {list.error && !all ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
        {!all && !list.error ? <Lines n={8} height={44} /> : null}
        {all?.length === 0 ? (
          <Empty icon={IconMessages} title={t(chosen ? 'voice.none' : 'voice.empty')} text={t(chosen ? 'voice.noneText' : 'voice.emptyText')} action={chosen ? <Button variant="light" onClick={() => set({ heard: undefined, search: undefined })}>{t('voice.clear')}</Button> : <Button component={Link} to={`/w/${ws}/sources`}>{t('journey.connect')}</Button>} />
        ) : null}
        {all?.length ? <TextList key={JSON.stringify(query)} all={all} /> : null}
        {list.hasNextPage ? <div className={css.more}><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('voice.more')}</Button></div> : null}
      </section>
      <Speakers />
    </>
  )
}

/** What the texts can be narrowed to, with how many there are of each. */
function Filters({ sum }: { sum: VoiceSummary | undefined }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws, search, set } = usePlace()
  const { heard, choose } = useChoice()
  const places = useQuery(touchpoints(ws)).data
  const named = useQuery(themes(ws)).data
  const [text, setText] = useState(search.search ?? '')
  const seek = useDebouncedCallback((s: string) => set({ search: s.trim() || undefined }, true), 250)
  const language = (l: string) => (l ? (new Intl.DisplayNames(f.locale, { type: 'language', fallback: 'code' }).of(l) ?? l) : t('voice.unknownLanguage'))
  const values = (list: VoiceSummary['languages'] | undefined, chosen: string | undefined, name: (v: string) => string) => {
    const all = (list ?? []).map((v) => ({ value: v.value || ' ', label: `${name(v.value)} (${f.short(v.texts)})` }))
    return chosen && !all.some((v) => v.value === chosen) ? [...all, { value: chosen, label: name(chosen.trim()) }] : all
  }
  const pick = (what: 'language' | 'channel' | 'touchpoint' | 'theme', data: { value: string; label: string }[]) => (
    <Select className={css.pick} aria-label={t(`voice.by.${what}`)} placeholder={t(`voice.by.${what}`)} clearable clearButtonProps={{ 'aria-label': t('voice.clear') }} data={data} value={heard[what] ?? null} onChange={(v) => choose({ [what]: v ?? undefined })} />
  )
  const counts = new Map(sum?.themes.map((x) => [x.id, x.texts]))
  return (
    <div className={css.tools}>
      <TextInput className={css.search} aria-label={t('voice.search')} placeholder={t('voice.searchHint')} leftSection={<IconSearch size={16} />} value={text} onChange={(e) => { setText(e.currentTarget.value); seek(e.currentTarget.value) }} />
      {pick('language', values(sum?.languages.filter((v) => v.value), heard.language, language))}
      {pick('channel', values(sum?.channels, heard.channel, (v) => words.channel(v)))}
      {pick('touchpoint', values(sum?.touchpoints.filter((v) => v.value), heard.touchpoint, (v) => places?.find((p) => p.id === v)?.name ?? v))}
      {named?.length ? pick('theme', named.map((n) => ({ value: n.id, label: counts.has(n.id) ? `${n.name} (${f.short(counts.get(n.id)!)})` : n.name }))) : null}
    </div>
  )
}

function Summary({ sum, feeling, onFeeling }: { sum: VoiceSummary; feeling: string | undefined; onFeeling: (f: string | undefined) => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = usePlace()
  const may = useCan('people.read')
  const of: Record<Feeling, number> = { negative: sum.all.negative, neutral: sum.all.neutral, positive: sum.all.positive, not_scored: sum.all.notScored, unsupported: sum.all.unsupported }
  const rates = { negative: sum.negativeShare, neutral: sum.neutralShare, positive: sum.positiveShare }
  const option = useCallback((look: Look) => {
    const style = getComputedStyle(document.documentElement)
    return periodsOption(sum, {
      negative: t('voice.feeling.negative'), neutral: t('voice.feeling.neutral'), positive: t('voice.feeling.positive'), other: t('voice.unscored'),
      at: (s) => (sum.interval === 'hour' ? f.time(s) : f.day(s)), num: f.short,
    }, look, { bad: style.getPropertyValue('--feel-bad').trim(), good: style.getPropertyValue('--feel-good').trim() })
  }, [sum, t, f])
  return (
    <div className={css.sum}>
      <div>
        <p className={css.big}><Num n={sum.all.texts} /></p>
        <p className="quiet" style={{ marginTop: 0 }}>{t('voice.texts', { count: sum.all.texts })}</p>
        <ul className={css.figures}>
          {FEELINGS.filter((x) => of[x] > 0 || x === 'negative' || x === 'positive').map((x) => (
            <li key={x}>
              <FeelingSign feeling={x} />
              <button type="button" className="plain" aria-pressed={feeling === x} onClick={() => onFeeling(feeling === x ? undefined : x)}>{t(`voice.feeling.${x}`)} <span className="quiet num">{f.short(of[x])}</span></button>
              {x === 'not_scored' || x === 'unsupported' ? <span className="quiet num">{f.percent(sum.all.texts ? of[x] / sum.all.texts : 0)}</span> : <RateText rate={rates[x]} />}
            </li>
          ))}
        </ul>
        {sum.mean ? <p className="quiet">{t('voice.mean', { value: f.score(sum.mean.value), low: f.score(sum.mean.low), high: f.score(sum.mean.high) })}</p> : null}
        {may && sum.all.texts > 0 ? <Button variant="light" size="compact-sm" onClick={() => set({ open: 1 })}>{t('voice.people')}</Button> : null}
      </div>
      {sum.all.texts > 0 ? <Chart height={210} option={option} label={t('voice.chart')} /> : null}
    </div>
  )
}
