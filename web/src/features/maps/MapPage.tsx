import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { map } from '../../api/calls'
import type { MapView } from '../../api/types'
import { useCan, useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import shell from '../../app/shell.module.css'
import { Badge } from '../../ui/bits'
import { IconArrowBackUp, IconArrowForwardUp, IconArrowsMaximize, IconCloudCheck, IconCloudOff, IconCloudUp, IconHistory, IconZoomIn, IconZoomOut } from '../../ui/icons'
import { Failed, Lines } from '../../ui/states'
import { undoable } from '../../ui/undo'
import { ActContext, NAME, PeersContext, useEditor, type Editor, type Peer } from './editor'
import { addLane, put } from './edits'
import { ExportMenu } from './export/ExportMenu'
import { thingAt } from './keys'
import { NAMES, WIDE } from './layout'
import { LaneSign } from './looks'
import { LiveBar } from './live/LiveBar'
import { LivePeople } from './live/LivePeople'
import { LiveContext, useOverlay } from './live/useLook'
import css from './maps.module.css'
import { MapMenu } from './MapMenu'
import { Phone } from './Phone'
import { LANE_KINDS } from './sheet'
import { SheetView } from './SheetView'
import { readOnly, type MapStore, type View } from './store'
import { ThingMenu } from './ThingMenu'
import { TalkProvider } from './talk/TalkMark'
import { TalkPanels } from './talk/TalkPanels'
import { TalkTools } from './talk/TalkTools'
import { useMap, usePresence } from './useMap'
import { usePhone } from '../../ui/usePhone'

const Details = lazy(() => import('./Details'))
const History = lazy(() => import('./History'))
const Discover = lazy(() => import('./live/Discover'))

/** One map: as it is now, or, where the address names a revision, as it was then. */
export default function MapPage() {
  const { t } = useTranslation()
  const { ws, search } = usePlace()
  const { map: id } = useParams({ strict: false }) as { map: string }
  const { data, error, refetch } = useQuery({ ...map(ws, id, search.open), staleTime: Infinity, refetchOnReconnect: false })
  if (!data) return <div className={shell.page}><h1>{t('nav.maps')}</h1><section className="panel" aria-label={t('nav.maps')}>{error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={10} />}</section></div>
  return search.open ? <Old key={`${id} ${search.open}`} opened={data} /> : <Now key={id} opened={data} />
}

/** The map as it is, to be worked on. */
function Now({ opened }: { opened: MapView }) {
  const { ws } = usePlace()
  const may = useCan('model.edit')
  const { store, view, peers, at, key } = useMap(ws, opened)
  const editor = useEditor(store, may)
  usePresence(ws, opened.map.id, key, (editor.at && thingAt(view.board, editor.at)?.id) ?? '')
  useTold(store, view)
  return <TalkProvider map={opened.map.id}><Frame store={store} view={view} editor={editor} peers={peers} at={at} /></TalkProvider>
}

/** The map as it was: it can be looked at, compared and brought back. */
function Old({ opened }: { opened: MapView }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = usePlace()
  const store = useMemo(() => readOnly(opened.map, opened.sheet), [opened])
  const editor = useEditor(store, false)
  const { version } = opened
  const note = (
    <div className={css.old} role="status">
      <span><b>{version?.name || t('maps.revision', { n: f.num(opened.map.revision) })}</b> {f.dateTime(opened.map.changed)}{version?.because ? ` · ${t('maps.because', { why: version.because })}` : ''}</span>
      <Button size="compact-sm" variant="default" onClick={() => set({ open: undefined })}>{t('maps.toNow')}</Button>
    </div>
  )
  return <Frame store={store} view={store.view()} editor={editor} peers={NOBODY} at={NOWHERE} note={note} />
}

const NOBODY: Peer[] = []
const NOWHERE = new Map<string, Peer>()

/** Says what the server would not take, and what stayed because somebody else had changed it. */
function useTold(store: MapStore, view: View) {
  const { t } = useTranslation()
  useEffect(() => {
    if (!view.refused && !view.stayed && !view.over) return
    for (const o of view.over ?? []) undoable({ message: t(o.mine ? 'maps.over.mine' : 'maps.over.theirs', { lost: o.lost, stands: o.stands }), word: t(o.mine ? 'maps.over.takeMine' : 'maps.over.takeTheirs', { lost: o.lost }), close: t('ui.close'), undo: () => store.edit([put(o.kind, o.id, { [o.field]: o.lost })]) })
    if (view.refused) notifications.show({ color: 'red', title: t('maps.refused'), message: view.refused, autoClose: 12_000 })
    if (view.stayed) notifications.show({ message: t('maps.stayed', { count: view.stayed }), color: 'trail', autoClose: 8000 })
    store.told()
  }, [view.refused, view.stayed, view.over, store, t])
}

interface FrameProps { store: MapStore; view: View; editor: Editor; peers: Peer[]; at: ReadonlyMap<string, Peer>; note?: React.ReactNode }

function Frame({ store, view, editor, peers, at, note }: FrameProps) {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const phone = usePhone()
  const [zoom, setZoom] = useState(1)
  const [laneAt, setLaneAt] = useState<{ x: number; y: number }>()
  const page = useRef<HTMLDivElement>(null)
  const { act } = editor
  useHotkeys([['mod+Z', store.undo], ['mod+shift+Z', store.redo], ['mod+Y', store.redo], ['mod+=', () => setZoom((z) => Math.min(1.6, z * 1.15))], ['mod+-', () => setZoom((z) => Math.max(0.25, z / 1.15))]])
  // The sheet takes what is left of the window.
  useLayoutEffect(() => {
    const el = page.current
    if (!el) return undefined
    const fit = () => el.style.setProperty('--top', `${Math.round(el.getBoundingClientRect().top + window.scrollY)}px`)
    fit()
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [])
  const onNewLane = useCallback((el: HTMLElement | null) => {
    const box = el?.getBoundingClientRect()
    setLaneAt(box ? { x: box.left, y: Math.min(box.bottom, window.innerHeight - 30) } : { x: 240, y: 200 })
  }, [])
  const fit = () => {
    const wide = page.current?.clientWidth ?? 1000
    setZoom(Math.max(0.25, Math.min(1, (wide - 4) / ((NAMES + view.board.columns.length * WIDE + (act.may ? 6 : 0)) * 13))))
  }
  const history = search.view === 'history'
  const look = useOverlay(view.head.id, view.head.revision, note !== undefined)
  return (
    <ActContext.Provider value={act}>
      <LiveContext.Provider value={look.live}>
      <PeersContext.Provider value={at}>
        <div className={css.page} ref={page} data-phone={phone || undefined}>
          <div className={css.bar}>
            <div className={css.title}>
              <Link to="/w/$ws/maps" params={{ ws: String(ws) }} className={css.crumb}>{t('nav.maps')}</Link>
              <span aria-hidden className="quiet">/</span>
              <h1 title={view.head.description || undefined}>{view.head.name}</h1>
              <Badge tone={view.head.state === 'to_be' ? 'good' : undefined}>{t(`maps.state.${view.head.state}`)}</Badge>
              {view.head.pair ? <Link to="/w/$ws/maps/$map" params={{ ws: String(ws), map: view.head.pair }} className={css.pair}>{t(view.head.state === 'as_is' ? 'maps.toPairToBe' : 'maps.toPairAsIs')}</Link> : null}
            </div>
            {note ? null : <SaveState view={view} />}
            <People peers={peers} />
            <div className={css.tools} role="toolbar" aria-label={t('maps.tools')}>
              {act.may ? (
                <>
                  <Tool label={t('ui.undo')} keys="Ctrl+Z" disabled={!view.canUndo} onClick={store.undo}><IconArrowBackUp size={18} /></Tool>
                  <Tool label={t('maps.redo')} keys="Ctrl+Shift+Z" disabled={!view.canRedo} onClick={store.redo}><IconArrowForwardUp size={18} /></Tool>
                </>
              ) : null}
              {phone ? null : (
                <span className={css.zoom}>
                  <Tool label={t('maps.zoomOut')} onClick={() => setZoom(Math.max(0.25, zoom / 1.15))}><IconZoomOut size={18} /></Tool>
                  <button type="button" className={`plain num ${css.percent}`} title={t('maps.zoomAll')} onClick={() => setZoom(1)}>{Math.round(zoom * 100)}{'\u202f%'}<span className="hidden"> {t('maps.zoomAll')}</span></button>
                  <Tool label={t('maps.zoomIn')} onClick={() => setZoom(Math.min(1.6, zoom * 1.15))}><IconZoomIn size={18} /></Tool>
                  <Tool label={t('maps.fit')} onClick={fit}><IconArrowsMaximize size={18} /></Tool>
                </span>
              )}
              <Tool label={t('maps.history')} onClick={() => set({ view: history ? undefined : 'history' })}><IconHistory size={18} /></Tool>
              <TalkTools head={view.head} />
              <ExportMenu map={view.head} sheet={view.sheet} overlay={look.live?.overlay} />
              <MapMenu view={view} act={act} />
            </div>
          </div>
          {note}
          <LiveBar head={view.head} look={look} phone={phone} />
          {phone ? <Phone view={view} act={act} editor={editor} onNewLane={onNewLane} /> : <SheetView store={store} view={view} editor={editor} zoom={zoom} onNewLane={onNewLane} measured={look.on} />}
          <p className="hidden" role="status" aria-live="polite">{editor.said}</p>
        </div>
        <ThingMenu editor={editor} view={view} />
        <TalkPanels view={view} editor={editor} />
        {laneAt ? <LaneMenu at={laneAt} onClose={() => setLaneAt(undefined)} editor={editor} /> : null}
        {look.live ? <LivePeople live={look.live} sheet={view.sheet} /> : null}
        <Suspense fallback={null}>
          {look.live && search.view === 'discover' ? <Discover overlay={look.live.overlay} act={act} board={view.board} sheet={view.sheet} onClose={() => set({ view: undefined, cell: undefined })} /> : null}
          {editor.detailed ? <Details editor={editor} view={view} /> : null}
          {history ? <History head={view.head} sheet={view.sheet} onClose={() => set({ view: undefined })} /> : null}
        </Suspense>
      </PeersContext.Provider>
      </LiveContext.Provider>
    </ActContext.Provider>
  )
}

function Tool({ label, keys, onClick, disabled, children }: { label: string; keys?: string; onClick: () => void; disabled?: boolean; children: React.ReactNode }) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} data-disabled={disabled || undefined} aria-disabled={disabled} onClick={disabled ? undefined : onClick}>{children}</ActionIcon>
    </Tooltip>
  )
}

function SaveState({ view }: { view: View }) {
  const { t } = useTranslation()
  const Sign = view.saving === 'saved' ? IconCloudCheck : view.saving === 'saving' ? IconCloudUp : IconCloudOff
  const text = view.saving === 'offline' ? t('maps.keptHere', { count: view.kept }) : t(`maps.${view.saving}`)
  return (
    <Tooltip label={t(`maps.${view.saving}Hint`)}>
      <span className={css.saving} data-saving={view.saving} role="status"><Sign size={17} aria-hidden /><span>{text}</span></span>
    </Tooltip>
  )
}

function People({ peers }: { peers: Peer[] }) {
  const { t } = useTranslation()
  if (peers.length === 0) return null
  return (
    <ul className={css.people} aria-label={t('maps.here')}>
      {peers.slice(0, 5).map((p) => (
        <li key={p.key} style={{ ['--peer' as string]: p.color }}><Tooltip label={p.name}><span><span aria-hidden>{[...p.name][0]?.toUpperCase()}</span><span className="hidden">{p.name}</span></span></Tooltip></li>
      ))}
      {peers.length > 5 ? <li><span className="num">+{peers.length - 5}</span></li> : null}
    </ul>
  )
}

/** Chooses what a new lane tells. */
function LaneMenu({ at, onClose, editor }: { at: { x: number; y: number }; onClose: () => void; editor: Editor }) {
  const { t } = useTranslation()
  const { act } = editor
  return (
    <Menu opened onChange={(on) => { if (!on) onClose() }} position="bottom-start" width={260} trapFocus returnFocus={false}>
      <Menu.Target><button type="button" tabIndex={-1} className={`plain ${css.anchor}`} aria-label={t('maps.laneTells')} style={{ left: at.x, top: at.y }} /></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('maps.laneTells')}</Menu.Label>
        <div className={css.choices}>
          {LANE_KINDS.map((kind) => (
            <Menu.Item key={kind} leftSection={<LaneSign kind={kind} />} onClick={() => {
              const below = editor.at?.col === NAME ? act.sheet().lanes.findIndex((l) => l.id === editor.at!.row) + 1 : undefined
              const made = addLane(act.sheet(), kind, t(`maps.laneKind.${kind}`), below || undefined)
              act.edit(made.ops)
              act.go({ row: made.id, col: NAME })
              onClose()
            }}>{t(`maps.laneKind.${kind}`)}</Menu.Item>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  )
}
