// Pain points: the one that the demo hides is proposed by itself, taken up, mended with a day, and compared before and after.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens, tell } from './screens.mjs'

const jejak = screens('demo', '--people', '8000', '--rate', '1')

const settled = (page) => page.waitForFunction(() => !document.querySelector('main [data-fading], main [aria-busy=true], main [data-loading=true]'))
const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }
const SENTENCE = /Things go wrong at Payment, app where bank is Bank Samudra/

test('the pain that the demo hides is first in the register at the first look, and its figures open its people', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/pains')
  const first = page.getByRole('row').nth(1)
  await first.getByRole('link', { name: SENTENCE }).waitFor()
  await settled(page)
  assert.match(await first.innerText(), /Proposed/)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'pains-1440')
  // Looking again finds the same ones: nothing is proposed twice.
  const before = await call(page, 'GET', '/workspaces/1/pains')
  await page.getByRole('button', { name: 'Look again' }).click()
  await settled(page)
  const again = await call(page, 'POST', '/workspaces/1/pains/propose', { range: { last: '90d' } })
  assert.equal(again.look.new, 0)
  assert.equal(again.pains.length, before.pains.length)

  await first.getByRole('link', { name: SENTENCE }).click()
  await page.getByRole('heading', { level: 1, name: SENTENCE }).waitFor()
  const figure = page.locator('p[data-people]')
  await figure.waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const live = await call(page, 'POST', `/workspaces/1/pains/${id}/figures`, { range: { last: '90d' } })
  const behind = await call(page, 'POST', '/workspaces/1/ask', { kind: 'people', people: { of: live.question, cell: live.cell } })
  assert.equal(behind.persons.total, live.figures.people)
  await figure.getByRole('button').click()
  await page.getByRole('dialog').getByText(/\d people$/).first().waitFor()
  await page.keyboard.press('Escape')
  await shot(page, 'pain-1440')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('a pain point is taken up on the board, changed by two, dismissed with a reason, and mended with a before and after', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/pains?view=board', {}, /409|400/)
  await page.getByRole('button', { name: /Take it up.*Bank Samudra/ }).click()
  await page.getByRole('region', { name: 'Open' }).getByRole('link', { name: SENTENCE }).waitFor()
  assert.deepEqual(await axe(page), [])
  await shot(page, 'pains-board')
  await page.getByRole('link', { name: SENTENCE }).click()
  const owner = page.getByRole('combobox', { name: 'Owner' }).or(page.getByRole('textbox', { name: 'Owner' }))
  await owner.first().fill('Rini')
  const id = new URL(page.url()).pathname.split('/').at(-1)
  assert.equal((await tell(page, 'PATCH', `/workspaces/1/pains/${id}`, { note: 'The bank knows.' })).status, 200)
  await page.getByRole('button', { name: 'Save' }).click()
  const saved = page.waitForResponse((r) => r.request().method() === 'PATCH' && r.ok())
  await page.getByRole('button', { name: /mine/i }).click()
  await saved
  await page.getByText(/Changed by/).waitFor()
  const both = await call(page, 'GET', `/workspaces/1/pains/${id}`)
  assert.equal(both.owner, 'Rini')
  assert.equal(both.note, 'The bank knows.')

  assert.equal((await tell(page, 'PATCH', `/workspaces/1/pains/${id}`, { status: 'dismissed' })).status, 400)
  const day = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)
  await call(page, 'PATCH', `/workspaces/1/pains/${id}`, { status: 'mended', mended: day })
  await page.reload()
  const part = page.getByRole('region', { name: 'Before and after' })
  await part.getByText(/no proof of cause/).waitFor()
  const m = await call(page, 'GET', `/workspaces/1/pains/${id}/mending`)
  assert.ok(['few', 'unclear', 'better', 'worse'].includes(m.verdict))
  if (m.before.share.n >= m.least && m.after.share.n >= m.least) assert.ok(m.change.low <= m.change.value && m.change.value <= m.change.high)
  else assert.equal(m.verdict, 'few')
  assert.match(await page.getByRole('region', { name: 'History' }).innerText(), /Mended/)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'pain-mended')
  assert.deepEqual(errors, [])
})

test('the register and a pain point are readable on a phone in every language', async (t) => {
  for (const [lang, locale, heading, evidence] of [['en', 'en-GB', 'Pain points', 'Evidence'], ['id', 'id-ID', 'Titik masalah', 'Bukti'], ['zh-Hant', 'zh-TW', '痛點', '證據']]) {
    const { page, errors } = await jejak.open(t, '/w/1/pains?view=board', { viewport: { width: 360, height: 780 }, colorScheme: 'dark', locale })
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.locator('main li a').first().waitFor()
    await settled(page)
    assert.ok((await spill(page)) <= 0, `${lang}: wider than the phone`)
    assert.deepEqual(await axe(page), [])
    await shot(page, `pains-360-${lang}`)
    await page.locator('main li a').first().click()
    await page.getByRole('heading', { name: evidence }).waitFor()
    await settled(page)
    assert.ok((await spill(page)) <= 0, `${lang}: wider than the phone`)
    assert.deepEqual(await axe(page), [])
    await shot(page, `pain-360-${lang}`)
    assert.deepEqual(errors, [])
  }
})
