// Text of a sheet, ready to be drawn: what no file format can hold is taken out, and it is broken into lines that fit.

/** How wide a text is at a size; the unit is that of the size. */
export type Measure = (text: string, size: number) => number

/** Text without what neither XML nor a font knows: control signs and halves of surrogate pairs. */
export function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- control signs are what is taken out
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/\t/g, ' ').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '').replace(/[\ud800-\udfff]/gu, '\ufffd')
}

// A line may end after a space and after any Chinese sign, but does not begin with what closes nor end with what opens.
const WIDE = '\\u2e80-\\u2fff\\u3040-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\uff00-\\uffef'
const CLOSES = '\\u3001\\u3002\\uff0c\\uff0e\\uff01\\uff1f\\uff1a\\uff1b\\u300d\\u300f\\uff09\\u300b\\u3009\\u3011\\u201d\\u2019\\u2026'
const OPENS = '\\u300c\\u300e\\uff08\\u300a\\u3008\\u3010'
const WORDS = new RegExp(`[${OPENS}]*[${WIDE}][${CLOSES}]*\\s*|[^\\s${WIDE}${OPENS}]+[${CLOSES}]*\\s*|\\s+|[${OPENS}]+`, 'gu')

/** Breaks a text into lines no wider than this; a word that is wider by itself is broken anywhere. */
export function wrap(text: string, wide: number, size: number, measure: Measure): string[] {
  const out: string[] = []
  for (const paragraph of clean(text).split('\n')) {
    let line = ''
    for (const word of paragraph.match(WORDS) ?? []) {
      if (measure((line + word).trimEnd(), size) <= wide) {
        line += word
        continue
      }
      if (line.trim()) out.push(line.trimEnd())
      line = word
      while (measure(line.trimEnd(), size) > wide) {
        const head = fitting(line, wide, size, measure)
        out.push(head)
        line = line.slice(head.length)
      }
    }
    out.push(line.trimEnd())
  }
  while (out.length > 1 && out.at(-1) === '') out.pop()
  return out.length === 1 && out[0] === '' ? [] : out
}

/** The longest beginning that fits, at least one sign. */
function fitting(word: string, wide: number, size: number, measure: Measure): string {
  let head = ''
  for (const sign of word) {
    if (head && measure(head + sign, size) > wide) break
    head += sign
  }
  return head
}
