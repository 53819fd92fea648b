// Makes the files that need fonts. Loaded when the first one is asked for.
import type { MapHead, MapSheet } from '../../../api/types'
import { loadImages } from './images'
import { pages, wholeSheet, type Source } from './pages'
import { png } from './png'
import type { Picture } from './shapes'
import { svg } from './svg'
import { clean } from './text'
import { loadTypeface, type Typeface } from './typeface'
import type { SheetWords } from './words'

type Drawn = 'svg' | 'png' | 'pdf'

/** The file, and the signs that no font of ours has. */
export async function make(format: Drawn, map: MapHead, sheet: MapSheet, words: SheetWords, image: (id: string) => string): Promise<{ file: Blob; missing: string[] }> {
  const [type, images] = await Promise.all([loadTypeface(), loadImages(sheet, image)])
  const source: Source = { map, sheet, words, measure: type.measure, images }
  if (format === 'pdf') {
    const { A3, pdf } = await import('./pdf')
    const all = pages(source, A3.width, A3.height)
    const bytes = await pdf(all, { title: map.name, language: words.language, changed: new Date(map.changed) }, type, images)
    return { file: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/pdf' }), missing: type.missing(said(all)) }
  }
  const picture = wholeSheet(source)
  const text = drawing(picture, source, type)
  return { file: format === 'svg' ? new Blob([text], { type: 'image/svg+xml;charset=utf-8' }) : await png(text), missing: [] }
}

/** The picture as SVG with its fonts; a sign that they lack is drawn by a font of the reader's. */
export function drawing(picture: Picture, source: Source, type: Typeface): string {
  const fonts = type.subset(said([picture])).flatMap((ttf, i) => (ttf ? [{ family: `Jejak ${i + 1}`, ttf }] : []))
  return svg(picture, source.map.name, source.words.language, source.images, fonts)
}

const said = (all: readonly Picture[]) => clean(all.flatMap((p) => p.shapes.flatMap((s) => (s.kind === 'text' ? [s.text] : []))).join(''))
