import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { channels, timeline, touchpoints } from '../../api/calls'
import type { TimelineEvent } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Badge, ChannelSign, Facts } from '../../ui/bits'
import { IconHistory } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { byDay, flatten, gist } from './timeline'
import css from './people.module.css'

/** What a person did, newest first, day by day, on all channels. */
export function TimelineView({ person }: { person: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws, search, set } = usePlace()
    const touch = new Map((useQuery(touchpoints(ws)).data ?? []).map((p) => [p.id, p.name]))
  const known = useQuery(channels(ws)).data ?? []
  const pages = useInfiniteQuery({
    queryKey: ['timeline', ws, person, search.channel ?? ''],
    queryFn: ({ pageParam }) => timeline(ws, person, { before: pageParam, limit: 100, channel: search.channel }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
  const events = pages.data?.pages.flatMap((p) => p.events) ?? []
  const seen = [...new Set([...(search.channel ? [search.channel] : []), ...events.map((e) => e.channel)])]
  return (
    <section className="panel" aria-label={t('person.timeline')} style={{ minWidth: 0 }}>
      {seen.length > 1 || search.channel ? (
        <div className={css.chips} role="group" aria-label={t('person.channels')}>
          <button type="button" className={css.chip} style={{ paddingLeft: 11 }} aria-pressed={!search.channel} onClick={() => set({ channel: undefined }, true)}>{t('person.allChannels')}</button>
          {seen.map((c) => (
            <button key={c} type="button" className={css.chip} aria-pressed={search.channel === c} onClick={() => set({ channel: search.channel === c ? undefined : c }, true)}>
              <ChannelSign channel={c} size={18} />{words.channel(c, known.find((k) => k.id === c)?.name)}
            </button>
          ))}
        </div>
      ) : null}
      {pages.error && !events.length ? <Failed error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <Lines n={12} height={24} /> : null}
      {!pages.isPending && !pages.error && events.length === 0 ? <Empty icon={IconHistory} title={t('person.noEvents')} text={t('person.noEventsText')} /> : null}
      {byDay(events, f.dayKey).map(([day, items]) => (
        <div key={day}>
          <h2 className={css.day}>{f.date(items[0]!.time)}</h2>
          <ol className={css.events}>
            {items.map((e) => <EventRow key={e.seq} event={e} touchpoint={e.touchpoint ? (touch.get(e.touchpoint) ?? e.touchpoint) : undefined} />)}
          </ol>
        </div>
      ))}
      {pages.hasNextPage ? <div className="pad"><Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('person.older')}</Button></div> : null}
    </section>
  )
}

function EventRow({ event: e, touchpoint }: { event: TimelineEvent; touchpoint?: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const what = gist(e)
  const parts = [['properties', e.properties], ['traits', e.traits], ['context', e.context]] as const
  return (
    <li className={css.event}>
      <time dateTime={e.time} title={f.dateTime(e.time)}>{f.time(e.time)}</time>
      <span className={css.sign}><ChannelSign channel={e.channel} size={24} /></span>
      <details>
        <summary>
          <b>{words.eventName(e.name)}</b>
          {what ? <span>{what.money !== undefined ? f.money(what.money) : what.text}</span> : null}
          <small>{[words.channel(e.channel), touchpoint].filter(Boolean).join(' · ')}</small>
          {e.corrected ? <Badge>{t('event.feelingCorrected', { feeling: t(`voice.feeling.${e.corrected.feeling}`) })}</Badge> : null}
          {(e.flags ?? []).map((flag) => <Badge key={flag} tone="warn">{words.flag(flag)}</Badge>)}
        </summary>
        <div className={css.props}>
          {e.corrected ? <p>{t('voice.corrected', { who: e.corrected.who, when: f.date(e.corrected.at), was: t(`voice.feeling.${e.corrected.was}`) })}</p> : null}
          {e.scored && !e.corrected ? <p>{t('voice.scoredBy', { model: e.scored.scorer })} {t(`voice.feeling.${e.scored.feeling}`)}</p> : null}
          {parts.map(([kind, value]) => {
            const rows = flatten(value)
            return rows.length ? (
              <div key={kind}>
                <h3>{t(`event.${kind}`)}</h3>
                <Facts rows={rows.map(([k, v]) => [k, <span key={k} className="mono">{v}</span>])} />
              </div>
            ) : null
          })}
          <div>
            <h3>{t('event.about')}</h3>
            <Facts rows={[[t('event.source'), e.sourceName ?? String(e.source)], [t('event.type'), e.type], [t('event.messageId'), <span key="m" className="mono">{e.messageId}</span>], [t('event.received'), f.dateTime(e.receivedAt)], [t('event.subject'), <span key="s" className="mono">{e.subject}</span>]]} />
          </div>
        </div>
      </details>
    </li>
  )
}
