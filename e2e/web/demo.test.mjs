// The main ways through the screens, in the demo as it ships.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'
import { send } from './server.mjs'

const jejak = screens('demo', '--people', '600', '--rate', '8')

const ready = (page) => page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'))
/** Presses a key until what it opens is there: a busy machine shows a screen before it listens to keys. */
const press = async (page, key, opened) => {
  for (let left = 20; left > 0 && !(await opened.isVisible()); left--) {
    await page.keyboard.press(key)
    await opened.waitFor({ timeout: 3000 }).catch(() => undefined)
  }
  await opened.waitFor()
}
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

test('the demo opens straight, says that it is simulated, and lives', async (t) => {
  const { page, errors } = await jejak.open(t, '/')
  await heading(page, 'Journey')
  await page.getByText('everything here is simulated').waitFor()
  for (const stage of ['Awareness', 'Engagement', 'Transaction', 'Retention']) await page.getByRole('heading', { level: 2, name: stage }).waitFor()
  await page.locator('[data-live=true]').waitFor()
  await ready(page)
  assert.deepEqual(await axe(page), [])
  // What comes in now is in the figures without a reload.
  const events = () => page.locator('main p').first().innerText()
  const first = await events()
  await page.waitForFunction((was) => document.querySelector('main p').innerText !== was, first)
  assert.deepEqual(errors, [])
})

test('an address that leads nowhere leads back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/nowhere')
  await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('link', { name: 'Journey' }).click()
  await heading(page, 'Journey')
  assert.deepEqual(errors, [])
})

test('screens are fetched while nothing else is to do, and ask for no file when they open; not for whoever saves data', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey', {}, /status of 404/)
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((r) => /SettingsPage-.*\.js$/.test(r.name))) // the last of them
  await page.waitForLoadState('networkidle')
  const asked = []
  page.on('request', (r) => { if (r.url().includes('/assets/')) asked.push(r.url()) })
  for (const name of ['Surveys', 'Voice', 'Sources']) {
    await page.getByRole('link', { name, exact: true }).click()
    await heading(page, name)
  }
  assert.deepEqual(asked, [])
  assert.deepEqual(errors, [])

  const thrifty = await jejak.open(t, '/w/1/journey', { savesData: true })
  await thrifty.page.waitForLoadState('networkidle')
  await thrifty.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  const files = await thrifty.page.evaluate(() => performance.getEntriesByType('resource').map((r) => r.name))
  assert.ok(files.some((name) => name.includes('JourneyPage')) && !files.some((name) => name.includes('SurveysPage')), files.join(' '))
})

test('a screen that cannot be fetched says that the server is out of reach, and opens once it is back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey', { savesData: true }, /ERR_INTERNET_DISCONNECTED|: offline|dynamically imported module|Unable to preload CSS/)
  await page.getByRole('link', { name: 'Surveys', exact: true }).waitFor()
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Surveys', exact: true }).click()
  const gone = page.getByRole('alert').filter({ has: page.getByRole('heading', { name: 'The server cannot be reached' }) })
  await gone.waitFor()
  await gone.getByRole('button', { name: 'Try again' }).click()
  await gone.waitFor()
  assert.equal(new URL(page.url()).pathname, '/w/1/surveys')
  await page.context().setOffline(false)
  await gone.getByRole('button', { name: 'Try again' }).click()
  await heading(page, 'Surveys')
  // A part within a screen.
  await page.context().setOffline(true)
  await page.getByRole('button', { name: /^Find people and screens/ }).click()
  await gone.getByRole('button', { name: 'Try again' }).click()
  await gone.waitFor()
  await page.context().setOffline(false)
  await gone.getByRole('button', { name: 'Try again' }).click()
  await heading(page, 'Surveys')
  assert.deepEqual(errors, [])
})

test('a screen that a newer server no longer has comes with the whole page, anew', async (t) => {
  for (const kind of ['css', 'js']) {
    const { page, errors } = await jejak.open(t, '/w/1/journey', { savesData: true }, /status of 404|dynamically imported module|Unable to preload CSS/)
    await page.getByRole('link', { name: 'Surveys', exact: true }).waitFor()
    let old = true
    page.on('request', (r) => { if (r.isNavigationRequest()) old = false })
    await page.route(new RegExp(`/assets/.*\\.${kind}$`), (route) => (old ? route.fulfill({ status: 404 }) : route.continue()))
    await page.getByRole('link', { name: 'Surveys', exact: true }).click()
    await heading(page, 'Surveys')
    assert.equal(old, false)
    assert.deepEqual(errors, [])
  }
})

const PART = {
  'en-GB': ['This part could not be loaded', 'Load the page anew'],
  id: ['Bagian ini tidak dapat dimuat', 'Muat ulang halaman'],
  'zh-TW': ['無法載入這個部分', '重新載入頁面'],
}
for (const [locale, [title, anew]] of Object.entries(PART)) {
  test(`a part that the server does not have is told apart from a server out of reach, ${locale}`, async (t) => {
    const { page, errors } = await jejak.open(t, '/w/1/journey', { locale, savesData: true }, /status of 404|dynamically imported module|Unable to preload CSS/)
    const told = page.getByRole('alert').filter({ has: page.getByRole('heading', { name: title }) })
    const surveys = page.locator('a[href="/w/1/surveys"]')
    const screen = /\/assets\/SurveysPage-.*\.js$/
    await surveys.first().waitFor()
    await page.route(screen, (route) => route.fulfill({ status: 404 }))
    const again = page.waitForEvent('load') // the one time that the page is loaded anew by itself
    await surveys.first().click()
    await again
    await told.waitFor()
    assert.deepEqual(await axe(page), [])
    await page.unroute(screen)
    await told.getByRole('button', { name: anew }).click()
    await told.waitFor({ state: 'detached' })
    await page.locator('main h1').waitFor()
    assert.equal(new URL(page.url()).pathname, '/w/1/surveys')
    // A part within a screen is not loaded anew by itself: what is typed there would be lost.
    await ready(page)
    await page.route(/\/assets\/Finder-.*\.js$/, (route) => route.fulfill({ status: 404 }))
    await press(page, 'Control+k', told)
    await page.unroute(/\/assets\/Finder-.*\.js$/)
    await told.getByRole('button', { name: anew }).click()
    await told.waitFor({ state: 'detached' })
    await page.locator('main h1').waitFor()
    await press(page, 'Control+k', page.getByRole('dialog').getByRole('combobox'))
    assert.deepEqual(errors, [])
  })
}

test('from a number to its people, to a person, and back', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey?range=90d')
  await page.getByRole('button', { name: /Entered Transaction/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('heading', { name: 'Entered Transaction' }).waitFor()
  assert.match(decodeURIComponent(page.url()), /"outcome":"entered"/)
  const person = sheet.getByRole('link').first()
  await person.waitFor()
  assert.deepEqual(await axe(page), [])
  await person.click()
  await page.waitForURL(/\/people\/[0-9a-f]{32}/)
  await page.getByRole('region', { name: 'Timeline' }).locator('time').first().waitFor()
  await page.locator('summary').first().click()
  await page.getByText('About this event').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByText('Why one person', { exact: true }).click()
  await page.getByText('First seen: none of these ids was known').first().waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await page.getByRole('dialog').getByRole('heading', { name: 'Entered Transaction' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.match(page.url(), /range=90d/)
  assert.deepEqual(errors, [])
})

test('the sheet by keyboard: a band opens its people', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey')
  const band = page.getByRole('button', { name: /Awareness to Engagement/ })
  await band.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Keys' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await heading(page, 'People')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /Name, e-mail/ }).fill('ledg')
  await page.keyboard.press('Enter')
  await heading(page, 'Ledger')
  assert.deepEqual(errors, [])
})

test('what was chosen is in the address', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/journey')
  await page.getByRole('button', { name: /Time: Last 30 days/ }).click()
  await page.getByRole('menuitem', { name: 'Last 90 days' }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText(/^before:/).first().waitFor()
  assert.match(page.url(), /range=90d/)
  await page.reload()
  await page.getByRole('button', { name: /Time: Last 90 days/ }).waitFor()
  await page.getByText(/^before:/).first().waitFor()
  assert.deepEqual(errors, [])
})

test('people are found', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/people')
  const name = await page.locator('tbody a').first().innerText()
  await page.getByRole('textbox', { name: 'Search people' }).fill(name.slice(0, 6))
  await page.waitForURL(/search=/)
  await page.getByRole('link', { name, exact: true }).first().waitFor()
  await page.getByRole('textbox', { name: 'Search people' }).fill('nobody has this name')
  await page.getByText('Nobody of that name').waitFor()
  assert.deepEqual(errors, [])
})

const chooseKind = async (page, kind) => {
  await page.getByRole('button', { name: /Kind of question/ }).click()
  await page.getByRole('menuitem', { name: kind, exact: true }).click()
}

test('questions: funnel, paths, retention, trend', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/ask')
  await page.getByRole('button', { name: /Funnel/ }).click()
  await page.getByRole('button', { name: /Reached .*Show the people/ }).first().waitFor()
  assert.match(decodeURIComponent(page.url()), /"kind":"funnel"/)
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: /went no further/ }).first().click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'As JSON' }).click()
  await page.getByRole('dialog').getByText('"kind": "funnel"').waitFor()
  await page.keyboard.press('Escape')
  for (const [kind, sign] of [['Paths', 'div[role=img] svg'], ['Retention', 'table tbody tr'], ['Trend', 'div[role=img] svg']]) {
    await chooseKind(page, kind)
    await page.locator(`main ${sign}`).first().waitFor()
    await ready(page)
    assert.deepEqual(await axe(page), [], kind)
  }
  await chooseKind(page, 'Paths')
  await page.locator('label', { hasText: /^Step by step$/ }).click()
  await page.locator('main table tbody button').first().click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  assert.deepEqual(errors, [])
})

test('a source: key, live verdicts, ledger, quarantine, mended and sent in again', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/sources')
  await page.getByRole('cell', { name: 'within this hour' }).first().waitFor()
  await page.getByRole('button', { name: 'New source' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Kiosk')
  await page.getByRole('button', { name: 'Create' }).click()
  await heading(page, 'Kiosk')
  const key = await page.locator('dd .mono').first().innerText()
  await page.getByText(key).nth(1).waitFor()
  await page.getByText('Live events', { exact: true }).click()
  await page.getByText('Waiting for the first event').waitFor()
  const good = await send(jejak.base, key, 'track', { userId: 'kiosk-1', event: 'Kiosk Used', messageId: 'k1' })
  assert.equal(good.status, 200, good.body)
  await page.getByText('Kiosk Used').waitFor()
  await send(jejak.base, key, 'track', { event: 'Kiosk Used', messageId: 'k2' })
  await page.getByText(/It names nobody/).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('link', { name: 'Person', exact: true }).click()
  await page.getByText('Kiosk Used').first().waitFor()
  await page.goto(`${jejak.base}/w/1/ledger?view=quarantine`)
  await page.getByRole('button', { name: /Kiosk It names nobody/ }).click()
  const body = page.getByRole('textbox', { name: 'As it came' })
  await body.fill('{"type":"track","event":"Kiosk Used","userId":"kiosk-1"}')
  await page.getByRole('button', { name: 'Send in mended' }).click()
  await page.getByRole('dialog').getByText('stored', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('sent in again').first().waitFor()
  await page.goto(`${jejak.base}/w/1/ledger`)
  await page.getByText('It adds up: nothing vanished.').waitFor()
  await page.locator('main div[role=img] svg').waitFor()
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

const SET_ASIDE = { id: ['properties harus berupa objek, bukan daftar', 'Isi permintaan tidak terbaca: bukan JSON pada byte 39: koma atau akhir objek atau daftar tidak ada.'], 'zh-TW': ['properties 必須是物件，不能是清單', '無法讀取請求內容：第 39 位元組起不是 JSON：缺少逗號，或缺少物件或清單的結尾。'] }
for (const [locale, [one, whole]] of Object.entries(SET_ASIDE)) {
  test(`what is wrong with an event is said in the language of who looks, ${locale}`, async (t) => {
    const { page, errors } = await jejak.open(t, '/w/1/sources', { locale })
    const source = await call(page, 'POST', '/workspaces/1/sources', { name: locale, kind: 'server', channel: 'web' })
    const listening = page.waitForResponse((r) => r.url().includes(`/sources/${source.id}/live`))
    await page.goto(`${jejak.base}/w/1/sources/${source.id}?view=live`)
    await listening
    await send(jejak.base, source.writeKey, 'batch', '{"batch":[{"type":"track","event":"A","userId":"u","properties":[]}]}')
    await page.getByText(one).waitFor()
    await send(jejak.base, source.writeKey, 'batch', '{"batch":[{"type":"page","userId":"u"}')
    await page.goto(`${jejak.base}/w/1/ledger?view=quarantine&source=${source.id}`)
    await page.getByText(one).waitFor()
    await page.getByRole('button').filter({ hasText: whole }).click()
    await page.getByRole('dialog').getByText(whole).waitFor()
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(errors, [])
  })
}

test('settings', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/settings?view=stages')
  await page.getByText('in use').waitFor()
  for (const tab of ['Workspace', 'Members', 'API tokens', 'Audit log', 'My profile']) {
    const found = page.getByRole('tab', { name: tab })
    if ((await found.count()) === 0) continue
    await found.click()
    await ready(page)
    assert.deepEqual(await axe(page), [], tab)
  }
  assert.deepEqual(errors, [])
})

const WORDS = { en: ['Journey', 'People', 'Ask', 'Dashboards', 'Segments', 'Sources', 'Ledger', 'Settings'], id: ['Perjalanan', 'Orang', 'Tanya', 'Dasbor', 'Segmen', 'Sumber', 'Buku besar', 'Setelan'], 'zh-Hant': ['旅程', '顧客', '提問', '儀表板', '分群', '來源', '帳目', '設定'] }
for (const [lang, words] of Object.entries(WORDS)) {
  for (const [look, options] of [['dark desk', { colorScheme: 'dark' }], ['phone', { viewport: { width: 360, height: 760 }, hasTouch: true }]]) {
    test(`every screen, ${lang}, ${look}`, async (t) => {
      const { page, errors } = await jejak.open(t, '/w/1/journey', { ...options, locale: lang === 'zh-Hant' ? 'zh-TW' : lang })
      for (const word of words) {
        const link = page.getByRole('navigation').getByRole('link', { name: word, exact: true })
        // At the foot of a phone the last screens are behind one button.
        if (await link.isVisible()) await link.click()
        else {
          await page.getByRole('navigation').getByRole('button').click()
          await page.getByRole('menuitem', { name: word, exact: true }).click()
        }
        await heading(page, word)
        await ready(page)
        assert.equal(await spill(page), 0, `${word} spills over the edge`)
        assert.deepEqual(await axe(page), [], word)
      }
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang)
      assert.deepEqual(errors, [])
    })
  }
}

test('the language is switched without losing the place', async (t) => {
  const { page } = await jejak.open(t, '/w/1/journey?range=7d')
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitem', { name: '繁體中文' }).click()
  await heading(page, '旅程')
  assert.match(page.url(), /range=7d/)
  await page.reload()
  await heading(page, '旅程')
})

test('nothing is asked of any other host, and the page policy holds', async (t) => {
  const { page } = await jejak.open(t, '/w/1/journey')
  const hosts = new Set()
  page.on('request', (r) => hosts.add(new URL(r.url()).origin))
  await page.reload()
  await page.locator('[data-live=true]').waitFor()
  assert.deepEqual([...hosts], [jejak.base])
  const policy = (await fetch(jejak.base + '/')).headers.get('content-security-policy')
  assert.match(policy, /script-src 'self'/)
  assert.doesNotMatch(policy, /script-src[^;]*unsafe/)
})
