import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { overlay } from '../../../api/calls'
import type { MapOverlay, MapOverlayStep } from '../../../api/types'
import { useFormat } from '../../../app/hooks'
import { toRange, usePlace } from '../../../app/place'
import { Failed, Lines } from '../../../ui/states'
import { Count, Share, Signal } from './bits'
import { FEW } from './figureText'
import css from './live.module.css'
import { LiveContext, liveOf } from './useLook'

interface Props { id: string; from: number; to: number; called: (step: string) => string }

/** What was measured at the steps of two revisions, each by its own rules and for its own time. Their people open where a revision is looked at. */
export function ComparedFigures({ id, from, to, called }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const look = (revision: number) => ({ ...overlay(ws, id, { range: toRange(search.range), segment: search.segment, revision }), placeholderData: undefined })
  const sides = [useQuery(look(from)), useQuery(look(to))]
  const failed = sides.find((s) => s.error && !s.data)
  if (failed) return <Failed error={failed.error!} retry={() => sides.forEach((s) => void s.refetch())} />
  const [a, b] = sides.map((s) => s.data)
  if (!a || !b) return <Lines n={4} />
  const at = (o: MapOverlay, step: string) => o.steps.find((s) => s.step === step)
  const steps = [...new Set([...b.steps, ...a.steps].map((s) => s.step))].filter((s) => at(a, s)?.people || at(b, s)?.people)
  if (steps.length === 0) return <p className="quiet">{t('maps.noFigures')}</p>
  const head = (o: MapOverlay, revision: number) => (
    <th scope="col">{t('maps.revision', { n: f.num(revision) })}{o.from && o.to ? <><br /><span className={`quiet ${css.span}`}>{f.date(o.from)} – {f.date(lastOf(o.to))}</span></> : null}</th>
  )
  return (
    <LiveContext.Provider value={liveOf(b, { fading: false, stranger: true })}>
      <table className={css.beside}>
        <caption>{t('maps.figuresOfTwo')}</caption>
        <thead><tr>{head(a, from)}{head(b, to)}</tr></thead>
        {steps.map((step) => (
          <tbody key={step}>
            <tr><th scope="rowgroup" colSpan={2}>{called(step)}</th></tr>
            <tr>{[a, b].map((o, i) => <td key={i}><Step s={at(o, step)} called={called} /></td>)}</tr>
          </tbody>
        ))}
      </table>
    </LiveContext.Provider>
  )
}

/** The last moment of a time that ends before one: a day is told as the day before the next one begins. */
const lastOf = (end: string) => new Date(Date.parse(end) - 1).toISOString()

function Step({ s, called }: { s: MapOverlayStep | undefined; called: (step: string) => string }) {
  const { t } = useTranslation()
  if (!s) return <span className="quiet">{t('maps.notThere')}</span>
  if (!s.people) return <span className="quiet">{t('maps.live.assumed')}</span>
  const name = called(s.step)
  return (
    <div className={css.step}>
      <Count count={s.people} label={name} />
      {[...s.next].sort((a, b) => b.k - a.k).slice(0, 2).map((e) => <Share key={e.to} rate={e} label={`${name} → ${called(e.to)}`}><span className={css.to}>{'→ '}{called(e.to)}</span></Share>)}
      {s.exits ? <Share rate={s.exits} label={name}><span className={css.to}>{t('maps.live.leave')}</span></Share> : null}
      {s.signals.filter((g) => g.n >= FEW).map((g) => <Signal key={g.scale} signal={g} where={name} />)}
    </div>
  )
}
