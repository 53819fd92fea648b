import { Button, Menu, Select, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createDashboard, createQuestion, dashboards, putDashboard, putQuestion, savedQuestions } from '../../api/calls'
import { ApiError } from '../../api/client'
import type { Card, Dashboard, Question, SavedQuestion } from '../../api/types'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Dialog } from '../../ui/dialogs'
import { IconChevronDown, IconDeviceFloppy } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { cardOf, placeOf } from './board'
import { Conflict, theirsOf } from './conflict'
import { useCopyLink } from './useCopyLink'

/** Opens the saved question that the address names. */
export function OpenSaved() {
  const { ws, search, set } = usePlace()
  const { data, error, refetch } = useQuery(savedQuestions(ws))
  const found = data?.find((q) => q.id === search.saved)
  useEffect(() => {
    if (found) set(placeOf(found.question), true)
  }, [found, set])
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data && !found) return <Failed error={new ApiError({ type: 'not_found', title: 'not found', status: 404, detail: '' })} />
  return <Lines n={9} height={30} />
}

/** Saves the question that is asked, by a name; or its changes, where it was opened by one. */
export function SaveQuestion({ question }: { question: Question }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('dashboards.edit')
  const client = useQueryClient()
  const copy = useCopyLink()
  const [naming, setNaming] = useState(false)
  const opened = useQuery({ ...savedQuestions(ws), enabled: search.saved !== undefined }).data?.find((q) => q.id === search.saved)
  const change = useMutation({
    mutationFn: ({ q, version }: { q: SavedQuestion; version: number }) => putQuestion(ws, q.id, { name: q.name, description: q.description, owner: q.owner, chart: q.chart, question, version }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['questions', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
    onError: (e) => {
      if (!theirsOf(e)) notifications.show({ message: e.message, color: 'red' })
    },
  })
  const theirs = theirsOf<SavedQuestion>(change.error)
  const link = () => copy(opened ? `/w/${ws}/ask?saved=${opened.id}` : location.pathname + location.search)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" leftSection={<IconDeviceFloppy size={16} />} rightSection={<IconChevronDown size={14} />} styles={{ label: { maxWidth: 180 } }}>{opened?.name ?? t(may ? 'ui.save' : 'saved.share')}</Button></Menu.Target>
        <Menu.Dropdown>
          {may && opened ? <Menu.Item onClick={() => change.mutate({ q: opened, version: opened.version })}>{t('saved.saveChanges')}</Menu.Item> : null}
          {may ? <Menu.Item onClick={() => setNaming(true)}>{t(opened ? 'saved.saveNew' : 'saved.saveAs')}</Menu.Item> : null}
          <Menu.Item onClick={link}>{t('saved.copyLink')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {naming ? <NameDialog question={question} onClose={() => setNaming(false)} onSaved={(q) => set({ saved: q.id }, true)} /> : null}
      <Dialog opened={theirs !== undefined} onClose={() => change.reset()} title={t('saved.saveChanges')}>
        {theirs ? (
          <Conflict
            theirs={theirs}
            onTake={() => { void client.invalidateQueries({ queryKey: ['questions', ws] }); set(placeOf(theirs.question)); change.reset() }}
            onKeep={() => change.mutate({ q: theirs, version: theirs.version })}
          />
        ) : null}
      </Dialog>
    </>
  )
}

const NEW = '+'

/** A name for a question, and a dashboard to put it on if wanted. */
function NameDialog({ question, onClose, onSaved }: { question: Question; onClose: () => void; onSaved: (q: SavedQuestion) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const boards = useQuery(dashboards(ws)).data ?? []
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [board, setBoard] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: async () => {
      const saved = await createQuestion(ws, { name, description, question })
      if (board) await putOn(ws, board, cardOf(saved.id, question), t('dashboards.first'), boards)
      return saved
    },
    onSuccess: (saved) => {
      void client.invalidateQueries({ queryKey: ['questions', ws] })
      void client.invalidateQueries({ queryKey: ['dashboards', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
      onSaved(saved)
      onClose()
    },
  })
  return (
    <Dialog title={t('saved.saveAs')} onClose={onClose}>
      <form style={{ display: 'grid', gap: 12 }} onSubmit={(e) => { e.preventDefault(); if (name.trim()) save.mutate() }}>
        <TextInput label={t('segments.name')} required maxLength={200} data-autofocus value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Textarea label={t('segments.description')} autosize minRows={1} maxRows={5} maxLength={5000} value={description} onChange={(e) => setDescription(e.currentTarget.value)} />
        <Select label={t('saved.putOn')} placeholder={t('saved.noBoard')} clearable value={board} onChange={setBoard} data={[...boards.map((b) => ({ value: b.id, label: b.name })), { value: NEW, label: t('dashboards.new') }]} />
        <FormFault error={save.error} />
        <Button type="submit" loading={save.isPending} disabled={!name.trim()}>{t('ui.save')}</Button>
      </form>
    </Dialog>
  )
}

/** Puts a card at the end of a dashboard, or on a new one. */
export function putOn(ws: number, board: string, card: Card, name: string, boards: Dashboard[]): Promise<Dashboard> {
  const d = boards.find((b) => b.id === board)
  if (!d) return createDashboard(ws, { name, cards: [card] })
  return putDashboard(ws, d.id, { name: d.name, description: d.description, owner: d.owner, cards: [...d.cards, card], range: d.range, refresh: d.refresh, version: d.version })
}
