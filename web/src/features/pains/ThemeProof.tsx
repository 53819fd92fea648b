import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { voiceSummary } from '../../api/calls'
import type { Pain, Rate } from '../../api/types'
import { useFormat } from '../../app/hooks'
import { toRange, usePlace } from '../../app/place'
import { RateText } from '../../ui/bits'
import { Failed, Lines } from '../../ui/states'
import { RateBar } from '../ask/table'
import css from './pains.module.css'
import { QUARTER } from './said'

/** What shows a theme to be a pain: how often its texts are negative, beside all texts. The texts open in Voice. */
export function ThemeProof({ one, theme }: { one: Pain; theme: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { ws, search } = usePlace()
  const range = search.range ?? QUARTER
  const { data, error, refetch } = useQuery(voiceSummary(ws, { range: toRange(range) }))
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Lines n={3} />
  const tally = data.themes.find((x) => x.id === theme)
  if (!tally) return <p className="quiet">{t('pains.themeGone')}</p>
  const { people, share, at } = one.seen
  return (
    <>
      <div className={css.proof}>
        <Share label={t('pains.themeNegative')} rate={tally.negativeShare} />
        <Share label={t('pains.allNegative')} rate={data.negativeShare} />
      </div>
      {share.n ? <p>{t('pains.themePeople', { people: t('people.count', { count: people, n: f.num(people) }), share: f.rate(share).value, n: f.num(share.n), when: f.date(at) })}</p> : null}
      <p><Link to="/w/$ws/voice" params={{ ws: String(ws) }} search={{ range, heard: { theme, feeling: 'negative' } } as never}>{t('pains.themeRead', { n: f.num(tally.negative) })}</Link></p>
    </>
  )
}

function Share({ label, rate }: { label: string; rate: Rate }) {
  const { t } = useTranslation()
  const f = useFormat()
  return <div><span className="quiet">{label}</span><RateBar rate={rate}><span><RateText rate={rate} /> <small className="quiet">{t('view.kOfN', { k: f.num(rate.k), n: f.num(rate.n) })}</small></span></RateBar></div>
}
