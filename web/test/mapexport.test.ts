import { DOMParser } from '@xmldom/xmldom'
import i18next from 'i18next'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OPS, getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MapCard, MapHead, MapSheet } from '../src/api/types'
import { sheetCsv } from '../src/features/maps/export/csv'
import { fileName } from '../src/features/maps/export/fileName'
import { drawing } from '../src/features/maps/export/make'
import { pages, wholeSheet, type Source } from '../src/features/maps/export/pages'
import { A3, pdf } from '../src/features/maps/export/pdf'
import { pngScale } from '../src/features/maps/export/png'
import { clean, wrap } from '../src/features/maps/export/text'
import { typeface, type Typeface } from '../src/features/maps/export/typeface'
import { sheetWords, type SheetWords } from '../src/features/maps/export/words'

const modules = join(__dirname, '../node_modules/@expo-google-fonts')
const font = (path: string) => new Uint8Array(readFileSync(join(modules, path)))
const messages = (lang: string) => JSON.parse(readFileSync(join(__dirname, `../src/messages/${lang}.json`), 'utf8')) as object

let type: Typeface
const words: Record<string, SheetWords> = {}
beforeAll(async () => {
  type = typeface([font('noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf'), font('noto-sans/400Regular/NotoSans_400Regular.ttf')])
  for (const lang of ['en', 'id', 'zh-Hant']) {
    const i = i18next.createInstance()
    await i.init({ lng: lang, resources: { [lang]: { translation: messages(lang) } }, interpolation: { escapeValue: false } })
    words[lang] = sheetWords(i.t, { language: lang, channel: (id) => i.t(`channel.${id}`), touchpoint: (id) => `touchpoint ${id}`, date: (t) => t.slice(0, 10) })
  }
})

const HOSTILE = ['</text><script>alert(1)</script>', '"\'&<>&amp;]]>', 'a\u0000b\u0008c\ud800d\ufffe', '=HYPERLINK("http://x","y")', '\u202eright to left', '𠮷 😀 ł Ą 说', 'x'.repeat(400)]
const SAID = {
  en: 'She asks: does it fit through our high window? Nobody answers.',
  id: 'Ia bertanya: apakah selangnya sampai ke jendela kami yang tinggi? Tidak ada yang menjawab.',
  'zh-Hant': '她問：「排風管搆得到我們家的高窗嗎？」沒有人回答，於是她離開了這家店，去了另一家。',
}

const place = (n: number) => String(n).padStart(4, '0') + 'i'
const head = (more: Partial<MapHead> = {}): MapHead => ({ id: 'm1', name: 'Membeli 移動式冷氣', description: 'Two shops', state: 'as_is', pair: '', personas: [{ name: '黛薇' }], owner: '', revision: 7, created: '2026-11-22T07:00:00Z', changed: '2026-11-22T07:00:00Z', changedBy: 'Ani', ...more })

/** A sheet of so many steps in three stages, with what each cell says. */
function sheetOf(steps: number, kinds: readonly MapSheet['lanes'][number]['kind'][], say: (step: number, lane: number) => Partial<MapCard>[]): MapSheet {
  const lanes = kinds.map((kind, i) => ({ id: `l_${i}`, kind, name: '', place: place(i) }))
  const stage = (i: number) => `g_${Math.floor((i * 3) / steps)}`
  const all = Array.from({ length: steps }, (_, i) => ({ id: `s_${i}`, stage: stage(i), name: `Step ${i + 1}`, place: place(i) }))
  let n = 0
  const cards = all.flatMap((s, i) => lanes.flatMap((l, k) => say(i, k).map((c): MapCard => ({ id: `c_${n}`, step: s.id, lane: l.id, place: place(n++), text: '', ...c }))))
  return { stages: ['認知', 'Pertimbangan', 'Decision'].map((name, i) => ({ id: `g_${i}`, name, place: place(i) })), steps: all, lanes, cards, edges: [] }
}

const three = (): MapSheet => {
  const s = sheetOf(3, ['question', 'emotion', 'pain'], (step, lane) => (lane === 1 ? [{ text: 'feels', value: step - 2 }] : [{ text: Object.values(SAID)[step]!, note: `備註 ${step}-${lane}`, channel: 'call', moment: lane === 0 }]))
  return { ...s, edges: [{ id: 'e_1', from: 's_0', to: 's_2', label: '放棄', place: 'i' }, { id: 'e_2', from: 's_2', to: 's_0', label: 'lagi & again', place: 'n' }] }
}
const source = (sheet: MapSheet, map = head(), lang = 'en'): Source => ({ map, sheet, words: words[lang]!, measure: type.measure, images: new Map() })

function parse(svg: string) {
  const faults: string[] = []
  const doc = new DOMParser({ errorHandler: (_level: string, message: string) => faults.push(message) }).parseFromString(svg, 'image/svg+xml')
  expect(faults).toEqual([])
  return doc
}
const squash = (s: string) => s.replace(/\s+/g, '')
const textOf = (svg: string) => squash(Array.from(parse(svg).getElementsByTagName('text'), (e) => e.textContent ?? '').join(''))

async function opened(bytes: Uint8Array) {
  const doc = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise
  const texts: string[] = []
  for (let i = 1; i <= doc.numPages; i++) texts.push(squash((await (await doc.getPage(i)).getTextContent()).items.map((x) => ('str' in x ? x.str : '')).join('')))
  return { doc, texts }
}
const about = { title: 'Map', language: 'en', changed: new Date('2026-11-22T07:00:00Z') }

describe('lines of text', () => {
  it.each(Object.entries(SAID))('of %s fit, lose nothing and keep to the rules of the script', (_lang, text) => {
    for (const wide of [40, 90, 170, 400]) {
      const lines = wrap(text, wide, 12, type.measure)
      expect(squash(lines.join(''))).toBe(squash(text))
      for (const line of lines) {
        expect(type.measure(line, 12) <= wide || [...line].length <= 2, `${line} in ${wide}`).toBe(true)
        if (wide > 40) expect(line).not.toMatch(/^[，。？」]|「$/)
      }
    }
  })
  it('of hostile text lose nothing that can be drawn', () => {
    for (const text of HOSTILE) expect(squash(wrap(text, 100, 12, type.measure).join(''))).toBe(squash(clean(text)))
    expect(wrap('', 100, 12, type.measure)).toEqual([])
    expect(wrap('a\r\n\r\nb', 100, 12, type.measure)).toEqual(['a', '', 'b'])
  })
})

describe('SVG', () => {
  it.each(['en', 'id', 'zh-Hant'])('in %s is XML that has every text of the sheet, and the words around it', (lang) => {
    const src = source(three(), head(), lang)
    const text = textOf(drawing(wholeSheet(src), src, type))
    const wanted = [...Object.values(SAID), '備註 1-0', '放棄', 'lagi & again', '認知', 'Pertimbangan', 'Step 3', 'Membeli 移動式冷氣', 'Two shops', src.words.persona('黛薇'), src.words.lane('pain'), src.words.channel('call'), src.words.evidence('assumed'), src.words.revised(src.map)]
    expect(wanted.filter((w) => !text.includes(squash(w)))).toEqual([])
  })

  it('is XML whatever is written, runs nothing and loads nothing', () => {
    const sheet = sheetOf(2, ['text', 'emotion', 'opportunity'], () => HOSTILE.map((text) => ({ text, note: text, owner: text, value: 1, image: 'not-there' })))
    const evil = HOSTILE.join(' ')
    const src = source({ ...sheet, stages: sheet.stages.map((s) => ({ ...s, name: evil })), steps: sheet.steps.map((s) => ({ ...s, name: evil })), edges: [{ id: 'e', from: 's_0', to: 's_1', label: evil, place: 'i' }] }, head({ name: evil, description: evil, personas: [{ name: evil }] }))
    const svg = drawing(wholeSheet(src), src, type)
    const doc = parse(svg)
    expect(doc.getElementsByTagName('script').length).toBe(0)
    expect(svg).not.toMatch(/(href|src)="(?!data:image\/png|#)/)
    expect([...svg.matchAll(/url\(([^)]{0,20})/g)].filter((m) => !m[1]!.startsWith('data:font/ttf'))).toEqual([])
    const text = textOf(svg)
    for (const written of HOSTILE) expect(text).toContain(squash(clean(written)))
  })

  it('of an empty sheet is a picture with its name', () => {
    const src = source({ stages: [], steps: [], lanes: [], cards: [], edges: [] })
    expect(textOf(drawing(wholeSheet(src), src, type))).toContain('Membeli移動式冷氣')
  })

  it('brings the signs that it uses in fonts of its own, and no others', () => {
    const src = source(three())
    const svg = drawing(wholeSheet(src), src, type)
    const own = [...svg.matchAll(/src:url\(data:font\/ttf;base64,([^)]+)\)/g)].map((m) => typeface([new Uint8Array(Buffer.from(m[1]!, 'base64'))]))
    expect(own.length).toBe(1)
    expect(own[0]!.missing(SAID['zh-Hant'] + SAID.id)).toEqual([])
    expect(own[0]!.missing('鑫龘')).toEqual(['鑫', '龘'])
    expect(own[0]!.measure(SAID['zh-Hant'], 12)).toBeCloseTo(type.measure(SAID['zh-Hant'], 12), 6)
  })
})

describe('PDF', () => {
  it('has the text of all three languages as text, and the heads and the number on each page', async () => {
    const sheet = sheetOf(12, ['goal', 'question', 'emotion', 'pain', 'opportunity', 'metric', 'text', 'backstage', 'motive', 'weigh', 'owner'], (step, lane) => [{ text: `${Object.values(SAID)[(step + lane) % 3]} (${step}.${lane})`, value: lane === 2 ? (step % 5) - 2 : undefined }])
    const src = source({ ...sheet, edges: [{ id: 'e', from: 's_0', to: 's_11', label: 'Far', place: 'i' }] })
    const all = pages(src, A3.width, A3.height)
    const { doc, texts } = await opened(await pdf(all, about, type, src.images))
    expect(texts.length).toBe(all.length)
    expect(texts.length).toBeGreaterThan(3)
    for (let i = 0; i < texts.length; i++) {
      const page = await doc.getPage(i + 1)
      const [, , w, h] = page.view
      // A3 is 420 mm × 297 mm.
      expect([Math.round((w! / 72) * 25.4), Math.round((h! / 72) * 25.4)]).toEqual([420, 297])
      expect(texts[i]).toContain('Membeli移動式冷氣')
      expect(texts[i]).toContain(`Page${i + 1}of${texts.length}`)
      expect(texts[i]).toMatch(/認知|Pertimbangan|Decision/)
      expect(texts[i]).toMatch(/Step\d+/)
    }
    for (const card of sheet.cards) expect(texts.filter((t) => t.includes(squash(card.text))).length, card.text).toBe(1)
    expect(texts[0]).toContain('→Step12')
  }, 60_000)

  it('keeps everything on its pages: no shape beyond the paper, however long a card, a name or a description is', async () => {
    const long = SAID['zh-Hant'].repeat(60) + ' END'
    const sheet = sheetOf(3, ['text', 'pain'], (step, lane) => (lane === 0 ? [{ text: step === 1 ? long : 'short' }] : Array.from({ length: step === 2 ? 25 : 1 }, (_, i) => ({ text: `card ${step}-${i}` }))))
    const src = source(sheet, head({ description: SAID.en.repeat(80) }))
    const all = pages(src, A3.width, A3.height)
    for (const p of all) {
      for (const s of p.shapes) {
        if (s.kind === 'path') continue
        expect(s.y >= 0 && s.y + (s.kind === 'text' ? 0 : s.h) <= A3.height, JSON.stringify(s)).toBe(true)
        expect(s.x >= 0 && s.x + (s.kind === 'text' ? type.measure(s.text, s.size) / (s.middle ? 2 : 1) : s.w) <= A3.width, JSON.stringify(s)).toBe(true)
      }
    }
    const drawn = squash(all.flatMap((p) => p.shapes.flatMap((s) => (s.kind === 'text' && s.size === 12 ? [s.text] : []))).join(''))
    // The long card goes on from page to page: as much of it is there as was written.
    expect(drawn.split('排風管').length - 1).toBe(60)
    expect(drawn).toContain('END')
    for (let i = 0; i < 25; i++) expect(drawn).toContain(`card2-${i}`)
    expect(squash(drawn).split('Nobodyanswers.').length - 1).toBe(80)
  })

  it('draws a box for what no font has, and says which signs these are', async () => {
    const src = source(sheetOf(1, ['text'], () => [{ text: 'Łódź ł Ą 😀 说 好' }]))
    const { texts } = await opened(await pdf(pages(src, A3.width, A3.height), about, type, src.images))
    expect(texts[0]).toContain('ŁódźłĄ□□好')
    expect(type.missing('Łódź ł Ą 😀 说 好')).toEqual(['😀', '说'])
  })
})

it('an image of a card is in the SVG once, and on the page; one that could not be had leaves the text', async () => {
  const dot = { png: new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')), width: 400, height: 300 }
  const src = { ...source(sheetOf(2, ['image'], (step) => [{ text: `seen ${step}`, image: 'img1' }, { text: `lost ${step}`, image: 'img2' }])), images: new Map([['img1', dot]]) }
  const svg = drawing(wholeSheet(src), src, type)
  expect([parse(svg).getElementsByTagName('image').length, parse(svg).getElementsByTagName('use').length]).toEqual([1, 2])
  for (const said of ['seen0', 'lost1']) expect(textOf(svg)).toContain(said)
  const { doc } = await opened(await pdf(pages(src, A3.width, A3.height), about, type, src.images))
  const drawn = (await (await doc.getPage(1)).getOperatorList()).fnArray.filter((f) => f === OPS.paintImageXObject)
  expect(drawn.length).toBe(2)
})

it('branches, loops, a step that leads to itself and a page that a way only passes are drawn with numbers', () => {
  const sheet = { ...sheetOf(20, ['goal'], () => [{ text: 'x' }]), edges: [['s_0', 's_19'], ['s_19', 's_0'], ['s_3', 's_3'], ['s_4', 's_5'], ['s_5', 's_4'], ['s_0', 'gone']].map(([from, to], i) => ({ id: `e_${i}`, from: from!, to: to!, label: `way ${i}`, place: place(i) })) }
  const src = source(sheet)
  const all = [wholeSheet(src), ...pages(src, A3.width, A3.height)]
  expect(all.length).toBeGreaterThan(3)
  for (const s of all.flatMap((p) => p.shapes)) expect(JSON.stringify(s)).not.toMatch(/NaN|null|Infinity/)
  const said = (i: number) => all[i]!.shapes.flatMap((s) => (s.kind === 'text' ? [s.text] : [])).join(' ')
  for (let i = 0; i < 5; i++) expect(said(0)).toContain(`way ${i}`)
  expect(said(0)).not.toContain('way 5')
  // Where a way leaves its page it says where it goes, and where it comes in it has its label again.
  expect(said(1)).toContain('way 0 → Step 20')
  expect(said(all.length - 1)).toContain('way 0')
  expect(said(2)).not.toContain('way 0')
})

describe('CSV', () => {
  const rows = (csv: string) => csv.trimEnd().split('\r\n')
  it('has one row per card, in the reader’s language', () => {
    const sheet = three()
    const csv = sheetCsv(sheet, words['zh-Hant']!)
    expect(rows(csv).length).toBe(1 + sheet.cards.length)
    expect(rows(csv)[0]!.split(',').slice(0, 3)).toEqual(['階段', '步驟', '泳道'])
    expect(csv).toContain(SAID['zh-Hant'])
    expect(rows(csv).find((r) => r.includes('feels'))).toMatch(/,-2,/)
  })
  it('has nothing that a spreadsheet would reckon with', () => {
    const evil = ['=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x?"&A1,"x")']
    const csv = sheetCsv(sheetOf(1, ['text'], () => evil.map((text) => ({ text, note: text, owner: text }))), words.en!)
    const cells = csv.match(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)!.map((c) => c.replace(/(,|\r\n)$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'))
    expect(cells.filter((c) => /^[=+\-@\t\r]/.test(c))).toEqual([])
    for (const text of evil) expect(cells.filter((c) => c === `'${text}`).length).toBe(3)
  })
})

it('a picture of dots is twice the size, or what a canvas holds', () => {
  expect(pngScale(2000, 1500)).toBe(2)
  for (const [w, h] of [[40_000, 2000], [900, 50_000], [12_000, 14_000]] as const) {
    const scale = pngScale(w, h)
    expect(Math.max(w, h) * scale).toBeLessThanOrEqual(16_384)
    expect(w * h * scale * scale).toBeLessThan(2 ** 28)
  }
})

it('a file is named so that every system takes it', () => {
  expect(fileName('Membeli 移動式冷氣')).toBe('Membeli 移動式冷氣')
  expect(fileName('../..\\a:b*?"<>|\u0000\u202egnp')).toBe('a b gnp')
  expect(fileName(' . ')).toBe('map')
  expect(fileName('x'.repeat(500)).length).toBe(80)
})
