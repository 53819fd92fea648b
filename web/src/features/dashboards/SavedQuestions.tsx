import { ActionIcon, Button, Menu, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dashboards, deleteQuestion, putQuestion, savedQuestions } from '../../api/calls'
import type { SavedQuestion } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useHidden, useLater } from '../../app/useLater'
import { Dialog } from '../../ui/dialogs'
import { IconDotsVertical } from '../../ui/icons'
import { FormFault } from '../auth/Frame'
import { cardOf } from './board'
import { Conflict, theirsOf } from './conflict'
import css from './dashboards.module.css'
import { putOn } from './SaveQuestion'
import { useCopyLink } from './useCopyLink'

const NEW = '+'

/** The saved questions of the workspace; nothing where there are none. */
export function SavedQuestions() {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const may = useCan('dashboards.edit')
  const client = useQueryClient()
  const copy = useCopyLink()
  const later = useLater('questions')
  const hidden = useHidden('questions')
  const [renamed, setRenamed] = useState<SavedQuestion>()
  const list = useQuery(savedQuestions(ws)).data?.filter((q) => !hidden.includes(q.id))
  const boards = useQuery({ ...dashboards(ws), enabled: may }).data ?? []
  if (!list?.length) return null
  const put = (q: SavedQuestion, board: string) =>
    putOn(ws, board, cardOf(q.id, q.question), t('dashboards.first'), boards)
      .then((d) => {
        void client.invalidateQueries({ queryKey: ['dashboards', ws] })
        notifications.show({ message: t('saved.onBoard', { name: d.name }), color: 'trail' })
      })
      .catch((e: Error) => notifications.show({ message: e.message, color: 'red' }))
  const remove = (q: SavedQuestion) => {
    const showing = boards.filter((b) => b.cards.some((c) => c.saved === q.id))
    if (showing.length) notifications.show({ message: t('saved.shown', { name: q.name, boards: f.list(showing.map((b) => b.name)) }), color: 'orange' })
    else later(q.id, t('segments.deleted', { name: q.name }), () => deleteQuestion(ws, q.id))
  }
  return (
    <section className="panel" aria-label={t('saved.title')}>
      <h2 className={css.listHead}>{t('saved.title')}</h2>
      <ul className={css.list}>
        {list.map((q) => (
          <li key={q.id}>
            <div className={css.what}>
              <Link to="/w/$ws/ask" params={{ ws: String(ws) }} search={{ saved: q.id } as never}>{q.name}</Link>
              {q.description ? <p className="quiet">{q.description}</p> : null}
            </div>
            <span className={css.kind}>{t(`kind.${q.question.kind}`)}</span>
            <span className={`quiet ${css.far}`}>{[q.owner, f.ago(q.changed)].filter(Boolean).join(' · ')}</span>
            <Menu position="bottom-end">
              <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('settings.memberMenu', { name: q.name })}><IconDotsVertical size={17} /></ActionIcon></Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => copy(`/w/${ws}/ask?saved=${q.id}`)}>{t('saved.copyLink')}</Menu.Item>
                {may ? (
                  <>
                    <Menu.Item onClick={() => setRenamed(q)}>{t('saved.rename')}</Menu.Item>
                    <Menu.Item onClick={() => remove(q)}>{t('segments.delete')}</Menu.Item>
                    <Menu.Divider />
                    <Menu.Label>{t('saved.putOn')}</Menu.Label>
                    {boards.map((b) => <Menu.Item key={b.id} onClick={() => void put(q, b.id)}>{b.name}</Menu.Item>)}
                    <Menu.Item onClick={() => void put(q, NEW)}>{t('dashboards.new')}</Menu.Item>
                  </>
                ) : null}
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      {renamed ? <Rename key={renamed.id} one={renamed} onClose={() => setRenamed(undefined)} /> : null}
    </section>
  )
}

function Rename({ one, onClose }: { one: SavedQuestion; onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const [name, setName] = useState(one.name)
  const [description, setDescription] = useState(one.description)
  const save = useMutation({
    mutationFn: (q: SavedQuestion) => putQuestion(ws, q.id, { name, description, owner: q.owner, question: q.question, chart: q.chart, version: q.version }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['questions', ws] })
      onClose()
    },
  })
  const theirs = theirsOf<SavedQuestion>(save.error)
  return (
    <Dialog title={t('saved.rename')} onClose={onClose}>
      <form style={{ display: 'grid', gap: 12 }} onSubmit={(e) => { e.preventDefault(); if (name.trim()) save.mutate(one) }}>
        <TextInput label={t('segments.name')} required maxLength={200} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Textarea label={t('segments.description')} autosize minRows={1} maxRows={5} maxLength={5000} value={description} onChange={(e) => setDescription(e.currentTarget.value)} />
        {theirs ? <Conflict theirs={theirs} onTake={() => { void client.invalidateQueries({ queryKey: ['questions', ws] }); onClose() }} onKeep={() => save.mutate(theirs)} /> : <FormFault error={save.error} />}
        <Button type="submit" loading={save.isPending} disabled={!name.trim()}>{t('ui.save')}</Button>
      </form>
    </Dialog>
  )
}
