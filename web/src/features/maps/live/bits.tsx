import { Tooltip } from '@mantine/core'
import { useContext, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Interval, MapOrigin, MapOverlayCount, MapOverlayRate, MapOverlaySignal } from '../../../api/types'
import { SMALL_N } from '../../../app/format'
import { useCan, useFormat } from '../../../app/hooks'
import { usePlace } from '../../../app/place'
import { Num } from '../../../ui/bits'
import { scaleDigits, scaleText } from './figureText'
import css from './live.module.css'
import { LiveContext } from './useLook'

/** A figure that opens its people. Which question it is of is in the address beside the cell. */
export function Opens({ of, cell, label, className, children }: { of: MapOrigin['of'] | 'discover' | `metric:${string}` | undefined; cell: MapOrigin['cell'] | undefined; label: string; className?: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { set } = usePlace()
  const may = useCan('people.read')
  const stranger = useContext(LiveContext)?.stranger
  // Laid out alike where nothing opens.
  const look = `${css.opens} ${className ?? ''}`
  if (stranger || of === undefined || cell === undefined) return <span className={look}>{children}</span>
  if (!may) return <span className={look} title={t('people.closed')}>{children}</span>
  return (
    <button type="button" className={`plain figure ${look}`} aria-haspopup="dialog" onClick={() => set({ cell, card: of })} onPointerDown={(e) => e.stopPropagation()} onMouseDown={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()}>
      {children}
      <span className="hidden"> {t('people.openLabel', { what: label })}</span>
    </button>
  )
}

/** Against the comparison: by shape and sign, and said where the interval leaves it open. */
export function Change({ change, points, digits = 0 }: { change: Interval | undefined; points?: boolean; digits?: number }) {
  const { t } = useTranslation()
  const f = useFormat()
  if (!change) return null
  const scale = digits ? 1 : 100
  const round = (v: number) => Math.round(v * scale * 10 ** digits) / 10 ** digits
  const said = (v: number) => f.signed(round(v)) + (digits ? '' : points ? ' ' + t('maps.live.points') : '\u202f%')
  const sure = change.low > 0 || change.high < 0
  const label = t('maps.live.change', { low: said(change.low), high: said(change.high) }) + (sure ? '' : ' ' + t('maps.live.unsure'))
  return (
    <Tooltip label={label}>
      <span className={`num ${css.change}`} data-way={!sure ? 'open' : change.value > 0 ? 'up' : 'down'}>
        <span aria-hidden>{!sure ? '≈' : change.value > 0 ? '▲' : '▼'}</span>
        {said(change.value)}
        <span className="hidden"> {label}</span>
      </span>
    </Tooltip>
  )
}

/** The figure of the other people or time, told apart by its shape. */
export function Other({ of, cell, label, small, children }: { of: MapOrigin['of'] | `metric:${string}`; cell: MapOrigin['cell']; label: string; small?: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const what = t('maps.against.other')
  return <Opens of={of} cell={{ ...cell, compare: true }} label={`${label}, ${what}`} className={`num ${css.other} ${small ? `small-n ${css.small}` : ''}`}><span aria-hidden>◇</span><span className="hidden">{what} </span>{children}</Opens>
}

export function Count({ count, label }: { count: MapOverlayCount; label: string }) {
  const { t } = useTranslation()
  return (
    <span className={css.figure}>
      <Opens of={count.of} cell={count.cell} label={label}><b><Num n={count.n} /></b> {t('journey.people', { count: count.n })}</Opens>
      {count.before === undefined ? null : <Other of={count.of} cell={count.cell} label={label}><Num n={count.before} /></Other>}
      <Change change={count.change} />
    </span>
  )
}

/** A share with half its interval; of few people it is greyed and said. */
export function Share({ rate, label, children }: { rate: MapOverlayRate; label: string; children?: ReactNode }) {
  const { t } = useTranslation()
  const f = useFormat()
  const r = f.rate(rate)
  const small = rate.n < SMALL_N
  const title = t('ui.interval', { low: r.low, high: r.high, k: f.num(rate.k), n: f.num(rate.n) }) + (small ? ' ' + t('ui.smallSample') : '')
  return (
    <span className={css.figure}>
      <Tooltip label={title}>
        <span>
          <Opens of={rate.of} cell={rate.cell} label={label} className={small ? `small-n ${css.small}` : undefined}>
            {children}{rate.n === 0 ? <span className="quiet">{t('ui.none')}</span> : <span className="num">{r.value}<small>{r.margin}</small></span>}
            {small && rate.n > 0 ? <span className="hidden"> {t('ui.smallSample')}</span> : null}
          </Opens>
        </span>
      </Tooltip>
      {rate.before && rate.before.n > 0 ? <Other of={rate.of} cell={rate.cell} label={label} small={rate.before.n < SMALL_N}>{f.rate(rate.before).value}<small>{f.rate(rate.before).margin}</small></Other> : null}
      <Change change={rate.change} points />
    </span>
  )
}

export function Signal({ signal, where }: { signal: MapOverlaySignal; where: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const digits = scaleDigits(signal.scale)
  const at = (v: number) => scaleText(signal.scale, v, f)
  const name = t(`maps.live.scale.${signal.scale}`, signal.scale)
  const small = signal.n < SMALL_N
  const title = t('maps.live.signal', { name, low: at(signal.low), high: at(signal.high), n: f.num(signal.n) }) + (small ? ' ' + t('ui.smallSample') : '')
  return (
    <span className={css.figure}>
      <Tooltip label={title}>
        <span>
          <Opens of={signal.of} cell={signal.cell} label={`${where}, ${name}`} className={small ? `small-n ${css.small}` : undefined}>
            {name} <b className="num">{at(signal.value)}</b> <small className="num">({f.num(signal.n)})</small>
            <span className="hidden"> {title}</span>
          </Opens>
        </span>
      </Tooltip>
      {signal.before ? <Other of={signal.of} cell={signal.cell} label={`${where}, ${name}`} small={signal.before.n < SMALL_N}>{at(signal.before.value)} <small>({f.num(signal.before.n)})</small></Other> : null}
      <Change change={signal.change} digits={Math.max(1, digits)} />
    </span>
  )
}
