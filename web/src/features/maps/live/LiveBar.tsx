import { Button, Select, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { segments } from '../../../api/calls'
import type { MapHead, MapOverlay } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { RangePicker } from '../../../app/RangePicker'
import { SegmentPicker } from '../../../app/SegmentPicker'
import { FiguresOnly } from '../../../ui/bits'
import { IconAdjustments, IconArrowsExchange, IconRoute } from '../../../ui/icons'
import { Failed } from '../../../ui/states'
import { useAct } from '../editor'
import { nameOf } from '../sheet'
import { Count, Share } from './bits'
import css from './live.module.css'
import { PainsForMap } from './Pains'
import type { useOverlay } from './useLook'

/** The switch between what is drawn and what is measured, whose and when, and how well the one fits the other. On a phone whose and when are opened. */
export function LiveBar({ head, look, phone }: { head: MapHead; look: ReturnType<typeof useOverlay>; phone?: boolean }) {
  const { t } = useTranslation()
  const { search, set } = usePlace()
  const { on, live, error, retry } = look
  const personas = head.personas.filter((p) => p.segment)
  const controls = (
    <>
      <RangePicker />
      <SegmentPicker />
      {personas.length ? (
        <Select aria-label={t('maps.live.persona')} placeholder={t('maps.live.persona')} clearable className={css.persona} value={personas.some((p) => p.segment === search.segment?.id) ? search.segment!.id! : null} onChange={(id) => set({ segment: id ? { id } : undefined, cell: undefined })} data={personas.map((p) => ({ value: p.segment!, label: p.name }))} />
      ) : null}
      <Against />
      {search.range === 'all' ? null : <Button variant="default" leftSection={<IconArrowsExchange size={16} />} aria-pressed={search.compare === 'prev'} data-on={search.compare === 'prev' || undefined} className={css.toggle} onClick={() => set({ compare: search.compare ? undefined : 'prev', against: undefined, cell: undefined })}>{t('journey.compare')}</Button>}
      <Button variant="default" leftSection={<IconRoute size={16} />} onClick={() => set({ view: 'discover' })}>{t('maps.live.discover')}</Button>
    </>
  )
  return (
    <div className={css.bar} role="group" aria-label={t('maps.live.title')}>
      <div className={css.choose}>
        <Switch checked={on} onChange={(e) => set({ live: e.currentTarget.checked ? 'on' : undefined, cell: undefined })} label={t('maps.live.title')} />
        {on ? (
          phone ? <Opened>{controls}</Opened> : controls
        ) : <span className={`quiet ${css.hint}`}>{t('maps.live.hint')}</span>}
      </div>
      {on && error && !live ? <Failed error={error} retry={retry} /> : null}
      {on && (search.against || search.compare) ? <p className={`quiet ${css.legend}`}>{t('maps.against.legend')}</p> : null}
      {on ? <Fit overlay={live?.overlay} /> : null}
    </div>
  )
}

/** What a phone has no room for above the map, until it is asked for; how much of it is chosen is said before. */
function Opened({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { search } = usePlace()
  const [open, setOpen] = useState(false)
  const id = useId()
  const chosen = [search.segment, search.against, search.compare].filter(Boolean).length
  return (
    <>
      <Button variant="default" leftSection={<IconAdjustments size={16} />} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>{t('maps.live.view')}{chosen ? ` (${f.num(chosen)})` : ''}</Button>
      <div id={id} role="group" aria-label={t('maps.live.view')} className={css.opened} hidden={!open}>{children}</div>
    </>
  )
}

/** Other people whose figures stand beside those that were chosen: everyone, or a saved segment. */
function Against() {
  const { t } = useTranslation()
  const { ws, search, set } = usePlace()
  const all = useQuery(segments(ws)).data ?? []
  const value = !search.against ? null : search.against.id ?? 'everyone'
  return (
    <Select aria-label={t('maps.against.label')} placeholder={t('maps.against.label')} clearable searchable className={css.persona} value={value} nothingFoundMessage={t('finder.none')}
      onChange={(id) => set({ against: id === null ? undefined : id === 'everyone' ? {} : { id }, compare: undefined, cell: undefined })}
      data={[{ value: 'everyone', label: t('maps.against.everyone') }, ...all.filter((s) => s.id !== search.segment?.id).map((s) => ({ value: s.id, label: s.name }))]} />
  )
}

/** How well real journeys fit the map, and where they leave it. It keeps its place while it is asked. */
function Fit({ overlay }: { overlay: MapOverlay | undefined }) {
  const { t } = useTranslation()
  const f = useFormat()
  const act = useAct()
  const fit = overlay?.fit
  if (overlay && !fit) return <p className={`quiet ${css.fit}`}>{t('maps.live.noRules')}</p>
  if (!overlay || !fit) return <p className={`quiet ${css.fit}`} aria-busy="true">{t('ui.loading')}</p>
  const cardName = (id: string) => act.sheet().cards.find((c) => c.id === id)?.text || t('maps.noName.card')
  const stepName = (id: string | undefined) => nameOf(act.sheet(), 'step', id ?? '') || t('maps.noName.step')
  return (
    <div className={css.fit} role="status">
      {overlay.people ? <Count count={overlay.people} label={t('nav.people')} /> : null}
      {overlay.from && overlay.to ? <span className="quiet num">{f.date(overlay.from)} – {f.date(overlay.to)}</span> : null}
      {(['fits', 'underway', 'left', 'strays'] as const).map((what) => (what === 'left' && fit.left.k === 0 ? null : (
        <span key={what} title={t(`view.conformance.outcomeText.${what}`)}><Share rate={fit[what]} label={t(`view.conformance.outcome.${what}`)}><span className={css.what}>{t(`view.conformance.outcome.${what}`)} </span></Share></span>
      )))}
      {fit.deviations.length ? (
        <details className={css.deviations}>
          <summary>{t('view.conformance.deviations')}</summary>
          <ul>
            {fit.deviations.map((d) => {
              const label = t(`view.conformance.deviation.${d.kind}`, { step: stepName(d.step) })
              return <li key={`${d.kind} ${d.step ?? ''}`}><Share rate={d} label={label}><span className={css.what}>{label} </span></Share></li>
            })}
          </ul>
        </details>
      ) : null}
      <PainsForMap overlay={overlay} />
      {overlay.leftOut.length ? <span className={css.leftOut} title={overlay.leftOut.map(cardName).join(', ')}>{t('maps.live.leftOut', { count: overlay.leftOut.length })}<span className="hidden"> {overlay.leftOut.map(cardName).join(', ')}</span></span> : null}
      <FiguresOnly />
    </div>
  )
}
