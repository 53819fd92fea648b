import { Button, Select, TagsInput, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createTheme, deleteTheme, mergeThemes, putTheme } from '../../api/calls'
import { useFaultWords } from '../../app/faults'
import type { Theme, ThemeBody } from '../../api/types'
import { usePlace } from '../../app/place'
import { Dialog } from '../../ui/dialogs'
import { FormFault } from '../auth/Frame'
import css from './voice.module.css'

/** Makes a theme, changes one, puts another one into it, or deletes it. */
export function ThemeEdit({ one, begin, others, onClose }: { one?: Theme; begin?: ThemeBody; others?: Theme[]; onClose: (saved?: boolean) => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const say = useFaultWords()
  const from = one ?? begin
  const [name, setName] = useState(from?.name ?? '')
  const [any, setAny] = useState(from?.rule.any ?? [])
  const [all, setAll] = useState(from?.rule.all ?? [])
  const [none, setNone] = useState(from?.rule.none ?? [])
  const [other, setOther] = useState<string | null>(null)
  const done = (message: string) => () => {
    void client.invalidateQueries({ queryKey: ['themes', ws] })
    void client.invalidateQueries({ queryKey: ['voice', ws] })
    notifications.show({ message, color: 'trail' })
    onClose(true)
  }
  const body: ThemeBody = { name, rule: { any, all, none }, owner: one?.owner, version: one?.version }
  const save = useMutation({ mutationFn: () => (one ? putTheme(ws, one.id, body) : createTheme(ws, body)), onSuccess: done(t('ui.saved')) })
  const merge = useMutation({ mutationFn: (id: string) => mergeThemes(ws, one!.id, id), onSuccess: done(t('voice.merged')) })
  const remove = useMutation({ mutationFn: () => deleteTheme(ws, one!.id), onSuccess: done(t('voice.deleted')) })
  const error = save.error ?? merge.error ?? remove.error
  const words = (label: string, text: string, value: string[], set: (v: string[]) => void, field: string) => (
    <TagsInput label={label} description={text} value={value} onChange={set} splitChars={[',', '，', '、']} acceptValueOnBlur error={say.of(save.error, field)} />
  )
  return (
    <Dialog title={one ? t('voice.changeTheme') : t('voice.newTheme')} onClose={() => onClose()}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (name.trim()) save.mutate() }}>
        <TextInput label={t('voice.name')} required maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} error={say.of(save.error, 'name')} data-autofocus />
        {words(t('voice.any'), t('voice.anyText'), any, setAny, 'rule.any')}
        {words(t('voice.all'), t('voice.allText'), all, setAll, 'rule.all')}
        {words(t('voice.noneOf'), t('voice.noneOfText'), none, setNone, 'rule.none')}
        <FormFault error={error} />
        <div className={css.ends}>
          {one ? <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{t('voice.delete')}</Button> : null}
          <Button variant="default" onClick={() => onClose()}>{t('ui.cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!name.trim() || any.length + all.length === 0}>{t('ui.save')}</Button>
        </div>
        {one && others && others.length > 1 ? (
          <div className={css.row}>
            <Select style={{ flex: '1 1 200px' }} label={t('voice.mergeWith')} description={t('voice.mergeText')} value={other} onChange={setOther} data={others.filter((x) => x.id !== one.id).map((x) => ({ value: x.id, label: x.name }))} />
            <Button variant="light" disabled={!other} loading={merge.isPending} onClick={() => other && merge.mutate(other)}>{t('voice.merge')}</Button>
          </div>
        ) : null}
      </form>
    </Dialog>
  )
}
