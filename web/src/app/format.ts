import type { Rate } from '../api/types'

/** How numbers, money and times are written for one reader: locale, workspace zone, workspace currency. */
export interface Format {
  locale: string
  zone: string
  num: (n: number) => string
  short: (n: number) => string
  /** A difference, with its sign. */
  signed: (n: number) => string
  /** A feeling from −1 to 1, with its sign and always two digits. */
  score: (n: number) => string
  percent: (share: number) => string
  /** A rate and half the width of its interval: ['43 %', '±0.7']. */
  rate: (r: Rate) => { value: string; margin: string; low: string; high: string }
  span: (ms: number) => string
  date: (t: string | number) => string
  day: (t: string | number) => string
  dateTime: (t: string | number) => string
  time: (t: string | number) => string
  ago: (t: string | number, now?: number) => string
  money: (n: number) => string
  dayKey: (t: string | number) => string
  list: (items: string[]) => string
  /** One of several: 'a, b, or c'. */
  either: (items: string[]) => string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const SMALL_N = 30

export function intlLocale(lang: string): string {
  return lang === 'zh-Hant' ? 'zh-Hant-TW' : lang === 'id' ? 'id-ID' : 'en-GB'
}

const made = new Map<string, Format>()

/** The same format for all who ask for it: to make one takes longer than to write a list with it. */
export function formatOf(lang: string, zone?: string, currency?: string): Format {
  const key = [lang, zone, currency].join('|')
  const known = made.get(key) ?? makeFormat(lang, zone, currency)
  made.set(key, known)
  return known
}

export function makeFormat(lang: string, zone = 'UTC', currency = 'USD'): Format {
  const locale = intlLocale(lang)
  const timeZone = validZone(zone)
  const number = new Intl.NumberFormat(locale)
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' })
  const score = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const one = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const date = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' })
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' })
  const dateTime = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const key = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const either = new Intl.ListFormat(locale, { type: 'disjunction' })
  const joined = new Intl.ListFormat(locale, { type: 'conjunction' })

  const numbers = new Map<string, Intl.NumberFormat>()
  const numberOf = (o: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(o)
    const known = numbers.get(key) ?? new Intl.NumberFormat(locale, o)
    numbers.set(key, known)
    return known
  }

  const percentOf = (share: number, halfWidth: number): string => {
    const p = share * 100
    const digits = halfWidth >= 0.5 || (halfWidth < 0 && p >= 9.95) ? whole : halfWidth >= 0 && halfWidth < 0.05 && p < 1 ? two : one
    return (p >= 99.95 || p === 0 ? whole : digits).format(p) + '\u202f%'
  }
  return {
    locale,
    zone: timeZone,
    num: (n) => number.format(n),
    signed: (n) => minus(signed.format(n)),
    score: (n) => minus(score.format(Math.round(n * 100) / 100)),
    short: (n) => (Math.abs(n) < 10_000 ? number.format(Math.round(n * 10) / 10) : compact.format(n)),
    percent: (share) => percentOf(share, -1),
    rate: (r) => {
      const half = ((r.high - r.low) / 2) * 100
      return {
        value: percentOf(r.value, half),
        margin: '±' + (half >= 10 ? whole : half < 0.1 ? two : one).format(half),
        low: one.format(r.low * 100),
        high: one.format(r.high * 100) + '\u202f%',
      }
    },
    span: (ms) => {
      const [unit, size] = ms < MINUTE ? (['second', SECOND] as const) : ms < HOUR ? (['minute', MINUTE] as const) : ms < 2 * DAY ? (['hour', HOUR] as const) : (['day', DAY] as const)
      const n = ms / size
      return numberOf({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: n < 10 && unit !== 'second' ? 1 : 0 }).format(n)
    },
    date: (t) => date.format(new Date(t)),
    day: (t) => day.format(new Date(t)),
    dateTime: (t) => dateTime.format(new Date(t)),
    time: (t) => time.format(new Date(t)),
    ago: (t, now = Date.now()) => {
      const d = new Date(t).getTime() - now
      const a = Math.abs(d)
      if (a < MINUTE) return relative.format(Math.round(d / SECOND), 'second')
      if (a < HOUR) return relative.format(Math.round(d / MINUTE), 'minute')
      if (a < DAY) return relative.format(Math.round(d / HOUR), 'hour')
      if (a < 60 * DAY) return relative.format(Math.round(d / DAY), 'day')
      return date.format(new Date(t))
    },
    money: (n) => numberOf({ style: 'currency', currency, maximumFractionDigits: Math.abs(n) >= 1000 ? 0 : undefined }).format(n),
    dayKey: (t) => key.format(new Date(t)),
    list: (items) => joined.format(items),
    either: (items) => either.format(items),
  }
}

// As wide as a plus, where a hyphen is not.
const minus = (s: string) => s.replace('-', '−')

function validZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return 'UTC'
  }
}
