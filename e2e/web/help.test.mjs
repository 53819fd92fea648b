// Help: an article is written in two languages, read on the public page without script, and a question without an answer comes back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'

const jejak = screens('demo', '--people', '200', '--rate', '0')

const settled = (page) => page.waitForFunction(() => !document.querySelector('main [data-fading], main [aria-busy=true]'))
const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }

test('an article is written with its preview, read by anybody, and what nobody answered is noted', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/help')
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
