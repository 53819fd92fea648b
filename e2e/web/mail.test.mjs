// Surveys by e-mail: written, sent to a segment through a real mail server, answered from the mail, and left again.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { freePort } from './identity.mjs'
import { call, screens } from './screens.mjs'
import { send } from './server.mjs'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { SMTPServer } = require('smtp-server')
const { simpleParser } = require('mailparser')
const PASSWORD = 'five green umbrellas'
const ME = 'sari@example.com'
const PHONE = { viewport: { width: 360, height: 780 }, hasTouch: true }
const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }

/** Takes mail in on a port of this machine. */
function inbox() {
  const mails = []
  const waiting = []
  const way = { closed: false }
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onConnect: (session, done) => done(way.closed ? new Error('Closed for now') : undefined),
    onData(stream, session, done) {
      void simpleParser(stream).then((mail) => {
        mails.push({ ...mail, to: session.envelope.rcptTo[0].address })
        for (const w of waiting.splice(0)) w()
        done()
      }, done)
    },
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    port: server.server.address().port,
    closeFor: (now) => { way.closed = now },
    async to(address) {
      for (;;) {
        const found = mails.filter((m) => m.to === address)
        if (found.length) return found.at(-1)
        await new Promise((more) => waiting.push(more))
      }
    },
    close: () => new Promise((closed) => server.close(closed)),
  })))
}

const box = await inbox()
const port = await freePort()
const home = `http://127.0.0.1:${port}`
const jejak = screens('serve', '--listen', `127.0.0.1:${port}`, '--public-url', home, '--mail-url', `smtp://127.0.0.1:${box.port}?tls=off`, '--mail-from', 'Kopi Jejak <hello@example.com>', '--mail-rate', '0')
after(() => box.close())

const CONTENT = {
  languages: ['en', 'id', 'zh-Hant', 'ar'],
  questions: [
    { id: 'again', kind: 'nps', title: { en: 'Would you recommend us, {{trait:name|friend}}?', id: 'Apakah Anda akan merekomendasikan kami?', 'zh-Hant': '您會推薦我們嗎？', ar: 'هل توصي بنا؟' }, low: { en: 'Never', id: 'Tidak', 'zh-Hant': '不會', ar: 'أبدًا' }, high: { en: 'Surely', id: 'Pasti', 'zh-Hant': '一定會', ar: 'بالتأكيد' } },
    { id: 'why', kind: 'text', title: { en: 'What is behind your {{answer:again}}?', id: 'Mengapa {{answer:again}}?', 'zh-Hant': '為什麼給 {{answer:again}} 分？', ar: 'لماذا {{answer:again}}؟' } },
  ],
}

async function running(page, name, content) {
  const made = await call(page, 'POST', '/workspaces/1/surveys', { name, content })
  await call(page, 'POST', `/workspaces/1/surveys/${made.id}/state`, { state: 'running' })
  return made.id
}

/** Takes one of a short list. */
async function pick(page, field, option) {
  await field.click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function until(page, ask, holds) {
  const began = performance.now()
  for (;;) {
    const got = await ask()
    if (holds(got)) return got
    assert.ok(performance.now() - began < 30_000, `never came: ${JSON.stringify(got)?.slice(0, 500)}`)
    await page.waitForTimeout(50)
  }
}

test('a survey is written, sent to a segment, answered from the mail, and what was said is on the timeline', async (t) => {
  const { page, errors } = await jejak.page(t, {}, /status of 401/)
  await page.goto(home)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Sari')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ME)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('textbox', { name: 'Brand' }).fill('Kopi Senja')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1, name: 'Journey' }).waitFor()
  const { writeKey } = await call(page, 'POST', '/workspaces/1/sources', { name: 'Shop', kind: 'website' })
  for (const [userId, traits] of [['mail-rina', { email: 'rina@example.com', name: 'Rina', language: 'en' }], ['mail-wei', { email: 'wei@example.com', name: 'Wei', language: 'zh-TW' }], ['mail-none', { name: 'Nobody' }]]) {
    assert.equal((await send(jejak.base, writeKey, 'identify', { userId, traits: { ...traits, club: 'mail' } })).status, 200)
  }
  const segment = await call(page, 'POST', '/workspaces/1/segments', { name: 'Mail club', rule: { trait: { property: 'club', op: 'eq', value: 'mail' } } })
  assert.ok(segment.id)
  const id = await running(page, 'By mail', CONTENT)
  await page.goto(`${jejak.base}/w/1/surveys/${id}?view=deliver`)
  const part = page.getByRole('region', { name: 'By e-mail' })
  await part.getByRole('textbox', { name: /^Subject.*English|^Subject$/ }).first().fill('How was it?')
  await part.getByText('How was it?', { exact: true }).waitFor()
  const look = page.frameLocator('iframe[title="How the mail looks"]')
  await look.getByRole('link', { name: '9 of 10' }).waitFor()
  await part.getByRole('button', { name: 'Save the mail' }).click()
  await page.getByText('Saved', { exact: true }).first().waitFor()
  await pick(page, part.getByRole('combobox', { name: 'To whom' }), 'Mail club')
  await part.getByRole('button', { name: 'See who would get it' }).click()
  await part.getByText('2 of 3 people would get it').waitFor()
  await part.getByText('no e-mail address is known').waitFor()
  assert.deepEqual(await axe(page), [])
  await shot(page, 'mail-deliver')
  await part.getByRole('button', { name: 'Send 2 mails' }).click()
  await part.getByText('It is on its way.').waitFor()
  const sending = part.getByRole('region', { name: 'Sendings' }).getByRole('listitem', { name: 'Mail club' })
  await sending.getByText('Done', { exact: true }).waitFor()
  const mail = await box.to('rina@example.com')
  assert.equal(mail.subject, 'How was it?')
  assert.match(mail.text, /Would you recommend us, Rina\?/)
  assert.match((await box.to('wei@example.com')).html, /您會推薦我們嗎/)
  await part.getByRole('cell', { name: 'rina@example.com' }).waitFor()

  // What has come of it adds up, and each figure opens its people.
  const figure = async (name) => Number(await sending.locator(`[data-part="${name}"]`).innerText().then((s) => s.match(/\d+/)[0]))
  await sending.locator('[data-part="sent"]', { hasText: /^2/ }).waitFor()
  assert.deepEqual([await figure('people'), await figure('sent'), await figure('held')], [3, 2, 1])
  await sending.getByRole('button', { name: '1 no e-mail address is known. Show the people' }).click()
  const drawer = page.getByRole('dialog', { name: 'Held back' })
  await drawer.getByRole('link', { name: /Nobody/ }).waitFor()
  assert.deepEqual(await axe(page), [])
  await shot(page, 'mail-held')
  await drawer.getByRole('button', { name: 'Close' }).click()

  // The mail in a browser, as a mail program shows it: on a phone, dark.
  const reader = await jejak.page(t, { ...PHONE, colorScheme: 'dark' }, /net::ERR/)
  await reader.page.setContent(mail.html)
  assert.equal(await spill(reader.page), 0)
  await shot(reader.page, 'mail-phone-dark')
  const nine = await reader.page.getByRole('link', { name: '9 of 10' }).getAttribute('href')
  assert.match(nine, /\/s\/[a-z0-9]+\?answer=again%3A9&language=en$/)

  // A program that checks mails opens the link without a script: nothing is said.
  assert.equal((await fetch(nine)).status, 200)
  const token = new URL(nine).pathname.split('/').at(-1)
  const before = await (await fetch(`${jejak.base}/api/v1/public/surveys/${token}`)).json()
  assert.deepEqual([before.answers, before.next], [[], 'again'])

  await reader.page.getByRole('link', { name: '9 of 10' }).click()
  await reader.page.getByText('What is behind your 9?').waitFor()
  await reader.page.locator('textarea').pressSequentially('The coffee', { delay: 60 }) // at a person's pace, or it is set aside as spam
  await until(page, async () => (await (await fetch(`${jejak.base}/api/v1/public/surveys/${token}`)).json()).answers, (a) => a.length === 1 && a[0].score === 9)
  await shot(reader.page, 'mail-second-question')
  await reader.page.getByRole('button', { name: 'Send' }).click()
  await reader.page.getByText('Thank you for your answer.').waitFor()
  const person = (await call(page, 'GET', '/workspaces/1/people?search=mail-rina')).people[0].person
  const said = await until(page, async () => (await call(page, 'GET', `/workspaces/1/people/${person}/events`)).events.filter((e) => e.name === 'Survey Answered'), (list) => list.length === 2)
  assert.ok(said.every((e) => e.properties.via === 'email' && e.channel === 'email'))
  assert.equal(said.find((e) => e.properties.question === 'again').properties.score, 9)

  // Among the results, the delivery has its rate, with the interval, and who answered.
  await page.goto(`${jejak.base}/w/1/surveys/${id}?view=results`)
  const results = page.getByRole('region', { name: 'By e-mail' }).getByRole('listitem', { name: 'Mail club' })
  await results.locator('[data-part="answered"]').getByText(/50/).waitFor()
  await results.getByRole('button', { name: '1 Answered. Show the people' }).click()
  await page.getByRole('dialog', { name: 'Answered' }).getByRole('link', { name: /Rina/ }).waitFor()
  assert.deepEqual(await axe(page), [])
  await shot(page, 'mail-results')
  const csv = await page.request.get(`${jejak.base}/api/v1/workspaces/1/surveys/${id}/mail/export`)
  assert.match(await csv.text(), /^m\d+,done,.*mail\/no_address: 1/m)

  // The link at the end ends the mails once it is pressed there.
  await reader.page.goto('about:blank')
  await reader.page.setContent((await box.to('wei@example.com')).html)
  await shot(reader.page, 'mail-zh')
  await reader.page.getByRole('link', { name: '取消訂閱' }).click()
  await reader.page.getByRole('heading', { name: 'Unsubscribe' }).waitFor()
  assert.deepEqual(await axe(reader.page), [])
  await shot(reader.page, 'mail-leave')
  await reader.page.getByRole('button', { name: 'Unsubscribe' }).click()
  await reader.page.getByText('Done. No more of these mails will come.').waitFor()
  const other = await running(page, 'Another', { ...CONTENT, targeting: { ignoresCooldown: true } })
  const who = await call(page, 'POST', `/workspaces/1/surveys/${other}/mail/send`, { segment: { id: segment.id }, dry: true })
  assert.deepEqual(who.reasons.map((r) => r.reason).sort(), ['no_address', 'unsubscribed'])
  assert.deepEqual([...errors, ...reader.errors], [])
})

test('what a trigger sets off tells whom it brought no mail, and why', async (t) => {
  const { page, errors } = await jejak.page(t, { colorScheme: 'dark' }, /status of 401/)
  await page.goto(home)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ME)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/w\/1/)
  const { writeKey } = await call(page, 'POST', '/workspaces/1/sources', { name: 'Courier', kind: 'website' })
  const id = await running(page, 'After delivery', {
    ...CONTENT, email: { onTrigger: true },
    targeting: { ignoresCooldown: true, trigger: { event: { event: ['Delivered'] }, wait: '0s', unless: { event: ['Complained'] } } },
  })
  const did = async (userId, event, ago = 0) => assert.equal((await send(jejak.base, writeKey, 'track', { userId, event, timestamp: new Date(Date.now() - ago).toISOString() })).status, 200)
  await did('mail-rina', 'Delivered')
  await did('mail-none', 'Delivered')
  await until(page, () => call(page, 'GET', `/workspaces/1/surveys/${id}/mail/deliveries`), ({ deliveries: [d] }) => d?.sent === 1 && d.held === 1)
  await did('mail-rina', 'Delivered')
  const [got] = (await until(page, () => call(page, 'GET', `/workspaces/1/surveys/${id}/mail/deliveries`), ({ deliveries: [d] }) => d.held === 2)).deliveries
  assert.deepEqual(got.reasons.map((r) => [r.code, r.reason, r.people]), [['again', 'seen', 1], ['mail', 'no_address', 1]])
  await page.goto(`${jejak.base}/w/1/surveys/${id}?view=deliver`)
  const one = page.locator('[data-delivery="trigger"]')
  await one.getByText('have seen this survey').waitFor()
  assert.deepEqual(await axe(page), [])
  await shot(page, 'mail-trigger')
  await one.getByRole('button', { name: '1 no e-mail address is known. Show the people' }).click()
  await page.getByRole('dialog', { name: 'Held back' }).getByRole('link', { name: /Nobody/ }).waitFor()
  await page.setViewportSize(PHONE.viewport)
  await page.goto(`${jejak.base}/w/1/surveys/${id}?view=deliver`)
  await one.getByText('have seen this survey').waitFor()
  assert.equal(await spill(page), 0)
  await shot(page, 'mail-trigger-phone')
  assert.deepEqual(errors, [])
})

test('a sending can be stopped, on a phone: what waits is taken back, and the figures add up', async (t) => {
  const { page, errors } = await jejak.page(t, PHONE, /status of 401/)
  await page.goto(home)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ME)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/w\/1/)
  const id = await running(page, 'Stopped', { ...CONTENT, targeting: { ignoresCooldown: true } })
  const segment = (await call(page, 'GET', '/workspaces/1/segments')).segments.find((s) => s.name === 'Mail club')
  box.closeFor(true)
  const { id: sending } = await call(page, 'POST', `/workspaces/1/surveys/${id}/mail/send`, { segment: { id: segment.id } })
  await page.goto(`${jejak.base}/w/1/surveys/${id}?view=deliver`)
  const one = page.locator(`[data-delivery="${sending}"]`)
  await one.locator('[data-part="queued"]').waitFor()
  const before = await until(page, () => call(page, 'GET', `/workspaces/1/surveys/${id}/mail/deliveries/${sending}`), (d) => d.state === 'done')
  assert.ok(before.queued > 0)
  await one.getByRole('button', { name: 'Stop', exact: true }).click()
  await one.getByText('Stopped', { exact: true }).waitFor()
  await one.locator('[data-part="withdrawn"]').waitFor()
  const got = await call(page, 'GET', `/workspaces/1/surveys/${id}/mail/deliveries/${sending}`)
  assert.deepEqual([got.state, got.people, got.withdrawn, got.withdrawn + got.held, got.queued + got.sent + got.failed + got.left], ['stopped', 3, before.queued, 3, 0])
  assert.deepEqual(await axe(page), [])
  assert.equal(await spill(page), 0)
  // Eleven scores stand in one row, however narrow the mail is.
  const scores = page.frameLocator('iframe[title="How the mail looks"]').getByRole('link', { name: / of 10$/ })
  await scores.last().waitFor()
  const tops = await scores.evaluateAll((all) => all.map((a) => a.getBoundingClientRect().top))
  assert.deepEqual(tops, Array(11).fill(tops[0]))
  await shot(page, 'mail-stopped-phone')
  box.closeFor(false)
  assert.deepEqual(errors, [])
})

test('a test mail comes to whoever writes the survey, in each language, and the account has a summary by mail', async (t) => {
  const { page, errors } = await jejak.page(t, {}, /status of 401/)
  await page.goto(home)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ME)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Journey' }).waitFor()
  const id = await running(page, 'In four languages', CONTENT)
  await page.goto(`${jejak.base}/w/1/surveys/${id}?view=deliver`)
  const part = page.getByRole('region', { name: 'By e-mail' })
  await pick(page, part.getByRole('combobox', { name: 'Language of the preview' }), 'Arabic')
  const look = page.frameLocator('iframe[title="How the mail looks"]')
  await look.getByText('هل توصي بنا؟').waitFor()
  await shot(page, 'mail-arabic')
  await part.getByRole('button', { name: 'Send a test to me' }).click()
  await part.getByText('A test is on its way to you.').waitFor()
  assert.match((await box.to(ME)).html, /dir="rtl"/)
  await page.goto(`${jejak.base}/w/1/settings?view=profile`)
  const summary = page.getByRole('region', { name: 'Summary by e-mail' })
  await pick(page, summary.getByRole('combobox', { name: 'How often' }), 'Every day')
  await until(page, () => call(page, 'GET', '/workspaces/1/digest'), (d) => d.every === 'daily')
  assert.deepEqual(await axe(page), [])
  await shot(page, 'mail-digest')
  assert.deepEqual(errors, [])
})
