import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createPersona, putPersona, segments } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import type { Persona, PersonaStory, Segment } from '../../api/types'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { FormFault } from '../auth/Frame'
import { Conflict, theirsOf } from '../dashboards/conflict'
import { say, useSpeech } from '../segments/say'
import { Face } from './Face'
import css from './personas.module.css'

const COLOURS = ['teal', 'blue', 'violet', 'pink', 'orange', 'yellow', 'green', 'grey'] as const
const TEXTS = [['goals', 2000], ['frustrations', 2000], ['channels', 2000]] as const
/** In the place of a segment: a rule of the persona's own. */
const OWN = ':own'

/** Makes a persona, or changes one. */
export function PersonaEdit({ one, begin, onClose }: { one?: Persona; begin?: Segment; onClose: () => void }) {
  const { t } = useTranslation()
  const faults = useFaultWords()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const speech = useSpeech()
  const saved = useQuery(segments(ws)).data ?? []
  const [name, setName] = useState(one?.name ?? '')
  const [story, setStory] = useState<PersonaStory>(one?.story ?? { colour: 'teal' })
  const [rule, setRule] = useState<Segment | undefined>(one?.rule ?? begin)
  const [seen, setSeen] = useState(one?.version ?? 0)
  const tell = (more: PersonaStory) => setStory({ ...story, ...more })
  const save = useMutation({
    mutationFn: (version: number) => (one ? putPersona(ws, one.id, { version, name, owner: one.owner, story, rule: rule! }) : createPersona(ws, { name, story, rule: rule! })),
    onSuccess: (p) => {
      client.setQueryData(['personas', ws, p.id], p)
      void client.invalidateQueries({ queryKey: ['personas', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
      if (one) onClose()
      else void navigate({ to: '/w/$ws/personas/$persona', params: { ws: String(ws), persona: p.id } })
    },
  })
  const theirs = theirsOf<Persona>(save.error)
  const take = (p: Persona) => {
    setName(p.name)
    setStory(p.story)
    setRule(p.rule)
    setSeen(p.version)
    save.reset()
  }
  const fault = (field: string) => faults.of(save.error, field)
  const plain = rule && Object.keys(rule).join() === 'id'
  const choices = [...saved.map((s) => ({ value: s.id, label: s.name })), ...(rule && !plain ? [{ value: OWN, label: say(rule, speech) }] : [])]
  return (
    <form className={shell.page} onSubmit={(e) => { e.preventDefault(); if (rule && name.trim()) save.mutate(seen) }}>
      <div className={shell.pageHead}><h1>{one ? t('personas.change', { name: one.name }) : t('personas.new')}</h1></div>
      <section className={`panel ${css.form}`} aria-label={t('personas.story')}>
        <div className={css.faceRow}>
          <Face name={name} story={story} size={56} />
          <TextInput style={{ flex: '1 1 240px' }} label={t('personas.name')} required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} error={fault('name')} />
          <TextInput w={110} label={t('personas.initials')} maxLength={3} value={story.initials ?? ''} onChange={(e) => tell({ initials: e.currentTarget.value })} error={fault('story.initials')} />
          <Select w={140} label={t('personas.colour')} allowDeselect={false} data={COLOURS.map((c) => ({ value: c, label: t(`personas.colours.${c}`) }))} value={story.colour ?? 'teal'} onChange={(c) => tell({ colour: (c ?? 'teal') as PersonaStory['colour'] })} />
        </div>
        <Select label={t('personas.segment')} description={t('personas.segmentText')} required searchable data={choices} value={plain ? rule.id! : rule ? OWN : null} onChange={(v) => v && v !== OWN && setRule({ id: v })} nothingFoundMessage={t('personas.noSegments')} error={fault('rule.id') ?? fault('rule')} />
        <Textarea label={t('personas.quote')} autosize minRows={1} maxRows={3} maxLength={500} value={story.quote ?? ''} onChange={(e) => tell({ quote: e.currentTarget.value })} />
        <Textarea label={t('personas.text')} autosize minRows={3} maxRows={12} maxLength={5000} value={story.text ?? ''} onChange={(e) => tell({ text: e.currentTarget.value })} />
        <div className={css.pair}>
          {TEXTS.map(([field, most]) => <Textarea key={field} label={t(`personas.${field}`)} autosize minRows={2} maxRows={8} maxLength={most} value={story[field] ?? ''} onChange={(e) => tell({ [field]: e.currentTarget.value })} />)}
        </div>
        {theirs ? <Conflict theirs={theirs} onTake={() => take(theirs)} onKeep={() => { setSeen(theirs.version); save.mutate(theirs.version) }} /> : <FormFault error={save.error} />}
        <div className={css.ends}>
          <Button variant="default" onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!rule || !name.trim()}>{t('ui.save')}</Button>
        </div>
      </section>
    </form>
  )
}
