import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { painMending } from '../../api/calls'
import type { Pain, PainMending, Rate } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { usePlace } from '../../app/place'
import { Failed, Lines } from '../../ui/states'
import { RateText } from '../../ui/bits'
import css from './pains.module.css'

/** The same figure before and after the day, and what the difference is worth; plain where too few people say nothing. */
export function Mending({ one, name }: { one: Pain; name: string }) {
  const { t } = useTranslation()
  const { ws } = usePlace()
  const measured = one.evidence.question !== undefined || one.kind === 'theme'
  const { data, error, refetch } = useQuery({ ...painMending(ws, one.id, one.version), enabled: measured })
  return (
    <section className={`panel ${css.part}`} aria-label={t('pains.mending')}>
      <h2>{t('pains.mending')}</h2>
      {!measured ? <p className="quiet">{t('pains.noMending')}</p> : error ? <Failed error={error} retry={() => void refetch()} /> : data ? <Compared of={data} name={name} /> : <Lines n={4} />}
    </section>
  )
}

function Compared({ of: m, name }: { of: PainMending; name: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const points = (v: number) => f.signed(Math.round(v * 1000) / 10)
  const most = Math.max(0.05, m.before.share.high, m.after.share.high)
  return (
    <>
      <p className={css.verdict} data-verdict={m.verdict} role="status">{t(`pains.verdict.${m.verdict}`, { least: m.least, before: f.num(m.before.share.n), after: f.num(m.after.share.n) })}</p>
      {m.before.share.n + m.after.share.n > 0 ? (
        <figure className={css.sides} aria-label={`${name}: ${t('pains.mending')}`}>
          <Side label={t('pains.before')} rate={m.before.share} most={most} from={m.before.from} to={m.before.to} />
          <Side label={t('pains.after')} rate={m.after.share} most={most} from={m.after.from} to={m.after.to} after />
        </figure>
      ) : null}
      {m.change && m.verdict !== 'few' ? <p>{t('pains.difference', { change: points(m.change.value), low: points(m.change.low), high: points(m.change.high) })}</p> : null}
      {m.spared && m.verdict === 'better' ? <p>{t('pains.spared', { n: f.num(Math.round(m.spared.value)), low: f.num(Math.round(m.spared.low)), high: f.num(Math.round(m.spared.high)) })}</p> : null}
      {m.score ? <p>{t('pains.scoreChange', { change: f.score(m.score.value), low: f.score(m.score.low), high: f.score(m.score.high) })}</p> : null}
      <p className="quiet">{t('pains.noProof')}</p>
    </>
  )
}

/** One side: a bar with its interval drawn over it. */
function Side({ label, rate, most, from, to, after }: { label: string; rate: Rate; most: number; from?: string; to?: string; after?: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const at = (v: number) => `${Math.min(100, (v / most) * 100)}%`
  return (
    <div className={css.side} data-after={after || undefined}>
      <span><b>{label}</b> <span className="quiet num">{from && to ? `${f.date(from)} – ${f.date(to)}` : ''}</span></span>
      <span className={css.beam} aria-hidden>
        <span className={css.fill} style={{ width: at(rate.value) }} />
        {rate.n ? <span className={css.whisker} style={{ left: at(rate.low), width: `calc(${at(rate.high)} - ${at(rate.low)})` }} /> : null}
      </span>
      <span><RateText rate={rate} /> <small className="quiet">{t('view.kOfN', { k: f.num(rate.k), n: f.num(rate.n) })}</small></span>
    </div>
  )
}
