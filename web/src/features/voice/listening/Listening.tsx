import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { listening, texts, topics } from '../../../api/calls'
import type { Listening as Sum, MentionPlace, Topic } from '../../../api/types'
import { useCan, useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { useWords } from '../../../app/words'
import { Chart } from '../../../charts/Chart'
import type { Look } from '../../../charts/look'
import { Num, RateText } from '../../../ui/bits'
import { ScrollX } from '../../../ui/dialogs'
import { IconPlus, IconSpeakerphone } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import { ofAllTopics, ofMentions, useChoice } from '../choice'
import { TextList } from '../OneText'
import { Lookup } from '../Lookup'
import { Speakers } from '../Speakers'
import voice from '../voice.module.css'
import { Alerts } from './Alerts'
import { Authors } from './Authors'
import { colourOf, topicLines } from './charts'
import css from './listening.module.css'
import { TopicEdit } from './TopicEdit'

/** What is said elsewhere: who is talked about how much and how, where, and what alerts it raised. */
export function Listening() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const { query, heard, choose } = useChoice()
  const may = useCan('voice.edit')
  const named = useQuery(topics(ws))
  const all = useQuery(listening(ws, ofAllTopics(query)))
  const edit = named.data?.find((x) => x.id === search.edit)
  const close = () => set({ edit: undefined })
  if (named.error) return <Failed error={named.error} retry={() => void named.refetch()} />
  if (!named.data) return <Lines n={8} height={40} />
  return (
    <>
      <section className={`panel ${css.panel}`} aria-label={t('listening.voice')}>
        <div className={css.head}>
          <h2>{t('listening.voice')}</h2>
          {may ? <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => set({ edit: 'topic' })}>{t('listening.newTopic')}</Button> : null}
        </div>
        {all.error && !all.data ? <Failed error={all.error} retry={() => void all.refetch()} /> : null}
        {!all.data && !all.error ? <Lines n={5} height={30} /> : null}
        {named.data.length === 0 ? <Empty icon={IconSpeakerphone} title={t('listening.noTopics')} text={t('listening.noTopicsText')} action={may ? <Button onClick={() => set({ edit: 'topic' })}>{t('listening.newTopic')}</Button> : undefined} /> : null}
        {all.data && named.data.length > 0 ? <Topics sum={all.data} topics={named.data} chosen={heard.topic} onChoose={(topic) => choose({ topic })} onEdit={may ? (id) => set({ edit: id }) : undefined} /> : null}
      </section>
      {all.data && named.data.length > 0 ? <Lined sum={all.data} topics={named.data} /> : null}
      <Alerts topics={named.data} />
      <Places />
      <Mentions />
      <Authors networks={all.data?.networks.map((n) => n.value).filter(Boolean) ?? []} />
      <Speakers />
      {may && (edit || search.edit === 'topic') ? <TopicEdit key={search.edit} one={edit} onClose={close} /> : null}
    </>
  )
}

function Topics({ sum, topics: named, chosen, onChoose, onEdit }: { sum: Sum; topics: Topic[]; chosen?: string; onChoose: (id?: string) => void; onEdit?: (id: string) => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const inVain = (id: string) => sum.failed?.some((one) => one.id === id) ?? false
  const failed = named.filter((x) => inVain(x.id)).map((x) => x.name)
  const reading = named.filter((x) => sum.reading?.includes(x.id) && !inVain(x.id)).map((x) => x.name)
  return (
    <>
      <ScrollX label={t('listening.voice')} minWidth={620}>
        <table className={css.topics}>
          <thead>
            <tr>{['topic', 'share', 'mentions', 'negative', 'feeling', 'reach', 'interactions'].map((c) => <th key={c} scope="col">{t(`listening.col.${c}`)}</th>)}{onEdit ? <th scope="col"><span className="hidden">{t('voice.edit')}</span></th> : null}</tr>
          </thead>
          <tbody>
            {named.map((topic, i) => {
              const tally = sum.topics.find((x) => x.id === topic.id)
              if (!tally && !sum.reading?.includes(topic.id)) return null
              return (
                <tr key={topic.id} data-on={chosen === topic.id || undefined}>
                  <td><button type="button" className={`plain ${css.name}`} aria-pressed={chosen === topic.id} onClick={() => onChoose(chosen === topic.id ? undefined : topic.id)}><span className={css.dot} style={{ background: colourOf(topic, i) }} />{topic.name} <small className="quiet">{t(`listening.kinds.${topic.kind}`)}</small></button></td>
                  {tally ? (
                    <>
                      <td><RateText rate={tally.share} /></td>
                      <td><Num n={tally.texts} /></td>
                      <td><RateText rate={tally.negativeShare} /></td>
                      <td className="num">{tally.mean ? f.score(tally.mean.value) : t('ui.none')}</td>
                      <td><Num n={tally.reach} /></td>
                      <td><Num n={tally.interactions} /></td>
                    </>
                  ) : <td colSpan={6}><Lookup failed={sum.failed?.find((x) => x.id === topic.id)} /></td>}
                  {onEdit ? <td><Button size="compact-sm" variant="subtle" color="gray" onClick={() => onEdit(topic.id)} aria-label={`${t('voice.edit')} ${topic.name}`}>{t('voice.edit')}</Button></td> : null}
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollX>
      {reading.length ? <p role="status" className="quiet">{t('listening.reading', { names: f.list(reading) })}</p> : null}
      {failed.length ? <p role="status" className="quiet">{t('lookup.without', { names: f.list(failed) })}</p> : null}
      <p className="quiet">{t('listening.voiceText', { n: f.num(sum.voice), all: f.num(sum.all.texts) })}</p>
    </>
  )
}

function Lined({ sum, topics: named }: { sum: Sum; topics: Topic[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  const at = useCallback((s: string) => (sum.interval === 'hour' ? f.time(s) : f.day(s)), [sum.interval, f])
  const share = useCallback((look: Look) => topicLines(sum, named, 'share', { at, num: f.percent }, look), [sum, named, at, f])
  const mean = useCallback((look: Look) => topicLines(sum, named, 'mean', { at, num: (n) => f.signed(Math.round(n * 100) / 100) }, look), [sum, named, at, f])
  return (
    <div className={css.grid}>
      <section className={`panel ${css.panel}`} aria-label={t('listening.shareOver')}><h2>{t('listening.shareOver')}</h2><Chart height={230} option={share} label={t('listening.shareOver')} /></section>
      <section className={`panel ${css.panel}`} aria-label={t('listening.feelingOver')}><h2>{t('listening.feelingOver')}</h2><Chart height={230} option={mean} label={t('listening.feelingOver')} /></section>
    </div>
  )
}

/** Where the chosen mentions were heard, and who wrote them; each opens its mentions. */
function Places() {
  const { t } = useTranslation()
  const words = useWords()
  const { ws } = usePlace()
  const { query, heard, choose } = useChoice()
  const { data } = useQuery(listening(ws, query))
  if (!data || data.all.texts === 0) return null
  return (
    <div className={css.grid}>
      <Bars title={t('listening.byNetwork')} list={data.networks} name={(v) => words.network(v) || t('listening.unknown')} chosen={heard.network} onChoose={(network) => choose({ network })} />
      <Bars title={t('listening.byKind')} list={data.kinds} name={(v) => (v ? t(`listening.author.${v}`, { defaultValue: v }) : t('listening.unknown'))} chosen={heard.kind} onChoose={(kind) => choose({ kind })} />
      <Bars title={t('listening.byChannel')} list={data.channels} name={(v) => words.channel(v)} chosen={heard.channel} onChoose={(channel) => choose({ channel })} />
    </div>
  )
}

function Bars({ title, list, name, chosen, onChoose }: { title: string; list: MentionPlace[]; name: (v: string) => string; chosen?: string; onChoose: (v?: string) => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const most = Math.max(1, ...list.map((p) => p.texts))
  return (
    <section className={`panel ${css.panel}`} aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.places}>
        {list.slice(0, 12).map((p) => (
          <li key={p.value}>
            {p.value ? <button type="button" className="plain" aria-pressed={chosen === p.value} onClick={() => onChoose(chosen === p.value ? undefined : p.value)}>{name(p.value)}</button> : <span>{name('')}</span>}
            <span className={css.bar} style={{ width: `${(100 * p.texts) / most}%` }} />
            <span className="num"><Num n={p.texts} /> <small className="quiet">{t('listening.reached', { n: f.short(p.reach) })}</small></span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Mentions() {
  const { t } = useTranslation()
  const { ws, set } = usePlace()
  const { query, heard } = useChoice()
  const list = useInfiniteQuery(texts(ws, ofMentions(query)))
  const all = list.data?.pages.flatMap((p) => p.texts)
  const chosen = Object.keys(heard).length > 0
  return (
    <section className="panel" aria-label={t('listening.mentions')}>
      {list.error && !all ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      {!all && !list.error ? <Lines n={8} height={44} /> : null}
      {all?.length === 0 ? <Empty icon={IconSpeakerphone} title={t('listening.none')} text={t(chosen ? 'voice.noneText' : 'listening.noneText')} action={chosen ? <Button variant="light" onClick={() => set({ heard: undefined })}>{t('voice.clear')}</Button> : undefined} /> : null}
      {all?.length ? <TextList key={JSON.stringify(query)} all={all} /> : null}
      {list.hasNextPage ? <div className={voice.more}><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('voice.more')}</Button></div> : null}
    </section>
  )
}
