import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialogs'
import { putStageModel, stageModel, stageModels, touchpoints } from '../../api/calls'
import type { StageModel } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Badge } from '../../ui/bits'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { useRuleText } from '../model/useRuleText'
import css from './settings.module.css'

const StageEdit = lazy(() => import('../model/StageEdit'))

/** Which stages the brand looks at its journey by. */
export function StageModels() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const client = useQueryClient()
  const own = useQuery(stageModel(ws))
  const templates = useQuery(stageModels(ws))
  const may = useCan('model.edit')
  const points = useQuery({ ...touchpoints(ws), enabled: search.edit !== undefined })
  const [wanted, setWanted] = useState<StageModel>()
  const words = useWords()
  const put = useMutation({
    mutationFn: (m: StageModel) => putStageModel(ws, m),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['stage-model', ws] })
      void client.invalidateQueries({ queryKey: ['ask', ws] })
      setWanted(undefined)
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  const error = own.error ?? templates.error
  if (error) return <div className="panel"><Failed error={error} retry={() => { void own.refetch(); void templates.refetch() }} /></div>
  if (!own.data || !templates.data) return <div className="panel"><Lines n={8} /></div>
  const isTemplate = templates.data.some((m) => m.id === own.data.id)
  const edit = (id: string) => set({ edit: id })
  if (search.edit && may && points.data) {
    const begin = search.edit === 'own' ? own.data : (templates.data.find((m) => m.id === search.edit) ?? own.data)
    return <Suspense fallback={<div className="panel"><Lines n={8} /></div>}><StageEdit key={search.edit} own={own.data} templates={templates.data} begin={begin} touchpoints={points.data} onClose={() => set({ edit: undefined })} /></Suspense>
  }
  return (
    <div className={css.models}>
      {isTemplate ? null : <Model model={own.data} chosen onEdit={() => edit('own')} />}
      {templates.data.map((m) => <Model key={m.id} model={m.id === own.data.id ? own.data : m} chosen={m.id === own.data.id} onChoose={() => setWanted(m)} onEdit={() => edit(m.id === own.data.id ? 'own' : (m.id ?? 'own'))} />)}
      <Dialog opened={wanted !== undefined} onClose={() => setWanted(undefined)} title={t('stages.change')}>
        <div className={css.form}>
          <FormFault error={put.error} />
          <p>{t('stages.changeText', { model: words.model(wanted?.id, wanted?.name) })}</p>
          <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
            <Button variant="default" onClick={() => setWanted(undefined)} data-autofocus>{t('ui.cancel')}</Button>
            <Button loading={put.isPending} onClick={() => wanted && put.mutate(wanted)}>{t('stages.use')}</Button>
          </div>
        </div>
      </Dialog>
    </div>
  )
}

function Model({ model, chosen, onChoose, onEdit }: { model: StageModel; chosen: boolean; onChoose?: () => void; onEdit: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const may = useCan('model.edit')
  const say = useRuleText()
  const span = (d: string | undefined) => {
    const m = /^(\d+)(s|m|h|d|w)$/.exec(d ?? '')
    const size = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }[m?.[2] as 'd']
    return m && size ? f.span(Number(m[1]) * size) : ''
  }
  return (
    <section className={`panel ${css.model}`} data-chosen={chosen || undefined} aria-label={words.model(model.id, model.name)}>
      <h2>{words.model(model.id, model.name)} {chosen ? <Badge tone="good">{t('stages.chosen')}</Badge> : null}</h2>
      <ol>
        {model.stages.map((s) => (
          <li key={s.id}>
            {words.stage(s.id, s.name)}
            <span>{say(s.entry)}{(s.times ?? 0) > 1 ? ` · ${t('stages.times', { n: s.times })}` : ''}</span>
          </li>
        ))}
      </ol>
      <p className="quiet">{[span(model.window) && t('stages.window', { span: span(model.window) }), span(model.lapse) && t('stages.lapse', { span: span(model.lapse) })].filter(Boolean).join(' ')}</p>
      {may ? (
        <div className={css.modelEnd}>
          {onChoose && !chosen ? <Button variant="default" onClick={onChoose}>{t('stages.use')}</Button> : null}
          <Button variant={chosen ? 'light' : 'subtle'} onClick={onEdit}>{t(chosen ? 'stages.editOwn' : 'stages.startHere')}</Button>
        </div>
      ) : null}
    </section>
  )
}
