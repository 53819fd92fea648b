// The demo's map with what is measured on it: its figures are those of the questions, they open their people, a proposal is taken.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'
import { send } from './server.mjs'

const jejak = screens('demo', '--people', '2500', '--rate', '1')
const quiet = screens('demo', '--people', '400', '--rate', '0')
const MAP = '/w/1/maps/m1'

const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png` }) }
const figures = (page, step) => page.locator(`[data-step="${step}"]`)

test('the pain point that is not on the sheet shows when what is measured is switched on', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  await page.getByRole('link', { name: 'Buying at Nusa Home' }).click()
  await page.getByRole('heading', { level: 1, name: 'Buying at Nusa Home' }).waitFor()
  assert.equal(await page.locator('[data-step]').count(), 0)
  await page.getByRole('switch', { name: 'Live' }).check({ force: true })
  await figures(page, 's_meets').waitFor()
  await page.getByRole('button', { name: /Last 30 days/ }).click()
  await page.getByRole('menuitem', { name: 'Last 90 days' }).click()
  await page.waitForURL(/live=on.*range=90d|range=90d.*live=on/)
  await page.getByRole('grid').getByText(/gap [-−]\d/).first().waitFor()
  // It is at paying in the app, and nowhere else.
  const gaps = await page.getByRole('gridcell').filter({ hasText: /gap [-−+]/ }).evaluateAll((cells) => cells.map((c) => c.dataset.place))
  assert.deepEqual(gaps.map((p) => p.split('|')[1]), ['s_payapp'])
  await shot(page, 'overlay-1440')
  await page.locator('[data-place$="|s_payapp|handle"]').scrollIntoViewIfNeeded()
  await shot(page, 'overlay-feeling')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('a figure on the sheet is the answer of its question, and opens its people', async (t) => {
  const { page, errors } = await jejak.open(t, `${MAP}?live=on&range=2026-01-01..2036-01-01&compare=prev`)
  const step = figures(page, 's_cart')
  await step.waitFor()
  await shot(page, 'overlay-compare')
  const overlay = await call(page, 'POST', '/workspaces/1/maps/m1/overlay', { range: { from: '2026-01-01', to: '2036-01-01' } })
  const of = overlay.steps.find((s) => s.step === 's_cart')
  const answer = await call(page, 'POST', '/workspaces/1/ask', overlay.questions.flow)
  const drawn = answer.conformance.steps.find((s) => s.id === 's_cart')
  const edge = answer.conformance.edges.find((e) => e.from === 's_cart' && e.to === 's_checkout')
  assert.ok(of.people.n > 50 && Math.abs(drawn.people - of.people.n) <= 3, `${of.people.n} and ${drawn.people}: the demo goes on meanwhile`)
  assert.ok(edge.people.k <= drawn.people)
  const said = Number((await step.getByRole('button').first().locator('.num').first().innerText()).replace(/[^\d]/g, ''))
  assert.ok(Math.abs(said - drawn.people) <= 5, `${said} on the sheet, ${drawn.people} by the question`)
  await step.getByRole('button', { name: /Fills the cart → Signs in, gives an address/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('heading', { name: 'Fills the cart → Signs in, gives an address' }).waitFor()
  const total = Number(/[\d,]+/.exec(await sheet.locator('p[aria-live]').innerText())[0].replace(',', ''))
  assert.ok(Math.abs(total - edge.people.k) <= 5, `${total} people behind ${edge.people.k}`)
  await shot(page, 'overlay-people')
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  assert.match(page.url(), /live=on/)
  assert.deepEqual(errors, [])
})

test('what really happens is proposed, and drawn when a person takes it', async (t) => {
  const { page, errors } = await jejak.open(t, `${MAP}?live=on&range=90d`)
  await figures(page, 's_meets').waitFor()
  await page.getByRole('button', { name: 'Draw what really happens' }).click()
  const sheet = page.getByRole('dialog')
  const take = sheet.getByRole('button', { name: 'Add: Newsletter', exact: true })
  await take.waitFor()
  await shot(page, 'overlay-discover')
  assert.deepEqual(await axe(page), [])
  await take.click()
  await sheet.getByText('On the map').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('columnheader', { name: /Newsletter/ }).waitFor()
  // The new step is measured like the others, and the map that is kept has it.
  await page.getByText('Saved', { exact: true }).first().waitFor()
  const { sheet: kept } = await call(page, 'GET', '/workspaces/1/maps/m1')
  const made = kept.steps.find((s) => s.name === 'Newsletter')
  assert.ok(made.evidence.touchpoint && kept.cards.some((c) => c.step === made.id && c.touchpoint === made.evidence.touchpoint))
  const column = page.locator(`[data-step="${made.id}"]`)
  await column.getByText(/people/).first().waitFor()
  assert.deepEqual(errors, [])
})

test('on a phone', async (t) => {
  const { page, errors } = await jejak.open(t, `${MAP}?live=on&range=90d`, { viewport: { width: 360, height: 780 } })
  await figures(page, 's_meets').waitFor()
  await shot(page, 'overlay-360')
  assert.equal(await spill(page), 0)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

for (const [locale, scheme, view] of [['en-GB', 'light', 'View (1)'], ['id', 'dark', 'Tampilan (1)'], ['zh-TW', 'light', '檢視 (1)']]) {
  test(`on a phone a map compared begins above the fold, and whose and when open by keyboard, ${locale}`, async (t) => {
    const { page, errors } = await jejak.open(t, `${MAP}?live=on&range=90d&against=%7B%7D`, { viewport: { width: 390, height: 844 }, locale, colorScheme: scheme })
    await figures(page, 's_meets').getByText('◇').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'))
    const begins = await page.locator('[class*=phoneHead]').evaluate((e) => e.getBoundingClientRect().top)
    assert.ok(begins <= 0.6 * 844, `the map begins at ${begins} px`)
    await shot(page, `overlay-390-${locale}`)
    const button = page.getByRole('button', { name: view, exact: true })
    const group = page.getByRole('group', { name: view.replace(' (1)', ''), exact: true })
    assert.equal(await group.count(), 0)
    await button.focus()
    await page.keyboard.press('Enter')
    await group.waitFor()
    assert.equal(await button.getAttribute('aria-expanded'), 'true')
    await page.keyboard.press('Tab')
    assert.ok(await group.evaluate((e) => e.contains(document.activeElement)), 'what was opened comes next')
    await shot(page, `overlay-390-open-${locale}`)
    assert.equal(await spill(page), 0)
    assert.deepEqual(await axe(page), [])
    await button.click()
    await group.waitFor({ state: 'detached' })
    assert.deepEqual(errors, [])
  })
}

test('how many journeys fit the map, as an answer on a phone', async (t) => {
  for (const locale of ['en-GB', 'id-ID', 'zh-TW']) {
    const { page, errors } = await jejak.open(t, '/w/1/ask', { viewport: { width: 360, height: 780 }, locale })
    const q = (await call(page, 'POST', '/workspaces/1/maps/m1/overlay', { range: { last: '90d' } })).questions.flow
    await page.goto(`${jejak.base}/w/1/ask?range=90d&q=${encodeURIComponent(JSON.stringify(q))}`)
    await page.waitForFunction(() => document.querySelectorAll('main table').length > 3 && !document.querySelector('[aria-busy=true]'))
    // The four outcomes say the people of the answer, give or take those who come meanwhile.
    const { conformance } = await call(page, 'POST', '/workspaces/1/ask', q)
    const outcomes = ['fits', 'underway', 'left', 'strays'].map((o) => conformance[o]).filter((o, i) => i !== 2 || o.k > 0)
    assert.ok(conformance.fits.n > 100 && conformance.fits.k > 0)
    const rows = page.locator('main table').first().locator('tbody tr')
    assert.equal(await rows.count(), outcomes.length)
    for (const [i, o] of outcomes.entries()) {
      const said = await rows.nth(i).locator('.num').first().innerText()
      assert.ok(Math.abs(Number(said.replace(/\D/g, '')) - o.k) <= 5, `${locale}: ${said} on the screen, ${o.k} by the question`)
      const share = Number(/([\d.,]+)\s*%/.exec(await rows.nth(i).innerText())[1].replace(',', '.'))
      assert.ok(Math.abs(share - 100 * o.value) < 1, `${locale}: ${share} % on the screen, ${o.value} by the question`)
    }
    await shot(page, `conformance-360-${locale}`)
    assert.equal(await spill(page), 0, locale)
    assert.deepEqual(await axe(page), [], locale)
    assert.deepEqual(errors, [], locale)
  }
})

test('a map is walked with what real customers did beside it, and nobody’s name', async (t) => {
  const { page, errors } = await jejak.open(t, `${MAP}?view=present`)
  await page.getByRole('switch', { name: 'Real customers go along' }).click()
  await page.getByText(/Out of [\d,]+ people who walked this map/).waitFor()
  await page.getByText('Customer B', { exact: true }).click()
  await shot(page, 'walk-cover')
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Begin' }).click()
  const beside = page.getByRole('region', { name: 'Customer B' })
  await beside.waitFor()
  const { sheet } = await call(page, 'GET', '/workspaces/1/maps/m1')
  const { journeys } = await call(page, 'POST', '/workspaces/1/maps/m1/walk', { range: { last: '90d' } })
  assert.ok(journeys.length === 3 && journeys.every((j) => j.steps.length > 1))
  // Every step says what the customer did there, or that they never came.
  let came = 0
  for (let i = 0; i < sheet.steps.length; i++) {
    await beside.getByText(/Never came by here|at the start|later/).first().waitFor()
    if (!(await beside.getByText('Never came by here').count())) came++
    if (i === 1) await shot(page, 'walk')
    if (i < sheet.steps.length - 1) await page.getByRole('button', { name: 'Next' }).click()
  }
  assert.ok(came > 1)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('a link shows figures where its maker chose so, and opens nobody', async (t) => {
  const { page, errors } = await jejak.open(t, MAP)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share' })
  const link = async () => {
    const [made] = await Promise.all([page.waitForResponse((r) => r.url().endsWith('/shares') && r.request().method() === 'POST'), dialog.getByRole('button', { name: 'Make a link' }).click()])
    return `${jejak.base}/shared/${(await made.json()).token}`
  }
  const bare = await link()
  await dialog.getByRole('switch', { name: 'Show figures' }).check({ force: true })
  await shot(page, 'share-figures')
  assert.deepEqual(await axe(page), [])
  const full = await link()
  await dialog.getByText('with figures').waitFor()

  const guest = await jejak.page(t)
  await guest.page.goto(bare)
  await guest.page.getByRole('heading', { level: 1, name: 'Buying at Nusa Home' }).waitFor()
  assert.equal(await guest.page.locator('[data-step]').count(), 0)
  await guest.page.goto(full)
  await figures(guest.page, 's_meets').getByText(/people/).waitFor()
  await guest.page.getByText(/Figures: .+ – .+/).waitFor()
  const own = (await call(page, 'POST', '/workspaces/1/maps/m1/overlay', { range: { last: '90d' } })).steps.find((s) => s.step === 's_meets').people.n
  // The demo goes on meanwhile.
  const near = (text) => Math.abs(Number(/[\d,]+/.exec(text)[0].replaceAll(',', '')) - own) <= 5
  assert.ok(own >= 20 && near(await figures(guest.page, 's_meets').getByText(/people/).first().innerText()))
  assert.equal(await guest.page.locator('[data-step] button, [data-step] a').count(), 0)
  await guest.page.getByText('◆').first().waitFor() // what was felt stands beside what was assumed, for a stranger too
  assert.equal(await guest.page.getByText(/answers?: too few/).filter({ hasText: /\d{3}/ }).count(), 0)
  await shot(guest.page, 'shared-figures')
  assert.deepEqual(await axe(guest.page), [])
  // Within another site's page it is the same.
  const other = createServer((_, res) => res.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Blog</title><iframe src="${full}" width="1000" height="700"></iframe>`))
  await new Promise((resolve) => { other.listen(0, '127.0.0.1', resolve) })
  t.after(() => other.close())
  const blog = await jejak.page(t)
  await blog.page.goto(`http://127.0.0.1:${other.address().port}/`)
  const frame = blog.page.frameLocator('iframe')
  await frame.locator('[data-step="s_meets"]').getByText(/people/).waitFor()
  assert.ok(near(await frame.locator('[data-step="s_meets"]').getByText(/people/).first().innerText()))
  assert.equal(await frame.locator('[data-step] button, [data-step] a').count(), 0)
  assert.deepEqual(blog.errors, [])
  await guest.page.setViewportSize({ width: 360, height: 780 })
  await figures(guest.page, 's_meets').waitFor()
  await shot(guest.page, 'shared-figures-360')
  assert.equal(await spill(guest.page), 0)
  assert.deepEqual(await axe(guest.page), [])
  assert.deepEqual([...errors, ...guest.errors], [])
})

test('what comes in is on the sheet soon after, also the last event before it gets quiet', async (t) => {
  const { page, errors } = await quiet.open(t, '/w/1/maps')
  const source = await call(page, 'POST', '/workspaces/1/sources', { name: 'A small shop', kind: 'website', channel: 'web' })
  await page.goto(`${quiet.base}${MAP}?live=on&range=90d`)
  await figures(page, 's_meets').getByText(/people/).first().waitFor()
  await page.locator('[data-live=true]').waitFor()
  const people = () => page.evaluate(() => Number(/^[\d,]+/.exec(document.querySelector('[data-step=s_meets]').innerText)[0].replace(',', '')))
  const before = await people()
  assert.ok(before > 20)
  for (const n of [1, 2]) {
    const sent = await send(quiet.base, source.writeKey, 'track', { userId: `newcomer-${n}`, event: 'Page Viewed' })
    assert.equal(sent.status, 200, sent.body)
    await page.waitForFunction((want) => document.querySelector('[data-step=s_meets]')?.innerText.startsWith(`${want}\n`), before + n, { timeout: 30_000 })
  }
  assert.deepEqual(errors, [])
})

test('two revisions stand side by side with what was measured at the steps of each', async (t) => {
  const { page, errors } = await jejak.open(t, MAP)
  const { map } = await call(page, 'GET', '/workspaces/1/maps/m1')
  const ops = [{ do: 'put', kind: 'step', id: 's_meets', fields: { name: 'Hears of us' } }]
  const { map: after } = await call(page, 'POST', '/workspaces/1/maps/m1/changes', { id: 'renamed-first-step', base: map.revision, ops }).then(() => call(page, 'GET', '/workspaces/1/maps/m1'))
  await page.goto(`${jejak.base}${MAP}?view=history&range=90d`)
  const side = page.getByRole('dialog', { name: 'History' })
  await side.getByRole('button', { name: 'Compare' }).nth(0).click()
  await side.getByRole('button', { name: 'Compare' }).nth(1).click()
  const table = side.getByRole('table', { name: /Measured at the steps/ })
  await table.getByRole('rowheader', { name: 'Hears of us' }).waitFor()
  for (const [i, revision] of [map.revision, after.revision].entries()) {
    const o = await call(page, 'POST', '/workspaces/1/maps/m1/overlay', { range: { last: '90d' }, revision })
    const said = await table.locator('tbody').filter({ hasText: 'Hears of us' }).getByRole('cell').nth(i).innerText()
    const people = o.steps.find((s) => s.step === 's_meets').people.n
    assert.ok(people > 0 && said.includes(people.toLocaleString('en-GB')), `${said}: ${people}`)
  }
  assert.equal(await table.getByRole('button').count(), 0)
  await shot(page, 'history-figures')
  assert.deepEqual(await axe(page), [])
  await page.setViewportSize({ width: 360, height: 780 })
  await table.waitFor()
  assert.ok((await spill(page)) <= 0)
  assert.deepEqual(errors, [])
})
