// What a team designs, made on the screen: touchpoints, stages, rules of identity, segments; and the questions that lead to people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { choose, screens } from './screens.mjs'

const jejak = screens('demo', '--people', '600', '--rate', '2')

// What is being asked again stands dimmed.
const settled = (page) => page.waitForFunction(() => !document.querySelector('[data-fading], [aria-busy=true]'))
const rows = (page) => page.locator('ol > li h2')

test('a touchpoint is made by a rule, tried, ordered, seen on the journey, deleted and brought back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/settings?view=touchpoints&range=90d')
  await page.getByRole('button', { name: 'New touchpoint' }).click()
  const sheet = page.getByRole('dialog', { name: 'New touchpoint' })
  await sheet.getByRole('textbox', { name: 'Name' }).fill('Till of gifts')
  await sheet.getByRole('combobox', { name: 'Stage' }).click()
  await page.getByRole('option', { name: 'Transaction' }).click()
  await sheet.getByText('It takes every event').waitFor()
  await choose(page, sheet.getByRole('combobox', { name: 'Rule', exact: true }), 'Order completed')
  await page.keyboard.press('Escape')
  // At the end of the order nothing is left for it; the preview says so and who takes it.
  await sheet.getByText(/nothing is left for this one/).waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  const place = sheet.getByRole('combobox', { name: 'Place in the order' })
  await place.click()
  await page.getByRole('option', { name: /^Before/ }).first().click()
  await sheet.getByText(/nothing is left/).waitFor({ state: 'detached' })
  await sheet.getByText(/It matches [\d.,k]+ events of [\d.,k]+ people/).waitFor()
  await sheet.getByRole('button', { name: 'Save' }).click()
  await sheet.waitFor({ state: 'detached' })
  assert.match(await rows(page).first().innerText(), /Till of gifts/)
  await page.getByRole('button', { name: /Till of gifts, \d+.*Show the people/ }).waitFor()

  // By keyboard one place down; the focus stays with the touchpoint.
  await page.getByRole('button', { name: 'Move Till of gifts down' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText(/Till of gifts is now 2 of \d+/).waitFor({ state: 'attached' })
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Move Till of gifts down')
  assert.match(await rows(page).nth(1).innerText(), /Till of gifts/)
  await page.getByRole('button', { name: 'Move Till of gifts up' }).click()
  assert.deepEqual(await axe(page), [])

  await page.goto(`${jejak.base}/w/1/journey?range=90d&touch=all`)
  await page.getByRole('button', { name: /Till of gifts/ }).click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()

  await page.goto(`${jejak.base}/w/1/settings?view=touchpoints`)
  const remove = async (name = 'Till of gifts') => {
    await page.getByRole('button', { name: `More for ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: new RegExp(name) }).waitFor({ state: 'detached' })
  }
  await remove()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('heading', { name: /Till of gifts/ }).waitFor()
  await remove()
  const gone = page.waitForResponse((r) => r.request().method() === 'DELETE' && r.ok())
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).last().click()
  await gone
  await page.reload()
  await rows(page).first().waitFor()
  assert.equal(await page.getByRole('heading', { name: /Till of gifts/ }).count(), 0)

  // Who leaves while the note stands has deleted it all the same.
  await remove('Newsletter')
  await page.reload()
  await rows(page).first().waitFor()
  assert.equal(await page.getByRole('heading', { name: /Newsletter/ }).count(), 0)
  assert.deepEqual(errors, [])
})

test('stages of one’s own: previewed on history, saved, seen, taken back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey?range=90d')
  await page.getByRole('button', { name: 'Our stages' }).click()
  await page.getByRole('menuitem', { name: 'Edit the stages' }).click()
  await page.getByRole('heading', { name: 'Your own stages' }).waitFor()
  const change = page.getByRole('region', { name: 'What changes' })
  await change.getByRole('rowheader', { name: 'Retention' }).waitFor()
  await page.getByRole('button', { name: 'Remove Retention' }).click()
  await change.getByRole('rowheader', { name: 'Retention (goes)' }).waitFor()
  await change.getByText(/stand on a stage that goes/).waitFor()
  await page.getByRole('button', { name: 'Add a stage' }).click()
  await change.getByText('Give every stage a name').waitFor()
  await page.getByRole('textbox', { name: 'Stage 4' }).fill('Regulars')
  await choose(page, page.getByRole('combobox', { name: 'Regulars: Is entered by', exact: true }), 'Order completed')
  await page.keyboard.press('Escape')
  const answered = page.waitForResponse((r) => r.url().endsWith('/ask') && (r.request().postData() ?? '').includes('"times":3'))
  await page.getByRole('textbox', { name: 'Times' }).last().fill('3')
  await answered
  await change.getByRole('row', { name: /Regulars – → [\d.,k]+/ }).waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Save' }).click()
  // A note that is pointed at stays, and with it the way back.
  await page.getByText('The journey is seen by these stages now.').hover()
  await page.getByRole('region', { name: /Digital|awareness/i }).getByText('in use').waitFor()
  assert.deepEqual(await axe(page), [])
  const journey = await page.context().newPage()
  await journey.goto(`${jejak.base}/w/1/journey?range=90d`)
  await journey.getByRole('heading', { level: 2, name: 'Regulars' }).waitFor()
  const back = page.waitForResponse((r) => r.request().method() === 'PUT' && r.ok())
  await page.getByRole('button', { name: 'Undo' }).click()
  await back
  await journey.reload()
  await journey.getByRole('heading', { level: 2, name: 'Retention' }).waitFor()
  assert.equal(await journey.getByRole('heading', { level: 2, name: 'Regulars' }).count(), 0)
  assert.deepEqual(errors, [])
})

test('rules of identity are tried on history, and saved', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/settings?view=identity')
  await page.getByRole('textbox', { name: 'Limit of Anonymous id' }).fill('1')
  await page.getByRole('button', { name: 'Try on history' }).click()
  const trial = page.getByRole('region', { name: 'What they would have made of the past' })
  await trial.getByText(/people now/).waitFor()
  assert.ok(Number(await trial.locator('dd').nth(1).innerText()) > 0, 'with one device each, people of several devices split')
  assert.deepEqual(await axe(page), [])
  await trial.getByRole('link', { name: /Open person/ }).first().click()
  await page.getByRole('region', { name: 'Timeline' }).waitFor()
  await page.goBack()
  // Nothing was saved by trying.
  assert.equal(await page.getByRole('textbox', { name: 'Limit of Anonymous id' }).inputValue(), '500')
  const blocked = page.getByRole('combobox', { name: 'Blocked values' }).or(page.getByRole('textbox', { name: 'Blocked values' })).first()
  await blocked.fill('kasir@example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/The rules hold from the next event on/).waitFor()
  await page.reload()
  await page.getByText('kasir@example.com').waitFor()
  await page.getByRole('tab', { name: 'Audit log' }).click()
  await page.getByText('changed the rules of identity').first().waitFor()
  assert.deepEqual(errors, [])
})

test('a rule of identity that cannot be is told in the language of who reads', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/settings?view=identity', { locale: 'id' })
  await page.getByRole('combobox', { name: 'Tambah batas' }).or(page.getByRole('textbox', { name: 'Tambah batas' })).first().fill('previous_id')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Coba pada riwayat' }).click()
  await page.getByText(/^Batas .*: Ini bukan jenis id\.$/).waitFor()
  await page.getByText('Aturan ini tidak dapat dipakai.').waitFor()
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors.filter((e) => !e.includes('400') && !e.includes('422')), [])
})

test('a segment of several rules', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey?range=all')
  const people = () => page.locator('main p b').first().innerText()
  await page.getByRole('heading', { level: 2, name: 'Retention' }).waitFor()
  const everyone = await people()
  await page.getByRole('button', { name: 'Everyone' }).click()
  const sheet = page.getByRole('dialog', { name: 'Whose journey?' })
  await sheet.locator('label', { hasText: 'What they did' }).first().click()
  await choose(page, sheet.getByRole('combobox', { name: 'What they did' }), 'Order completed')
  await sheet.getByRole('textbox', { name: 'At least so many times' }).fill('2')
  await sheet.getByRole('button', { name: 'Add a rule' }).click()
  await sheet.getByRole('combobox', { name: 'Trait' }).or(sheet.getByRole('textbox', { name: 'Trait' })).first().fill('email')
  await sheet.getByRole('combobox', { name: 'Comparison' }).click()
  await page.getByRole('option', { name: 'is given' }).click()
  assert.deepEqual(await axe(page), [])
  await sheet.getByRole('button', { name: 'Show these people' }).click()
  await page.getByRole('button', { name: /Did 2 times or more: Order completed, and 1 more/ }).waitFor()
  await page.waitForFunction((was) => document.querySelector('main p b')?.innerText !== was, everyone)
  assert.match(decodeURIComponent(page.url()), /"atLeast":2/)
  assert.deepEqual(errors, [])
})

test('stages, people and whole paths are asked', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/ask?range=90d')
  await page.getByRole('button', { name: /^Stages/ }).click()
  await page.getByRole('rowheader', { name: 'Transaction' }).waitFor()
  await page.locator('div[role=img] svg').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: /Entered Transaction/ }).click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Stages by' }).click()
  await page.getByRole('option', { name: /Buying/ }).click()
  await page.getByRole('rowheader', { name: 'Decision' }).waitFor()
  await page.reload()
  await page.getByRole('rowheader', { name: 'Decision' }).waitFor()

  await page.getByRole('button', { name: /Kind of question/ }).click()
  await page.getByRole('menuitem', { name: 'People', exact: true }).click()
  await page.locator('main tbody a').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.waitForURL(/offset/)

  await page.getByRole('button', { name: /Kind of question/ }).click()
  await page.getByRole('menuitem', { name: 'Paths', exact: true }).click()
  await page.locator('label', { hasText: /^Most taken$/ }).click()
  const path = page.locator('main tbody button').first()
  const n = Number((await path.innerText()).split('\n')[0].replace(/\D/g, ''))
  await path.click()
  // The demo goes on meanwhile.
  const behind = Number((await page.getByRole('dialog').getByText(/^[\d,]+ people$/).innerText()).replace(/\D/g, ''))
  assert.ok(Math.abs(behind - n) <= 3, `${n} took the path, and ${behind} are listed`)
  assert.deepEqual(errors, [])
})

for (const [lang, title] of [['id', 'Setelan'], ['zh-TW', '設定']]) {
  test(`the editors on a phone, ${lang}`, async (t) => {
    const { page, errors } = await jejak.open(t, '/w/1/settings?view=touchpoints', { viewport: { width: 375, height: 812 }, locale: lang, colorScheme: 'dark' })
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    for (const place of ['touchpoints', 'touchpoints&edit=new', 'stages&edit=own', 'identity']) {
      await page.goto(`${jejak.base}/w/1/settings?view=${place}`)
      await page.locator('main form, main ol > li').first().waitFor()
      await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
      assert.equal(await spill(page), 0, place)
      assert.deepEqual(await axe(page), [], place)
    }
    assert.deepEqual(errors, [])
  })
}
