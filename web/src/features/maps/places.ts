// Places are fractional keys: text of 0–9 and a–z that sorts byte by byte; between two of them there is always another one.

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const MIDDLE = DIGITS[18]!

/** A place after a and before b; '' is the beginning or the end. Where b is not after a there is no such place: then one after a. */
export function between(a: string, b: string): string {
  const end = b !== '' && b > a ? b : ''
  let out = ''
  let open = end === ''
  for (let i = 0; ; i++) {
    const low = i < a.length ? DIGITS.indexOf(a[i]!) : 0
    // Beyond what is written at the end, the next one up leaves most room for what is added later.
    if (open) {
      if (i >= a.length) return out + MIDDLE
      if (low < DIGITS.length - 1) return out + DIGITS[low + 1]!
      out += DIGITS[low]!
      continue
    }
    const high = i < end.length ? DIGITS.indexOf(end[i]!) : 0
    if (high - low > 1) return out + DIGITS[(low + high) >> 1]!
    out += DIGITS[low]!
    if (high > low) open = true
  }
}

/** The place that brings a thing to index i of a list that it is not in. */
export function placeAt(list: readonly { place: string }[], i: number): string {
  const at = Math.max(0, Math.min(list.length, i))
  return between(at > 0 ? list[at - 1]!.place : '', at < list.length ? list[at]!.place : '')
}

export function byPlace(a: { place: string; id: string }, b: { place: string; id: string }): number {
  return a.place < b.place ? -1 : a.place > b.place ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
