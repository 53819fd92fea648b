// What a team says about a map and does about it, and how it shows the map to others.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { axe, spill, until } from './browser.mjs'
import { call, choose, screens } from './screens.mjs'

const jejak = screens('serve')
const LANGUAGES = ['en-GB', 'id-ID', 'zh-TW']

const OWNER = { email: 'sari@example.com', password: 'kopi senja di teras' }
let state

/** The owner's page; the first test sets the server up, with a member and a map of three steps. */
async function signedIn(t, options = {}, expected = /status of (401|404)/) {
  const made = await jejak.page(t, options, expected)
  await made.page.goto(jejak.base)
  await made.page.locator('h1').first().waitFor()
  if (state) await call(made.page, 'POST', '/session', OWNER)
  else {
    await call(made.page, 'POST', '/setup', { ...OWNER, name: 'Sari', workspace: 'Kopi Senja', zone: 'Asia/Jakarta', currency: 'IDR' })
    await call(made.page, 'POST', '/workspaces/1/members', { email: 'budi@example.com', name: 'Budi Santoso', role: 'marketer' })
    const { map } = await call(made.page, 'POST', '/workspaces/1/maps', { name: 'First cup' })
    const put = (kind, id, fields) => ({ do: 'put', kind, id, fields })
    const steps = ['Walks past', 'Orders', 'Comes again']
    await call(made.page, 'POST', `/workspaces/1/maps/${map.id}/changes`, {
      id: 'the-set-up', base: 1, ops: [
        put('map', undefined, { personas: [{ name: 'Dewi, 29' }, { name: 'Students' }] }),
        ...['goal', 'emotion', 'pain', 'opportunity'].map((kind, i) => put('lane', `la_${kind}`, { kind, name: { goal: 'Goal', emotion: 'Feeling', pain: 'Pain point', opportunity: 'Opportunity' }[kind], place: 'abcd'[i] })),
        ...steps.flatMap((name, i) => [put('stage', `st_${i}`, { name: ['Awareness', 'Transaction', 'Retention'][i], place: 'abc'[i] }), put('step', `sp_${i}`, { stage: `st_${i}`, name, place: 'i' })]),
        put('card', 'ca_goal', { step: 'sp_0', lane: 'la_goal', text: 'A short break', place: 'i' }),
        put('card', 'ca_feel', { step: 'sp_1', lane: 'la_emotion', value: -1, text: 'in a hurry', place: 'i' }),
        put('card', 'ca_pain', { step: 'sp_1', lane: 'la_pain', text: 'The wallet is refused', impact: 5, effort: 2, place: 'i' }),
        put('card', 'ca_chance', { step: 'sp_1', lane: 'la_opportunity', text: 'Retry without a new order', place: 'i', evidence: { note: 'Interviews in May' } }),
        put('edge', 'ed_again', { from: 'sp_2', to: 'sp_1', label: 'again', place: 'i' }),
      ],
    })
    state = { map: map.id, path: `/w/1/maps/${map.id}` }
  }
  return made
}

const card = (page, name) => page.getByRole('group', { name, exact: true })
const settled = (page) => page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity))
/** Nothing amiss for those who cannot see, nothing wider than the screen. */
async function sound(page, what) {
  await page.mouse.move(2, 2)
  await settled(page)
  assert.deepEqual(await axe(page), [], what)
  assert.equal(await spill(page), 0, what)
}

test('a comment mentions a member, stands on its card, is settled, deleted and asked back', async (t) => {
  const { page, errors } = await signedIn(t)
  await page.goto(jejak.base + state.path)
  await card(page, 'The wallet is refused').focus()
  await page.keyboard.press('c')
  const side = page.getByRole('dialog', { name: 'Comments' })
  const box = side.getByRole('textbox', { name: 'Comment on: The wallet is refused' })
  await box.click()
  await page.keyboard.type('Has anybody asked the till, @bud')
  await side.getByRole('option', { name: /Budi Santoso/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('?')
  await side.getByRole('button', { name: 'Comment', exact: true }).click()
  const said = side.getByRole('listitem').filter({ hasText: 'Has anybody asked the till, @Budi Santoso ?' })
  await said.waitFor()
  const { comments } = await call(page, 'GET', `/workspaces/1/maps/${state.map}/comments`)
  const budi = (await call(page, 'GET', '/workspaces/1/members')).members.find((m) => m.name === 'Budi Santoso')
  assert.deepEqual(comments.map((c) => [c.on, c.mentions]), [['ca_pain', [Number(budi.id)]]])
  await sound(page, 'comments')
  await page.keyboard.press('Escape')
  await side.waitFor({ state: 'detached' })
  await card(page, 'The wallet is refused').getByRole('button', { name: '1 open comment' }).click()
  // What is deleted can be asked back.
  await said.getByRole('button', { name: /More for/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await said.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await said.getByRole('button', { name: 'Settle' }).click()
  await said.waitFor({ state: 'detached' })
  await side.getByRole('checkbox', { name: 'Show 1 settled one' }).click()
  await said.getByRole('button', { name: 'Open again' }).click()
  await said.getByRole('button', { name: 'Settle' }).waitFor()
  // Of all of the map it is under the name of its card.
  await side.getByRole('button', { name: 'All comments' }).click()
  await side.getByRole('region', { name: 'The wallet is refused' }).getByRole('listitem').waitFor()
  assert.deepEqual(errors, [])
})

test('a task is made on a pain point, and stands among all tasks and on the board', async (t) => {
  const { page, errors } = await signedIn(t)
  await page.goto(jejak.base + state.path)
  await card(page, 'The wallet is refused').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Tasks' }).click()
  const side = page.getByRole('dialog', { name: 'Tasks' })
  await side.getByRole('textbox', { name: 'What is to be done' }).first().fill('Ask the provider of the wallet')
  await choose(page, side.getByRole('combobox', { name: 'Who', exact: true }), 'Budi Santoso')
  await side.getByLabel('By when', { exact: true }).fill('2020-01-31')
  await side.getByRole('button', { name: 'Add the task' }).click()
  await side.getByRole('checkbox', { name: 'Done: Ask the provider of the wallet' }).waitFor()
  await side.getByText('overdue').waitFor()
  await sound(page, 'tasks on the map')
  const { tasks } = await call(page, 'GET', '/workspaces/1/tasks')
  assert.deepEqual(tasks.map((x) => [x.card, x.due, x.done]), [['ca_pain', '2020-01-31', false]])

  await page.goto(`${jejak.base}/w/1/maps`)
  await page.getByRole('tab', { name: 'Tasks' }).click()
  await page.getByRole('checkbox', { name: 'Done: Ask the provider of the wallet' }).waitFor()
  await sound(page, 'all tasks')
  await page.getByRole('tab', { name: 'Opportunities' }).click()
  const grid = page.getByRole('table', { name: 'Impact over effort' })
  await grid.getByText('1 open task').waitFor()
  await page.getByRole('region', { name: 'Impact or effort not set yet' }).getByText('Retry without a new order').waitFor()
  await page.getByRole('region', { name: 'Impact or effort not set yet' }).getByRole('img', { name: 'Partly evidenced' }).waitFor()
  await sound(page, 'the board')
  // The board opens the card on its map.
  await grid.getByRole('link', { name: 'The wallet is refused' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'What it says' }).waitFor()
  assert.equal(await page.getByRole('dialog').getByRole('textbox', { name: 'What it says' }).inputValue(), 'The wallet is refused')
  await page.getByRole('dialog').getByRole('button', { name: '1 open task' }).click()
  await side.getByRole('checkbox', { name: /Done/ }).click()
  await page.waitForFunction(() => document.querySelector('[role=dialog] input[type=checkbox]')?.checked)
  await page.goto(`${jejak.base}/w/1/maps?view=tasks`)
  await page.getByText('No tasks here').waitFor()
  assert.deepEqual(errors, [])
})

test('a card of the board says how far it has come: by keyboard, by mouse, with a way back, for those who may', async (t) => {
  const { page, errors } = await signedIn(t)
  await page.goto(`${jejak.base}/w/1/maps?view=opportunities`)
  const kept = async () => Object.fromEntries((await call(page, 'GET', '/workspaces/1/opportunities')).opportunities.map((o) => [o.card, o.status]))
  const sent = () => page.waitForResponse((r) => r.url().endsWith('/changes') && r.ok())
  const chip = (status) => page.getByRole('button', { name: `Status of The wallet is refused: ${status}`, exact: true })
  // By keyboard.
  await chip('Proposed').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Proposed' }).waitFor()
  await sound(page, 'the statuses')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  let answer = sent()
  await page.keyboard.press('Enter')
  await answer
  await chip('In work').waitFor()
  assert.equal((await kept()).ca_pain, 'in_work')
  // By mouse, and back again.
  await page.getByRole('button', { name: 'Status of Retry without a new order: Proposed' }).click()
  answer = sent()
  await page.getByRole('menuitem', { name: 'Done' }).click()
  await answer
  assert.deepEqual(await kept(), { ca_pain: 'in_work', ca_chance: 'done' })
  answer = sent()
  await page.getByRole('alert').filter({ hasText: 'Retry without a new order is now at Done' }).getByRole('button', { name: 'Undo' }).click()
  await answer
  await page.getByRole('button', { name: 'Status of Retry without a new order: Proposed' }).waitFor()
  assert.deepEqual(await kept(), { ca_pain: 'in_work', ca_chance: 'proposed' })
  // Those of one status alone, which the address keeps.
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'In work (1)' }).click()
  await page.getByText('Retry without a new order', { exact: true }).waitFor({ state: 'detached' })
  await page.reload()
  await chip('In work').waitFor()
  assert.equal(await page.getByText('Retry without a new order', { exact: true }).count(), 0)
  await sound(page, 'the board of one status')
  // What somebody else said at the same moment stands, and ours waits on the card.
  await page.route('**/changes', async (route) => {
    await call(page, 'POST', `/workspaces/1/maps/${state.map}/changes`, { id: 'said-meanwhile', base: 0, client: 'another', ops: [{ do: 'put', kind: 'card', id: 'ca_pain', fields: { status: 'open' }, was: { status: 'in_work' } }] })
    await route.continue()
  }, { times: 1 })
  await chip('In work').click()
  await page.getByRole('menuitem', { name: 'Dismissed' }).click()
  await page.getByText('was set by somebody else at the same moment: Open stands').waitFor()
  assert.equal((await kept()).ca_pain, 'open')
  // On its map it says so too, and there one of the two is chosen.
  await page.goto(`${jejak.base}${state.path}?card=ca_pain`)
  const side = page.getByRole('dialog')
  await side.getByText('Dismissed').waitFor()
  await side.getByRole('button', { name: 'Take this one' }).click()
  await until(page, async () => (await (await fetch('/api/v1/workspaces/1/opportunities')).json()).opportunities.find((o) => o.card === 'ca_pain').status === 'dismissed')
  assert.equal(await side.getByRole('combobox', { name: 'Status' }).inputValue(), 'Dismissed')
  await page.keyboard.press('Escape')
  await card(page, 'The wallet is refused').getByText('Dismissed', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  assert.match(readFileSync(await (await download).path(), 'utf8'), /The wallet is refused.*Dismissed/)
  assert.deepEqual(errors, [])
})

test('a link shows the map to whoever has it and its password, until it is closed', async (t) => {
  const { page, errors } = await signedIn(t)
  await page.goto(jejak.base + state.path)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share' })
  await dialog.getByRole('textbox', { name: 'Password' }).fill('sore di teras')
  await dialog.getByRole('button', { name: 'Make a link' }).click()
  const link = await dialog.getByLabel('Link', { exact: true }).innerText()
  assert.match(link, /\/shared\/\w{40,}$/)
  await dialog.getByText('with a password').waitFor()
  await sound(page, 'sharing')

  const guest = await jejak.page(t, {}, /status of (401|404)/)
  await guest.page.goto(link)
  await guest.page.getByRole('heading', { name: 'This map is locked' }).waitFor()
  await sound(guest.page, 'the password')
  await guest.page.getByRole('textbox', { name: 'Password' }).fill('not this one')
  await guest.page.getByRole('button', { name: 'Open' }).click()
  await guest.page.getByText('This is not the password of this link.').waitFor()
  await guest.page.getByRole('textbox', { name: 'Password' }).fill('sore di teras')
  await guest.page.getByRole('button', { name: 'Open' }).click()
  await guest.page.getByRole('heading', { level: 1, name: 'First cup' }).waitFor()
  await card(guest.page, 'The wallet is refused').waitFor()
  assert.equal(await guest.page.getByRole('navigation').count(), 0)
  assert.equal(await guest.page.getByRole('button', { name: /Add a card|Comment/ }).count(), 0)
  assert.deepEqual(await guest.page.context().cookies(), [])
  await sound(guest.page, 'the shared map')
  await guest.page.setViewportSize({ width: 360, height: 740 })
  await guest.page.getByRole('heading', { name: 'Walks past' }).waitFor()
  await sound(guest.page, 'the shared map on a phone')

  // Another site may show it, and no other page of the app.
  const other = createServer((req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Blog</title><iframe src="${req.url === '/app' ? jejak.base : link}" width="900" height="600"></iframe>`))
  await new Promise((resolve) => { other.listen(0, '127.0.0.1', resolve) })
  t.after(() => other.close())
  const blog = await jejak.page(t, {}, /./)
  await blog.page.goto(`http://127.0.0.1:${other.address().port}/`)
  await blog.page.frameLocator('iframe').getByRole('heading', { name: 'This map is locked' }).waitFor()
  const refused = await guest.page.request.get(jejak.base)
  assert.match(refused.headers()['content-security-policy'], /frame-ancestors 'none'/)
  assert.equal((await guest.page.request.get(link)).headers()['x-robots-tag'], 'noindex, nofollow')

  await dialog.getByRole('button', { name: /Close the link that ends in/ }).click()
  await dialog.getByText('No link is open.').waitFor()
  await guest.page.goto(link)
  await guest.page.getByText('This link is not open any more').waitFor()
  await sound(guest.page, 'a link that is closed')
  assert.deepEqual([...errors, ...guest.errors], [])
})

test('a map is presented by keyboard, through the eyes of a persona', async (t) => {
  const { page, errors } = await signedIn(t)
  await page.goto(jejak.base + state.path)
  await page.getByRole('button', { name: 'Present' }).focus()
  await page.keyboard.press('Enter')
  const show = page.getByRole('dialog', { name: 'First cup' })
  await show.getByText('Through the eyes of Dewi, 29').waitFor()
  await show.getByText('Students', { exact: true }).click()
  await show.getByText('Through the eyes of Students').waitFor()
  await sound(page, 'the cover')
  await page.keyboard.press('Tab') // real customers
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await show.getByRole('heading', { name: 'Walks past' }).waitFor()
  await show.getByText('A short break').waitFor()
  await page.keyboard.press('ArrowRight')
  await show.getByRole('heading', { name: 'Orders' }).waitFor()
  await show.getByText('in a hurry').waitFor()
  await sound(page, 'a step')
  await page.keyboard.press('End')
  await show.getByText('Step 3 of 3').waitFor()
  await show.getByRole('button', { name: 'Orders' }).click()
  await show.getByRole('heading', { name: 'Orders' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  await show.getByRole('heading', { name: 'Walks past' }).waitFor()
  await page.keyboard.press('Escape')
  await show.waitFor({ state: 'detached' })
  await card(page, 'A short break').waitFor()
  assert.deepEqual(errors, [])
})

test('who may only look reads comments and tasks, and writes none; a persona has a segment', async (t) => {
  const { page, errors } = await signedIn(t)
  await call(page, 'POST', '/workspaces/1/segments', { name: 'Regulars', rule: { did: { event: { event: 'Order Completed' } } } })
  await page.goto(jejak.base + state.path)
  await page.getByRole('button', { name: 'More for First cup' }).click()
  await page.getByRole('menuitem', { name: 'About this map' }).click()
  await choose(page, page.getByRole('combobox', { name: 'People of Students' }), 'Regulars')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('[data-saving=saved]').waitFor()
  await until(page, async (path) => (await (await fetch(path)).json()).map.personas[1].segment, `/api/v1/workspaces/1/maps/${state.map}`)

  const { password } = await call(page, 'POST', '/workspaces/1/members', { email: 'tamu@example.com', name: 'Tamu', role: 'viewer' })
  const viewer = await jejak.page(t, {}, /status of (401|404)/)
  await viewer.page.goto(jejak.base)
  await viewer.page.locator('h1').first().waitFor()
  await call(viewer.page, 'POST', '/session', { email: 'tamu@example.com', password })
  await call(viewer.page, 'PATCH', '/session/user', { password: 'another long password', currentPassword: password })
  await viewer.page.goto(`${jejak.base}${state.path}?view=comments`)
  await viewer.page.getByText('Your role reads comments and writes none.').waitFor()
  await viewer.page.getByText('Has anybody asked the till').waitFor()
  assert.equal(await viewer.page.getByRole('button', { name: 'Settle' }).count(), 0)
  await viewer.page.goto(`${jejak.base}${state.path}?view=tasks`)
  await viewer.page.getByText('Your role reads tasks and makes none.').waitFor()
  assert.equal(await viewer.page.getByRole('button', { name: 'Share', exact: true }).count(), 0)

  // Who is mentioned is told, and led to where; the mark is gone once it was seen. What the team does is there to read.
  const tamu = (await call(page, 'GET', '/workspaces/1/members')).members.find((m) => m.name === 'Tamu')
  await call(page, 'POST', `/workspaces/1/maps/${state.map}/comments`, { on: 'ca_pain', text: 'What do you think, @Tamu?', mentions: [Number(tamu.id)] })
  await viewer.page.goto(`${jejak.base}/w/1/journey`)
  await viewer.page.getByRole('button', { name: '1 new notice', exact: true }).click()
  const told = viewer.page.getByRole('dialog', { name: 'What concerns you' })
  const notice = told.getByRole('link', { name: /Sari mentioned you on First cup new What do you think, @Tamu\?/ })
  await notice.waitFor()
  await sound(viewer.page, 'notices')
  await told.getByText('The team', { exact: true }).click()
  await told.getByRole('listitem').filter({ hasText: /Sari made a map.*First cup/ }).waitFor()
  await sound(viewer.page, 'activity')
  await told.getByText('For you', { exact: true }).click()
  await notice.click()
  await viewer.page.getByRole('dialog', { name: 'Comments' }).getByText('What do you think, @Tamu?').waitFor()
  await viewer.page.getByRole('button', { name: 'What concerns you', exact: true }).waitFor()
  assert.deepEqual([...errors, ...viewer.errors], [])
})

test('what somebody says on a card stands in the other browser at once, and becomes a pain point', async (t) => {
  const a = await signedIn(t)
  await a.page.goto(jejak.base + state.path)
  const mark = card(a.page, 'A short break').getByRole('button', { name: '1 open comment' })
  await card(a.page, 'A short break').waitFor()
  assert.equal(await mark.count(), 0)
  const b = await signedIn(t)
  await b.page.goto(jejak.base + state.path)
  // A hears of B, so the line is open; from here on A loads nothing anew.
  await a.page.getByRole('list', { name: 'Here now' }).getByRole('listitem').first().waitFor()
  await a.page.evaluate(() => { globalThis.stayed = true })
  await card(b.page, 'A short break').focus()
  await b.page.keyboard.press('c')
  const box = b.page.getByRole('dialog', { name: 'Comments' })
  await box.getByRole('textbox', { name: 'Comment on: A short break' }).click()
  await b.page.keyboard.type('Nobody finds a seat at eight')
  await box.getByRole('button', { name: 'Comment', exact: true }).click()
  await mark.click()
  const said = a.page.getByRole('dialog', { name: 'Comments' }).getByRole('listitem').filter({ hasText: 'Nobody finds a seat at eight' })
  await said.waitFor()
  // Settled there, it is settled here.
  await box.getByRole('listitem').filter({ hasText: 'Nobody finds' }).getByRole('button', { name: 'Settle' }).click()
  await said.waitFor({ state: 'detached' })
  assert.equal(await a.page.evaluate(() => globalThis.stayed), true)
  await a.page.getByRole('dialog', { name: 'Comments' }).getByRole('checkbox', { name: /settled/ }).click()
  await said.getByRole('button', { name: /More for/ }).click()
  await a.page.getByRole('menuitem', { name: 'Make a pain point of it' }).click()
  await a.page.getByRole('heading', { level: 1, name: 'Nobody finds a seat at eight' }).waitFor()
  await sound(a.page, 'the pain point of a comment')
  const { pains } = await call(a.page, 'GET', '/workspaces/1/pains')
  const [one] = pains.filter((p) => p.kind === 'comment')
  assert.deepEqual([one.title, one.evidence.map, one.evidence.card, one.status], ['Nobody finds a seat at eight', state.map, 'ca_goal', 'open'])
  // It leads back to where it was said, and is made once.
  await a.page.getByRole('link', { name: 'Show the card on its map' }).click()
  await card(a.page, 'A short break').waitFor()
  await a.page.goto(`${jejak.base}${state.path}?view=comments&card=ca_goal`)
  await a.page.getByRole('checkbox', { name: /settled/ }).click()
  await said.getByRole('button', { name: /More for/ }).click()
  await a.page.getByRole('menuitem', { name: 'Make a pain point of it' }).click()
  await a.page.waitForURL((u) => u.pathname.endsWith(`/pains/${one.id}`))
  assert.equal((await call(a.page, 'GET', '/workspaces/1/pains')).pains.filter((p) => p.kind === 'comment').length, 1)
  assert.deepEqual([...a.errors, ...b.errors], [])
})

test('two who name one stage, and one lane, at the same moment: both are told, and take their own or leave it', async (t) => {
  const cut = /ERR_INTERNET_DISCONNECTED|Failed to load resource/
  const a = await signedIn(t, {}, cut)
  const b = await signedIn(t, {}, cut)
  for (const { page } of [a, b]) {
    await page.goto(jejak.base + state.path)
    await page.getByRole('columnheader', { name: /Awareness/ }).waitFor()
  }
  await b.page.getByRole('list', { name: 'Here now' }).getByRole('listitem').first().waitFor()
  const name = async (page, head, text) => {
    await head.dblclick()
    await page.locator('main textarea').fill(text)
    await page.keyboard.press('Enter')
    await page.locator('main textarea').waitFor({ state: 'detached' })
  }
  const names = async () => {
    const { sheet } = await call(a.page, 'GET', `/workspaces/1/maps/${state.map}`)
    return [sheet.stages.find((s) => s.id === 'st_0').name, sheet.lanes.find((l) => l.id === 'la_goal').name]
  }
  await b.page.context().setOffline(true)
  await name(b.page, b.page.getByRole('columnheader', { name: /Awareness/ }), 'Getting to know us')
  await name(b.page, b.page.getByRole('rowheader', { name: /^Goal/ }), 'Wishes')
  await name(a.page, a.page.getByRole('columnheader', { name: /Awareness/ }), 'First sight')
  await name(a.page, a.page.getByRole('rowheader', { name: /^Goal/ }), 'What they want')
  await a.page.locator('[data-saving=saved]').waitFor()
  await until(a.page, async (path) => (await (await fetch(path)).json()).sheet.lanes.some((l) => l.name === 'What they want'), `/api/v1/workspaces/1/maps/${state.map}`)
  await b.page.context().setOffline(false)
  // The later one stands, and the one before it is in the hands of both.
  const alert = (page, text) => page.getByRole('alert').filter({ hasText: text })
  await alert(b.page, 'Somebody else had just written “First sight” here').waitFor()
  await alert(b.page, 'Somebody else had just written “What they want” here').waitFor()
  await alert(a.page, '“Getting to know us” stands instead of your “First sight”').waitFor()
  await alert(a.page, '“Wishes” stands instead of your “What they want”').waitFor()
  assert.deepEqual(await names(), ['Getting to know us', 'Wishes'])
  await sound(a.page, 'told of a name')
  await alert(a.page, 'First sight').getByRole('button', { name: 'Use mine' }).click()
  await alert(b.page, 'What they want').getByRole('button', { name: 'Use theirs' }).click()
  for (const { page } of [a, b]) {
    await page.getByRole('columnheader', { name: /First sight/ }).waitFor()
    await page.getByRole('rowheader', { name: /What they want/ }).waitFor()
  }
  assert.deepEqual(await names(), ['First sight', 'What they want'])
  await call(a.page, 'POST', `/workspaces/1/maps/${state.map}/changes`, { id: 'names-as-before', base: 0, ops: [{ do: 'put', kind: 'stage', id: 'st_0', fields: { name: 'Awareness' }, was: { name: 'First sight' } }, { do: 'put', kind: 'lane', id: 'la_goal', fields: { name: 'Goal' }, was: { name: 'What they want' } }] })
  assert.deepEqual([...a.errors, ...b.errors], [])
})

test('a link that has run out is a plain page', async (t) => {
  const { page, errors } = await signedIn(t)
  const { token } = await call(page, 'POST', `/workspaces/1/maps/${state.map}/shares`, { expires: new Date(Date.now() + 1500).toISOString(), figures: { last: '90d' } })
  await until(page, async (path) => (await fetch(path)).status === 404, `/api/v1/shared/${token}`)
  const guest = await jejak.page(t, {}, /status of (401|404)/)
  await guest.page.goto(`${jejak.base}/shared/${token}`)
  await guest.page.getByText('This link is not open any more').waitFor()
  assert.equal(await guest.page.getByText('The wallet is refused').count(), 0)
  await sound(guest.page, 'a link that has run out')
  await guest.page.setViewportSize({ width: 360, height: 740 })
  await sound(guest.page, 'a link that has run out, on a phone')
  assert.deepEqual([...errors, ...guest.errors], [])
})

test('on a phone and in every language nothing spills', async (t) => {
  for (const locale of LANGUAGES) {
    const { page, errors } = await signedIn(t, { viewport: { width: 360, height: 740 }, locale, colorScheme: locale === 'id-ID' ? 'dark' : 'light' })
    for (const [path, name] of [[`${state.path}?view=comments`, 'comments'], [`${state.path}?view=tasks`, 'tasks'], [`${state.path}?view=present`, 'present'], ['/w/1/maps?view=opportunities', 'board'], ['/w/1/maps?view=tasks&edit=all', 'all']]) {
      await page.goto(jejak.base + path)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
      if (name === 'comments') await page.getByText('Sari', { exact: true }).first().waitFor()
      await sound(page, `${locale} ${name}`)
    }
    assert.deepEqual(errors, [])
  }
})
