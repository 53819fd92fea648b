// Gaps of the touchpoint catalogue, figures of cards' questions, two groups side by side and the board, on the demo.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe, spill, until } from './browser.mjs'
import { call, screens } from './screens.mjs'

const jejak = screens('demo', '--people', '2500', '--rate', '1')
const GAPS = '/w/1/settings?view=touchpoints&group=gaps&range=90d'

const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png`, fullPage: true }) }
const settled = (page) => page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity))
const total = async (dialog) => Number(/[\d,]+/.exec(await dialog.locator('p[aria-live]').innerText())[0].replaceAll(',', ''))

test('gaps: who looks after what, what overlaps, and an event without a touchpoint that becomes one', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/settings?view=touchpoints&range=90d')
  await page.getByText('Gaps', { exact: true }).click()
  await page.waitForURL(/group=gaps/)
  const loose = page.getByRole('group', { name: 'Events without a touchpoint' })
  await loose.getByRole('button', { name: /Make a touchpoint/ }).first().waitFor()
  const answer = await call(page, 'POST', '/workspaces/1/ask', { kind: 'coverage', range: { last: '90d' } })
  assert.ok(answer.coverage.loose.length > 0)
  await settled(page)
  await shot(page, 'gaps')
  assert.deepEqual(await axe(page), [])

  // An owner is set where it is missing, and the moment of truth.
  const owner = page.getByRole('textbox', { name: /^Owner of / }).first()
  const name = (await owner.getAttribute('aria-label')).slice('Owner of '.length)
  const point = (await call(page, 'GET', '/workspaces/1/touchpoints')).touchpoints.find((p) => p.name === name)
  await owner.fill('Sari')
  await page.keyboard.press('Enter')
  await until(page, async (id) => (await (await fetch('/api/v1/workspaces/1/touchpoints')).json()).touchpoints.find((p) => p.id === id).owner === 'Sari', point.id)

  // A figure opens its people, as many as it says.
  const first = answer.coverage.loose[0]
  await loose.getByRole('row').nth(1).getByRole('button', { name: /people|show/i }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.locator('p[aria-live]').waitFor()
  assert.ok(Math.abs(await total(sheet) - first.people) <= 3)
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })

  // The rule is filled in, and the preview says what it matches; nothing else matches it, so nothing is named.
  await loose.getByRole('button', { name: /Make a touchpoint/ }).first().click()
  const edit = page.getByRole('dialog', { name: 'New touchpoint' })
  const preview = edit.getByRole('region', { name: 'What this rule catches in the time chosen' })
  await preview.getByText(/It matches .*events? of .*people/).waitFor()
  assert.deepEqual(await axe(page), [])
  await edit.getByRole('textbox', { name: 'Name' }).fill('Found in the gaps')
  await edit.getByRole('button', { name: 'Save' }).click()
  await edit.waitFor({ state: 'detached' })
  const made = (await call(page, 'GET', '/workspaces/1/touchpoints')).touchpoints.find((p) => p.name === 'Found in the gaps')
  assert.deepEqual([made.rule.event].flat(), [first.event])

  // A rule that takes every event shares events with many, and says with which.
  await page.goto(`${jejak.base}/w/1/settings?view=touchpoints&edit=${made.id}&range=90d`)
  await page.goto(`${jejak.base}/w/1/settings?view=touchpoints&edit=new&range=90d`)
  await page.getByText(/of them \(.*\) match .* too/).first().waitFor()
  await shot(page, 'gaps-preview')
  assert.deepEqual(errors, [])
})

test('gaps on a phone and in every language', async (t) => {
  const { page, errors } = await jejak.open(t, GAPS)
  await page.setViewportSize({ width: 360, height: 780 })
  for (const lang of ['en', 'id', 'zh-Hant']) {
    await page.evaluate((l) => localStorage.setItem('jejak-lang', l), lang)
    await page.reload()
    await page.getByRole('table').first().waitFor()
    await settled(page)
    assert.equal(await spill(page), 0, lang)
    await shot(page, `gaps-360-${lang}`)
    const sideways = await page.evaluate(() => [...document.querySelectorAll('main .scroll-x:has(table)')].map((e) => e.scrollWidth - e.clientWidth))
    assert.deepEqual(sideways, [0, 0, 0], `${lang}: no table is wider than the phone`)
    assert.deepEqual(await axe(page), [], lang)
  }
  assert.deepEqual(errors, [])
})

test('a card shows what its question answers, beside other people, and in the files', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps')
  const { sheet, map } = await call(page, 'GET', '/workspaces/1/maps/m1')
  const step = sheet.steps.find((s) => s.id === 's_cart')
  const question = { kind: 'funnel', funnel: { window: '14d', steps: [{ filter: { event: 'Product Viewed' } }, { filter: { event: 'Order Completed' } }] } }
  await call(page, 'POST', '/workspaces/1/maps/m1/changes', {
    id: 'metric-card-1', base: map.revision, ops: [
      { do: 'put', kind: 'lane', id: 'la_metric', fields: { kind: 'metric', name: 'Figures' } },
      { do: 'put', kind: 'card', id: 'ca_metric', fields: { step: step.id, lane: 'la_metric', text: 'From look to order', evidence: { question } } },
    ],
  })
  await page.goto(`${jejak.base}/w/1/maps/m1?live=on&range=90d`)
  const card = page.getByRole('group', { name: 'From look to order', exact: true })
  await card.getByText('%').first().waitFor()
  const of = (await call(page, 'POST', '/workspaces/1/maps/m1/overlay', { range: { last: '90d' } })).cards.find((c) => c.card === 'ca_metric').metric
  const answer = await call(page, 'POST', '/workspaces/1/ask', of.question)
  assert.ok(Math.abs(of.value - answer.funnel.groups[0].steps[1].overall.value) < 0.01)
  const said = Number((await card.getByRole('button', { name: /From look to order, Funnel/ }).locator('b.num').innerText()).replace(/[^\d.]/g, ''))
  assert.ok(Math.abs(said - 100 * of.value) < 1, `${said} % on the card, ${of.value} by the question`)
  await card.getByRole('button', { name: /From look to order, Funnel/ }).click()
  const people = page.getByRole('dialog')
  await people.locator('p[aria-live]').waitFor()
  assert.ok(Math.abs(await total(people) - answer.funnel.groups[0].steps[1].reached) <= 3)
  await page.keyboard.press('Escape')
  await people.waitFor({ state: 'detached' })

  // Everyone beside one's own choice: both figures, told apart by shape, and said.
  const pick = page.getByRole('combobox', { name: 'Compare with people' })
  await pick.click()
  await page.getByRole('option', { name: 'Everyone', exact: true }).click()
  await page.waitForURL(/against=/)
  await page.getByText('First what you chose, after ◇').waitFor()
  await page.locator('[data-step="s_cart"]').getByRole('button', { name: /compared with/ }).first().waitFor()
  await shot(page, 'overlay-against')
  await settled(page)
  assert.deepEqual(await axe(page), [])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await settled(page)
  assert.deepEqual(await axe(page), [])
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const text = await (await import('node:fs/promises')).readFile(await (await download).path(), 'utf8')
  assert.match(text, /From look to order.*%.*◇/)
  assert.deepEqual(errors, [])
})

test('an opportunity is weighed by keyboard and by mouse, and kept on its map', async (t) => {
  const { page, errors } = await jejak.open(t, '/w/1/maps?view=opportunities')
  const worth = async (one) => {
    const o = (await call(page, 'GET', '/workspaces/1/opportunities')).opportunities.find((x) => x.card === one.card && x.map === one.map)
    return [o.impact, o.effort]
  }
  const all = (await call(page, 'GET', '/workspaces/1/opportunities')).opportunities
  const one = all.find((o) => o.text)
  await call(page, 'POST', `/workspaces/1/maps/${one.map}/changes`, { id: 'weigh-begin', base: 0, ops: [{ do: 'put', kind: 'card', id: one.card, fields: { impact: 3, effort: 3 }, was: { impact: one.impact, effort: one.effort } }] })
  await page.reload()
  const grip = page.getByRole('button', { name: `Move ${one.text}`, exact: true }).first()
  await grip.focus()
  await page.keyboard.press('Space')
  await page.getByText(`${one.text} is over Impact 3, Effort 3.`).waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowUp')
  await page.getByText(`${one.text} is over Impact 4, Effort 3.`).waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowLeft')
  await page.getByText(`${one.text} is over Impact 4, Effort 2.`).waitFor({ state: 'attached' })
  const kept = page.waitForResponse((r) => r.url().endsWith('/changes') && r.ok())
  await page.keyboard.press('Space')
  await kept
  assert.deepEqual(await worth(one), [4, 2])
  // By mouse, three rows down in the same column.
  await settled(page)
  const from = await grip.boundingBox()
  const again = page.waitForResponse((r) => r.url().endsWith('/changes') && r.ok())
  await page.mouse.move(from.x + 4, from.y + 4)
  await page.mouse.down()
  await page.mouse.move(from.x + 20, from.y + 30, { steps: 4 })
  // Rows may grow while a card is over them: where the cell is, is asked when the card is on its way.
  const cell = await page.getByRole('table', { name: 'Impact over effort' }).getByRole('row').nth(5).getByRole('cell').nth(1).boundingBox()
  await page.mouse.move(cell.x + cell.width / 2, cell.y + cell.height / 2, { steps: 8 })
  await page.getByText(`${one.text} is over Impact 1, Effort 2.`).waitFor({ state: 'attached' })
  await page.mouse.up()
  await again
  assert.deepEqual(await worth(one), [1, 2])
  await settled(page)
  await shot(page, 'board')
  assert.deepEqual(await axe(page), [])
  await page.setViewportSize({ width: 360, height: 780 })
  await page.reload()
  await page.getByRole('combobox', { name: `Impact: ${one.text}` }).first().waitFor()
  assert.equal(await spill(page), 0)
  await shot(page, 'board-360')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})
