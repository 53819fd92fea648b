import { useTranslation } from 'react-i18next'
import { useFormat } from '../../app/hooks'
import type { SurveyScore } from '../../api/types'

/** What a language is called in the reader's own. */
export function useLanguageName(): (tag: string) => string {
  const { i18n } = useTranslation()
  return (tag) => {
    try {
      return new Intl.DisplayNames([i18n.language], { type: 'language' }).of(tag) ?? tag
    } catch {
      return tag
    }
  }
}

/** A score as it is written on its own scale: the value, half its interval, and the interval's ends. */
export function useScore(): (s: SurveyScore) => { value: string; margin: string; low: string; high: string } {
  const f = useFormat()
  return (s) => {
    if (s.scale === 'csat') return f.rate({ value: s.value, low: s.low, high: s.high, k: Math.round(s.value * s.n), n: s.n })
    const digits = s.scale === 'nps' ? 0 : 1
    const number = new Intl.NumberFormat(f.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: s.scale === 'nps' ? 'exceptZero' : 'auto' })
    const plain = new Intl.NumberFormat(f.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    return { value: number.format(s.value), margin: `±${plain.format((s.high - s.low) / 2)}`, low: number.format(s.low), high: number.format(s.high) }
  }
}
