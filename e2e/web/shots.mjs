// Takes pictures of gallery views, to look at: node shots.mjs OUT view[:state] … [--lang en,id] [--scheme light,dark] [--width 1440,360]
import { mkdirSync } from 'node:fs'
import { GALLERY, launch, serve } from './browser.mjs'

const args = process.argv.slice(2)
const option = (name, otherwise) => {
  const i = args.indexOf('--' + name)
  return i < 0 ? otherwise : args.splice(i, 2)[1].split(',')
}
const langs = option('lang', ['en'])
const schemes = option('scheme', ['light'])
const widths = option('width', ['1440'])
const [out, ...views] = args
mkdirSync(out, { recursive: true })
const server = await serve(GALLERY)
const browser = await launch()
for (const width of widths) {
  const context = await browser.newContext({ viewport: { width: Number(width), height: width < 500 ? 760 : 940 } })
  const page = await context.newPage()
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(m.type(), m.text()))
  page.on('pageerror', (e) => console.log('page error', e.message))
  for (const [view, state = 'ok'] of views.map((v) => v.split(':'))) {
    for (const lang of langs) {
      for (const scheme of schemes) {
        await page.goto(`${server.base}/gallery.html?view=${view}&state=${state}&lang=${lang}&scheme=${scheme}`)
        await page.waitForTimeout(700)
        await page.screenshot({ path: `${out}/${view}-${state}-${lang}-${scheme}-${width}.png`, fullPage: true })
      }
    }
  }
  await context.close()
}
await browser.close()
server.close()
