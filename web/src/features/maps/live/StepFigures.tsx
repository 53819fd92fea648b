import { Tooltip } from '@mantine/core'
import { memo, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../app/hooks'
import { useMoney } from '../../ask/names'
import { nameOf } from '../sheet'
import { useAct } from '../editor'
import { Count, Share, Signal } from './bits'
import { FEW } from './figureText'
import css from './live.module.css'
import { CROWD, LiveContext, useLiveStep } from './useLook'

/** So many ways on are told under a step, the most people first. */
const WAYS = 3

/** What is measured at a step: people, where they go on, where they leave, how long it takes. */
export const StepFigures = memo(function StepFigures({ step, name }: { step: string; name: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const money = useMoney()
  const act = useAct()
  const s = useLiveStep(step)
  const stranger = useContext(LiveContext)?.stranger
  if (!s) return null
  if (!s.people) return <p className={`quiet ${css.assumed}`}>{t(stranger && s.evidence !== 'assumed' ? 'maps.shared.few' : 'maps.live.assumed', { n: f.num(CROWD) })}</p>
  const next = [...s.next].sort((a, b) => b.k - a.k)
  const called = (id: string) => nameOf(act.sheet(), 'step', id) || t('maps.noName.step')
  return (
    <div className={css.step} data-step={step}>
      <Count count={s.people} label={name} />
      {next.slice(0, WAYS).map((e) => (
        <Share key={e.to} rate={e} label={`${name} → ${called(e.to)}`}><span className={css.to}>{'→ '}{called(e.to)}</span></Share>
      ))}
      {next.length > WAYS ? <span className="quiet">{t('maps.live.moreWays', { count: next.length - WAYS })}</span> : null}
      {s.exits ? <Share rate={s.exits} label={t('view.conformance.cell.exit', { step: name })}><span className={css.to}>{t('maps.live.leave')}</span></Share> : null}
      <span className={`quiet num ${css.line}`}>
        {s.moves > 0 ? <Tooltip label={t('view.conformance.median')}><span>{t('maps.live.next', { time: f.span(s.median) })}</span></Tooltip> : null}
        {s.time && s.time.n > 0 ? <Tooltip label={t('maps.live.timeHint', { n: f.num(s.time.n) })}><span>{t('maps.live.time', { time: f.span(s.time.median) })}</span></Tooltip> : null}
        {s.entries > s.people.n ? <span>{t('maps.live.times', { n: f.num(Math.round((10 * s.entries) / s.people.n) / 10) })}</span> : null}
        {s.worth ? <Tooltip label={t('maps.live.worthHint', { sum: money.whole(s.worth.sum), count: s.worth.orders })}><span>{money.short(s.worth.perPerson)}{t('maps.live.each')}</span></Tooltip> : null}
      </span>
      {s.signals.filter((g) => g.n >= FEW).map((g) => <Signal key={g.scale} signal={g} where={name} />)}
    </div>
  )
})
