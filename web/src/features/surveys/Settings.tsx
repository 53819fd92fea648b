import { Button, NumberInput, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { putSurveySettings, surveySettings } from '../../api/calls'
import type { SurveySettings } from '../../api/types'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { IconArrowLeft } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { useFaultWords } from '../../app/faults'
import { FormFault } from '../auth/Frame'
import { asPublic } from './content'
import { Look } from './Look'
import { Preview } from './Preview'
import { begin } from './starts'
import css from './surveys.module.css'

/** What all surveys of the workspace have in common. */
export function Settings({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { data, error, refetch } = useQuery(surveySettings(ws))
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <Button variant="default" size="compact-md" leftSection={<IconArrowLeft size={16} />} onClick={onClose}>{t('nav.surveys')}</Button>
        <h1>{t('surveys.settings.title')}</h1>
      </div>
      {data ? <Form key={JSON.stringify(data)} begin={data} /> : <section className="panel" aria-label={t('surveys.settings.title')}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={8} />}</section>}
    </div>
  )
}

function Form({ begin: before }: { begin: SurveySettings }) {
  const { t, i18n } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('surveys.edit')
  const say = useFaultWords()
  const client = useQueryClient()
  const [s, setS] = useState(before)
  const put = (more: Partial<SurveySettings>) => setS({ ...s, ...more })
  const save = useMutation({
    mutationFn: () => putSurveySettings(ws, s),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['survey-settings', ws] })
      notifications.show({ message: t('ui.saved'), color: 'trail' })
    },
  })
  const quiet = s.quietFrom !== undefined && s.quietFrom !== ''
  return (
    <form className={css.builder} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
      <section className={`panel ${css.form}`} aria-label={t('surveys.settings.title')}>
        <fieldset disabled={!may} className={css.plain}>
          <NumberInput w={220} label={t('surveys.settings.cooldown')} description={t('surveys.settings.cooldownText')} min={0} max={365} allowDecimal={false} suffix={t('surveys.settings.days')} value={s.cooldownDays} onChange={(v) => v !== '' && put({ cooldownDays: Number(v) })} error={say.of(save.error, 'cooldownDays')} />
          <Switch label={t('surveys.settings.quiet')} description={t('surveys.settings.quietText')} checked={quiet} onChange={(e) => put(e.currentTarget.checked ? { quietFrom: '21:00', quietTo: '08:00' } : { quietFrom: undefined, quietTo: undefined })} />
          {quiet ? (
            <div className={css.switches}>
              <TextInput type="time" label={t('surveys.settings.from')} value={s.quietFrom ?? ''} onChange={(e) => put({ quietFrom: e.currentTarget.value || '21:00' })} />
              <TextInput type="time" label={t('surveys.settings.to')} value={s.quietTo ?? ''} onChange={(e) => put({ quietTo: e.currentTarget.value || '08:00' })} />
            </div>
          ) : null}
          <h2>{t('surveys.settings.look')}</h2>
          <p className="quiet">{t('surveys.settings.lookText')}</p>
          <Look value={s.theme} onChange={(theme) => put({ theme })} />
        </fieldset>
        <FormFault error={save.error} />
        {may ? <div className={css.ends}><Button type="submit" loading={save.isPending}>{t('ui.save')}</Button></div> : null}
      </section>
      <Preview of={(l) => asPublic(begin('nps', l, t), t('surveys.start.nps'), l, s.theme)} languages={[i18n.language]} />
    </form>
  )
}
