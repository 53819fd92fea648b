// Takes the pictures of the README and the manual from the running demo, always the same: make screenshots
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { call } from './screens.mjs'
import { startJejak } from './server.mjs'

const out = fileURLToPath(new URL('../../docs/images/', import.meta.url))
mkdirSync(out, { recursive: true })
const jejak = await startJejak('demo')
const browser = await launch()

const question = { kind: 'funnel', funnel: { window: '14d', steps: [{ filter: { event: 'Product Viewed' } }, { filter: { event: 'Product Added' } }, { filter: { event: 'Checkout Started' } }, { filter: { event: 'Order Completed' } }] } }
const ask = (q, more = '') => `/w/1/ask?q=${encodeURIComponent(JSON.stringify(q))}${more}`
const twice = { did: { event: { event: 'Order Completed' }, atLeast: 2 } }
const persona = await told()
const SHOTS = [
  { name: 'journey', path: '/w/1/journey', height: 1060 },
  { name: 'journey-dark', path: '/w/1/journey', height: 1060, colorScheme: 'dark' },
  { name: 'journey-phone', path: '/w/1/journey', width: 390, height: 844, locale: 'id' },
  { name: 'ask', path: ask(question), height: 940 },
  { name: 'ledger', path: '/w/1/ledger', height: 900 },
  { name: 'surveys', path: '/w/1/surveys', height: 760, wait: (page) => page.waitForFunction(() => document.querySelector('main tbody') && !document.querySelector('main').innerText.includes('being counted')) },
  { name: 'voice', path: '/w/1/voice', height: 940 },
  // The seven steps of docs/guide/journey.md.
  { name: 'guide-audience', path: ask({ kind: 'audience', audience: {} }, `&range=90d&segment=${encodeURIComponent(JSON.stringify(twice))}`), height: 940 },
  { name: 'guide-persona', path: persona, height: 1240 },
  { name: 'guide-pains', path: '/w/1/pains', height: 760, wait: (page) => page.locator('main a[href*="/pains/"]').first().waitFor() },
  { name: 'guide-stages', path: '/w/1/settings?view=stages', height: 800 },
  { name: 'guide-touchpoints', path: ask({ kind: 'touchpoints', touchpoints: {} }, '&range=30d'), height: 940 },
  { name: 'guide-gaps', path: '/w/1/settings?view=touchpoints&group=gaps&range=90d', height: 940 },
  { name: 'guide-board', path: '/w/1/maps?view=opportunities', height: 860 },
  { name: 'guide-moments', path: '/w/1/maps/m1?live=on&range=90d', height: 1060, wait: async (page) => {
    await page.getByRole('grid').getByText(/gap [-−]\d/).first().waitFor()
    await page.locator('[data-place$="|s_payapp|handle"]').scrollIntoViewIfNeeded()
  } },
  { name: 'guide-revise', path: '/w/1/maps/m1?view=history', height: 860, wait: compared },
]

/** Opens a page signed in as the demo is, and waits until it stands. */
async function open({ path, width = 1440, height, locale = 'en-GB', colorScheme = 'light' }) {
  const context = await browser.newContext({ viewport: { width, height }, locale, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(jejak.base + path)
  await page.locator('[data-live=true]').waitFor()
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]') && [...document.querySelectorAll('div[role=img]')].every((c) => c.querySelector('svg')))
  return page
}

/** A persona with a story. */
async function told() {
  const page = await open({ path: '/w/1/personas', height: 900 })
  const story = { initials: 'DW', colour: 'teal', quote: 'Show me the price and when it comes.', text: 'Furnishes her first flat, looks in the evening, buys where somebody answers.', goals: 'A home that is hers', frustrations: 'Forms that forget what she wrote', channels: 'App, WhatsApp' }
  const { id } = await call(page, 'POST', '/workspaces/1/personas', { name: 'Dewi, comes back', story, rule: twice })
  await page.context().close()
  return `/w/1/personas/${id}?range=90d`
}

/** The map's first version is named, then a pain is written onto it. */
async function revised() {
  const page = await open({ path: '/w/1/maps', height: 900 })
  const { map, sheet } = await call(page, 'GET', '/workspaces/1/maps/m1')
  await call(page, 'POST', '/workspaces/1/maps/m1/versions', { revision: 0, name: 'Workshop in May', because: 'this is how we think they buy' })
  const lane = sheet.lanes.find((l) => l.kind === 'pain')?.id
  const ops = [{ do: 'put', kind: 'card', id: 'c_wallet', fields: { step: 's_payapp', lane, text: 'The wallet refuses on phones, and the order has to be made anew', place: 'z' } }, { do: 'put', kind: 'step', id: 's_payapp', fields: { name: 'Pays in the app, twice' } }]
  await call(page, 'POST', '/workspaces/1/maps/m1/changes', { id: 'what-was-found', base: map.revision, ops })
  await page.context().close()
}

async function compared(page) {
  const side = page.getByRole('dialog', { name: 'History' })
  await side.getByRole('button', { name: 'Compare' }).first().click()
  await side.getByRole('listitem').filter({ hasText: 'Workshop in May' }).getByRole('button', { name: 'Compare' }).click()
  await side.getByText('The wallet refuses on phones', { exact: false }).first().waitFor()
  await side.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}

// The maps as they were drawn come first, what is changed for the last picture after them.
for (const shot of SHOTS) {
  if (shot.name === 'guide-revise') await revised()
  const page = await open(shot)
  await shot.wait?.(page)
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'))
  await page.screenshot({ path: `${out}${shot.name}.png` })
  await page.context().close()
}
// A person whose road crosses channels: the first who bought.
const page = await (await browser.newContext({ viewport: { width: 1440, height: 940 }, locale: 'en-GB', reducedMotion: 'reduce' })).newPage()
await page.goto(`${jejak.base}/w/1/people?sort=events`)
await page.locator('tbody a').nth(2).click()
await page.locator('main time').first().waitFor()
await page.screenshot({ path: `${out}person.png` })

await browser.close()
await jejak.stop()
