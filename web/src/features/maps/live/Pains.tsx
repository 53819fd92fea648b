import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { MapOverlay } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { useSaid } from '../../pains/said'
import { useAct } from '../editor'
import { nameOf } from '../sheet'
import css from './live.module.css'
import { drawPain } from './propose'
import { LiveContext } from './useLook'

/** How the pain point stands that a card is bound to: its status, and how many people it concerns in the time chosen. */
export function CardPain({ card }: { card: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const pain = useContext(LiveContext)?.overlay.pains.find((p) => p.card === card)
  if (!pain) return null
  return (
    <span className={css.pain}>
      <Link to="/w/$ws/pains/$pain" params={{ ws: String(ws), pain: pain.id }}>{t(`pains.is.${pain.status}`)}</Link>
      {pain.people ? <span className="num">{t('people.count', { count: pain.people, n: f.num(pain.people) })}{pain.share.n ? ` · ${f.rate(pain.share).value}` : ''}</span> : null}
    </span>
  )
}

/** What the register has for the steps of a map and no card stands for yet; a person takes it up one by one. */
export function PainsForMap({ overlay }: { overlay: MapOverlay }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws } = usePlace()
  const act = useAct()
  const said = useSaid()
  const open = overlay.pains.filter((p) => !p.card)
  if (open.length === 0) return null
  return (
    <details className={css.deviations}>
      <summary>{t('pains.forMap')} <span className="num">{open.length}</span></summary>
      <p className="quiet">{t('pains.forMapText')}</p>
      <ul className={css.proposals}>
        {open.map((p) => (
          <li key={p.id}>
            <span>
              <Link to="/w/$ws/pains/$pain" params={{ ws: String(ws), pain: p.id }}>{said(p)}</Link>
              <span className="quiet">{[nameOf(act.sheet(), 'step', p.step), p.people ? t('people.count', { count: p.people, n: f.num(p.people) }) : ''].filter(Boolean).join(' · ')}</span>
            </span>
            <Button size="compact-sm" variant="light" disabled={!act.may} onClick={() => act.edit(drawPain(act.sheet(), { id: p.id, step: p.step, text: said(p) }, t('maps.laneKind.pain')))}>{t('pains.putOn')}<span className="hidden"> {said(p)}</span></Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
