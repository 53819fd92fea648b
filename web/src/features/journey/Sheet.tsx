import { Tooltip } from '@mantine/core'
import { useMemo, useState, type ComponentPropsWithRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { StageFigure, StagesAnswer } from '../../api/types'
import { channelLook } from '../../app/channels'
import { SMALL_N } from '../../app/format'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { ChannelSign, Figure, Num, RateText } from '../../ui/bits'
import { IconDiamondFilled } from '../../ui/icons'
import css from './journey.module.css'
import { FlowMap } from './FlowMap'
import { layoutTouches, type Bubble as Place } from './layout'
import { Spark } from './Spark'

export interface SheetProps {
  answer: StagesAnswer
  before?: StagesAnswer
  width: number
  channelOf: (touchpoint: string) => string | undefined
  channelName: (channel: string) => string | undefined
  moments: Set<string>
}

const TOUCH_LIMIT = 6

/** The living sheet: stages left to right, the bands of people between them, and what they touched on the way. */
export function Sheet(p: SheetProps) {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const n = p.answer.stages.length
  const grid = { gridTemplateColumns: `repeat(${n}, minmax(0, 1fr))` }
  const all = search.touch === 'all'
  const touches = useMemo(() => layoutTouches(p.answer, p.width, all ? 99 : TOUCH_LIMIT, all ? 60 : 26), [p.answer, p.width, all])
  return (
    <section className={`panel ${css.sheet}`} data-narrow={p.width / n < 265 || undefined} aria-label={t('journey.sheet')}>
      <div className={css.heads} style={grid}>
        {p.answer.stages.map((s, i) => <Head key={s.id} stage={s} before={p.before?.stages.find((b) => b.id === s.id)} last={i === n - 1} />)}
      </div>
      <FlowMap answer={p.answer} width={p.width} />
      <h2 className={css.lane}>{t('journey.touchpoints')}</h2>
      {touches.bubbles.length ? <TouchMap {...p} touches={touches} /> : <p className={css.none}>{t('journey.noTouchpoints')}</p>}
      {touches.more > 0 || all ? (
        <p className={css.more}>
          <button type="button" className="plain figure" onClick={() => set({ touch: all ? undefined : 'all' })}>{all ? t('journey.fewer') : t('journey.more', { count: touches.more })}</button>
        </p>
      ) : null}
      <h2 className={css.lane}>{t('journey.overTime')}</h2>
      <div className={css.feet} style={grid}>
        {p.answer.stages.map((s, i) => <Foot key={s.id} stage={s} starts={p.answer.starts} values={p.answer.overTime[i] ?? []} />)}
      </div>
    </section>
  )
}

function Head({ stage, before, last }: { stage: StageFigure; before?: StageFigure; last: boolean }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const name = words.stage(stage.id, stage.name)
  return (
    <div className={css.head}>
      <div className={css.stage}>
        <h2>{name}</h2>
        <Figure cell={{ outcome: 'entered', from: stage.id }} label={t('cell.entered', { stage: name })} className={css.big}><Num n={stage.entered} /></Figure>
        <span className={css.under}>{t('journey.entered', { count: stage.entered })}</span>
        {before ? <span className={css.under}>{t('journey.before', { n: f.short(before.entered) })}</span> : null}
      </div>
      {last ? null : <MovedOn stage={stage} before={before} name={name} />}
    </div>
  )
}

/** What share moved on, how sure that is, and how long it took. */
export function MovedOn({ stage, before, name }: { stage: StageFigure; before?: StageFigure; name: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const small = stage.movedOn.n < SMALL_N
  return (
    <div className={css.moved}>
      <Figure cell={{ outcome: 'moved', from: stage.id }} label={t('cell.moved1', { stage: name })} className={css.rate}>
        <RateText rate={stage.movedOn} />
        <span aria-hidden className={css.arrow} />
      </Figure>
      <Tooltip label={t('journey.timesHint', { median: f.span(stage.times.median), p90: f.span(stage.times.p90), n: f.num(stage.times.n) })} disabled={stage.times.n === 0}>
        <span className={css.under}>{stage.times.n ? t('journey.median', { span: f.span(stage.times.median) }) : t('journey.nobodyMoved')}</span>
      </Tooltip>
      {small && stage.movedOn.n > 0 ? <span className={css.under}>{t('journey.fewPeople', { count: stage.movedOn.n, n: f.num(stage.movedOn.n) })}</span> : null}
      {before ? <span className={css.under}>{t('journey.before', { n: before.movedOn.n ? f.rate(before.movedOn).value : t('ui.none') })}</span> : null}
    </div>
  )
}

function TouchMap({ width, channelOf, channelName, moments, touches }: SheetProps & { touches: ReturnType<typeof layoutTouches> }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [hot, setHot] = useState<string>()
  const name = (id: string) => touches.bubbles.find((b) => b.touch.id === id)?.touch.name ?? id
  const near = useMemo(() => {
    if (!hot) return undefined
    const ids = new Set([hot])
    for (const l of touches.lines) {
      if (l.from === hot) ids.add(l.to)
      if (l.to === hot) ids.add(l.from)
    }
    return ids
  }, [hot, touches.lines])
  return (
    <div className={css.touches} style={{ height: touches.height }}>
      <svg width={width} height={touches.height} aria-hidden>
        {touches.lines.map((l) => {
          const lit = hot !== undefined && (l.from === hot || l.to === hot)
          return (
            <g key={l.id} className={css.line} data-lit={lit || undefined} data-dim={(hot !== undefined && !lit) || undefined} data-back={l.backward || undefined}>
              <path d={l.d} strokeWidth={l.width} fill="none" />
              <path d={l.head} className={css.lineHead} />
            </g>
          )
        })}
      </svg>
      {touches.bubbles.map((b) => (
        <TouchBubble key={b.touch.id} bubble={b} channel={channelOf(b.touch.id)} channelName={channelName} moment={moments.has(b.touch.id)} dim={near !== undefined && !near.has(b.touch.id)} onHot={setHot} />
      ))}
      <ul className="hidden">
        {touches.lines.map((l) => <li key={l.id}>{t('journey.line', { from: name(l.from), to: name(l.to), n: f.num(l.count), span: f.span(l.median) })}</li>)}
      </ul>
    </div>
  )
}

/** A button where it opens people, else a figure alone. */
function Bubble({ onOpen, style, ...rest }: ComponentPropsWithRef<'button'> & { onOpen?: () => void }) {
  if (onOpen) return <button type="button" aria-haspopup="dialog" style={style} {...rest} onClick={onOpen} />
  return <span style={{ ...style, cursor: 'default' }} {...(rest as ComponentPropsWithRef<'span'>)} />
}

function TouchBubble({ bubble, channel, channelName, moment, dim, onHot }: { bubble: Place; channel?: string; channelName: (c: string) => string | undefined; moment: boolean; dim: boolean; onHot: (id: string | undefined) => void }) {
  const { t } = useTranslation()
  const words = useWords()
  const f = useFormat()
  const { set } = usePlace()
  const may = useCan('people.read')
  const { touch, r } = bubble
  const look = channelLook(channel)
  const channelText = channel ? words.channel(channel, channelName(channel)) : ''
  const people = t('people.count', { count: touch.people, n: f.num(touch.people) })
  return (
    <Tooltip label={<>{touch.name}<br />{channelText}{channelText ? <br /> : null}{people}<br />{t('people.eventCount', { count: touch.events, n: f.num(touch.events) })}{moment ? <><br />{t('journey.moment')}</> : null}{may ? null : <><br />{t('people.closed')}</>}</>}>
      <Bubble
        className={`plain ${css.touch}`}
        data-dim={dim || undefined}
        style={{ left: bubble.x, top: bubble.y, ['--c' as string]: look.color, ['--r' as string]: `${r}px`, width: Math.min(bubble.slot - 2, 140) }}
        onMouseEnter={() => onHot(touch.id)}
        onMouseLeave={() => onHot(undefined)}
        onFocus={() => onHot(touch.id)}
        onBlur={() => onHot(undefined)}
        onOpen={may ? () => set({ cell: { touchpoint: touch.id } }) : undefined}
      >
        <span className={css.bubble}>{r >= 11 ? <look.icon size={Math.round(r * 0.95)} stroke={1.7} /> : null}</span>
        <span className={css.touchName}>
          {moment ? <IconDiamondFilled size={10} aria-hidden /> : null}
          {r < 11 && channel ? <ChannelSign channel={channel} size={14} /> : null}
          {touch.name}
        </span>
        <span className={css.touchCount}>{f.short(touch.people)}</span>
        <span className="hidden"> {t(may ? 'people.openLabel' : 'people.closedLabel', { what: [channelText, people, moment ? t('journey.moment') : ''].filter(Boolean).join(', ') })}</span>
      </Bubble>
    </Tooltip>
  )
}

export function Foot({ stage, starts, values }: { stage: StageFigure; starts: string[]; values: number[] }) {
  const { t } = useTranslation()
  const words = useWords()
  const name = words.stage(stage.id, stage.name)
  const fact = (outcome: 'stalled' | 'lapsed' | 'reentered', n: number) => (
    <div>
      <dt>{t(`journey.${outcome}`)}</dt>
      <dd><Figure cell={{ outcome, from: stage.id }} label={t(`cell.${outcome}`, { stage: name })} disabled={n === 0}><Num n={n} /></Figure></dd>
    </div>
  )
  return (
    <div className={css.foot}>
      <div className={css.here}>
        <Figure cell={{ outcome: 'now', from: stage.id }} label={t('cell.now', { stage: name })}><b><Num n={stage.now} /></b></Figure> <span className="quiet">{t('journey.here')}</span>
      </div>
      <Spark starts={starts} values={values} stage={stage.id} name={name} />
      <dl className={css.facts}>
        {fact('stalled', stage.stalled)}
        {fact('lapsed', stage.lapsed)}
        {fact('reentered', stage.reEntered)}
      </dl>
    </div>
  )
}
