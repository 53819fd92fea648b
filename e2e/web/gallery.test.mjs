// Every view with canned data, in every language, light and dark, on a desk and on a phone: it shows, nothing spills over the edge, nothing is
// logged as an error, and on the desk axe-core finds nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axe, galleryViews, launch, openGallery, serve, GALLERY } from './browser.mjs'

let browser, server
before(async () => {
  server = await serve(GALLERY)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server?.close()
})

// Empty, broken and slow look alike on most views; those that differ are looked at.
const SOME = ['journey', 'people', 'ask-funnel', 'sources', 'ledger', 'quarantine']
const LOOKS = [
  { lang: 'en', scheme: 'light', width: 1440, states: ['ok'] },
  { lang: 'zh-Hant', scheme: 'dark', width: 1440, states: ['ok'] },
  // What axe-core finds on a phone, the tests of the screens look for; here it would take as long as all the rest of the look.
  { lang: 'id', scheme: 'light', width: 360, states: ['ok'], axe: false },
  { lang: 'en', scheme: 'dark', width: 360, states: ['empty', 'error', 'loading'], views: SOME },
]
// VIEW=journey looks at one view only.
const only = process.env.VIEW

for (const look of LOOKS) {
  test(`gallery, ${look.lang}, ${look.scheme}, ${look.width} px`, async (t) => {
    const context = await browser.newContext({ viewport: { width: look.width, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    let errors = []
    page.on('console', (m) => m.type() === 'error' && !/status of (404|503)/.test(m.text()) && errors.push(m.text()))
    page.on('pageerror', (e) => errors.push(e.message))
    for (const view of await galleryViews(server.base, page)) {
      if ((only && view !== only) || (look.views && !look.views.includes(view))) continue
      for (const state of look.states) {
        await t.test(`${view} ${state}`, async () => {
          errors = []
          await openGallery(page, server.base, { view, state, lang: look.lang, scheme: look.scheme })
          assert.equal(await page.evaluate(() => document.documentElement.lang), look.lang)
          const spill = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          assert.ok(spill <= 0, `spills ${spill} px over the edge`)
          if (look.axe !== false) assert.deepEqual(await axe(page), [])
          assert.deepEqual(errors, [])
        })
      }
    }
    await context.close()
  })
}

test('a role that sees figures alone is offered no people, and told why', async (t) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  t.after(() => context.close())
  const page = await context.newPage()
  await openGallery(page, server.base, { view: 'journey-viewer' })
  await page.getByText('Your role sees figures, not the people behind them.').waitFor()
  assert.equal(await page.getByRole('button', { name: /Show the people/ }).count(), 0)
  await page.getByRole('img', { name: /Awareness to Engagement: .*figures only/ }).click()
  await page.getByText('Home page', { exact: true }).click()
  assert.equal(await page.getByRole('dialog').count(), 0)
})
