// A model elsewhere: what it does, what is wrong with it, and whose each score is, on the screens.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'
import { send } from './server.mjs'

const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }

/** Speaks /v1/chat/completions: says of every text that it is joyful, or refuses the key. */
function endpoint() {
  const asked = []
  const way = { refuses: true }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => { body += chunk })
    request.on('end', () => {
      const say = (status, what) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(what))
      if (way.refuses) return say(401, { error: { message: 'no such key' } })
      const question = JSON.parse(body)
      const { texts } = JSON.parse(question.messages.at(-1).content)
      asked.push({ path: request.url, key: request.headers.authorization, model: question.model, texts })
      say(200, { choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify({ texts: texts.map(({ n }) => ({ n, label: 'positive', score: 0.9 })) }) } }] })
    })
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    asked, way, url: `http://127.0.0.1:${server.address().port}/v1`,
    close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed) }),
  })))
}

const model = await endpoint()
const jejak = screens('serve', '--sentiment-url', model.url, '--sentiment-model', 'tiny-1', '--sentiment-key', 'key-of-the-test', '--sentiment-until', 'wait')
after(() => model.close())

test('a model elsewhere that refuses its key is told, texts wait, and once it answers each tells whose score it has', async (t) => {
  const { page, errors } = await jejak.open(t, '/', {}, /status of 401/)
  await page.getByRole('textbox', { name: 'Your name' }).fill('Sari')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('sari@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('five green umbrellas')
  await page.getByRole('textbox', { name: 'Brand' }).fill('Kopi Senja')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1, name: 'Journey' }).waitFor()
  const { writeKey } = await call(page, 'POST', '/workspaces/1/sources', { name: 'Shop', kind: 'website' })
  const said = await send(jejak.base, writeKey, 'track', { userId: 'rina', event: 'Comment Posted', properties: { text: 'The lamp is broken and nobody answers.' } })
  assert.equal(said.status, 200)

  await page.goto(`${jejak.base}/w/1/voice?view=accuracy`)
  const status = page.getByRole('region', { name: 'Accuracy' }).getByRole('status')
  await status.getByText('New texts are scored by tiny-1, not by these models.').waitFor()
  for (;;) { // it is told once the model was asked
    const { elsewhere } = await call(page, 'GET', '/workspaces/1/voice/models')
    if (elsewhere.problem && elsewhere.waiting === 1) break
    await page.waitForTimeout(100)
  }
  for (const [locale, width, scheme] of [['en', 1440, 'light'], ['id', 360, 'dark'], ['zh-Hant', 360, 'light']]) {
    const other = await page.context().browser().newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce', storageState: { cookies: await page.context().cookies(), origins: [] } })
    t.after(() => other.close())
    await other.addInitScript((lang) => localStorage.setItem('jejak-lang', lang), locale) // as the menu keeps it
    const look = await other.newPage()
    await look.goto(`${jejak.base}/w/1/voice?view=accuracy`)
    const words = look.getByRole('main').getByRole('status').filter({ hasText: 'tiny-1' })
    await words.getByText(/^!/).waitFor()
    const text = await words.innerText()
    assert.doesNotMatch(text, /voice\.|connections\.|\{\{|five green|key of the test/)
    if (locale !== 'en') assert.doesNotMatch(text, /waits for it|does not let/, 'in the words of the reader')
    assert.deepEqual(await axe(look), [])
    assert.equal(await spill(look), 0)
    await shot(look, `model-${locale}`)
  }
  await page.goto(`${jejak.base}/w/1/voice?range=all`)
  const one = page.locator('li', { has: page.locator('blockquote') }).first()
  await one.locator('[data-feeling="not_scored"]').first().waitFor()

  model.way.refuses = false
  for (;;) {
    const { elsewhere } = await call(page, 'GET', '/workspaces/1/voice/models')
    if (!elsewhere.problem && elsewhere.waiting === 0) break
    await page.waitForTimeout(100)
  }
  assert.deepEqual(model.asked.map((q) => [q.path, q.key, q.model, q.texts.map((x) => x.text)]), [['/v1/chat/completions', 'Bearer key-of-the-test', 'tiny-1', ['The lamp is broken and nobody answers.']]])
  await page.goto(`${jejak.base}/w/1/voice?range=all`)
  await one.locator('[data-feeling="positive"]').first().waitFor()
  await one.getByText('Feeling read by tiny-1').waitFor()
  assert.deepEqual(await axe(page), [])
  await shot(page, 'model-scored')

  // A person knows better, and goes first.
  await one.getByRole('button', { name: 'Correct the feeling' }).click()
  await page.getByRole('menuitem', { name: 'negative' }).click()
  await page.locator('li', { hasText: 'the model said positive' }).first().waitFor()
  assert.deepEqual(errors, [])
})
