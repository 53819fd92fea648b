// Personas: suggested from what people do, named by a person, told as a story, and filled by the data.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens, tell } from './screens.mjs'

const jejak = screens('demo', '--people', '400', '--rate', '1')

const settled = (page) => page.waitForFunction(() => !document.querySelector('main [data-fading], main [aria-busy=true]'))
const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }

test('groups are suggested with figures, one is named, told as a story, changed by two, and deleted', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/personas', {}, /409/)
  await page.getByText('No personas yet').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Suggest from the data' }).click()
  await page.getByText(/people were compared by \d+ features/).waitFor()
  const groups = page.locator('[data-group]')
  const asked = await call(page, 'POST', '/workspaces/1/personas/suggest', { range: { last: '90d' } })
  assert.equal(asked.state, 'ok')
  assert.equal(await groups.count(), asked.groups.length)
  // What a group says is what the API answered, each with what it is held against.
  const first = groups.first()
  assert.match(await first.innerText(), /of \d+, against [\d.]+\s%?[^\n]*of everybody/)
  assert.match(await first.innerText(), /of those it picks belong to the group/)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'suggest')
  await page.getByRole('textbox', { name: 'Name for group 1' }).fill('Passers-by')
  await first.getByRole('button', { name: /Keep as persona/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Passers-by' }).waitFor()
  // The persona is as large as the suggestion said: the rule means the same wherever it is asked. Live traffic may add a few.
  const size = Number(await page.locator('p[data-size]').getAttribute('data-size'))
  assert.ok(Math.abs(size - asked.groups[0].size) <= 25, `${size} people, ${asked.groups[0].size} were suggested`)
  const id = new URL(page.url()).pathname.split('/').at(-1)

  await page.getByRole('button', { name: 'Edit the story' }).click()
  await page.getByRole('textbox', { name: 'In their own words' }).fill('I only want to look.')
  await page.getByRole('textbox', { name: 'Goals' }).fill('A quick answer')
  assert.deepEqual(await axe(page), [])
  await shot(page, 'story')
  // Somebody else saves first.
  const kept = await call(page, 'GET', `/workspaces/1/personas/${id}`)
  assert.equal((await tell(page, 'PUT', `/workspaces/1/personas/${id}`, { name: 'Window shoppers', story: {}, rule: kept.rule, version: kept.version })).status, 200)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText(/Window shoppers/).waitFor()
  await page.getByRole('button', { name: /mine/i }).click()
  await page.getByText('“I only want to look.”').waitFor()

  // The segment of a persona stays.
  const refused = await tell(page, 'DELETE', `/workspaces/1/segments/${kept.rule.id}`)
  assert.equal(refused.status, 409)
  assert.match(refused.body.detail, /Passers-by/)

  await page.getByRole('button', { name: /Passers-by/ }).click()
  await page.getByRole('menuitem', { name: 'Delete persona' }).click()
  const gone = page.waitForResponse((r) => r.request().method() === 'DELETE' && r.ok())
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).last().click()
  await gone
  await page.getByText('No personas yet').waitFor()
  assert.deepEqual(errors, [])
})

test('a persona’s page is filled by its people alone, each figure opens them, at every width and in every language', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/personas')
  const rule = { did: { event: { event: 'Order Completed' } } }
  const made = await call(page, 'POST', '/workspaces/1/personas', { name: 'Dewi Buyer', story: { quote: 'Show me the price first.', text: 'Compares in the evening.', goals: 'No surprises', frustrations: 'Hidden costs', channels: 'App, WhatsApp' }, rule })
  await page.goto(`${jejak.base}/w/1/personas/${made.id}?range=90d`)
  const cards = page.locator('[data-card]')
  await cards.nth(4).waitFor()
  await settled(page)
  const buyers = await call(page, 'POST', '/workspaces/1/ask', { kind: 'audience', range: { last: '90d' }, segment: rule, audience: {} })
  const who = page.getByRole('region', { name: 'Who they are, when, where and how they feel' })
  await who.getByRole('table').first().waitFor()
  assert.ok(buyers.people > 0)
  await who.getByRole('button', { name: /These people/ }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText(/people$/).first().waitFor()
  await page.keyboard.press('Escape')
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'persona-1440')
  for (const [lang, heading] of [['id', 'Kata data'], ['zh-Hant', '資料怎麼說']]) {
    const other = await jejak.open(t, `/w/1/personas/${made.id}?range=90d`, { viewport: { width: 360, height: 780 }, colorScheme: 'dark', locale: lang === 'id' ? 'id-ID' : 'zh-TW' })
    await other.page.getByRole('heading', { name: heading }).waitFor()
    await other.page.locator('[data-card]').nth(4).waitFor()
    await settled(other.page)
    assert.ok((await spill(other.page)) <= 0, `${lang}: wider than the phone`)
    assert.deepEqual(await axe(other.page), [])
    await shot(other.page, `persona-360-${lang}`)
    assert.deepEqual(other.errors, [])
  }
  assert.deepEqual(errors, [])
})
