import { ActionIcon, Button, Menu, SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyMap, mapWatch, setMapWatch, segments } from '../../api/calls'
import type { MapPersona } from '../../api/types'
import { usePlace } from '../../app/place'
import { Facts } from '../../ui/bits'
import { Dialog } from '../../ui/dialogs'
import { IconBell, IconCopy, IconDotsVertical, IconKeyboard, IconPencil } from '../../ui/icons'
import { Field } from '../ask/fields'
import { FormFault } from '../auth/Frame'
import type { Act } from './editor'
import { put } from './edits'
import css from './maps.module.css'
import type { View } from './store'

/** What can be done with the map as a whole. */
export function MapMenu({ view, act }: { view: View; act: Act }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'about' | 'keys'>()
  const other = view.head.state === 'as_is' ? 'to_be' : 'as_is'
  const copy = useMutation({
    mutationFn: () => copyMap(ws, view.head.id, { state: other }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['maps', ws] })
      void navigate({ to: '/w/$ws/maps/$map', params: { ws: String(ws), map: made.map.id } })
    },
  })
  const watch = useQuery(mapWatch(ws, view.head.id))
  const watching = useMutation({ mutationFn: (on: boolean) => setMapWatch(ws, view.head.id, on), onSuccess: (is) => client.setQueryData(mapWatch(ws, view.head.id).queryKey, is) })
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} aria-label={t('maps.more', { name: view.head.name })}><IconDotsVertical size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {act.may ? <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen('about')}>{t('maps.about')}</Menu.Item> : null}
          {act.may && !view.head.pair ? <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy.mutate()}>{t(other === 'to_be' ? 'maps.makeToBe' : 'maps.makeAsIs')}</Menu.Item> : null}
          {watch.data ? <Menu.Item leftSection={<IconBell size={16} />} onClick={() => watching.mutate(!watch.data.watching)}>{t(watch.data.watching ? 'maps.unwatch' : 'maps.watch')}</Menu.Item> : null}
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => setOpen('keys')}>{t('maps.keys')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'about' ? <About view={view} act={act} onClose={() => setOpen(undefined)} /> : null}
      {open === 'keys' ? <Keys onClose={() => setOpen(undefined)} /> : null}
      {copy.error ? <FormFault error={copy.error} /> : null}
    </>
  )
}

/** The map's own name, what it is about and whose eyes it is seen through. */
function About({ view, act, onClose }: { view: View; act: Act; onClose: () => void }) {
  const { t } = useTranslation()
  const { head } = view
  const [form, setForm] = useState({ name: head.name, description: head.description, owner: head.owner, state: head.state, personas: head.personas })
  const save = () => {
    const fields: Record<string, unknown> = {}
    for (const key of ['name', 'description', 'owner', 'state'] as const) if (form[key] !== head[key]) fields[key] = form[key]
    if (JSON.stringify(form.personas) !== JSON.stringify(head.personas)) fields.personas = form.personas
    if (Object.keys(fields).length) act.edit([{ ...put('map', '', fields), id: undefined }])
    onClose()
  }
  return (
    <Dialog title={t('maps.about')} onClose={onClose}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (form.name.trim()) save() }}>
        <TextInput label={t('maps.field.name')} required maxLength={200} data-autofocus value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} />
        <Textarea label={t('segments.description')} autosize minRows={2} maxRows={8} maxLength={5000} value={form.description} onChange={(e) => setForm({ ...form, description: e.currentTarget.value })} />
        <Field label={t('maps.shows')}><SegmentedControl aria-label={t('maps.shows')} fullWidth disabled={Boolean(head.pair)} value={form.state} onChange={(state) => setForm({ ...form, state: state as 'as_is' })} data={[{ value: 'as_is', label: t('maps.state.as_is') }, { value: 'to_be', label: t('maps.state.to_be') }]} />{head.pair ? <p className="quiet">{t('maps.paired')}</p> : null}</Field>
        <TagsInput label={t('maps.personas')} placeholder={form.personas.length ? undefined : t('maps.personasHint')} maxTags={50} value={form.personas.map((p) => p.name)} onChange={(names) => setForm({ ...form, personas: names.map((name) => form.personas.find((p) => p.name === name) ?? { name }) })} />
        <PersonaData personas={form.personas} onChange={(personas) => setForm({ ...form, personas })} />
        <TextInput label={t('maps.field.owner')} maxLength={200} value={form.owner} onChange={(e) => setForm({ ...form, owner: e.currentTarget.value })} />
        <Button type="submit" disabled={!form.name.trim()}>{t('ui.save')}</Button>
      </form>
    </Dialog>
  )
}

/** Which saved segment holds the people of a persona. */
function PersonaData({ personas, onChange }: { personas: MapPersona[]; onChange: (p: MapPersona[]) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data } = useQuery(segments(ws))
  if (personas.length === 0) return null
  return (
    <div className={css.evidence}>
      <p className="quiet">{t(data?.length === 0 ? 'maps.personaNone' : 'maps.personaText')}</p>
      {personas.map((p, i) => (
        <Select
          key={p.name} label={t('maps.personaData', { name: p.name })} clearable searchable nothingFoundMessage={t('finder.none')}
          // One that was deleted is said, not hidden.
          data={[...(data ?? []).map((s) => ({ value: s.id, label: s.name })), ...(p.segment && data && !data.some((s) => s.id === p.segment) ? [{ value: p.segment, label: t('maps.personaLost') }] : [])]}
          value={p.segment ?? null}
          onChange={(segment) => onChange(personas.map((x, j) => (j === i ? { name: x.name, ...(segment ? { segment } : {}) } : x)))}
        />
      ))}
    </div>
  )
}

function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const key = (...keys: string[]) => keys.map((k, i) => <kbd key={i} className={css.key}>{k}</kbd>)
  return (
    <Dialog title={t('maps.keys')} onClose={onClose}>
      <Facts rows={[
        [t('maps.key.go'), key('←', '↑', '→', '↓')],
        [t('maps.key.write'), key('Enter')],
        [t('maps.key.next'), key('Tab')],
        [t('maps.key.giveUp'), key('Esc')],
        [t('maps.key.new'), key('N')],
        [t('maps.key.move'), key('Alt', '←', '→')],
        [t('maps.key.carry'), key('␣')],
        [t('maps.key.value'), key('+', '−')],
        [t('maps.key.menu'), key('M')],
        [t('maps.key.details'), key('⇧', 'Enter')],
        [t('maps.key.comments'), key('C')],
        [t('maps.key.gone'), key('Del')],
        [t('maps.key.undo'), key('Ctrl', 'Z')],
        [t('maps.key.redo'), key('Ctrl', '⇧', 'Z')],
      ]} />
    </Dialog>
  )
}
