// A map leaves as every kind of file that the menu offers, and each file is opened: nothing written is missing, no page is blank.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { call, screens } from './screens.mjs'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { DOMParser } = require('@xmldom/xmldom')
const { getDocument } = await import(require.resolve('pdfjs-dist/legacy/build/pdf.mjs'))

const jejak = screens('demo', '--people', '60', '--rate', '1')
const squash = (s) => s.replace(/\s+/g, '')

/** A map made of a template, open on the screen in a language. */
async function opened(t, template, language) {
  const made = await jejak.open(t, '/w/1/maps', { locale: { en: 'en-GB', id: 'id-ID', 'zh-Hant': 'zh-TW' }[language], acceptDownloads: true })
  const name = (await call(made.page, 'GET', `/workspaces/1/maps/templates?language=${language}`)).templates.find((x) => x.id === template).name
  const { map } = await call(made.page, 'POST', '/workspaces/1/maps', { name, template, language })
  await made.page.goto(`${jejak.base}/w/1/maps/${map.id}`)
  await made.page.getByRole('heading', { level: 1, name }).waitFor()
  return { ...made, id: map.id, view: await call(made.page, 'GET', `/workspaces/1/maps/${map.id}`) }
}

async function exported(page, format) {
  await page.getByRole('button', { name: /^(Export|Ekspor|匯出)$/ }).click()
  const coming = page.waitForEvent('download', { timeout: 90_000 })
  await page.getByRole('menuitem', { name: format }).click()
  const file = await coming
  const path = await file.path()
  assert.ok(file.suggestedFilename().endsWith('.' + format.toLowerCase()), file.suggestedFilename())
  return readFileSync(path)
}

/** All that people wrote on a map. */
function written({ map, sheet }) {
  const names = [...sheet.stages, ...sheet.steps].map((x) => x.name)
  return [map.name, map.description, ...map.personas.map((p) => p.name), ...names, ...sheet.cards.map((c) => c.text)].filter(Boolean)
}

/** The text of each page, and the share of its dots that are not paper. */
async function pdfPages(bytes) {
  const doc = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages = []
  for (let i = 1; i <= doc.numPages; i++) {
    const page = await doc.getPage(i)
    const viewport = page.getViewport({ scale: 0.5 })
    const { canvas, context } = doc.canvasFactory.create(viewport.width, viewport.height)
    await page.render({ canvas, canvasContext: context, viewport }).promise
    const dots = context.getImageData(0, 0, canvas.width, canvas.height).data
    let inked = 0
    for (let k = 0; k < dots.length; k += 4) if (dots[k] + dots[k + 1] + dots[k + 2] < 600) inked++
    const text = squash((await page.getTextContent()).items.map((x) => x.str).join(''))
    pages.push({ text, ink: inked / (dots.length / 4), size: [viewport.width * 2, viewport.height * 2] })
  }
  return pages
}

function svgText(bytes) {
  const faults = []
  const doc = new DOMParser({ errorHandler: (_, message) => faults.push(message) }).parseFromString(bytes.toString('utf8'), 'image/svg+xml')
  assert.deepEqual(faults, [])
  assert.equal(doc.getElementsByTagName('script').length, 0)
  return { text: squash(Array.from(doc.getElementsByTagName('text'), (e) => e.textContent).join('')), width: Number(doc.documentElement.getAttribute('width')), height: Number(doc.documentElement.getAttribute('height')) }
}

for (const [language, template] of [['en', 'car-mechanic'], ['id', 'portable-air-conditioner'], ['zh-Hant', 'portable-air-conditioner']]) {
  test(`a map in ${language} as PDF and SVG: every text is text, no page is blank`, async (t) => {
    const { page, errors, view } = await opened(t, template, language)
    const pages = await pdfPages(await exported(page, 'PDF'))
    assert.ok(pages.length > 1)
    for (const [i, p] of pages.entries()) {
      assert.ok(p.ink > 0.01, `page ${i + 1} has ink on ${p.ink} of it`)
      assert.deepEqual(p.size.map((x) => Math.round((x / 72) * 25.4)), [420, 297])
      assert.ok(p.text.includes(squash(view.map.name)), `page ${i + 1} has no title`)
    }
    const all = pages.map((p) => p.text).join('\n')
    assert.deepEqual(written(view).filter((s) => !all.includes(squash(s))), [])
    const svg = svgText(await exported(page, 'SVG'))
    assert.deepEqual([...written(view), ...view.sheet.edges.map((e) => e.label)].filter((s) => !svg.text.includes(squash(s))), [])
    assert.deepEqual(errors, [])
  })
}

test('a map as PNG, CSV and JSON; what was written as JSON comes in again as the same map', async (t) => {
  const { page, errors, id } = await opened(t, 'portable-air-conditioner', 'zh-Hant')
  // A picture on a card goes with the file.
  const dot = (await page.evaluate(() => { const c = document.createElement('canvas'); c.width = c.height = 40; const pen = c.getContext('2d'); pen.fillStyle = '#c00'; pen.fillRect(0, 0, 40, 40); return c.toDataURL() })).split(',')[1]
  const { id: image } = await call(page, 'POST', `/workspaces/1/maps/${id}/images`, { name: 'dot.png', data: dot })
  const drawn = (await call(page, 'GET', `/workspaces/1/maps/${id}`)).sheet.cards.find((c) => c.text)
  await call(page, 'POST', `/workspaces/1/maps/${id}/changes`, { id: 'with-an-image', base: 0, ops: [{ do: 'put', kind: 'card', id: drawn.id, fields: { image }, was: {} }] })
  await page.getByRole('group', { name: drawn.text }).locator('img').first().waitFor()
  const view = await call(page, 'GET', `/workspaces/1/maps/${id}`)
  const svg = svgText(await exported(page, 'SVG'))
  const picture = await exported(page, 'PNG')
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [svg.width * 2, svg.height * 2])
  // Ink all over it.
  const seen = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]))
    const canvas = new OffscreenCanvas(image.width, image.height)
    const pen = canvas.getContext('2d')
    pen.drawImage(image, 0, 0)
    return [0, 1, 2, 3].map((q) => {
      const dots = pen.getImageData((q % 2) * (image.width >> 1), (q >> 1) * (image.height >> 1), image.width >> 1, image.height >> 1).data
      let inked = 0
      for (let k = 0; k < dots.length; k += 4) if (dots[k] + dots[k + 1] + dots[k + 2] < 600) inked++
      return inked / (dots.length / 4)
    })
  }, picture.toString('base64'))
  for (const [q, ink] of seen.entries()) assert.ok(ink > 0.005, `quarter ${q + 1} of the picture has ink on ${ink} of it`)

  const table = (await exported(page, 'CSV')).toString('utf8')
  assert.equal(table.charCodeAt(0), 0xfeff, 'a spreadsheet takes it for another character set without the mark')
  assert.equal(table.trimEnd().split('\r\n').length, 1 + view.sheet.cards.length)
  assert.deepEqual(view.sheet.cards.filter((c) => !table.includes(c.text)), [])

  const file = JSON.parse((await exported(page, 'JSON')).toString('utf8'))
  const blank = await call(page, 'POST', '/workspaces/1/maps', { name: 'Empty' })
  await call(page, 'POST', `/workspaces/1/maps/${blank.map.id}/import`, file)
  const again = await call(page, 'GET', `/workspaces/1/maps/${blank.map.id}`)
  assert.deepEqual(again.sheet, view.sheet)
  const kept = await page.evaluate(async (path) => { const r = await fetch(path); const bytes = new Uint8Array(await r.arrayBuffer()); return [r.headers.get('content-type'), btoa(String.fromCharCode(...bytes))] }, `/api/v1/workspaces/1/maps/${blank.map.id}/images/${image}`)
  assert.deepEqual(kept, ['image/png', dot])
  for (const field of ['name', 'description', 'state', 'personas']) assert.deepEqual(again.map[field], view.map[field])
  assert.deepEqual(errors, [])
})
