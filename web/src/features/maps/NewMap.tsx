import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeMap, createMap, deleteMap, importMap, mapTemplates } from '../../api/calls'
import type { MapFile } from '../../api/types'
import type { Language } from '../../app/i18n'
import { usePlace } from '../../app/place'
import { Dialog } from '../../ui/dialogs'
import { Lines } from '../../ui/states'
import { Field } from '../ask/fields'
import { FormFault } from '../auth/Frame'
import { addLane, newUuid } from './edits'
import css from './maps.module.css'
import { apply, EMPTY, type LaneKind } from './sheet'

/** What a blank sheet asks first. */
const FIRST: LaneKind[] = ['goal', 'action', 'touchpoint', 'question', 'emotion', 'pain', 'moment', 'opportunity']

type Way = 'blank' | 'template' | 'file'

/** Makes a map: blank, from a template, or from a file. */
export default function NewMap({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const language = i18n.language as Language
  const [way, setWay] = useState<Way>('template')
  const [form, setForm] = useState({ name: '', description: '', state: 'as_is' as 'as_is' | 'to_be' })
  const [template, setTemplate] = useState<string>()
  const [file, setFile] = useState<MapFile>()
  const [unread, setUnread] = useState(false)
  const templates = useQuery(mapTemplates(ws, language))
  const chosen = templates.data?.find((x) => x.id === template)
  const make = useMutation({
    mutationFn: async () => {
      const name = form.name.trim() || chosen?.name || file?.name || ''
      const made = await createMap(ws, { name, description: form.description || (way === 'template' ? chosen?.description : undefined) || undefined, state: form.state, template: way === 'template' ? template : undefined, language })
      const { id, revision } = made.map
      if (way === 'file' && file) {
        await importMap(ws, id, { ...file, name, description: form.description || file.description }).catch(async (e: unknown) => {
          // A file that the server refuses leaves no empty map behind.
          await deleteMap(ws, id).catch(() => undefined)
          throw e
        })
      }
      if (way === 'blank' && made.sheet.lanes.length === 0) await changeMap(ws, id, { id: newUuid(), base: revision, ops: lanes((kind) => t(`maps.laneKind.${kind}`)) })
      return made
    },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['maps', ws] })
      client.removeQueries({ queryKey: ['map', ws, made.map.id] })
      void navigate({ to: '/w/$ws/maps/$map', params: { ws: String(ws), map: made.map.id } })
    },
  })
  const ready = way === 'blank' ? form.name.trim() !== '' : way === 'template' ? Boolean(template) : Boolean(file)
  const read = async (f: File | undefined) => {
    const found = f && readFile(await f.text())
    setFile(found)
    setUnread(Boolean(f && !found))
  }
  return (
    <Dialog title={t('maps.new')} onClose={onClose}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (ready) make.mutate() }}>
        <SegmentedControl aria-label={t('maps.beginWith')} fullWidth value={way} onChange={(w) => setWay(w as Way)} data={[{ value: 'template', label: t('maps.template') }, { value: 'blank', label: t('maps.blank') }, { value: 'file', label: t('maps.file') }]} />
        {way === 'template' ? (
          <fieldset className={css.templates}>
            <legend className="hidden">{t('maps.template')}</legend>
            {templates.data ? templates.data.map((x) => (
              <label key={x.id} className={css.template} data-on={template === x.id || undefined}>
                <input type="radio" name="template" checked={template === x.id} onChange={() => setTemplate(x.id)} />
                <b>{x.name}</b>
                <span className="quiet">{x.description}</span>
                <span className="quiet">{t('maps.size', { steps: x.steps, lanes: x.lanes })}</span>
              </label>
            )) : <Lines n={5} />}
          </fieldset>
        ) : null}
        {way === 'file' ? (
          <Field label={t('maps.file')}>
            <p className="quiet">{t('maps.fileHint')}</p>
            <Button component="label" variant="default" style={{ justifySelf: 'start' }}>{file?.name ?? t('maps.chooseFile')}<input type="file" accept="application/json,.json" className="hidden" onChange={(e) => void read(e.currentTarget.files?.[0])} /></Button>
            {unread ? <p role="alert" className={css.fault}>{t('maps.notAMap')}</p> : null}
          </Field>
        ) : null}
        <TextInput label={t('maps.field.name')} required={way === 'blank'} maxLength={200} placeholder={way === 'template' ? chosen?.name : file?.name} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} />
        {way === 'blank' ? <Textarea label={t('segments.description')} autosize minRows={1} maxRows={5} maxLength={5000} value={form.description} onChange={(e) => setForm({ ...form, description: e.currentTarget.value })} /> : null}
        <Field label={t('maps.shows')}><SegmentedControl aria-label={t('maps.shows')} fullWidth value={form.state} onChange={(state) => setForm({ ...form, state: state as 'as_is' })} data={[{ value: 'as_is', label: t('maps.state.as_is') }, { value: 'to_be', label: t('maps.state.to_be') }]} /></Field>
        <FormFault error={make.error} />
        <Button type="submit" loading={make.isPending} disabled={!ready}>{t('maps.make')}</Button>
      </form>
    </Dialog>
  )
}

function lanes(name: (kind: LaneKind) => string) {
  let sheet = EMPTY
  return FIRST.flatMap((kind) => {
    const { ops } = addLane(sheet, kind, name(kind))
    sheet = apply(sheet, ops)
    return ops
  })
}

function readFile(text: string): MapFile | undefined {
  try {
    const read = JSON.parse(text) as MapFile
    return read.format === 'jejak-map' && typeof read.sheet === 'object' ? read : undefined
  } catch {
    return undefined
  }
}
