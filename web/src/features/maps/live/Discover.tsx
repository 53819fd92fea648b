import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, touchpoints } from '../../../api/calls'
import type { Discovery, MapOverlay, MapSheet } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { SideSheet } from '../../../ui/dialogs'
import { IconCheck, IconPlus, IconRoute } from '../../../ui/icons'
import { Empty, Failed, Lines } from '../../../ui/states'
import type { Act } from '../editor'
import type { Board } from '../sheet'
import { Opens } from './bits'
import css from './live.module.css'
import { drawEdge, drawStep, stepOf } from './propose'
import { discoverOf } from './useLook'

/** What people really do and the map does not show: steps and ways, each taken by a person one by one. */
export default function Discover({ overlay, act, board, sheet, onClose }: { overlay: MapOverlay; act: Act; board: Board; sheet: MapSheet; onClose: () => void }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  // The list stays as it is while it is worked through: what is taken is ticked off.
  const [question] = useState(() => discoverOf(overlay))
  const { data, error, refetch } = useQuery({ ...ask(ws, question), staleTime: Infinity })
  const found = data?.conformance?.discovery
  return (
    <SideSheet opened onClose={onClose} size={480} title={t('maps.live.discover')}>
      <p className="quiet">{t('view.conformance.proposedText')}</p>
      {error ? <Failed error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Lines n={8} height={40} /> : null}
      {found && found.steps.length + found.edges.length === 0 ? <Empty icon={IconRoute} title={t('maps.live.nothing')} text={t('maps.live.nothingText')} /> : null}
      {found ? <Proposals found={found} act={act} board={board} sheet={sheet} /> : null}
    </SideSheet>
  )
}

function Proposals({ found, act, board, sheet }: { found: Discovery; act: Act; board: Board; sheet: MapSheet }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const points = useQuery(touchpoints(ws)).data
  const named = (id: string) => sheet.steps.find((s) => s.id === id)?.name ?? found.steps.find((s) => `touchpoint:${s.touchpoint}` === id)?.name ?? id
  const edges = found.edges.filter((e) => e.from !== '')
  const take = (on: boolean, can: boolean, label: string, add: () => void) => on
    ? <span className={css.taken}><IconCheck size={16} aria-hidden />{t('maps.live.taken')}</span>
    : <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} />} disabled={!act.may || !can} aria-label={t('maps.live.take', { what: label })} onClick={add}>{t('maps.live.add')}</Button>
  return (
    <>
      {found.steps.length ? <h3 className={css.head}>{t('view.conformance.proposedSteps')}</h3> : null}
      <ul className={css.proposals}>
        {found.steps.map((s) => (
          <li key={s.touchpoint}>
            <span><b>{s.name}</b>
              <Opens of="discover" cell={{ part: 'discover', touchpoint: s.touchpoint }} label={s.name}>{t('maps.live.evidence', { share: f.rate(s.people).value, people: f.num(s.people.k), events: f.num(s.events) })}</Opens>
            </span>
            {take(stepOf(sheet, `touchpoint:${s.touchpoint}`) !== undefined, true, s.name, () => act.edit(drawStep(act.sheet(), s, points?.find((p) => p.id === s.touchpoint)?.stage, { stage: t('maps.newStage'), lane: t('maps.laneKind.touchpoint') })))}
          </li>
        ))}
      </ul>
      {edges.length ? <h3 className={css.head}>{t('view.conformance.proposedEdges')}</h3> : null}
      <ul className={css.proposals}>
        {edges.map((e) => {
          const label = `${named(e.from)} → ${named(e.to)}`
          const from = stepOf(sheet, e.from)
          const to = stepOf(sheet, e.to)
          const drawn = Boolean(from && to && sheet.edges.some((x) => x.from === from && x.to === to))
          return (
            <li key={label + e.from + e.to}>
              <span><b>{label}</b>
                <Opens of="discover" cell={{ part: 'discover', from: e.from, to: e.to }} label={label}>{t('maps.live.edgeEvidence', { share: f.rate(e.people).value, people: f.num(e.people.k), passes: f.num(e.passes), dependency: f.num(Math.round(e.dependency * 100) / 100) })}</Opens>
                {from && to ? null : <span className="quiet">{t('maps.live.stepFirst')}</span>}
              </span>
              {take(drawn, Boolean(from && to), label, () => act.edit(drawEdge(act.sheet(), board, from!, to!)))}
            </li>
          )
        })}
      </ul>
    </>
  )
}
