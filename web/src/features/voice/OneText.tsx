import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { startTransition, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { correctFeeling, themes, topics, touchpoints } from '../../api/calls'
import type { Theme, Topic, Touchpoint, VoiceText } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { personName, useWords } from '../../app/words'
import { ChannelChip } from '../../ui/bits'
import { IconCheck, IconDots } from '../../ui/icons'
import { titleOf, useMakePain } from '../pains/useMakePain'
import { useChoice } from './choice'
import { FeelingSign } from './Feeling'
import css from './voice.module.css'

const CLASSES = ['negative', 'neutral', 'positive'] as const

/** So many texts more than fill a screen. */
const FIRST = 8

/** Texts, one below the other. Those that are out of sight at first are drawn when the others stand. */
export function TextList({ all }: { all: VoiceText[] }) {
  const [whole, setWhole] = useState(false)
  useEffect(() => startTransition(() => setWhole(true)), [])
  const { ws } = usePlace()
  const names = {
    themes: useQuery(themes(ws)).data,
    topics: useQuery({ ...topics(ws), enabled: all.some((one) => one.topics?.length) }).data,
    places: useQuery(touchpoints(ws)).data,
  }
  return <ul className={css.list}>{(whole ? all : all.slice(0, FIRST)).map((one) => <OneText key={one.seq} one={one} names={names} />)}</ul>
}

/** What a text names by its id. */
interface Names { themes?: Theme[]; topics?: Topic[]; places?: Touchpoint[] }

/** One text with whose it is, where it was said, and how it feels. */
function OneText({ one, names }: { one: VoiceText; names: Names }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const { ws } = usePlace()
  const { choose } = useChoice()
  const people = useCan('people.read')
  const touchpoint = names.places?.find((p) => p.id === one.touchpoint)
  return (
    <li className={css.one}>
      <FeelingSign feeling={one.feeling} score={one.score} />
      <div>
        {one.title ? <h3 lang={one.language}>{one.title}</h3> : null}
        <blockquote lang={one.language}>{one.text}</blockquote>
        <div className={css.meta}>
          {people ? <Link to="/w/$ws/people/$person" params={{ ws: String(ws), person: one.person }}>{one.author || personName(one)}</Link> : null}
          <time dateTime={one.at} title={f.dateTime(one.at)}>{f.ago(one.at)}</time>
          <ChannelChip channel={one.channel} />
          <span>{touchpoint?.name ?? words.eventName(one.event)}</span>
          {one.rating === undefined ? null : <span>{t('voice.rating', { n: f.num(one.rating) })}</span>}
          {one.survey ? <span>{one.survey}</span> : null}
          {one.network ? <span>{words.network(one.network)}{one.verified ? ` · ${t('listening.verified')}` : ''}</span> : null}
          {one.reach ? <span>{t('listening.reached', { n: f.short(one.reach) })}</span> : null}
          {one.interactions ? <span>{t('listening.interacted', { n: f.short(one.interactions) })}</span> : null}
          {one.matched ? <span>{t('listening.matched', { id: one.matched })}</span> : null}
          {one.topics?.map((id) => <span key={id} className={css.word}>{names.topics?.find((n) => n.id === id)?.name ?? id}</span>)}
          {one.url ? <a href={one.url} target="_blank" rel="noreferrer noopener">{t('voice.source')}</a> : null}
          {one.themes?.map((id) => <button key={id} type="button" className={`plain ${css.word}`} onClick={() => choose({ theme: id })}>{names.themes?.find((n) => n.id === id)?.name ?? id}</button>)}
          {one.scorer && one.scorer !== 'jejak' && !one.corrected ? <span>{one.scorer === 'sender' ? t('voice.scoredBySender') : t('voice.scoredBy', { model: one.scorer })}</span> : null}
          {one.corrected ? <span>{t('voice.corrected', { who: one.corrected.who, when: f.date(one.corrected.at), was: t(`voice.feeling.${one.corrected.was}`) })}</span> : null}
        </div>
      </div>
      <Correct one={one} stage={touchpoint?.stage} />
    </li>
  )
}

/** Whoever may says how a text really feels. */
function Correct({ one, stage }: { one: VoiceText; stage: string | undefined }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const may = useCan('voice.edit')
  const pain = useMakePain()
  const f = useFormat()
  // Those affected are the people of the touchpoint, where it was said at one.
  const evidence = one.touchpoint ? { question: { kind: 'touchpoints', touchpoints: { by: 'touchpoint' } } as const, cell: { touchpoint: one.touchpoint } } : undefined
  const save = useMutation({
    mutationFn: (feeling: '' | (typeof CLASSES)[number]) => correctFeeling(ws, one.seq, feeling),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['voice', ws] })
      void client.invalidateQueries({ queryKey: ['ask', ws] })
      notifications.show({ message: t('voice.correctedNow'), color: 'trail' })
    },
    onError: () => notifications.show({ message: t('voice.notCorrected'), color: 'red' }),
  })
  if (!may) return <span />
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" loading={save.isPending} aria-label={t('voice.correct')}><IconDots size={17} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('voice.really')}</Menu.Label>
        {CLASSES.map((c) => <Menu.Item key={c} leftSection={<FeelingSign feeling={c} />} rightSection={one.feeling === c ? <IconCheck size={15} /> : null} onClick={() => save.mutate(c)}>{t(`voice.feeling.${c}`)}</Menu.Item>)}
        {one.corrected ? <Menu.Item onClick={() => save.mutate('')}>{t('voice.takeBack')}</Menu.Item> : null}
        <Menu.Divider />
        <Menu.Item onClick={() => pain.mutate({ title: titleOf(one.title || one.text), note: `${f.dateTime(one.at)}: ${one.text}`.slice(0, 5000), place: one.touchpoint ? { touchpoint: one.touchpoint, stage } : undefined, evidence })}>{t('pains.makeOne')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
