// Reviews: in figures, by stars and product, answered so that the shop shows it, and left alone by whoever may not answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens, tell } from './screens.mjs'

const jejak = screens('demo', '--people', '900', '--rate', '0')
const PATH = '/w/1/reviews'
const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png` }) }
const list = (page, body = {}) => call(page, 'POST', '/workspaces/1/reviews/list', body)
const settled = (page) => page.waitForFunction(() => document.querySelector('main blockquote') && !document.querySelector('main [aria-busy=true]'))
const markup = async (key, product) => (await fetch(`${jejak.base}/api/v1/public/reviews/${key}?product=${encodeURIComponent(product)}&limit=100`)).json()

test('the figures are those of the list, and each number of stars leads to its reviews', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  await settled(page)
  const all = await list(page)
  assert.ok(all.total > 20 && all.sum.count === all.total && all.sum.low < all.sum.mean && all.sum.mean < all.sum.high, JSON.stringify(all.sum))
  assert.equal(all.sum.stars.reduce((a, b) => a + b), all.total)
  const figures = page.getByRole('region', { name: 'In figures' })
  await figures.getByText(`${all.sum.mean.toFixed(2)} of 5`, { exact: true }).waitFor()
  await figures.getByText(`95 % interval of the mean: ${all.sum.low.toFixed(2)} to ${all.sum.high.toFixed(2)}`).waitFor()
  const two = figures.getByRole('button', { name: new RegExp(`^2 stars ${all.sum.stars[1]}$`) })
  await two.press('Enter')
  await page.waitForFunction((n) => document.querySelectorAll('main blockquote').length === n, Math.min(20, all.sum.stars[1]))
  assert.equal(await page.locator('main li').getByRole('img', { name: '2 of 5', exact: true }).count(), Math.min(20, all.sum.stars[1]))
  assert.match(page.url(), /stars=2/)
  assert.equal(await two.getAttribute('aria-pressed'), 'true')
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.waitForURL(/page=2/)
  await page.getByRole('textbox', { name: 'Search the reviews' }).fill('nobody ever wrote this')
  await page.getByText('No review fits').waitFor()
  assert.deepEqual(errors, [])
})

test('a review is answered where it stands, the shop shows it, and the answer is changed, removed and asked back', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  await settled(page)
  const before = await list(page)
  const one = (await list(page, { state: 'public', limit: 200 })).reviews.find((r) => r.product && r.text && !r.reply)
  await page.goto(`${jejak.base}${PATH}?product=${encodeURIComponent(one.product)}&view=unanswered&search=${encodeURIComponent(one.text)}`)
  await settled(page)
  const row = page.getByRole('listitem').filter({ has: page.locator('blockquote') }).first()
  await row.getByRole('button', { name: /^Answer / }).click()
  const field = row.getByRole('textbox', { name: 'Your answer' })
  const kept = (text) => row.locator('p').filter({ hasText: new RegExp(`^${text}$`) }) // and not the field that it is typed into
  assert.ok(await field.evaluate((e) => e === document.activeElement))
  await field.fill('Thank you </script> very much')
  assert.deepEqual(await axe(page), [])
  await row.getByRole('button', { name: 'Save' }).click()
  await kept('Thank you </script> very much').waitFor()
  const key = (await call(page, 'GET', '/workspaces/1/sources')).sources.find((s) => s.writeKey).writeKey
  const shown = async () => (await markup(key, one.product)).review.map((r) => r.comment?.text).filter(Boolean)
  assert.deepEqual(await shown(), ['Thank you </script> very much'])
  assert.equal((await list(page)).sum.unanswered, before.sum.unanswered - 1)
  await row.getByRole('button', { name: 'Edit the answer' }).click()
  await field.fill('Thank you')
  await row.getByRole('button', { name: 'Save' }).click()
  await kept('Thank you').waitFor()
  assert.deepEqual(await shown(), ['Thank you'])
  await row.getByRole('button', { name: 'Remove the answer' }).click()
  await kept('Thank you').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await kept('Thank you').waitFor()
  await row.getByRole('button', { name: 'Remove the answer' }).click()
  const gone = page.waitForResponse((r) => r.request().method() === 'PUT' && r.url().endsWith('/reply'))
  await page.locator('.mantine-Notifications-root').getByRole('button', { name: 'Close' }).last().click()
  await gone
  assert.deepEqual(await shown(), [])
  assert.deepEqual(errors, [])
})

test('the shop is given a piece of page that puts the markup into it', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  await settled(page)
  await page.getByRole('button', { name: 'Show in your shop' }).click()
  const sheet = page.getByRole('dialog')
  const code = sheet.getByLabel('For the page of the product')
  await page.waitForFunction(() => !document.querySelector('[role=dialog] pre')?.textContent.includes('WRITE_KEY'))
  assert.deepEqual(await axe(page), [])
  await shot(page, 'show')
  const product = (await list(page)).products[0]
  await page.evaluate((await code.textContent()).replace(/<\/?script>/g, '')) // the app itself lets no script in
  const got = await page.waitForFunction(() => document.querySelector('script[type="application/ld+json"]')?.textContent)
  const read = JSON.parse(await got.jsonValue())
  assert.equal(read['@type'], 'Product')
  assert.equal(read.name, product)
  assert.deepEqual(errors, [])
})

test('a step back leads from what was looked for to all, and from a product to the brand', async (t) => {
  const { page, errors } = await jejak.open(t, PATH)
  await settled(page)
  const all = await list(page)
  const field = page.getByRole('textbox', { name: 'Search the reviews' })
  await field.pressSequentially('nobody ever', { delay: 20 })
  await page.getByText('No review fits').waitFor()
  await field.pressSequentially(' wrote this', { delay: 20 })
  await page.waitForURL(/wrote/)
  await page.goBack()
  await page.waitForFunction((n) => document.querySelectorAll('main blockquote').length === n, Math.min(20, all.reviews.filter((r) => r.text).length))
  assert.equal(await field.inputValue(), '')
  await page.goForward()
  await page.getByText('No review fits').waitFor()
  assert.equal(await field.inputValue(), 'nobody ever wrote this')
  await page.getByRole('button', { name: 'Show all' }).click()
  await settled(page)
  // The demo's reviews are all of products: none of the brand is shown when only those are wanted.
  await page.getByRole('combobox', { name: 'Product' }).click()
  await page.getByRole('option', { name: 'The brand, no product' }).click()
  await page.waitForURL(/brand=only/)
  const brand = await list(page, { brand: true })
  assert.ok(brand.total < all.total, `${brand.total} of ${all.total}`)
  await page.waitForFunction((n) => document.querySelectorAll('main li blockquote').length === n, Math.min(20, brand.reviews.filter((r) => r.text).length))
  assert.deepEqual(errors, [])
})

test('a file is looked at before it is stored, tells what is wrong with it, and is stored once', async (t) => {
  const { page, errors } = await jejak.open(t, PATH, {}, /status of 400/)
  await settled(page)
  await page.getByRole('button', { name: 'Import' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('With a command instead').click()
  await sheet.getByText('--mapping reviews.yaml').first().waitFor()
  await sheet.getByText('With a command instead').click()
  const give = (name, text) => sheet.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await give('wrong.csv', 'name,review\nAna,Good\n')
  await sheet.getByText('the stars: name the column stars').waitFor()
  assert.equal(await sheet.getByRole('listitem').count(), 3)
  const good = 'Created at;Rating;E-mail;Body;Name\n2026-03-02 09:30;5;ana@example.com;Zebra crossing tea;Ana Lim\n2026-03-03;2;bo@example.com;Slow zebra;Bo\n02.03.2026;4;cy@example.com;x;\n2026-03-04;;di@example.com;No stars;\n'
  await give('good.csv', good)
  await sheet.getByText('4 rows in good.csv: 2 would be stored as reviews').waitFor()
  await sheet.getByText('1 row left out: no stars from 1 to 5').waitFor()
  await sheet.getByText(/^1 review set aside: a value cannot be read/).waitFor()
  await sheet.getByText('Zebra crossing tea').waitFor()
  assert.equal((await list(page, { search: 'zebra' })).total, 0, 'nothing is stored by looking')
  assert.deepEqual(await axe(page), [])
  await shot(page, 'import')
  await sheet.getByRole('button', { name: 'Import 2 reviews' }).click()
  await sheet.getByText('2 reviews stored').waitFor()
  await sheet.getByText('What is set aside lies in quarantine').waitFor()
  await give('again.csv', good)
  await sheet.getByRole('button', { name: 'Import 2 reviews' }).click()
  await sheet.getByText('0 reviews stored').waitFor()
  await sheet.getByText('2 were there already').waitFor()
  let told
  do told = await list(page, { search: 'zebra' }); while (told.total < 2)
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Search the reviews' }).fill('zebra')
  const row = page.getByRole('listitem').filter({ hasText: 'Zebra crossing tea' })
  await row.getByText('From Reviews').waitFor()
  await row.getByRole('button', { name: 'The brand' }).click()
  await page.waitForURL(/brand=only/)
  assert.deepEqual(errors, [])
})

const BAD = 'date,stars,email,review\n2026-03-02,5,ana@example.com,Fine\nsoon,5,ana@example.com,x\n2026-03-02,5,,x\n2026-03-02,5\n2026-03-02,5,ana@example.com,27" screen\n'
const WRONG = {
  'en-GB': ['row 2: time: time "soon" is not written as', 'the event of row 3: the row has no value', 'row 4 has 2 fields, not 4', 'row 5 has a quote inside a cell that does not begin with one, in line 6 of the file'],
  id: ['baris 2: time: waktu "soon" tidak ditulis sebagai', 'peristiwa dari baris 3: baris ini tidak memiliki nilai', 'baris 4 berisi 2 kolom, bukan 4', 'baris 5 memuat tanda kutip di dalam sel yang tidak diawali tanda kutip, pada baris ke-6 dalam berkas'],
  'zh-TW': ['第 2 列：time：時間 "soon" 沒有寫成', '第 3 列的事件：這一列的所有識別碼都沒有值', '第 4 列有 2 個欄位，應為 4 個', '第 5 列：儲存格不是以引號開頭，中間卻有引號（檔案第 6 行）'],
}
for (const [locale, button, wanted] of [['en-GB', 'Import', WRONG['en-GB']], ['id', 'Impor', WRONG.id], ['zh-TW', '匯入', WRONG['zh-TW']]]) {
  test(`which rows of a file are wrong is said with their numbers in the language of who imports, ${locale}`, async (t) => {
    const { page, errors } = await jejak.open(t, PATH, { locale })
    await settled(page)
    await page.getByRole('button', { name: button, exact: true }).click()
    const sheet = page.getByRole('dialog')
    await sheet.locator('input[type=file]').setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from(BAD) })
    await sheet.locator('section details summary').click()
    for (const words of wanted) await sheet.locator('section details li').filter({ hasText: words }).waitFor()
    assert.equal(await sheet.locator('section details li').count(), wanted.length)
    assert.deepEqual(await axe(page), [])
    await shot(page, `wrong-${locale}`)
    assert.deepEqual(errors, [])
  })
}

const OWN = screens('serve')

test('before there are reviews the screen says how they come; support reads them and may not answer, a viewer reads them without names', async (t) => {
  const { page, errors } = await OWN.page(t, {}, /status of (401|403|404)/)
  await page.goto(OWN.base)
  await page.locator('h1').first().waitFor()
  await call(page, 'POST', '/setup', { email: 'sari@example.com', name: 'Sari', password: 'a long enough password', workspace: 'Nusa', zone: 'Asia/Jakarta', currency: 'IDR' })
  await page.goto(`${OWN.base}${PATH}`)
  await page.getByRole('heading', { name: 'No reviews yet' }).waitFor()
  assert.deepEqual(await axe(page), [])
  const source = await call(page, 'POST', '/workspaces/1/sources', { name: 'Shop', kind: 'website', channel: 'web' })
  const sent = await fetch(`${OWN.base}/v1/track`, { method: 'POST', headers: { authorization: 'Basic ' + Buffer.from(source.writeKey + ':').toString('base64'), 'content-type': 'application/json' }, body: JSON.stringify({ userId: 'mei', event: 'Product Reviewed', properties: { product: 'Tea', rating: 4, text: 'Solid', author: 'Mei Tan', public: false } }) })
  assert.equal(sent.status, 200)
  let told
  do told = await list(page); while (told.total === 0)
  await page.reload()
  await page.getByText('Not for everybody').first().waitFor()
  for (const [role, may] of [['support', true], ['viewer', false]]) {
    const { password } = await call(page, 'POST', '/workspaces/1/members', { email: `${role}@example.com`, name: role, role })
    const member = (await OWN.page(t, {}, /status of (401|403|404)/)).page
    await member.goto(OWN.base)
    await member.locator('h1').first().waitFor()
    await call(member, 'POST', '/session', { email: `${role}@example.com`, password })
    await call(member, 'PATCH', '/session/user', { password: 'another long password', currentPassword: password })
    await member.goto(`${OWN.base}${PATH}`)
    await member.getByText(may ? 'Your role reads reviews and does not answer them.' : 'Your role reads reviews without the names of people.').waitFor()
    assert.equal(await member.locator('blockquote').count(), 1)
    assert.equal(await member.getByRole('link', { name: 'Mei Tan' }).count(), may ? 1 : 0)
    assert.equal(JSON.stringify(await list(member)).includes('Mei'), may)
    assert.equal((await list(member, { search: 'mei' })).total, may ? 1 : 0)
    assert.equal(await member.getByRole('navigation').getByRole('link', { name: 'Reviews' }).count(), 1)
    assert.equal(await member.getByRole('button', { name: /^Answer|Import/ }).count(), 0)
    assert.equal((await tell(member, 'PUT', `/workspaces/1/reviews/${told.reviews[0].id}/reply`, { text: 'x' })).status, 403)
  }
  assert.deepEqual(errors, [])
})

for (const [locale, heading] of [['en-GB', 'Reviews'], ['id', 'Ulasan'], ['zh-TW', '評論']]) {
  for (const width of [360, 1440]) {
    for (const colorScheme of width === 360 ? ['dark'] : ['light', 'dark']) {
      test(`it reads well at ${width} px in ${locale}, ${colorScheme}`, async (t) => {
        const { page, errors } = await jejak.open(t, PATH, { viewport: { width, height: 900 }, locale, colorScheme })
        await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
        await settled(page)
        assert.deepEqual(await axe(page), [])
        assert.equal(await spill(page), 0)
        assert.doesNotMatch(await page.locator('main').innerText(), /productReviews\.|\{\{/)
        await shot(page, `${locale}-${width}-${colorScheme}`)
        assert.deepEqual(errors, [])
      })
    }
  }
}
