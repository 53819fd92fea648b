// Listening: share of voice opens its mentions, a topic is written with what it finds, and an alert is told with its figures.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'

const jejak = screens('demo', '--people', '300', '--rate', '0')
const PATH = '/w/1/voice?view=listening&range=all'
const settled = (page) => page.waitForFunction(() => !document.querySelector('main [aria-busy=true]') && [...document.querySelectorAll('main div[role=img]')].every((c) => c.childElementCount > 0))

test('a share of voice opens its mentions, and these fit the figures', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  const row = page.getByRole('row', { name: /Ruma Living/ })
  await row.waitFor()
  const sum = await call(page, 'POST', '/workspaces/1/voice/listening', {})
  const rival = sum.topics.find((x) => x.id === 'l2')
  assert.ok(rival.texts > 20 && rival.share.n === sum.voice && sum.voice <= sum.all.texts, JSON.stringify(sum.all))
  await row.getByRole('button', { name: /^Ruma Living/ }).click()
  assert.match(page.url(), /l2/)
  const list = page.getByRole('region', { name: 'Mentions', exact: true })
  await page.waitForFunction(() => [...document.querySelectorAll('blockquote')].length > 0 && [...document.querySelectorAll('blockquote')].every((x) => /Ruma Living|儒瑪/.test(x.textContent)))
  assert.ok(await list.locator('blockquote').count() > 0)
  assert.deepEqual(errors, [])
})

test('a topic is written with what it finds, saved, changed and deleted', async (t) => {
  const { page, errors } = await jejak.open(t, PATH, {}, /400|422/)
  await page.getByRole('button', { name: 'New topic' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Parcels')
  const query = dialog.getByRole('textbox', { name: 'Query' })
  await query.fill('(paket OR parcel')
  await dialog.getByText('at character 1').waitFor()
  await query.fill('paket OR parcel OR 包裹')
  await dialog.getByText(/^Matches [1-9]/).waitFor()
  assert.match(await dialog.locator('mark').first().innerText(), /paket|parcel|包裹/i)
  assert.deepEqual(await axe(page), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /Parcels/ }).waitFor()
  await page.getByRole('button', { name: 'Edit Parcels' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('row', { name: /Parcels/ }).waitFor({ state: 'detached' })
  assert.deepEqual(errors, [])
})

test('the planted spike was raised with its figures, on the screen and under the bell', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  await page.getByRole('region', { name: 'Alerts', exact: true }).getByText(/mentions in the 6 h to .+; mean of the 24 windows before: /).first().waitFor()
  await page.getByRole('button', { name: /new notice|What concerns you/ }).first().click()
  await page.getByRole('dialog').getByText('Alert: Sudden talk about Nusa Home').first().waitFor()
  assert.deepEqual(errors, [])
})

test('a condition is made, paused and deleted', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  await page.getByRole('button', { name: 'New condition' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Bad talk')
  await dialog.getByRole('combobox', { name: 'What to watch' }).or(dialog.getByRole('textbox', { name: 'What to watch' })).first().click()
  await page.getByRole('option', { name: 'Many negative mentions' }).click()
  await dialog.getByText('Of the window’s mentions').or(dialog.getByText("Of the window's mentions")).first().waitFor()
  assert.deepEqual(await axe(page), [])
  await dialog.getByRole('button', { name: 'Save' }).click()
  const region = page.getByRole('region', { name: 'When to alert' })
  await region.getByText(/50\s?% or more of the mentions of 24 h are negative/).waitFor()
  await region.getByRole('button', { name: 'Edit Bad talk' }).click()
  await page.getByRole('dialog').getByRole('switch', { name: 'Paused' }).press('Space')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await region.getByText('Paused').waitFor()
  await region.getByRole('button', { name: 'Edit Bad talk' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await region.getByText('Bad talk').waitFor({ state: 'detached' })
  assert.deepEqual(errors, [])
})

// The demo has too few texts to be looked up behind an answer, so what its server answers is told as it would be among many.
const UNREAD = {
  'en-GB': ['Its texts could not be looked up: a kept text is damaged.', /This is tried again at \d\d:\d\d\./, 'Could not be looked up: Ruma Living.'],
  id: ['Teks-teksnya tidak dapat dicari: ada teks tersimpan yang rusak.', /Dicoba lagi pukul \d\d[.:]\d\d\./, 'Tidak dapat dicari: Ruma Living.'],
  'zh-TW': ['無法查找相關文字：有一則儲存的文字已損壞。', /將於 \d\d:\d\d 再試一次。/, '無法查找：Ruma Living。'],
}
for (const [locale, [why, again, without]] of Object.entries(UNREAD)) {
  test(`a topic or theme whose texts cannot be looked up says so, and is there when they can, ${locale}`, async (t) => {
    const { page, errors } = await jejak.open(t, PATH, { locale })
    const told = (list, id) => async (route) => {
      const response = await route.fetch()
      const answer = await response.json()
      answer[list] = answer[list].filter((x) => x.id !== id)
      answer.reading = [id]
      answer.failed = [{ id, why: 'damaged', at: new Date().toISOString(), again: new Date(Date.now() + 60_000).toISOString() }]
      await route.fulfill({ response, json: answer })
    }
    await page.route('**/voice/listening', told('topics', 'l2'))
    await page.reload()
    const row = page.getByRole('row', { name: /Ruma Living/ })
    await row.getByText(why).waitFor()
    await row.getByText(again).waitFor()
    await page.getByText(without).waitFor()
    await settled(page)
    assert.deepEqual(await axe(page), [])
    await page.unroute('**/voice/listening')
    await row.getByText('%').first().waitFor()
    assert.equal(await page.getByText(without).count(), 0)

    const [theme] = (await call(page, 'POST', '/workspaces/1/voice/summary', {})).themes
    await page.route('**/voice/summary', told('themes', theme.id))
    await page.goto(`${jejak.base}/w/1/voice?view=themes&range=all`)
    const card = page.getByRole('listitem').filter({ hasText: why })
    await card.getByText(again).waitFor()
    assert.deepEqual(await axe(page), [])
    await page.unroute('**/voice/summary')
    await card.waitFor({ state: 'detached' })
    assert.deepEqual(errors, [])
  })
}

for (const [locale, heading] of [['en-GB', 'Share of voice'], ['id', 'Porsi pembicaraan'], ['zh-TW', '聲量占比']]) {
  for (const width of [360, 1440]) {
    test(`it reads well at ${width} px in ${locale}`, async (t) => {
      const { page, errors } = await jejak.open(t, PATH, { viewport: { width, height: 900 }, locale })
      await page.getByRole('heading', { level: 2, name: heading, exact: true }).waitFor()
      await settled(page)
      assert.deepEqual(await axe(page), [])
      assert.equal(await spill(page), 0)
      assert.doesNotMatch(await page.locator('main').innerText(), /voice\.|listening\.|\{\{/)
      assert.deepEqual(errors, [])
    })
  }
}
