import { ActionIcon, Button, Checkbox, Menu } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addMapComment, deleteMapComment, members, patchMapComment } from '../../../api/calls'
import type { MapComment } from '../../../api/types'
import { useCan, useFormat, useSession } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { useLater } from '../../../app/useLater'
import { Badge } from '../../../ui/bits'
import { IconCheck, IconDotsVertical, IconMessages } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import { FormFault } from '../../auth/Frame'
import { titleOf, useMakePain } from '../../pains/useMakePain'
import { useComments } from './context'
import { MentionBox } from './MentionBox'
import css from './talk.module.css'
import { useThing, type Thing } from './things'

/** What people say about a thing of the map, or about all of it. */
export function Comments({ map, on, thing, onShow }: { map: string; on: string | undefined; thing: (id: string) => Thing; onShow: (id: string | undefined) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const may = useCan('maps.comment')
  const [text, setText] = useState('')
  const [settled, setSettled] = useState(false)
  const { comments, error, refetch } = useComments(map)
  const say = useMutation({
    mutationFn: (mentions: number[]) => addMapComment(ws, map, { on, text, mentions }),
    onSuccess: () => {
      setText('')
      void client.invalidateQueries({ queryKey: ['map-comments', ws, map] })
    },
  })
  const here = comments?.filter((c) => on === undefined || c.on === on)
  const old = here?.filter((c) => c.resolved).length ?? 0
  const shown = here?.filter((c) => settled || !c.resolved)
  const groups = [...new Set(shown?.map((c) => c.on))]
  return (
    <div className={css.panel}>
      {on ? (
        <p className={css.about}><b>{thing(on).name}</b><Button variant="subtle" size="compact-xs" onClick={() => onShow(undefined)}>{t('maps.talk.all')}</Button></p>
      ) : null}
      {may ? <MentionBox key={on} focus={on !== undefined} label={on ? t('maps.talk.on', { name: thing(on).name }) : t('maps.talk.onAll')} word={t('maps.talk.send')} value={text} onChange={setText} busy={say.isPending} onSend={(m) => say.mutate(m)} /> : <p className="quiet">{t('maps.talk.readOnly')}</p>}
      <FormFault error={say.error} />
      {error && !comments ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!comments && !error ? <Lines n={5} /> : null}
      {old ? <Checkbox size="sm" label={t('maps.talk.settled', { count: old })} checked={settled} onChange={(e) => setSettled(e.currentTarget.checked)} /> : null}
      {shown?.length === 0 ? <Empty icon={IconMessages} title={t('maps.talk.none')} text={t('maps.talk.noneText')} /> : null}
      {groups.map((id) => (
        <section key={id} className={css.group} aria-label={thing(id).name}>
          {on ? null : <Of id={id} thing={thing(id)} onShow={onShow} />}
          <ul className={css.comments}>{shown!.filter((c) => c.on === id).map((c) => <Comment key={c.id} comment={c} map={map} may={may} />)}</ul>
        </section>
      ))}
    </div>
  )
}

/** The thing that is spoken of; it leads there. */
function Of({ id, thing, onShow }: { id: string; thing: Thing; onShow: (id: string) => void }) {
  const show = useThing()
  return (
    <h3 className={css.of}>
      {thing.there ? <button type="button" className={`plain ${css.link}`} onClick={() => { onShow(id); show(id) }}>{thing.name}</button> : thing.name}
      {thing.where ? <span className="quiet"> {thing.where}</span> : null}
    </h3>
  )
}

function Comment({ comment: c, map, may }: { comment: MapComment; map: string; may: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const client = useQueryClient()
  const later = useLater('map-comments')
  const edits = useCan('model.edit')
  const judges = useCan('voice.edit')
  const pain = useMakePain()
  const me = useSession()?.user?.id
  const mine = c.user ? String(c.user) === String(me) : me === undefined
  const [draft, setDraft] = useState<string>()
  const again = () => client.invalidateQueries({ queryKey: ['map-comments', ws, map] })
  const change = useMutation({
    mutationFn: (b: { text?: string; mentions?: number[]; resolved?: boolean }) => patchMapComment(ws, map, c.id, b),
    onSuccess: () => setDraft(undefined),
    onSettled: again,
  })
  const remove = () => later(c.id, t('maps.talk.gone'), () => deleteMapComment(ws, map, c.id).finally(again))
  return (
    <li className={css.comment} data-resolved={c.resolved || undefined}>
      <div className={css.commentHead}>
        <span aria-hidden className={css.face}>{[...c.by][0]?.toUpperCase()}</span>
        <span><b>{c.by}</b> <span className="quiet">{f.ago(c.at)}{c.edited ? ` · ${t('maps.talk.edited')}` : ''}</span> {c.resolved ? <Badge tone="good">{t('maps.talk.resolved')}</Badge> : null}</span>
        {may ? (
          <span className={css.commentTools}>
            <ActionIcon variant="subtle" color="gray" aria-label={t(c.resolved ? 'maps.talk.reopen' : 'maps.talk.resolve')} title={t(c.resolved ? 'maps.talk.reopen' : 'maps.talk.resolve')} aria-pressed={c.resolved} loading={change.isPending} onClick={() => change.mutate({ resolved: !c.resolved })}><IconCheck size={16} /></ActionIcon>
            {mine || edits || judges ? (
              <Menu position="bottom-end">
                <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('maps.talk.more', { name: c.by })}><IconDotsVertical size={16} /></ActionIcon></Menu.Target>
                <Menu.Dropdown>
                  {mine ? <Menu.Item onClick={() => setDraft(c.text)}>{t('maps.talk.edit')}</Menu.Item> : null}
                  {judges ? <Menu.Item onClick={() => pain.mutate({ kind: 'comment', title: titleOf(c.text), note: `${c.by}: ${c.text}`.slice(0, 5000), evidence: { map, card: c.on || undefined, comment: c.id } })}>{t('pains.makeOne')}</Menu.Item> : null}
                  {mine || edits ? <Menu.Item onClick={remove}>{t('segments.delete')}</Menu.Item> : null}
                </Menu.Dropdown>
              </Menu>
            ) : null}
          </span>
        ) : null}
      </div>
      {draft === undefined
        ? <p className={css.said}><Said text={c.text} mentions={c.mentions} /></p>
        : <MentionBox label={t('maps.talk.edit')} word={t('ui.save')} value={draft} onChange={setDraft} busy={change.isPending} onSend={(mentions) => change.mutate({ text: draft, mentions })} onCancel={() => setDraft(undefined)} />}
      <FormFault error={change.error} />
    </li>
  )
}

/** A text with the members that it mentions set apart. */
function Said({ text, mentions }: { text: string; mentions: number[] }) {
  const { ws } = usePlace()
  const all = useQuery({ ...members(ws), enabled: mentions.length > 0 }).data ?? []
  const names = all.filter((m) => mentions.includes(Number(m.id))).map((m) => '@' + m.name).sort((a, b) => b.length - a.length)
  if (names.length === 0) return text
  const parts = text.split(new RegExp(`(${names.map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'u'))
  return parts.map((p, i) => (names.includes(p) ? <span key={i} className={css.mention}>{p}</span> : p))
}
