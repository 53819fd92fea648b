// Help: an article is written in two languages, read on the public page without script and on a shop by the widget, a question without an
// answer comes back, and earlier versions are compared and brought back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'
import { shop } from './shop.mjs'

const jejak = screens('demo', '--people', '200', '--rate', '0')

const settled = (page) => page.waitForFunction(() => !document.querySelector('main [data-fading], main [aria-busy=true]'))
const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }

test('an article is written with its preview, read by anybody, and what nobody answered is noted', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/help')
  await page.getByRole('button', { name: 'How long is the warranty?' }).waitFor()
  const { articles } = await call(page, 'GET', '/workspaces/1/help')
  for (const { id } of articles) await call(page, 'DELETE', `/workspaces/1/help/articles/${id}`)
  await page.reload()
  await page.getByText('No articles yet').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('button', { name: 'New article' }).click()
  const english = page.getByRole('region', { name: 'English' })
  await english.getByRole('textbox', { name: 'Title' }).fill('How long does delivery take?')
  await english.getByRole('textbox', { name: 'Text' }).fill('Within **3 days**.<script>window.bad = 1</script>')
  await english.locator('strong', { hasText: '3 days' }).waitFor()
  assert.equal(await page.evaluate(() => window.bad), undefined)
  const beside = page.getByRole('region', { name: 'Bahasa Indonesia' })
  await beside.getByRole('textbox', { name: 'Title' }).fill('Berapa lama pengiriman?')
  await beside.getByRole('textbox', { name: 'Text' }).fill('Tiga hari.')
  await page.getByRole('switch', { name: 'Published' }).check({ force: true })
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'help-edit')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'How long does delivery take?' }).waitFor()
  await call(page, 'PUT', '/workspaces/1/help/site', { slug: 'nusa-home', title: 'Nusa Home', open: true })

  for (const [locale, title, found, none] of [['en-GB', 'How long does delivery take?', 'This may answer it', 'no answer to that yet'], ['id-ID', 'Berapa lama pengiriman?', 'Mungkin ini jawabannya', 'belum punya jawabannya'], ['zh-TW', 'How long does delivery take?', '這可能是您要的答案', '目前還沒有答案']]) {
    for (const width of [360, 1440]) {
      const reader = await jejak.page(t, { viewport: { width, height: 780 }, locale, colorScheme: width === 360 ? 'dark' : 'light', javaScriptEnabled: true })
      await reader.page.goto(`${jejak.base}/help/nusa-home`)
      await reader.page.getByRole('link', { name: title }).waitFor()
      assert.deepEqual(await axe(reader.page), [])
      assert.ok((await spill(reader.page)) <= 0, `${locale}: wider than ${width}`)
      await reader.page.getByRole('searchbox').fill('delivery')
      await reader.page.keyboard.press('Enter')
      await reader.page.getByRole('heading', { name: found }).waitFor()
      await reader.page.getByRole('searchbox').fill('parking garage')
      await reader.page.keyboard.press('Enter')
      await reader.page.getByText(none).waitFor()
      await shot(reader.page, `help-public-${width}-${locale}`)
      assert.deepEqual(reader.errors, [])
    }
  }
  await page.reload()
  await page.getByRole('region', { name: 'Asked, and not answered' }).locator('b', { hasText: 'parking garage' }).first().waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'help-1440')
  for (const [lang, locale, heading] of [['id', 'id-ID', 'Bantuan'], ['zh-Hant', 'zh-TW', '說明中心']]) {
    const other = await jejak.open(t, '/w/1/help', { viewport: { width: 360, height: 780 }, colorScheme: 'dark', locale })
    await other.page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await settled(other.page)
    assert.ok((await spill(other.page)) <= 0, `${lang}: wider than the phone`)
    assert.deepEqual(await axe(other.page), [])
    await shot(other.page, `help-360-${lang}`)
    assert.deepEqual(other.errors, [])
  }
  assert.deepEqual(errors, [])
})

test('the widget on a shop answers, says that it does not know, and stays within its panel', async (t) => {
  const desk = await jejak.open(t, '/w/1/help')
  const made = await call(desk.page, 'POST', '/workspaces/1/help/articles', { published: true, first: 'en', texts: {
    en: { title: 'Can I send something back?', body: 'Yes, within **30 days**.\n\n## How\n\n1. Ask for a label\n2. [Drop it off](https://shop.example/back)\n\n| part | days |\n|---|---|\n| shoes | 30 |\n\n<script>window.bad = 1</script>', words: 'return refund' },
    'zh-Hant': { title: '可以退貨嗎？', body: '可以，**30 天**內。', words: '退款' },
  } })
  await call(desk.page, 'POST', '/workspaces/1/help/articles', { published: true, texts: { en: { title: 'Refund by bank transfer', body: 'Takes two days.' } } })
  await call(desk.page, 'PUT', '/workspaces/1/help/site', { slug: 'nusa-home', title: 'Nusa Home', open: true })
  const { sources } = await call(desk.page, 'GET', '/workspaces/1/sources')
  const base = await shop(t, jejak.base, { writeKey: sources.find((s) => s.kind === 'website').writeKey, help: 'nusa-home' })
  const ours = async (page) => (await axe(page)).filter((p) => /data-jejak/.test(p))
  for (const [locale, help, none, thanks, ask, title, question, look] of [
    ['en-GB', 'Help', 'We have no answer to that yet. Your question has been noted.', 'Thank you for telling us.', 'Ask', 'Can I send something back?', 'return for a refund', {}],
    ['zh-TW', '說明', '目前還沒有答案，您的問題已記錄下來。', '感謝您的回覆。', '提問', '可以退貨嗎？', '怎麼退款？', { viewport: { width: 360, height: 700 }, colorScheme: 'dark' }],
    ['ar', 'مساعدة', 'ليس لدينا جواب عن ذلك بعد. لقد سجّلنا سؤالك.', 'شكرًا على إخبارنا.', 'اسأل', 'Can I send something back?', 'return', { viewport: { width: 360, height: 700 } }],
  ]) {
    const { page, errors } = await jejak.page(t, { locale, ...look })
    await page.goto(`${base}/index.html`)
    const opener = page.getByRole('button', { name: help, exact: true })
    await opener.waitFor()
    await opener.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog', { name: help })
    await panel.waitFor()
    const field = panel.getByRole('searchbox')
    assert.equal(await field.evaluate((e) => e.getRootNode().activeElement === e), true)
    assert.equal(await panel.locator('.card').getAttribute('dir'), locale === 'ar' ? 'rtl' : 'ltr')
    assert.deepEqual(await ours(page), [])
    await page.keyboard.type('parking garage')
    await page.keyboard.press('Enter')
    await panel.locator('.none').getByText(none).waitFor()
    await field.fill(question)
    await panel.getByRole('button', { name: ask, exact: true }).click()
    await panel.getByRole('heading', { name: title }).waitFor()
    assert.equal(await panel.locator('article').getAttribute('lang'), locale === 'zh-TW' ? 'zh-Hant' : 'en')
    assert.equal(await panel.locator('article strong').textContent(), locale === 'zh-TW' ? '30 天' : '30 days')
    assert.equal(await panel.locator('article script').count(), 0)
    assert.deepEqual(await ours(page), [])
    await shot(page, `help-widget-${locale}`)
    // Nothing of the page behind is reached while the panel is open.
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => [document.body, null].includes(document.activeElement) || document.activeElement.dataset.jejak === 'help'), 'the focus has left the panel')
    }
    await panel.locator('.said button').first().click()
    await panel.getByText(thanks).waitFor()
    const box = await panel.boundingBox()
    const size = page.viewportSize()
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width + 1 && box.y + box.height <= size.height + 1, 'the panel is larger than the screen')
    assert.ok((await spill(page)) <= 0)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    assert.equal(await opener.evaluate((e) => e.getRootNode().activeElement === e), true)
    assert.deepEqual(errors, [])
  }
  const shelf = await call(desk.page, 'GET', '/workspaces/1/help')
  const use = shelf.use.find((u) => u.article === made.id)
  assert.deepEqual([use.read, use.helped.k, use.helped.n], [3, 3, 3])
  assert.equal(shelf.asked.filter((q) => q.text === 'parking garage').reduce((n, q) => n + q.count, 0) >= 3, true)

  // The team tries it on the help screen, where nothing is counted; and brings an earlier version back.
  const { page } = desk
  await call(page, 'PUT', `/workspaces/1/help/articles/${made.id}`, { published: true, first: 'en', texts: { en: { title: 'Can I send something back?', body: 'Yes, within **14 days**.' } } })
  await page.reload()
  const region = page.getByRole('region', { name: 'On your website' })
  await region.getByText(`<script src="${jejak.base}/help.js" data-key="nusa-home" async></script>`).waitFor()
  await region.getByRole('searchbox').fill('send back')
  await page.keyboard.press('Enter')
  await region.getByRole('heading', { name: 'Can I send something back?' }).waitFor()
  await region.getByText('14 days').waitFor()
  assert.equal((await call(page, 'GET', '/workspaces/1/help')).use.find((u) => u.article === made.id).read, 3)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'help-try')
  await page.getByRole('button', { name: 'Can I send something back?' }).click()
  await page.getByRole('button', { name: 'Earlier versions' }).click()
  const history = page.getByRole('dialog', { name: 'Earlier versions' })
  await history.getByRole('button', { name: 'Compare Version 1' }).click()
  await history.getByRole('button', { name: 'Compare Version 2' }).click()
  const compared = history.getByRole('region', { name: 'From version 1 to 2' })
  await compared.locator('ins', { hasText: 'Yes, within **14 days**.' }).waitFor()
  await compared.locator('del', { hasText: '可以，**30 天**內。' }).waitFor()
  await history.getByRole('button', { name: 'Look Version 1' }).click()
  await history.locator('strong', { hasText: '30 days' }).waitFor()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'help-history')
  await history.getByRole('button', { name: 'Bring back Version 1' }).click()
  await page.getByText('The texts of version 1 are back, as a new version.').waitFor()
  const now = await call(page, 'GET', `/workspaces/1/help/articles/${made.id}`)
  assert.deepEqual([now.version, now.texts['zh-Hant'].title, now.published], [3, '可以退貨嗎？', true])
  assert.deepEqual(desk.errors, [])
})
