// Living maps on the screen: drawn by mouse and by keyboard, kept through cuts, by two people at once.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { axe, spill, until } from './browser.mjs'
import { call, screens } from './screens.mjs'

const { getDocument } = await import(createRequire(new URL('../../web/package.json', import.meta.url)).resolve('pdfjs-dist/legacy/build/pdf.mjs'))

const jejak = screens('demo', '--people', '300', '--rate', '1')

const STAGES = ['Awareness', 'Interest', 'Choice', 'Purchase', 'Use', 'Return']
const saved = (page) => page.locator('[data-saving=saved]').waitFor()
const heads = (page) => page.locator('[role=columnheader][data-may]')
const cell = (page, lane, step) => page.getByRole('gridcell', { name: `${lane}, ${step}, empty`, exact: true })
const write = async (page, text) => {
  await page.locator('main textarea').waitFor()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.locator('main textarea').waitFor({ state: 'detached' })
}

const idOf = (page) => new URL(page.url()).pathname.split('/').at(-1)
const onServer = async (page) => (await call(page, 'GET', `/workspaces/1/maps/${idOf(page)}`)).sheet

async function blank(page, name) {
  await page.goto(`${jejak.base}/w/1/maps`)
  await page.getByRole('button', { name: 'New map' }).first().click()
  await page.getByText('Blank sheet', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Make the map' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('grid').waitFor()
}

/** A map of six stages with a step each, and the eight lanes of a blank sheet, made by the API. */
async function ready(page, name) {
  await blank(page, name)
  const ops = STAGES.flatMap((stage, i) => [
    { do: 'put', kind: 'stage', id: `st_${i}`, fields: { name: stage, place: 'abcdef'[i] } },
    { do: 'put', kind: 'step', id: `sp_${i}`, fields: { stage: `st_${i}`, name: `Step ${i + 1}`, place: 'i' } },
  ])
  await call(page, 'POST', `/workspaces/1/maps/${idOf(page)}/changes`, { id: `set-up-${Date.now()}`, base: 1, ops })
  await heads(page).filter({ hasText: 'Step 6' }).waitFor()
}

test('a map of six stages and eight lanes is drawn by mouse', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  await blank(page, 'Drawn by mouse')
  for (const [i, stage] of STAGES.entries()) {
    await page.getByRole('button', { name: 'Stage', exact: true }).click()
    await write(page, stage)
    await heads(page).filter({ hasText: 'Step without a name' }).dblclick()
    await write(page, `Step ${i + 1}`)
  }
  assert.equal(await page.locator('[role=rowheader][data-lane]').count(), 8)
  // A card in every lane of the first step that takes text; in the lane of feeling a value.
  await page.locator('[role=grid]').press('Home')
  const lanes = await page.locator('[role=rowheader][data-lane]').allInnerTexts()
  for (const lane of lanes.map((x) => x.split('\n')[0].trim()).filter((x) => x !== 'Feeling')) {
    await cell(page, lane, 'Step 1').dblclick()
    await write(page, `${lane} at first`)
  }
  for (const i of [1, 2, 3]) {
    const empty = cell(page, 'Feeling', `Step ${i}`)
    await empty.scrollIntoViewIfNeeded()
    const box = await empty.boundingBox()
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  }
  const face = page.getByRole('slider').nth(1)
  const from = await face.boundingBox()
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  const line = page.locator('path[stroke^="url(#feel-"]')
  const before = await line.getAttribute('d')
  await page.mouse.move(from.x + from.width / 2, from.y + 200, { steps: 6 })
  // The line goes with the face, before anything is kept.
  const meanwhile = await line.getAttribute('d')
  assert.notEqual(meanwhile, before)
  assert.equal((await onServer(page)).cards.filter((c) => c.value === -2).length, 0)
  await page.mouse.up()
  await page.waitForFunction(() => document.querySelectorAll('[role=slider]')[1].getAttribute('aria-valuenow') === '-2')

  // A card goes to another cell, a step to another stage.
  const drag = async (what, to, dx = 0) => {
    const a = await what.boundingBox()
    const b = await to.boundingBox()
    await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
    await page.mouse.down()
    await page.mouse.move(a.x + a.width / 2 + 12, a.y + a.height / 2 + 4, { steps: 3 })
    await page.mouse.move(b.x + b.width / 2 + dx, b.y + b.height / 2, { steps: 10 })
    await page.mouse.up()
  }
  await page.getByRole('group', { name: 'Goal at first' }).scrollIntoViewIfNeeded()
  await drag(page.getByRole('group', { name: 'Goal at first' }), cell(page, 'Goal', 'Step 2'))
  await cell(page, 'Goal', 'Step 1').waitFor()
  await drag(heads(page).filter({ hasText: 'Step 1' }), heads(page).filter({ hasText: 'Step 2' }), 40)
  await saved(page)
  let sheet = await onServer(page)
  assert.deepEqual(sheet.stages.map((s) => s.name), STAGES)
  assert.equal(sheet.steps.length, 6)
  assert.equal(sheet.lanes.length, 8)
  const step = (name) => sheet.steps.find((s) => s.name === name)
  assert.equal(sheet.cards.find((c) => c.text === 'Goal at first').step, step('Step 2').id)
  assert.equal(step('Step 1').stage, sheet.stages[1].id)
  assert.equal(sheet.cards.filter((c) => c.value !== undefined).length, 3)

  // From the menu of a step: where it leads.
  await heads(page).filter({ hasText: 'Step 2' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Leads to…' }).click()
  await page.getByRole('menuitem', { name: 'Step 1' }).click()
  await page.locator('[data-map-edge]').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('[data-map-edge]').waitFor({ state: 'detached' })
  await saved(page)
  sheet = await onServer(page)
  assert.equal(sheet.edges.length, 0)
  await page.mouse.move(4, 4)
  await page.getByRole('tooltip').waitFor({ state: 'detached' })
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('the same by keyboard alone', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  await blank(page, 'Drawn by keyboard')
  const press = async (...keys) => { for (const k of keys) await page.keyboard.press(k) }
  await page.getByRole('button', { name: 'Stage', exact: true }).focus()
  await press('Enter')
  await write(page, STAGES[0])
  for (const stage of STAGES.slice(1)) {
    await press('n')
    await write(page, stage)
  }
  // Down to the steps, back to the first, and a name for each.
  await press('ArrowDown', 'Home')
  for (let i = 1; i <= 6; i++) {
    await press('Enter')
    await write(page, `Step ${i}`)
    await press('ArrowRight')
  }
  await press('Home', 'ArrowDown')
  // Typing begins a card; Tab goes on to the next cell and writes on there.
  await page.keyboard.type('Save time')
  await press('Tab')
  await page.keyboard.type('Know more')
  await press('Enter', 'ArrowLeft', 'ArrowDown')
  const lanes = await page.locator('[role=rowheader][data-lane]').count()
  assert.equal(lanes, 8)
  for (let i = 1; i < lanes; i++) {
    const feeling = await page.evaluate(() => document.activeElement.dataset.kind === 'emotion')
    if (feeling) {
      await press('Enter')
      await page.locator('[role=slider]:focus').waitFor()
      await press('ArrowDown', 'ArrowDown', 'Escape')
    } else {
      await press('n')
      await write(page, `Lane ${i + 1}`)
    }
    await press('ArrowDown')
  }
  // The last card goes one step on, then up a lane; one card is deleted and comes back.
  await press('Alt+ArrowRight', 'Alt+ArrowUp')
  await page.getByRole('group', { name: 'Save time' }).focus()
  await press('Delete')
  await page.getByText('Deleted: Save time').waitFor()
  await press('Control+z')
  await page.getByRole('group', { name: 'Save time' }).waitFor()
  // The first stage is taken up, goes one place on and is put down.
  await page.getByRole('group', { name: 'Save time' }).focus()
  await press('ArrowUp', 'ArrowUp', ' ', 'ArrowRight', ' ')
  await saved(page)
  const sheet = await onServer(page)
  assert.deepEqual(sheet.stages.map((s) => s.name), [STAGES[1], STAGES[0], ...STAGES.slice(2)])
  assert.deepEqual(new Set(sheet.steps.map((s) => s.name)), new Set(STAGES.map((_, i) => `Step ${i + 1}`)))
  assert.equal(sheet.lanes.length, 8)
  const at = (text) => { const c = sheet.cards.find((x) => x.text === text); return [sheet.steps.find((s) => s.id === c.step).name, sheet.lanes.findIndex((l) => l.id === c.lane)] }
  assert.deepEqual(at('Save time'), ['Step 1', 0])
  assert.deepEqual(at('Know more'), ['Step 2', 0])
  assert.deepEqual(at('Lane 8'), ['Step 2', 6])
  assert.equal(sheet.cards.find((c) => c.value !== undefined).value, -2)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('two people on one map, one of them cut off now and then: nothing is lost', async (t) => {
  const cut = /ERR_INTERNET_DISCONNECTED|Failed to load resource/
  const a = await jejak.open(t, '/w/1/maps', {}, cut)
  await ready(a.page, 'Two of us')
  const b = await jejak.open(t, new URL(a.page.url()).pathname, {}, cut)
  await heads(b.page).filter({ hasText: 'Step 6' }).waitFor()
  await a.page.getByRole('list', { name: 'Here now' }).getByRole('listitem').first().waitFor()
  const card = async (page, lane, i, text) => {
    await cell(page, lane, `Step ${i}`).dblclick()
    await write(page, text)
  }
  const texts = []
  const put = async (page, lane, i, text) => { texts.push(text); await card(page, lane, i, text) }
  await put(a.page, 'Goal', 1, 'from A')
  await b.page.getByRole('group', { name: 'from A' }).waitFor()

  // B works on in the dark, and so does A in the light.
  await b.page.context().setOffline(true)
  for (const i of [2, 3, 4]) {
    await put(b.page, 'Pain point', i, `B dark ${i}`)
    await put(a.page, 'Opportunity', i, `A light ${i}`)
  }
  await b.page.getByText(/Offline: \d changes? kept here/).waitFor()
  // Both write in one card: neither text is lost.
  const over = async (page, text) => {
    await page.getByRole('group', { name: 'from A' }).dblclick()
    await page.locator('main textarea').fill(text)
    await page.keyboard.press('Enter')
  }
  await over(b.page, 'wholly other words of B')
  await over(a.page, 'from A, with care')
  await saved(a.page)
  await b.page.context().setOffline(false)
  await saved(b.page)
  for (const page of [a.page, b.page]) for (const text of texts.slice(1)) await page.getByRole('group', { name: text }).waitFor()

  // Cut again, closed and opened again: what was written in the dark was kept in the browser.
  const path = b.page.url()
  const context = b.page.context()
  await context.setOffline(true)
  await put(b.page, 'Pain point', 5, 'B before the reload')
  await b.page.getByText(/Offline: \d change/).waitFor()
  await b.page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  again.setDefaultTimeout(20_000)
  await again.goto(path)
  await again.getByRole('group', { name: 'B before the reload' }).waitFor()
  await saved(again)
  await a.page.getByRole('group', { name: 'B before the reload' }).waitFor()

  const sheet = await onServer(a.page)
  for (const text of texts.slice(1)) assert.ok(sheet.cards.some((c) => c.text === text), text)
  const both = sheet.cards.find((c) => [c.text, ...(c.others ?? []).map((o) => o.value)].join('|').includes('wholly other words of B'))
  assert.ok(both, 'what B wrote is there')
  assert.ok([both.text, ...(both.others ?? []).map((o) => o.value)].join('|').includes('with care'), 'what A wrote is there')
  assert.equal(new Set(sheet.cards.map((c) => c.id)).size, sheet.cards.length)
  assert.equal(sheet.cards.length, texts.length)
  // Who chooses one of the two is done with it.
  if (both.others?.length) {
    await a.page.getByRole('group', { name: both.text }).focus()
    await a.page.keyboard.press('Shift+Enter')
    const side = a.page.getByRole('dialog')
    await side.getByRole('button', { name: 'Take this one' }).click()
    await side.getByText('Two people wrote here').waitFor({ state: 'detached' })
    assert.deepEqual(await axe(a.page), [])
    await a.page.keyboard.press('Escape')
  }
  await saved(a.page)
  assert.deepEqual([...a.errors, ...b.errors], [])
})

test('history: a version is named, two are compared, the old one looked at and brought back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  await ready(page, 'With a past')
  await cell(page, 'Goal', 'Step 1').dblclick()
  await write(page, 'First thought')
  await saved(page)
  await page.getByRole('button', { name: 'History' }).click()
  let side = page.getByRole('dialog', { name: 'History' })
  await side.getByRole('button', { name: 'Name it' }).first().click()
  await side.getByRole('textbox', { name: 'Name of this version' }).fill('Before the workshop')
  await side.getByRole('textbox', { name: 'Revised because…' }).fill('people told us more')
  await side.getByRole('button', { name: 'Save' }).click()
  await side.getByText('Before the workshop').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Escape')
  await page.getByRole('group', { name: 'First thought' }).dblclick()
  await page.locator('main textarea').fill('Second thought')
  await page.keyboard.press('Enter')
  await saved(page)
  await page.getByRole('button', { name: 'History' }).click()
  side = page.getByRole('dialog', { name: 'History' })
  await side.getByRole('button', { name: 'Compare' }).first().click()
  await side.getByRole('listitem').filter({ hasText: 'Before the workshop' }).getByRole('button', { name: 'Compare' }).click()
  await side.locator('del', { hasText: 'First thought' }).waitFor()
  // A card that went elsewhere is told by the names of its steps and lanes, evidence by its words: people read no ids.
  await page.keyboard.press('Escape')
  const was = (await onServer(page)).cards.find((c) => c.text === 'Second thought')
  const pains = (await onServer(page)).lanes.find((l) => l.kind === 'pain')
  await call(page, 'POST', `/workspaces/1/maps/${idOf(page)}/changes`, { id: 'elsewhere-now', base: 0, ops: [{ do: 'put', kind: 'card', id: was.id, fields: { step: 'sp_1', lane: pains.id, evidence: { signal: 'csat', note: 'ten interviews' } }, was: { step: was.step, lane: was.lane } }] })
  await page.reload()
  await page.getByRole('button', { name: 'History' }).click()
  side = page.getByRole('dialog', { name: 'History' })
  await side.getByRole('button', { name: 'Compare' }).first().click()
  await side.getByRole('listitem').filter({ hasText: 'Before the workshop' }).getByRole('button', { name: 'Compare' }).click()
  const told = side.getByRole('listitem').filter({ hasText: 'Second thought' }).first()
  await told.getByText('Pain point · Step 2').waitFor()
  const shifts = await told.getByRole('listitem').allInnerTexts()
  assert.deepEqual(shifts.map((x) => x.replace(/\s+/g, ' ')).sort(), ['Evidence Assumed → Evidenced by data · CSAT · ten interviews', 'Lane Goal → Pain point', 'Step Step 1 → Step 2', 'What it says First thought → Second thought'])
  assert.deepEqual(await axe(page), [])
  if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/history-words.png` })
  await side.getByRole('listitem').filter({ hasText: 'Before the workshop' }).getByRole('button', { name: 'Look' }).click()
  await page.getByRole('group', { name: 'First thought' }).waitFor()
  await page.getByText('Revised because people told us more').first().waitFor()
  await side.getByRole('listitem').filter({ hasText: 'Before the workshop' }).getByRole('button', { name: 'Restore' }).click()
  await page.waitForURL((u) => !u.searchParams.has('open'))
  await page.getByRole('group', { name: 'First thought' }).waitFor()
  assert.equal((await onServer(page)).cards.find((c) => c.text.includes('thought')).text, 'First thought')
  assert.deepEqual(errors, [])
})

test('what a map shows, its counterpart, a map within a map, a picture on a card, and undo', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  await ready(page, 'In detail')
  const detail = idOf(page)
  await ready(page, 'The whole')
  const whole = idOf(page)
  const menu = async (item) => {
    await page.getByRole('button', { name: /^More for The whole/ }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  // It shows the journey as it should be; undone, as it is.
  await menu('About this map')
  await page.getByRole('dialog').getByText('As it should be', { exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('main').getByText('As it should be', { exact: true }).waitFor()
  await saved(page)
  const state = async (id) => (await call(page, 'GET', `/workspaces/1/maps/${id}`)).map.state
  assert.equal(await state(whole), 'to_be')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('main').getByText('As it is', { exact: true }).waitFor()
  await saved(page)
  assert.equal(await state(whole), 'as_is')
  await page.getByRole('button', { name: 'Redo' }).click()
  await page.locator('main').getByText('As it should be', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await saved(page)
  assert.equal(await state(whole), 'as_is')

  // A step opens the map that tells it in detail.
  await heads(page).filter({ hasText: 'Step 2' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Opens another map…' }).click()
  await page.getByRole('menuitem', { name: 'In detail' }).click()
  await page.getByRole('link', { name: 'Open the map of Step 2' }).click()
  await page.getByRole('heading', { level: 1, name: 'In detail' }).waitFor()
  assert.equal(idOf(page), detail)
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'The whole' }).waitFor()

  // A picture is put on a card, stands on the sheet, and is taken off again.
  await cell(page, 'Goal', 'Step 1').dblclick()
  await write(page, 'With a picture')
  await page.keyboard.press('Shift+Enter')
  const side = page.getByRole('dialog')
  const dot = await page.evaluate(() => { const c = document.createElement('canvas'); c.width = c.height = 30; c.getContext('2d').fillRect(0, 0, 30, 30); return c.toDataURL().split(',')[1] })
  await side.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') })
  const picture = page.getByRole('group', { name: 'With a picture' }).getByRole('img', { name: 'With a picture' })
  await picture.waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('main [role=group] img')].some((i) => i.naturalWidth === 30))
  await side.getByRole('button', { name: 'Remove' }).click()
  await picture.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')

  // Its counterpart: a copy that shows how it should be, and each leads to the other. What is drawn on one is not on the other.
  await menu('Make the map of how it should be')
  await page.waitForURL((u) => !u.pathname.endsWith(`/${whole}`))
  await page.getByRole('group', { name: 'With a picture' }).waitFor()
  const pair = idOf(page)
  assert.deepEqual([await state(whole), await state(pair)], ['as_is', 'to_be'])
  await cell(page, 'Goal', 'Step 3').dblclick()
  await write(page, 'Only as it should be')
  await saved(page)
  await menu('About this map')
  await page.getByText('It has a counterpart that shows the other one.').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'See how it is' }).click()
  await page.waitForURL((u) => u.pathname.endsWith(`/${whole}`))
  await page.getByRole('group', { name: 'With a picture' }).waitFor()
  assert.equal(await page.getByRole('group', { name: 'Only as it should be' }).count(), 0)
  await page.getByRole('link', { name: 'See how it should be' }).click()
  await page.waitForURL((u) => u.pathname.endsWith(`/${pair}`))

  // Who watches is told; it begins and ends in the menu. Whoever made it watches it.
  const watching = async () => (await call(page, 'GET', `/workspaces/1/maps/${pair}/watch`)).watching
  const was = await watching()
  await menu(was ? 'Stop watching' : 'Watch: tell me of changes')
  await until(page, async ([path, was]) => (await (await fetch(path)).json()).watching !== was, [`/api/v1/workspaces/1/maps/${pair}/watch`, was])
  assert.deepEqual(errors, [])
})

test('on paper the whole map is there, also what is beyond the window', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  await blank(page, 'On paper')
  const steps = Array.from({ length: 24 }, (_, i) => i)
  const lane = (await onServer(page)).lanes[0].id
  const put = (kind, id, fields) => ({ do: 'put', kind, id, fields })
  await call(page, 'POST', `/workspaces/1/maps/${idOf(page)}/changes`, { id: 'a-long-paper', base: 1, ops: [put('stage', 'st_0', { name: 'One', place: 'i' }), ...steps.flatMap((i) => [put('step', `sp_${i}`, { stage: 'st_0', name: `Step${i}x`, place: `m${String(i).padStart(2, '0')}i` }), put('card', `ca_${i}`, { step: `sp_${i}`, lane, text: `Card${i}x`, place: 'i' })])] })
  await heads(page).filter({ hasText: 'Step0x' }).waitFor()
  assert.equal(await page.getByText('Card23x').count(), 0, 'what is beyond the window is not drawn on the screen')
  const doc = await getDocument({ data: new Uint8Array(await page.pdf({ preferCSSPageSize: true })), verbosity: 0 }).promise
  assert.equal(doc.numPages, 1, 'no page is left empty around the sheet')
  let text = ''
  for (let i = 1; i <= doc.numPages; i++) {
    const sheet = await doc.getPage(i)
    const view = sheet.getViewport({ scale: 1 })
    assert.ok(view.width > view.height, 'a sheet lies on its side')
    for (const item of (await sheet.getTextContent()).items) {
      assert.ok(!item.str.trim() || item.transform[4] >= 0 && item.transform[4] + item.width <= view.width + 1, `“${item.str}” is off the paper`)
      text += item.str
    }
  }
  assert.ok(text.includes('On paper'))
  text = text.replace(/\s+/g, '')
  assert.deepEqual(steps.filter((i) => !text.includes(`Step${i}x`) || !text.includes(`Card${i}x`)), [])
  assert.ok(!text.includes('Addacard') && !text.includes('Saved'), 'buttons are not printed')
  await page.getByText('Card23x').waitFor({ state: 'detached' })
  assert.deepEqual(errors, [])
})

test('on a phone and a tablet: read by stage, a card is written, nothing spills', async (t) => {
  const desk = await jejak.open(t, '/w/1/maps')
  await ready(desk.page, 'In the pocket')
  const path = new URL(desk.page.url()).pathname
  for (const width of [360, 768, 1440]) {
    const { page, errors } = await jejak.open(t, path, { viewport: { width, height: 800 } })
    if (width < 768) {
      await page.getByRole('heading', { name: 'Step 1' }).waitFor()
      await page.getByRole('button', { name: 'Add a card: Goal, Step 1' }).click()
      await write(page, 'Written on the way')
      await page.getByRole('button', { name: 'Written on the way' }).click()
      await page.getByRole('dialog').getByRole('textbox', { name: 'Note' }).fill('in the bus')
      await page.keyboard.press('Escape')
      await saved(page)
    } else await page.getByRole('group', { name: 'Written on the way' }).waitFor()
    assert.equal(await spill(page), 0, `${width} px`)
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(errors, [])
  }
})
