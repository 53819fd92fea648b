import { Button, Menu, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, channels, schema, stageModels, touchpoints } from '../../api/calls'
import type { Answer, Question } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { previousRange, toRange, usePlace } from '../../app/place'
import { RangePicker } from '../../app/RangePicker'
import { SegmentPicker } from '../../app/SegmentPicker'
import shell from '../../app/shell.module.css'
import { useHour } from '../../app/useHour'
import { useWords } from '../../app/words'
import { FiguresOnly, Num } from '../../ui/bits'
import { IconArrowsExchange, IconCheck, IconPlug, IconStairs } from '../../ui/icons'
import { PeopleDrawer } from '../../ui/PeopleDrawer'
import { Empty, Failed } from '../../ui/states'
import { useWidth } from '../../ui/useWidth'
import { channelOfRule } from './channels'
import { useDescribeStages } from './describe'
import css from './journey.module.css'
import { Sheet } from './Sheet'
import { StageList } from './StageList'

/** The home of a workspace: the journey as people really take it. */
export default function JourneyPage() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const question = useQuestion()
  const { data, error, refetch, isPlaceholderData } = useQuery(ask(ws, question))
  const describe = useDescribeStages(data)
  const comparable = search.range !== 'all'
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.journey')}</h1>
        <ModelPicker />
        <SegmentPicker />
        {comparable ? (
          <Button variant="default" leftSection={<IconArrowsExchange size={16} />} aria-pressed={search.compare === 'prev'} data-on={search.compare === 'prev' || undefined} className={css.toggle} onClick={() => set({ compare: search.compare ? undefined : 'prev' })}>
            {t('journey.compare')}
          </Button>
        ) : null}
        <RangePicker />
      </div>
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <SheetSkeleton /> : null}
      {data?.stages ? data.people === 0 ? <NoPeople /> : <Journey answer={data} fading={isPlaceholderData} /> : null}
      <PeopleDrawer of={question} describe={describe} />
    </div>
  )
}

function useQuestion(): Question {
  const { ws, search } = usePlace()
  const models = useQuery({ ...stageModels(ws), enabled: search.view !== undefined })
  const model = search.view ? models.data?.find((m) => m.id === search.view) : undefined
  const hour = useHour()
  return useMemo(() => {
    const q: Question = { kind: 'stages', range: toRange(search.range), stages: model ? { model } : {} }
    if (search.segment) q.segment = search.segment
    const before = search.compare === 'prev' ? previousRange(search.range, hour) : undefined
    if (before) q.compare = { range: before }
    return q
  }, [search.range, search.segment, search.compare, model, hour])
}

function Journey({ answer, fading }: { answer: Answer; fading: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const [ref, width] = useWidth<HTMLDivElement>()
  const touchQuery = useQuery(touchpoints(ws))
  const touch = touchQuery.data
  const custom = useQuery(channels(ws)).data
  const known = useQuery(schema(ws)).data
  const channelOf = useMemo(() => {
    const found = new Map((touch ?? []).map((p) => [p.id, channelOfRule(p.rule, known)]))
    return (id: string) => found.get(id)
  }, [touch, known])
  const channelName = useMemo(() => {
    const names = new Map((custom ?? []).map((c) => [c.id, c.name]))
    return (id: string) => names.get(id)
  }, [custom])
  const moments = useMemo(() => new Set((touch ?? []).filter((p) => p.momentOfTruth).map((p) => p.id)), [touch])
  const stages = answer.stages!
  return (
    <div ref={ref} className={css.wrap} data-fading={fading}>
      <p className={css.summary}>
        <span><b><Num n={answer.people} /></b> {t('journey.people', { count: answer.people })}</span>
        <span><b><Num n={answer.events} /></b> {t('journey.events', { count: answer.events })}</span>
        {answer.from && answer.to ? <span>{f.date(answer.from)} – {f.date(answer.to)}</span> : null}
        <span><b><Num n={stages.lapsed} /></b> {t('journey.lapsedNow', { count: stages.lapsed })}</span>
        <FiguresOnly />
      </p>
      {width === 0 || touchQuery.isPending ? <div style={{ minHeight: 700 }} /> : width < 720 ? (
        <StageList answer={stages} before={answer.compare?.stages} channelOf={channelOf} moments={moments} />
      ) : (
        <Sheet answer={stages} before={answer.compare?.stages} width={width - 2} channelOf={channelOf} channelName={channelName} moments={moments} />
      )}
    </div>
  )
}

function ModelPicker() {
  const { t } = useTranslation()
  const words = useWords()
  const { ws, search, set } = usePlace()
  const models = useQuery(stageModels(ws)).data ?? []
  const may = useCan('model.edit')
  const chosen = models.find((m) => m.id === search.view)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<IconStairs size={16} />}>{chosen ? words.model(chosen.id, chosen.name) : t('journey.ownModel')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('journey.model')}</Menu.Label>
        <Menu.Item onClick={() => set({ view: undefined, cell: undefined })} rightSection={search.view ? null : <IconCheck size={15} />}>{t('journey.ownModel')}</Menu.Item>
        {models.map((m) => (
          <Menu.Item key={m.id} onClick={() => set({ view: m.id, cell: undefined })} rightSection={search.view === m.id ? <IconCheck size={15} /> : null}>
            {words.model(m.id, m.name)}
          </Menu.Item>
        ))}
        {may ? (
          <>
            <Menu.Divider />
            <Menu.Item component={Link} to={`/w/${ws}/settings?view=stages&edit=own`}>{t('journey.editStages')}</Menu.Item>
            <Menu.Item component={Link} to={`/w/${ws}/settings?view=touchpoints`}>{t('journey.editTouchpoints')}</Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}

function NoPeople() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  // A history may be on its way in, of a time that is not looked at.
  const { data: known, isPending } = useQuery({ ...schema(ws), staleTime: 0, refetchInterval: (q) => (q.state.data?.events.length ? false : 5000) })
  if (isPending) return <SheetSkeleton />
  // Where nothing ever came, no other time shows more.
  const narrowed = known?.events.length !== 0 && (search.segment !== undefined || search.range !== 'all')
  return (
    <div className="panel">
      <Empty
        icon={narrowed ? IconStairs : IconPlug}
        title={t(narrowed ? 'journey.emptyRange' : 'journey.empty')}
        text={t(narrowed ? 'journey.emptyRangeText' : 'journey.emptyText')}
        action={
          narrowed ? (
            <Button onClick={() => set({ range: 'all', segment: undefined })}>{t('journey.showAll')}</Button>
          ) : (
            <Button component={Link} to={`/w/${ws}/sources`}>{t('journey.connect')}</Button>
          )
        }
      />
    </div>
  )
}

function SheetSkeleton() {
  const { t } = useTranslation()
  return (
    <div className={css.wrap} aria-busy="true" aria-label={t('ui.loading')} role="status">
      <p className={css.summary}><Skeleton width={360} height={18} /></p>
      <div className={`panel ${css.sheet}`} style={{ padding: 18 }}>
        <div className={css.skeleton}>
          {[0, 1, 2, 3].map((i) => (
            <div key={i} style={{ display: 'grid', gap: 12, alignContent: 'start' }}>
              <Skeleton height={16} width="46%" />
              <Skeleton height={34} width="62%" />
              <Skeleton height={150 - i * 34} mt={30} radius="md" />
              <Skeleton height={48} circle mt={36} />
              <Skeleton height={36} circle ml={70} />
              <Skeleton height={56} mt={30} radius="md" />
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
