import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createPain, touchpoints } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import type { PainNew as Body } from '../../api/types'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { FormFault } from '../auth/Frame'
import css from './pains.module.css'

/** A pain point that somebody writes down; its people are those of the touchpoint. */
export function PainNew({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const points = useQuery(touchpoints(ws)).data ?? []
  const [title, setTitle] = useState('')
  const [note, setNote] = useState('')
  const [owner, setOwner] = useState('')
  const [point, setPoint] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: () => {
      const b: Body = { title, note, owner }
      const at = points.find((p) => p.id === point)
      if (at) {
        b.place = { touchpoint: at.id, stage: at.stage }
        b.evidence = { question: { kind: 'touchpoints', touchpoints: { by: 'touchpoint' } }, cell: { touchpoint: at.id } }
      }
      return createPain(ws, b)
    },
    onSuccess: (p) => {
      void client.invalidateQueries({ queryKey: ['pains', ws] })
      void navigate({ to: '/w/$ws/pains/$pain', params: { ws: String(ws), pain: p.id } })
    },
  })
  return (
    <form className={shell.page} onSubmit={(e) => { e.preventDefault(); if (title.trim()) save.mutate() }}>
      <div className={shell.pageHead}><h1>{t('pains.new')}</h1></div>
      <section className={`panel ${css.form}`} aria-label={t('pains.new')}>
        <TextInput label={t('pains.title')} placeholder={t('pains.titleHint')} required maxLength={300} value={title} onChange={(e) => setTitle(e.currentTarget.value)} error={say.of(save.error, 'title')} data-autofocus />
        <Select label={t('breakdown.touchpoint')} description={t('pains.pointHint')} clearable searchable value={point} onChange={setPoint} data={points.map((p) => ({ value: p.id, label: p.name }))} />
        <TextInput label={t('pains.owner')} maxLength={200} value={owner} onChange={(e) => setOwner(e.currentTarget.value)} />
        <Textarea label={t('pains.note')} autosize minRows={3} maxLength={10000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
        <FormFault error={save.error} />
        <div className={css.ends}>
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!title.trim()}>{t('ui.save')}</Button>
        </div>
      </section>
    </form>
  )
}
