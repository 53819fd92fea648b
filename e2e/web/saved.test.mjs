// What a team keeps: segments whose size follows the events, saved questions, dashboards made of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill, still } from './browser.mjs'
import { call, choose, screens } from './screens.mjs'
import { send } from './server.mjs'

const jejak = screens('demo', '--people', '400', '--rate', '1')

const settled = (page) => page.waitForFunction(() => !document.querySelector('main [data-fading], main [aria-busy=true]'))
const number = (text) => Number(text.replace(/\D/g, ''))

test('a segment is made, previewed, grows when an event comes in, is deleted and brought back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/segments')
  await page.getByRole('link', { name: 'New segment' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Tasters')
  const event = page.getByRole('combobox', { name: 'What they did' })
  await choose(page, event, 'Order completed')
  await page.keyboard.press('Escape')
  const who = page.getByRole('region', { name: 'In it now' })
  await who.getByText(/^of [\d,]+ people/).waitFor()
  await settled(page)
  const anyOrder = number(await who.locator('[aria-live] p').first().innerText())
  // Twice is fewer; the count follows the rule, with some of the people beside it.
  await page.getByRole('textbox', { name: 'At least' }).fill('2')
  await page.waitForFunction((was) => Number(document.querySelector('[aria-live][class] p')?.innerText.replace(/\D/g, '')) < was, anyOrder)
  await who.getByRole('link').first().waitFor()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('menuitem', { name: 'A group of rules' }).click()
  await who.getByText('Finish every rule').waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Remove rule 2', exact: true }).click()
  const key = (await call(page, 'POST', '/workspaces/1/sources', { name: 'Test', kind: 'server', channel: 'web' })).writeKey
  for (const [n, name] of ['Ani', 'Bayu'].entries()) await send(jejak.base, key, 'identify', { userId: `taster-${n + 1}`, traits: { name } })
  await send(jejak.base, key, 'track', { userId: 'taster-1', event: 'Coffee Tasted' })
  await page.goto(`${jejak.base}/w/1/segments/new`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Tasters')
  await choose(page, event, 'Coffee Tasted')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-size="1"]').waitFor()
  await page.getByText('did Coffee Tasted').waitFor()
  const began = Date.now()
  await send(jejak.base, key, 'track', { userId: 'taster-2', event: 'Coffee Tasted' })
  await page.locator('[data-size="2"]').waitFor()
  t.diagnostic(`seen on the screen ${Date.now() - began} ms after the event was sent`)
  const moves = page.getByRole('region', { name: 'Who entered and left' })
  await moves.getByText('entered', { exact: true }).waitFor()
  await moves.getByRole('link', { name: 'Bayu' }).waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])

  // Whoever asks about them gets them alone.
  await page.getByRole('link', { name: 'Show the people' }).click()
  await page.getByRole('link', { name: 'Ani' }).waitFor()
  assert.equal(await page.locator('main tbody tr').count(), 2)
  await page.getByRole('button', { name: 'Tasters' }).waitFor()

  await page.goto(`${jejak.base}/w/1/segments`)
  await page.getByRole('link', { name: 'Tasters' }).click()
  await page.getByRole('button', { name: 'More for Tasters' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Tasters' }).waitFor()
  assert.deepEqual(errors, [])
})

test('a segment that somebody else changed meanwhile', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/segments', {}, /status of 409/)
  const made = await call(page, 'POST', '/workspaces/1/segments', { name: 'Seen twice', rule: { did: { event: {}, atLeast: 2 } } })
  await page.goto(`${jejak.base}/w/1/segments/${made.id}?edit=rule`)
  await page.getByRole('textbox', { name: 'Name' }).fill('Mine')
  await call(page, 'PATCH', `/workspaces/1/segments/${made.id}`, { name: 'Theirs', rule: { did: { event: {}, atLeast: 3 } } })
  await page.getByRole('button', { name: 'Save' }).click()
  const told = page.getByRole('alert').filter({ hasText: 'changed Theirs meanwhile' })
  await told.getByText(/Theirs.*3 times or more/).waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await told.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mine' }).waitFor()
  await page.getByText('2 times or more').waitFor()
  assert.deepEqual(errors, [])
})

const TREND = { kind: 'trend', trend: { measure: 'people', interval: 'day' } }
const FUNNEL = { kind: 'funnel', funnel: { window: '14d', steps: [{ filter: { event: 'Product Viewed' } }, { filter: { event: 'Order Completed' } }] } }
const asked = (q, more = '') => `/w/1/ask?q=${encodeURIComponent(JSON.stringify(q))}${more}`

test('a question is saved, put on a dashboard, arranged by keyboard, and there after a reload', async (t) => {
  const { page, errors } = await jejak.open(t, asked(FUNNEL, '&range=90d'))
  const save = async (name, board) => {
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('menuitem', { name: 'Save this question' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save this question' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('combobox', { name: 'Put on a dashboard' }).click()
    await page.getByRole('option', { name: board }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name }).waitFor()
  }
  await save('Shop funnel', 'New dashboard')
  // The short link opens the same question.
  await page.goto(`${jejak.base}/w/1/ask`)
  await page.getByRole('link', { name: 'Shop funnel' }).click()
  await page.getByRole('button', { name: /Reached Order completed/i }).first().waitFor()
  assert.match(page.url(), /range=90d/)
  await page.goto(jejak.base + asked(TREND))
  await save('People each day', 'My dashboard')

  await page.goto(`${jejak.base}/w/1/dashboards`)
  await page.getByText('2 cards').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('link', { name: 'My dashboard' }).click()
  const cards = page.locator('main [data-card]')
  await cards.first().getByRole('button', { name: /Order completed/i }).first().waitFor()
  await page.locator('div[role=img] svg').first().waitFor()
  await settled(page)
  assert.deepEqual(await cards.evaluateAll((all) => all.map((c) => c.getAttribute('aria-label'))), ['Shop funnel', 'People each day'])
  assert.deepEqual(await axe(page), [])

  // From a figure of a card to its people, and the link of it shows the same.
  await cards.first().getByRole('button', { name: /Order completed.*Show the people/i }).first().click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  assert.equal(await page.getByRole('dialog').count(), 1)
  await page.reload()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Arrange' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Monday')
  // By keyboard alone: take the first card, one place on, put it down.
  await page.getByRole('button', { name: 'Move Shop funnel', exact: true }).focus()
  await page.keyboard.press('Space')
  await page.getByText(/Shop funnel is taken/).waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowRight')
  await page.getByText('Shop funnel is at place 2 of 2.').waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  // By pointer there and back.
  const grip = (name) => page.getByRole('button', { name: `Move ${name}`, exact: true })
  const order = () => page.getByRole('button', { name: /^Move (Shop funnel|People each day)$/ }).evaluateAll((all) => all.map((b) => b.getAttribute('aria-label')))
  for (const wanted of [['Move Shop funnel', 'Move People each day'], ['Move People each day', 'Move Shop funnel']]) {
    await still(page) // cards that were put down are where they stay
    const [from, to] = [await grip('Shop funnel').boundingBox(), await grip('People each day').boundingBox()]
    await page.mouse.move(from.x + 5, from.y + 5)
    await page.mouse.down()
    await page.mouse.move(from.x + 15, from.y + 5, { steps: 4 })
    await page.mouse.move(to.x + 5, to.y + 5, { steps: 12 })
    await page.mouse.up()
    await page.waitForFunction((first) => [...document.querySelectorAll('main button')].map((b) => b.getAttribute('aria-label')).find((l) => /^Move (Shop funnel|People each day)$/.test(l ?? '')) === first, wanted[0])
    assert.deepEqual(await order(), wanted)
  }
  // Looked at before the next click: the one that ends a drag, and what is clicked within 50 ms of it, is the drag's.
  assert.deepEqual(await axe(page), [])
  await page.getByRole('radiogroup', { name: 'Width of Shop funnel' }).getByText('Full').click()
  await page.getByRole('combobox', { name: 'Ask again by itself' }).click()
  await page.getByRole('option', { name: 'Every 30 seconds' }).click()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name: 'Monday' }).waitFor()
  await page.reload()
  await page.locator('main [data-card][data-wide][aria-label="Shop funnel"]').waitFor()
  assert.deepEqual(await cards.evaluateAll((all) => all.map((c) => c.getAttribute('aria-label'))), ['People each day', 'Shop funnel'])

  // Another time for the whole board, in the address; then alone on the screen.
  const again = page.waitForResponse((r) => r.url().endsWith('/ask') && (r.request().postData() ?? '').includes('"last":"7d"'))
  await page.getByRole('combobox', { name: 'Time of all cards' }).click()
  await page.getByRole('option', { name: 'Last 7 days' }).click()
  await again
  assert.match(page.url(), /range=7d/)
  await page.getByRole('button', { name: 'Show on the whole screen' }).click()
  await page.getByRole('navigation').waitFor({ state: 'hidden' })
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Back from the whole screen' }).click()
  await page.getByRole('navigation').waitFor()
  await page.getByRole('link', { name: 'Open in Ask People each day' }).click()
  await page.getByRole('button', { name: 'People each day' }).waitFor()
  assert.match(page.url(), /range=7d/)
  assert.deepEqual(errors, [])
})

for (const [lang, title] of [['id', 'Segmen'], ['zh-TW', '分群']]) {
  test(`what is kept, on a phone, ${lang}`, async (t) => {
    const { page, errors } = await jejak.open(t, '/w/1/segments', { viewport: { width: 360, height: 780 }, locale: lang, colorScheme: 'dark' })
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    for (const place of ['segments', 'segments/new', 'dashboards', 'ask']) {
      await page.goto(`${jejak.base}/w/1/${place}`)
      await page.locator('h1').first().waitFor()
      await settled(page)
      assert.equal(await spill(page), 0, place)
      assert.deepEqual(await axe(page), [], place)
    }
    assert.deepEqual(errors, [])
  })
}
