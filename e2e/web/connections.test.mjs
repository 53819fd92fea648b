// Connections: a feed is made on screen and brings its entries; one that is broken says so while the other goes on.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'

const jejak = screens('serve', '--outbound-allow', '127.0.0.0/8')
const entries = `<rss version="2.0"><channel><title>Kopi News</title>
<item><guid>https://news.example/1</guid><title>Nusa</title><description>The coffee is excellent.</description></item>
<item><guid>https://news.example/2</guid><title>Nusa</title><description>Terrible delivery, very disappointed.</description></item></channel></rss>`
let site, at
before(async () => {
  site = createServer((req, res) => res.end(req.url === '/broken' ? '<rss><channel><item>' : entries))
  await new Promise((ready) => site.listen(0, '127.0.0.1', ready))
  at = `http://127.0.0.1:${site.address().port}`
})
after(() => site.close())

let state
async function owner(t, options) {
  const { page, errors } = await jejak.page(t, { ...options, storageState: state })
  if (!state) {
    await page.goto(jejak.base)
    await page.evaluate(async () => {
      await fetch('/api/v1/setup', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'owner@example.com', name: 'Owner', password: 'correct horse battery staple', workspace: 'Brand', zone: 'Asia/Jakarta', currency: 'IDR' }) })
    })
    state = await page.context().storageState()
  }
  await page.goto(`${jejak.base}/w/1/voice?view=connections`)
  return { page, errors }
}

test('a feed is connected, a broken one says so, and the texts are heard', async (t) => {
  const { page, errors } = await owner(t)
  await page.getByText('Nobody listens elsewhere yet').waitFor()
  for (const [name, path] of [['Broken', '/broken'], ['News', '/feed.xml']]) {
    await page.getByRole('button', { name: 'New connection' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await page.getByRole('textbox', { name: 'Address of the feed' }).fill(at + path)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) }).waitFor()
  }
  const card = (name) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })
  await card('News').getByText('2 mentions so far').waitFor()
  await card('News').getByText('goes well').waitFor()
  await card('Broken').getByText('does not work').waitFor()
  await card('Broken').getByText('This is not a feed that can be read').waitFor()
  await card('News').getByRole('button', { name: 'Pause' }).click()
  await card('News').getByText('paused').waitFor()
  const texts = await call(page, 'POST', '/workspaces/1/voice/texts', { networks: ['feed'] })
  assert.equal(texts.texts.length, 2)
  assert.deepEqual(errors, [])
})

test('a webhook shows its secret once, and takes what is signed with it', async (t) => {
  const { page, errors } = await owner(t)
  await page.getByRole('button', { name: 'New connection' }).click()
  await page.getByRole('combobox', { name: 'Where from' }).click()
  await page.getByRole('option', { name: 'Webhook' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Forum')
  await page.getByRole('button', { name: 'Save' }).click()
  const secret = await page.getByLabel('Secret').innerText()
  const address = await page.getByRole('dialog').getByLabel('Address').innerText()
  await page.getByRole('button', { name: 'I have noted it' }).click()
  const body = JSON.stringify({ network: 'forum', id: '1', author: 'ann', text: 'I love it' })
  const stamp = String(Math.floor(Date.now() / 1000))
  const signature = 'v1,' + createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`msg_1.${stamp}.${body}`).digest('base64')
  const send = (signed) => fetch(address, { method: 'POST', body, headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'webhook-timestamp': stamp, 'webhook-signature': signed } })
  assert.equal((await send('v1,AAAA')).status, 401)
  assert.deepEqual((await (await send(signature)).json()), { mentions: 1, stored: 1 })
  assert.deepEqual((await (await send(signature)).json()), { mentions: 1, stored: 0 })
  await page.reload()
  await page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Forum' }) }).getByText('1 mention so far').waitFor()
  assert.ok(!(await page.content()).includes(secret))
  assert.deepEqual(errors, [])
})

for (const [locale, heading] of [['en-GB', 'Voice'], ['id', 'Suara'], ['zh-TW', '顧客心聲']]) {
  for (const width of [360, 1440]) {
    test(`connections read well at ${width} px in ${locale}`, async (t) => {
      const { page, errors } = await owner(t, { viewport: { width, height: 900 }, locale })
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      for (const view of ['', '&edit=new']) {
        await page.goto(`${jejak.base}/w/1/voice?view=connections${view}`)
        await page.getByRole('heading', { name: 'News' }).waitFor()
        if (view) await page.getByRole('dialog').waitFor()
        assert.deepEqual(await axe(page), [], view)
        assert.equal(await spill(page), 0, view)
        assert.doesNotMatch(await page.locator('body').innerText(), /connections\.|\{\{/, view)
      }
      assert.deepEqual(errors, [])
    })
  }
}
