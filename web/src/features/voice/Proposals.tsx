import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { proposeThemes } from '../../api/calls'
import type { ThemeProposal } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { IconBulb } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { ThemeEdit } from './ThemeEdit'
import { FreshBadge } from './Themes'
import css from './voice.module.css'

/** What the texts of the range seem to be about, to be taken as themes. */
export function Proposals({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const may = useCan('voice.edit')
  const [take, setTake] = useState<ThemeProposal | undefined>()
  const [taken, setTaken] = useState<string[]>([])
  const { data, error, refetch } = useQuery(proposeThemes(ws, { range: toRange(search.range) }))
  const key = (p: ThemeProposal) => `${p.language} ${p.name}`
  const language = new Intl.DisplayNames(f.locale, { type: 'language', fallback: 'code' })
  return (
    <>
      <div className={css.tools}>
        <Button variant="default" onClick={onClose}>{t('voice.backToThemes')}</Button>
        {data ? <span className="quiet" aria-live="polite">{t('voice.proposed', { count: data.texts, n: f.num(data.texts), all: f.num(data.all) })}</span> : null}
      </div>
      {error ? <section className="panel"><Failed error={error} retry={() => void refetch()} /></section> : null}
      {!data && !error ? <section className="panel"><Lines n={8} height={40} /></section> : null}
      {data?.proposals.length === 0 ? <section className="panel"><Empty icon={IconBulb} title={t('voice.noProposals')} text={t('voice.noProposalsText')} /></section> : null}
      <ul className={css.cards}>
        {data?.proposals.map((p) => (
          <li key={key(p)} className={`panel ${css.theme}`}>
            <div className={css.row}><h2 lang={p.language}>{p.name}</h2><FreshBadge fresh={p.fresh} /></div>
            <p className="quiet">{language.of(p.language)} · {t('voice.textCount', { count: p.texts, n: f.num(p.texts) })}</p>
            <p className={css.words} lang={p.language}>{p.phrases.map((w) => <span key={w.text} className={css.word}>{w.text} <span className="quiet num">{f.num(w.texts)}</span></span>)}</p>
            <ul className={css.examples} lang={p.language}>{p.examples.map((x) => <li key={x}>{x}</li>)}</ul>
            {may ? <div><Button size="compact-sm" variant="light" disabled={taken.includes(key(p))} onClick={() => setTake(p)}>{t(taken.includes(key(p)) ? 'voice.taken' : 'voice.take')}</Button></div> : null}
          </li>
        ))}
      </ul>
      {take ? <ThemeEdit begin={{ name: take.name.slice(0, 100), rule: take.rule }} onClose={(saved) => { if (saved) setTaken([...taken, key(take)]); setTake(undefined) }} /> : null}
    </>
  )
}
