import { ActionIcon, Button, Menu, Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createSurvey, deleteSurvey, surveyResults, surveys } from '../../api/calls'
import type { Survey } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import shell from '../../app/shell.module.css'
import { useHidden, useLater } from '../../app/useLater'
import { Badge, Num, RateText } from '../../ui/bits'
import { Dialog } from '../../ui/dialogs'
import { IconDotsVertical, IconMessage2, IconPlus, IconSettings } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import { FormFault } from '../auth/Frame'
import { ScoreText } from './ScoreText'
import { Settings } from './Settings'
import { begin, STARTS, type Start } from './starts'
import css from './surveys.module.css'

/** All surveys: how each stands, and what has come of it. */
export default function SurveysPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const may = useCan('surveys.edit')
  const hidden = useHidden('surveys')
  const [making, setMaking] = useState(false)
  const { data, error, refetch } = useQuery(surveys(ws))
  const list = data?.filter((s) => !hidden.includes(s.id))
  if (search.view === 'settings') return <Settings onClose={() => set({ view: undefined })} />
  const add = may ? <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t('surveys.new')}</Button> : null
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.surveys')}</h1>
        {list?.length ? <RangePicker /> : null}
        <Button variant="default" leftSection={<IconSettings size={16} />} onClick={() => set({ view: 'settings' })}>{t('surveys.settings.title')}</Button>
        {list?.length ? add : null}
      </div>
      <section className="panel" aria-label={t('nav.surveys')}>
        {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Lines n={6} height={34} /> : null}
        {list?.length === 0 ? <Empty icon={IconMessage2} title={t('surveys.empty')} text={t('surveys.emptyText')} action={add} /> : null}
        {list?.length ? (
          <Table className={css.list}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('surveys.survey')}</Table.Th>
                <Table.Th className={css.far}>{t('surveys.stateTitle')}</Table.Th>
                <Table.Th ta="right">{t('surveys.score')}</Table.Th>
                <Table.Th ta="right">{t('surveys.responses')}</Table.Th>
                <Table.Th ta="right" className={css.far}>{t('surveys.responseRate')}</Table.Th>
                <Table.Th className={css.far}>{t('surveys.latest')}</Table.Th>
                <Table.Th><span className="hidden">{t('shell.more')}</span></Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{list.map((s) => <Row key={s.id} one={s} />)}</Table.Tbody>
          </Table>
        ) : null}
      </section>
      {making ? <Make onClose={() => setMaking(false)} /> : null}
    </div>
  )
}

function Row({ one }: { one: Survey }) {
  const { t } = useTranslation()
  const { ws, search } = usePlace()
  const f = useFormat()
  const may = useCan('surveys.edit')
  const later = useLater('surveys')
  const asked = one.counts.shown + one.counts.begun > 0
  const results = useQuery({ ...surveyResults(ws, one.id, { range: toRange(search.range) }), enabled: asked })
  const score = results.data?.questions.find((q) => q.score)?.score
  const kinds = one.content.questions.length
  return (
    <Table.Tr>
      <Table.Td className={css.what}>
        <Link to="/w/$ws/surveys/$survey" params={{ ws: String(ws), survey: one.id }} search={{ range: search.range } as never}>{one.name}</Link>
        <p className="quiet">{[t('surveys.questionCount', { count: kinds }), one.owner].filter(Boolean).join(' · ')} <span className={css.near}><State state={one.state} /></span></p>
      </Table.Td>
      <Table.Td className={css.far}><State state={one.state} /></Table.Td>
      <Table.Td ta="right">{score ? <ScoreText score={score} /> : <span className="quiet">{asked ? (results.isPending ? t('segments.looking') : t('ui.none')) : t('surveys.notAsked')}</span>}</Table.Td>
      <Table.Td ta="right">{asked ? <Num n={one.counts.begun} /> : <span className="quiet">{t('ui.none')}</span>}</Table.Td>
      <Table.Td ta="right" className={css.far}>{results.data?.response.n ? <RateText rate={results.data.response} /> : <span className="quiet">{t('ui.none')}</span>}</Table.Td>
      <Table.Td className={css.far}>{one.counts.latest ? f.ago(one.counts.latest) : <span className="quiet">{t('ui.none')}</span>}</Table.Td>
      <Table.Td ta="right">
        {may ? (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('settings.memberMenu', { name: one.name })}><IconDotsVertical size={17} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item onClick={() => later(one.id, t('segments.deleted', { name: one.name }), () => deleteSurvey(ws, one.id))}>{t('segments.delete')}</Menu.Item></Menu.Dropdown>
          </Menu>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}

export function State({ state }: { state: Survey['state'] }) {
  const { t } = useTranslation()
  return <Badge tone={state === 'running' ? 'good' : undefined}>{t(`surveys.state.${state}`)}</Badge>
}

function Make({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const make = useMutation({
    mutationFn: (start: Start) => createSurvey(ws, { name: t(`surveys.start.${start}`), content: begin(start, i18n.language, t) }),
    onSuccess: (s) => {
      client.setQueryData(['surveys', ws, s.id], s)
      void client.invalidateQueries({ queryKey: ['surveys', ws], exact: true })
      void navigate({ to: '/w/$ws/surveys/$survey', params: { ws: String(ws), survey: s.id }, search: { view: 'build' } as never })
    },
  })
  return (
    <Dialog title={t('surveys.new')} onClose={onClose}>
      <ul className={css.starts}>
        {STARTS.map((s) => (
          <li key={s}>
            <button type="button" className={`plain ${css.start}`} disabled={make.isPending} onClick={() => make.mutate(s)}>
              <b>{t(`surveys.start.${s}`)}</b>
              <span className="quiet">{t(`surveys.startText.${s}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <FormFault error={make.error} />
    </Dialog>
  )
}
