import { ActionIcon, Button, Menu, Tabs } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteMap, maps } from '../../api/calls'
import type { MapHead } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { useHidden, useLater } from '../../app/useLater'
import { Badge } from '../../ui/bits'
import { IconDotsVertical, IconMap2, IconPlus, IconUsersGroup } from '../../ui/icons'
import { Empty, Failed, Lines } from '../../ui/states'
import css from './maps.module.css'

const NewMap = lazy(() => import('./NewMap'))
const Opportunities = lazy(() => import('./talk/Opportunities'))
const AllTasks = lazy(() => import('./talk/Tasks'))

const VIEWS = ['maps', 'opportunities', 'tasks'] as const

/** All maps of the workspace, what they say could be done, and what was decided to do. */
export default function MapsPage() {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const may = useCan('model.edit')
  const [making, setMaking] = useState(false)
  const view = VIEWS.find((v) => v === search.view) ?? 'maps'
  const add = may ? <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>{t('maps.new')}</Button> : null
  return (
    <div className={shell.page}>
      <div className={shell.pageHead}>
        <h1>{t('nav.maps')}</h1>
        {view === 'maps' ? add : null}
      </div>
      <Tabs value={view} onChange={(v) => set({ view: v === 'maps' ? undefined : (v ?? undefined), edit: undefined })} keepMounted={false}>
        <div className="scroll-x">
          <Tabs.List style={{ flexWrap: 'nowrap' }}>
            <Tabs.Tab value="maps">{t('nav.maps')}</Tabs.Tab>
            <Tabs.Tab value="opportunities" style={{ whiteSpace: 'nowrap' }}>{t('maps.chance.title')}</Tabs.Tab>
            <Tabs.Tab value="tasks">{t('maps.task.title')}</Tabs.Tab>
          </Tabs.List>
        </div>
        <Tabs.Panel value="maps" pt="md"><MapList add={add} /></Tabs.Panel>
        <Tabs.Panel value="opportunities" pt="md"><Suspense fallback={<Lines n={8} height={40} />}><Opportunities /></Suspense></Tabs.Panel>
        <Tabs.Panel value="tasks" pt="md"><Suspense fallback={<Lines n={6} height={40} />}><AllTasks /></Suspense></Tabs.Panel>
      </Tabs>
      <Suspense fallback={null}>{making ? <NewMap onClose={() => setMaking(false)} /> : null}</Suspense>
    </div>
  )
}

function MapList({ add }: { add: React.ReactNode }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const may = useCan('model.edit')
  const hidden = useHidden('maps')
  const later = useLater('maps')
  const client = useQueryClient()
  // What stood on a map goes with it.
  const remove = (m: MapHead) => later(m.id, t('segments.deleted', { name: m.name }), () => deleteMap(ws, m.id).finally(() => { for (const list of ['opportunities', 'tasks']) void client.invalidateQueries({ queryKey: [list, ws] }) }))
  const { data, error, refetch } = useQuery(maps(ws))
  const list = data?.filter((m) => !hidden.includes(m.id))
  return (
    <>
      {error && !data ? <section className="panel" aria-label={t('nav.maps')}><Failed error={error} retry={() => void refetch()} /></section> : null}
      {!data && !error ? <Lines n={6} height={44} /> : null}
      {list?.length === 0 ? <section className="panel" aria-label={t('nav.maps')}><Empty icon={IconMap2} title={t('maps.none')} text={t('maps.noneText')} action={add} /></section> : null}
      <ul className={css.maps}>
        {list?.map((m) => <MapCard key={m.id} map={m} pair={list.find((x) => x.id === m.pair)} onDelete={may ? () => remove(m) : undefined} />)}
      </ul>
    </>
  )
}

function MapCard({ map, pair, onDelete }: { map: MapHead; pair?: MapHead; onDelete?: () => void }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  return (
    <li className={`panel ${css.mapCard}`}>
      <div className={css.mapTop}>
        <h2><Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: map.id }} className={css.mapLink}>{map.name}</Link></h2>
        <Badge tone={map.state === 'to_be' ? 'good' : undefined}>{t(`maps.state.${map.state}`)}</Badge>
      </div>
      {map.description ? <p className={css.mapText}>{map.description}</p> : null}
      {map.personas.length ? <p className={css.mapWho}><IconUsersGroup size={15} aria-hidden />{map.personas.map((p) => p.name).join(', ')}</p> : null}
      <div className={css.mapFoot}>
        <span className="quiet">{[map.changedBy, f.ago(map.changed), map.owner].filter(Boolean).join(' · ')}</span>
        {pair ? <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: pair.id }} className={css.pair}>{t(map.state === 'as_is' ? 'maps.toPairToBe' : 'maps.toPairAsIs')}</Link> : null}
        {onDelete ? (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t('maps.more', { name: map.name })}><IconDotsVertical size={17} /></ActionIcon></Menu.Target>
            <Menu.Dropdown><Menu.Item onClick={onDelete}>{t('segments.delete')}</Menu.Item></Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
    </li>
  )
}
