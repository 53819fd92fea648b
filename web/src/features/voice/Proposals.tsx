import { Button, Checkbox, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { proposeThemes, putTheme, themes } from '../../api/calls'
import type { Theme, ThemeProposal } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { IconBulb } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { undoable } from '../../ui/undo'
import { FormFault } from '../auth/Frame'
import { ThemeEdit } from './ThemeEdit'
import { joined, keyOf, withPhrases } from './join'
import { FreshBadge } from './Themes'
import css from './voice.module.css'

/** What the texts of the range seem to be about, to be put together, named and taken as themes. */
export function Proposals({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const may = useCan('voice.edit')
  const [take, setTake] = useState<ThemeProposal | undefined>()
  const [taken, setTaken] = useState<string[]>([])
  const [groups, setGroups] = useState<string[][]>([])
  const [chosen, setChosen] = useState<string[]>([])
  const { data, error, refetch } = useQuery(proposeThemes(ws, { range: toRange(search.range) }))
  const list = joined(data?.proposals ?? [], groups)
  const language = new Intl.DisplayNames(f.locale, { type: 'language', fallback: 'code' })
  const tick = (key: string, on: boolean) => setChosen(on ? [...chosen, key] : chosen.filter((k) => k !== key))
  const join = () => {
    const before = groups
    const members = list.filter((p) => chosen.includes(p.key)).flatMap((p) => p.of)
    setGroups([...groups.filter((g) => !g.some((k) => members.includes(k))), members])
    setChosen([])
    undoable({ message: t('voice.joined', { count: members.length, n: f.num(members.length) }), word: t('ui.undo'), close: t('ui.close'), undo: () => setGroups(before) })
  }
  const gone = (of: string[]) => { setTaken((x) => [...x, ...of]); setChosen((x) => x.filter((k) => !of.includes(k))) }
  return (
    <>
      <div className={css.tools}>
        <Button variant="default" onClick={onClose}>{t('voice.backToThemes')}</Button>
        {data ? <span className="quiet" aria-live="polite">{t('voice.proposed', { count: data.texts, n: f.num(data.texts), all: f.num(data.all) })}</span> : null}
      </div>
      {may && list.length ? (
        <div className={css.tools} role="group" aria-label={t('voice.join')}>
          <Button disabled={chosen.length < 2} onClick={join}>{t('voice.joinChosen', { n: f.num(chosen.length) })}</Button>
          <IntoTheme chosen={list.filter((p) => chosen.includes(p.key))} onTaken={gone} onBack={(of) => setTaken((x) => x.filter((k) => !of.includes(k)))} />
        </div>
      ) : null}
      {error ? <section className="panel"><Failed error={error} retry={() => void refetch()} /></section> : null}
      {!data && !error ? <section className="panel"><Lines n={8} height={40} /></section> : null}
      {data?.proposals.length === 0 ? <section className="panel"><Empty icon={IconBulb} title={t('voice.noProposals')} text={t('voice.noProposalsText')} /></section> : null}
      <ul className={css.cards}>
        {list.map((p) => {
          const done = p.of.every((k) => taken.includes(k))
          return (
            <li key={p.key} className={`panel ${css.theme}`} data-joined={p.of.length}>
              <div className={css.row}>
                {may ? <Checkbox aria-label={t('voice.choose', { name: p.name })} checked={chosen.includes(p.key)} disabled={done} onChange={(e) => tick(p.key, e.currentTarget.checked)} /> : null}
                <h2 lang={p.language}>{p.name}</h2>{p.of.length === 1 ? <FreshBadge fresh={p.fresh} /> : null}
              </div>
              <p className="quiet">{p.languages.map((l) => language.of(l)).join(', ')} · {p.of.length > 1 ? t('voice.joinedOf', { count: p.of.length, n: f.num(p.of.length), most: f.num(p.texts) }) : t('voice.textCount', { count: p.texts, n: f.num(p.texts) })}</p>
              <p className={css.words} lang={p.language}>{p.phrases.map((w) => <span key={w.text} className={css.word}>{w.text} <span className="quiet num">{f.num(w.texts)}</span></span>)}</p>
              <ul className={css.examples} lang={p.language}>{p.examples.map((x) => <li key={x}>{x}</li>)}</ul>
              {may ? (
                <div className={css.row}>
                  <Button size="compact-sm" variant="light" disabled={done} onClick={() => setTake(p)}>{t(done ? 'voice.taken' : 'voice.take')}</Button>
                  {p.of.length > 1 && !done ? <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setGroups(groups.filter((g) => !g.includes(p.of[0]!)))}>{t('voice.part')}</Button> : null}
                </div>
              ) : null}
            </li>
          )
        })}
      </ul>
      {take ? <ThemeEdit begin={{ name: take.name.slice(0, 100), rule: take.rule }} onClose={(saved) => { if (saved) gone(list.find((p) => p.key === keyOf(take))?.of ?? [keyOf(take)]); setTake(undefined) }} /> : null}
    </>
  )
}

/** Puts the phrases of what is chosen into a theme that is there, which can be taken back. */
function IntoTheme({ chosen, onTaken, onBack }: { chosen: { of: string[]; rule: Theme['rule'] }[]; onTaken: (of: string[]) => void; onBack: (of: string[]) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [into, setInto] = useState<string | null>(null)
  // A rule that asks for all of some words would become narrower by more phrases, not wider.
  const list = (useQuery(themes(ws)).data ?? []).filter((x) => !x.rule.all?.length)
  const again = () => {
    void client.invalidateQueries({ queryKey: ['themes', ws] })
    void client.invalidateQueries({ queryKey: ['voice', ws] })
  }
  const put = useMutation({
    mutationFn: async (id: string) => {
      const before = (await client.fetchQuery({ ...themes(ws), staleTime: 0 })).find((x) => x.id === id)
      if (!before) throw new Error('gone')
      const of = chosen.flatMap((p) => p.of)
      const after = await putTheme(ws, id, { name: before.name, owner: before.owner, version: before.version, rule: withPhrases(before.rule, chosen.flatMap((p) => p.rule.any ?? [])) })
      return { before, after, of }
    },
    onSuccess: ({ before, after, of }) => {
      onTaken(of)
      again()
      const undo = () => void putTheme(ws, before.id, { name: before.name, owner: before.owner, version: after.version, rule: before.rule }).then(() => { onBack(of); again() }, again)
      undoable({ message: t('voice.intoDone', { name: before.name }), word: t('ui.undo'), close: t('ui.close'), undo })
    },
  })
  if (list.length === 0) return null
  return (
    <>
      <Select aria-label={t('voice.into')} placeholder={t('voice.into')} value={into} onChange={setInto} searchable nothingFoundMessage={t('finder.none')} data={list.map((x) => ({ value: x.id, label: x.name }))} />
      <Button variant="default" disabled={!into || chosen.length === 0} loading={put.isPending} onClick={() => into && put.mutate(into)}>{t('voice.intoPut')}</Button>
      <FormFault error={put.error} />
    </>
  )
}
