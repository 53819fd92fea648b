// Time zones and currencies that the browser knows.

export function guessZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

export function zones(): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set(['UTC', guessZone(), ...known])]
}

export function currencies(lang: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([lang], { type: 'currency' })
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('currency') : ['IDR', 'USD', 'TWD', 'HKD', 'EUR']
  const first = ['IDR', 'TWD', 'HKD', 'SGD', 'MYR', 'USD', 'EUR']
  return [...new Set([...first, ...known])].map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }))
}
