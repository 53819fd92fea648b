import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialogs'
import { putStageModel, stageModel, stageModels } from '../../api/calls'
import type { Filter, StageModel } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { useWords } from '../../app/words'
import { Badge } from '../../ui/bits'
import { Failed, Lines } from '../../ui/states'
import { names } from '../ask/draft'
import { FormFault } from '../auth/Frame'
import css from './settings.module.css'

/** Which stages the brand looks at its journey by. */
export function StageModels() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const own = useQuery(stageModel(ws))
  const templates = useQuery(stageModels(ws))
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
  return (
    <div className={css.models}>
      {isTemplate ? null : <Model model={own.data} chosen />}
      {templates.data.map((m) => <Model key={m.id} model={m.id === own.data.id ? own.data : m} chosen={m.id === own.data.id} onChoose={() => setWanted(m)} />)}
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

function Model({ model, chosen, onChoose }: { model: StageModel; chosen: boolean; onChoose?: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const words = useWords()
  const may = useCan('model.edit')
  const rule = (r: Filter): string[] => [...names(r.event).map(words.eventName), ...names(r.touchpoint), ...names(r.channel).map((c) => words.channel(c)), ...(r.any ?? []).flatMap(rule), ...(r.all ?? []).flatMap(rule)]
  const span = (d: string | undefined) => {
    const m = /^(\d+)(s|m|h|d|w)$/.exec(d ?? '')
    const size = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }[m?.[2] as 'd']
    return m && size ? f.span(Number(m[1]) * size) : ''
  }
  return (
    <section className={`panel ${css.model}`} data-chosen={chosen || undefined} aria-label={words.model(model.id, model.name)}>
      <h2>{words.model(model.id, model.name)} {chosen ? <Badge tone="good">{t('stages.chosen')}</Badge> : null}</h2>
      <ol>
        {model.stages.map((s) => {
          const parts = rule(s.entry)
          return (
            <li key={s.id}>
              {words.stage(s.id, s.name)}
              <span>{parts.length ? f.list(parts.slice(0, 4)) + (parts.length > 4 ? '…' : '') : t('ask.anyEvent')}{(s.times ?? 0) > 1 ? ` · ${t('stages.times', { n: s.times })}` : ''}</span>
            </li>
          )
        })}
      </ol>
      <p className="quiet">{[span(model.window) && t('stages.window', { span: span(model.window) }), span(model.lapse) && t('stages.lapse', { span: span(model.lapse) })].filter(Boolean).join(' ')}</p>
      {onChoose && !chosen && may ? <Button variant="default" onClick={onChoose} style={{ justifySelf: 'start' }}>{t('stages.use')}</Button> : null}
    </section>
  )
}
