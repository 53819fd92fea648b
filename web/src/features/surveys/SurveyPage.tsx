import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteSurvey, setSurveyState, survey } from '../../api/calls'
import type { Survey } from '../../api/types'
import { useCan } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useLater } from '../../app/useLater'
import { IconArrowLeft, IconDotsVertical, IconPlayerPause, IconPlayerPlay } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import Deliver from './Deliver'
import Results from './Results'
import { State } from './SurveysPage'
import { WhyPick } from './Why'
import css from './surveys.module.css'

const Build = lazy(() => import('./Build'))

/** One survey: what people answered, how it is put together, how it reaches people, and why somebody was asked or not. */
export default function SurveyPage() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const { survey: id } = useParams({ strict: false }) as { survey: string }
  const { data, error, refetch } = useQuery({ ...survey(ws, id), refetchInterval: 10_000 })
  if (!data) return <div className={shell.page}><h1>{t('nav.surveys')}</h1><section className="panel" aria-label={t('nav.surveys')}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={10} />}</section></div>
  return <One key={id} one={data} />
}

function One({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('surveys.edit')
  const people = useCan('people.read')
  const remove = useRemove()
  const fresh = one.state === 'draft' && one.counts.shown + one.counts.begun === 0
  const views = ['results', ...(may ? ['build', 'deliver'] : []), ...(people ? ['why'] : [])]
  const view = views.includes(search.view ?? '') ? search.view! : fresh && may ? 'build' : 'results'
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <Button component={Link} to={`/w/${ws}/surveys`} variant="default" size="compact-md" leftSection={<IconArrowLeft size={16} />}>{t('nav.surveys')}</Button>
        <div className={css.title}><h1>{one.name}</h1><State state={one.state} /></div>
        <StateButtons one={one} />
        {may ? (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" size={34} aria-label={t('settings.memberMenu', { name: one.name })}><IconDotsVertical size={18} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item onClick={() => remove(one)}>{t('segments.delete')}</Menu.Item></Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      <div className="scroll-x"><SegmentedControl aria-label={t('surveys.view.label')} value={view} onChange={(v) => set({ view: v, edit: undefined, cell: undefined, card: undefined, page: undefined })} data={views.map((v) => ({ value: v, label: t(`surveys.view.${v}`) }))} /></div>
      {view === 'results' ? <Results one={one} /> : null}
      {view === 'build' ? <Suspense fallback={<section className="panel" aria-label={t('surveys.build')}><Lines n={10} /></section>}><Build one={one} /></Suspense> : null}
      {view === 'deliver' ? <Deliver one={one} /> : null}
      {view === 'why' ? <WhyPick one={one} /> : null}
    </div>
  )
}

function StateButtons({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('surveys.edit')
  const client = useQueryClient()
  const put = useMutation({
    mutationFn: (state: Survey['state']) => setSurveyState(ws, one.id, state),
    onSettled: () => client.invalidateQueries({ queryKey: ['surveys', ws] }),
  })
  if (!may) return null
  const running = one.state === 'running'
  return (
    <>
      <FormFault error={put.error} />
      {running ? <Button variant="default" leftSection={<IconPlayerPause size={16} />} loading={put.isPending} onClick={() => put.mutate('paused')}>{t('surveys.pause')}</Button> : null}
      {running || one.state === 'paused' ? <Button variant="default" loading={put.isPending} onClick={() => put.mutate('ended')}>{t('surveys.endIt')}</Button> : null}
      {running ? null : <Button leftSection={<IconPlayerPlay size={16} />} loading={put.isPending} disabled={one.content.questions.length === 0} onClick={() => put.mutate('running')}>{t('surveys.run')}</Button>}
    </>
  )
}

function useRemove() {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const navigate = useNavigate()
  const later = useLater('surveys')
  return (one: Survey) => {
    later(one.id, t('segments.deleted', { name: one.name }), () => deleteSurvey(ws, one.id))
    void navigate({ to: '/w/$ws/surveys', params: { ws: String(ws) } })
  }
}
