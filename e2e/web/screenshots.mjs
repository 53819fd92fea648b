// Takes the pictures of the README and the manual from the running demo, always the same: make screenshots
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { startJejak } from './server.mjs'

const out = fileURLToPath(new URL('../../docs/images/', import.meta.url))
mkdirSync(out, { recursive: true })
const jejak = await startJejak('demo')
const browser = await launch()

const question = { kind: 'funnel', funnel: { window: '14d', steps: [{ filter: { event: 'Product Viewed' } }, { filter: { event: 'Product Added' } }, { filter: { event: 'Checkout Started' } }, { filter: { event: 'Order Completed' } }] } }
const SHOTS = [
  { name: 'journey', path: '/w/1/journey', height: 1060 },
  { name: 'journey-dark', path: '/w/1/journey', height: 1060, colorScheme: 'dark' },
  { name: 'journey-phone', path: '/w/1/journey', width: 390, height: 844, locale: 'id' },
  { name: 'ask', path: `/w/1/ask?q=${encodeURIComponent(JSON.stringify(question))}`, height: 940 },
  { name: 'ledger', path: '/w/1/ledger', height: 900 },
]
for (const shot of SHOTS) {
  const context = await browser.newContext({ viewport: { width: shot.width ?? 1440, height: shot.height }, locale: shot.locale ?? 'en-GB', colorScheme: shot.colorScheme ?? 'light', reducedMotion: 'reduce' })
  const page = await context.newPage()
  // Signs of channels come with what is known of the events.
  const known = shot.path.startsWith('/w/1/ledger') ? undefined : page.waitForResponse('**/schema')
  await page.goto(jejak.base + shot.path)
  await known
  await page.locator('[data-live=true]').waitFor()
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]') && [...document.querySelectorAll('div[role=img]')].every((c) => c.querySelector('svg')))
  await page.screenshot({ path: `${out}${shot.name}.png` })
  await context.close()
}
// A person whose road crosses channels: the first who bought.
const page = await (await browser.newContext({ viewport: { width: 1440, height: 940 }, locale: 'en-GB', reducedMotion: 'reduce' })).newPage()
await page.goto(`${jejak.base}/w/1/people?sort=events`)
await page.locator('tbody a').nth(2).click()
await page.locator('main time').first().waitFor()
await page.screenshot({ path: `${out}person.png` })

await browser.close()
await jejak.stop()
