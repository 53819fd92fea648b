import type { Images, Picture, Shape } from './shapes'
import { clean } from './text'

/** The font that a picture brings along, so that it looks the same where no Chinese font is installed. */
interface SvgFont { family: string; ttf: Uint8Array }

const FALLBACK = "'Noto Sans TC','Noto Sans','PingFang TC','Microsoft JhengHei',system-ui,sans-serif"

/** A picture as SVG that stands by itself: no script, no link, fonts and images inside. All text is escaped. */
export function svg(picture: Picture, label: string, language: string, images: Images, fonts: readonly SvgFont[] = []): string {
  const [w, h] = [Math.ceil(picture.width), Math.ceil(picture.height)]
  const faces = fonts.map((f) => `@font-face{font-family:'${f.family}';src:url(data:font/ttf;base64,${base64(f.ttf)})}`).join('')
  const families = [...fonts.map((f) => `'${f.family}'`), FALLBACK].join(',')
  const pictures = [...new Set(picture.shapes.flatMap((s) => (s.kind === 'image' && images.has(s.id) ? [s.id] : [])))]
  const at = new Map(pictures.map((id, i) => [id, `i${i}`]))
  const defs = pictures.map((id) => `<image id="${at.get(id)}" width="1" height="1" preserveAspectRatio="none" href="data:image/png;base64,${base64(images.get(id)!.png)}"/>`).join('')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" lang="${escape(language)}" aria-label="${escape(label)}">`,
    `<title>${escape(label)}</title><style>${faces}text{font-family:${families};white-space:pre}</style>${defs ? `<defs>${defs}</defs>` : ''}`,
    `<rect width="${w}" height="${h}" fill="#ffffff"/>`,
    ...picture.shapes.map((s) => element(s, at)),
    '</svg>',
    '',
  ].join('\n')
}

function element(s: Shape, images: ReadonlyMap<string, string>): string {
  switch (s.kind) {
    case 'box':
      return `<rect x="${n(s.x)}" y="${n(s.y)}" width="${n(s.w)}" height="${n(s.h)}"${s.r ? ` rx="${s.r}"` : ''} fill="${s.fill ?? 'none'}"${s.stroke ? ` stroke="${s.stroke}"` : ''}/>`
    case 'path':
      return `<path d="${s.d}" fill="${s.fill ?? 'none'}"${s.stroke ? ` stroke="${s.stroke}" stroke-width="${s.width ?? 1}" stroke-linecap="round"` : ''}${s.dash ? ` stroke-dasharray="${s.dash.join(' ')}"` : ''}/>`
    case 'image':
      return images.has(s.id) ? `<use href="#${images.get(s.id)}" transform="translate(${n(s.x)} ${n(s.y)}) scale(${n(s.w)} ${n(s.h)})"/>` : ''
    case 'text':
      return `<text x="${n(s.x)}" y="${n(s.y)}" font-size="${n(s.size)}" fill="${s.color}"${s.bold ? ' font-weight="600"' : ''}${s.middle ? ' text-anchor="middle"' : ''}>${escape(s.text)}</text>`
  }
}

const n = (x: number) => Math.round(x * 100) / 100

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escape = (text: string) => clean(text).replace(/[&<>"']/g, (c) => ENTITIES[c]!)

function base64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 0x8000) out += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(out)
}
