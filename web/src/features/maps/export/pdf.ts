import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, TextRenderingMode, popGraphicsState, pushGraphicsState, rgb, setLineWidth, setStrokingRgbColor, setTextRenderingMode, type PDFFont, type PDFImage, type PDFPage } from 'pdf-lib'
import { roundBox, type Images, type Picture, type Shape } from './shapes'
import { clean } from './text'
import type { Typeface } from './typeface'

/** A3, landscape, in the pixels that pictures are drawn in (96 to the inch). */
export const A3 = { width: 1587, height: 1122 }
/** Points of a PDF in a pixel. */
const POINT = 0.75

/** Pictures as the pages of a PDF: text stays text, the fonts inside hold the signs that are used. */
export async function pdf(pages: readonly Picture[], about: { title: string; language: string; changed: Date }, type: Typeface, images: Images): Promise<Uint8Array> {
  const doc = await PDFDocument.create()
  doc.registerFontkit(fontkit)
  doc.setTitle(about.title, { showInWindowTitleBar: true })
  doc.setLanguage(about.language)
  doc.setCreator('Jejak')
  doc.setProducer('Jejak')
  doc.setCreationDate(about.changed)
  doc.setModificationDate(about.changed)
  const text = pages.flatMap((p) => p.shapes.flatMap((s) => (s.kind === 'text' ? [s.text] : []))).join('')
  // Cut by our own hand, embedded as they are: what pdf-lib cuts from this font by itself loses glyphs.
  const fonts = await Promise.all(type.subset(clean(text)).map((f) => (f ? doc.embedFont(f, { subset: false }) : undefined)))
  const used = new Set(pages.flatMap((p) => p.shapes.flatMap((s) => (s.kind === 'image' ? [s.id] : []))))
  const pictures = new Map<string, PDFImage>()
  for (const [id, image] of images) if (used.has(id)) pictures.set(id, await doc.embedPng(image.png))
  for (const p of pages) {
    const page = doc.addPage([p.width * POINT, p.height * POINT])
    for (const s of p.shapes) put(page, s, type, fonts, pictures)
    // The screen goes on answering between pages: there may be many.
    await new Promise((go) => setTimeout(go))
  }
  return doc.save()
}

function put(page: PDFPage, s: Shape, type: Typeface, fonts: (PDFFont | undefined)[], pictures: ReadonlyMap<string, PDFImage>) {
  const up = (y: number) => page.getHeight() - y * POINT
  switch (s.kind) {
    case 'box':
    case 'path': {
      const d = s.kind === 'path' ? s.d : roundBox(s.x, s.y, s.w, s.h, s.r)
      page.drawSvgPath(d, { x: 0, y: page.getHeight(), scale: POINT, color: color(s.fill), borderColor: color(s.stroke), borderWidth: s.stroke ? (s.kind === 'path' ? (s.width ?? 1) : 1) : 0, borderDashArray: s.kind === 'path' ? s.dash : undefined })
      return
    }
    case 'image': {
      const picture = pictures.get(s.id)
      if (picture) page.drawImage(picture, { x: s.x * POINT, y: up(s.y + s.h), width: s.w * POINT, height: s.h * POINT })
      return
    }
    case 'text':
      write(page, s, up(s.y), type, fonts)
  }
}

/** One line, in as many runs as it has fonts. Bold is the same font with its outline drawn. */
function write(page: PDFPage, s: Shape & { kind: 'text' }, y: number, type: Typeface, fonts: (PDFFont | undefined)[]) {
  const size = s.size * POINT
  const text = clean(s.text)
  let x = (s.x - (s.middle ? type.measure(text, s.size) / 2 : 0)) * POINT
  const ink = color(s.color)!
  if (s.bold) page.pushOperators(pushGraphicsState(), setTextRenderingMode(TextRenderingMode.FillAndOutline), setLineWidth(size * 0.028), setStrokingRgbColor(ink.red, ink.green, ink.blue))
  for (const run of type.runs(text)) {
    const font = fonts[run.font]
    if (font) page.drawText(run.text, { x, y, size, font, color: ink })
    x += type.measure(run.text, size)
  }
  if (s.bold) page.pushOperators(popGraphicsState())
}

function color(hex: string | undefined) {
  if (!hex) return undefined
  const part = (i: number) => parseInt(hex.slice(i, i + 2), 16) / 255
  return rgb(part(1), part(3), part(5))
}
