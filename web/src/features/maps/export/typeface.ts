// The fonts that pictures are measured with and bring along: Noto Sans TC, which has Latin and Traditional Chinese, and Noto Sans for what it lacks.
import chinese from '@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf?url'
import latin from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf?url'
import fontkit from '@pdf-lib/fontkit'
import { Font } from 'fonteditor-core'
import type { Measure } from './text'

/** Several fonts as one: each sign is drawn by the first that has it. */
export interface Typeface {
  measure: Measure
  /** The text in runs of one font; a sign that none has becomes a box. */
  runs: (text: string) => { font: number; text: string }[]
  /** The signs that no font has. */
  missing: (text: string) => string[]
  /** Each font with these signs alone, as TrueType; absent where it has none of them. */
  subset: (text: string) => (Uint8Array | undefined)[]
}

/** What is drawn in place of a sign that no font has. */
const BOX = '□'

export function typeface(files: readonly Uint8Array[]): Typeface {
  const fonts = files.map((f) => fontkit.create(f))
  const known = new Map<string, { font: number; wide: number }>()
  const look = (sign: string) => {
    let found = known.get(sign)
    if (!found) {
      const point = sign.codePointAt(0)!
      const font = fonts.findIndex((f) => f.hasGlyphForCodePoint(point))
      const own = fonts[Math.max(0, font)]!
      found = { font, wide: own.glyphForCodePoint(font < 0 ? BOX.codePointAt(0)! : point).advanceWidth / own.unitsPerEm }
      known.set(sign, found)
    }
    return found
  }
  return {
    measure: (text, size) => {
      let wide = 0
      for (const sign of text) wide += look(sign).wide
      return wide * size
    },
    runs: (text) => {
      const out: { font: number; text: string }[] = []
      for (const sign of text) {
        const font = Math.max(0, look(sign).font)
        const drawn = look(sign).font < 0 ? BOX : sign
        const last = out.at(-1)
        if (last?.font === font) last.text += drawn
        else out.push({ font, text: drawn })
      }
      return out
    },
    missing: (text) => [...new Set(text)].filter((sign) => sign.trim() !== '' && look(sign).font < 0),
    subset: (text) => files.map((file, i) => {
      const signs = [...new Set(text + BOX)].filter((sign) => Math.max(0, look(sign).font) === i && fonts[i]!.hasGlyphForCodePoint(sign.codePointAt(0)!))
      return signs.some((sign) => sign !== BOX) ? cut(file, signs) : undefined
    }),
  }
}

/** A font with these signs alone. The copyright and licence stay in its name table, as the licence asks. */
function cut(file: Uint8Array, signs: string[]): Uint8Array {
  const font = Font.create(file.slice().buffer, { type: 'ttf', subset: signs.map((s) => s.codePointAt(0)!), hinting: false, kerning: false })
  return new Uint8Array(font.write({ type: 'ttf' }) as ArrayBuffer)
}

let loaded: Promise<Typeface> | undefined

/** The fonts of the built app, fetched when a picture is first made. */
export function loadTypeface(): Promise<Typeface> {
  loaded ??= Promise.all([chinese, latin].map(async (url) => {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`font ${url}: ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  })).then(typeface).catch((e: unknown) => {
    loaded = undefined
    throw e
  })
  return loaded
}
