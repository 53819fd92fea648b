// Every later kind of question in the demo as it ships: chosen with one click it answers, and its figures open their people.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { screens } from './screens.mjs'

// Enough people that the planted pain is beyond chance in the last 90 days, whatever the hour.
const jejak = screens('demo', '--people', '6000', '--rate', '4')

async function begin(t, kind, options = {}) {
  const { page, errors } = await jejak.page(t, options)
  const known = page.waitForResponse('**/schema')
  await page.goto(`${jejak.base}/w/1/ask`)
  await known
  await page.locator('main button').filter({ hasText: new RegExp(`^${kind}`) }).click()
  await page.mouse.move(1, 1)
  await page.waitForFunction(() => document.querySelector('main table') && !document.querySelector('main [aria-busy=true]'))
  return { page, errors }
}

const KINDS = { Touchpoints: /^Product page: /, Friction: /^Product page: /, Drivers: /^People compared/, Audience: /^Channel, Website: /, Value: /^Champions/, Attribution: /^Search: /, Content: /: \d/ }
for (const [kind, figure] of Object.entries(KINDS)) {
  test(`${kind}: one click answers, a figure opens its people`, async (t) => {
    const { page, errors } = await begin(t, kind)
    assert.deepEqual(await axe(page), [])
    assert.equal(await spill(page), 0)
    await page.locator('main').getByRole('button', { name: /Show the people/ }).and(page.getByRole('button', { name: new RegExp(`\\b.*${figure.source.replace('^', '')}`) })).first().click()
    await page.getByRole('dialog').getByRole('link').first().waitFor()
    assert.deepEqual(errors, [])
  })
}

test('retention is broken down: a value is chosen, and its figures open its own people', async (t) => {
  const { page, errors } = await begin(t, 'Retention')
  await page.getByRole('combobox', { name: 'By', exact: true }).click()
  await page.getByRole('option', { name: 'Channel', exact: true }).click()
  const pick = page.locator('main').getByRole('combobox', { name: 'By', exact: true }).last()
  await page.waitForFunction(() => document.querySelectorAll('main input[aria-label="By"]').length === 2)
  await pick.click()
  await page.getByRole('option', { name: /^Website \(/ }).click()
  assert.deepEqual(await axe(page), [])
  await page.locator('main table').getByRole('button', { name: /Show the people/ }).first().click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  assert.match(decodeURIComponent(page.url()), /"value":"web"/)
  assert.deepEqual(errors, [])
})

test('friction names the pain that is planted in the demo', async (t) => {
  const { page } = await begin(t, 'Friction')
  await page.getByRole('article').first().waitFor()
  assert.match(await page.getByRole('article').first().innerText(), /Payment, app.*Bank Samudra/s)
})

test('two times side by side: the change is told, and the time before opens its own people', async (t) => {
  const { page, errors } = await begin(t, 'Attribution')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('menuitem', { name: 'The time before' }).click()
  const other = page.getByRole('region', { name: 'The time before' })
  await other.getByRole('button', { name: /^\d.*Search: .*Show the people/ }).first().click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  assert.match(decodeURIComponent(page.url()), /"compare":true/)
  await page.keyboard.press('Escape')
  await page.getByRole('group', { name: 'Change' }).first().waitFor()
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('an answer is taken away as CSV, SVG and PNG', async (t) => {
  const { page, errors } = await begin(t, 'Attribution')
  await page.locator('main div[role=img] svg').first().waitFor()
  const take = async (name) => {
    await page.getByRole('button', { name: 'Download' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).first().click()])
    return readFile(await file.path())
  }
  assert.match((await take(/^CSV · Credits/)).toString(), /^\uFEFFunit,model,conversions,/)
  assert.match((await take(/^SVG · (?!The whole)/)).toString(), /^<svg/)
  assert.deepEqual([...(await take(/^PNG · (?!The whole)/)).subarray(1, 4)], [...Buffer.from('PNG')])
  assert.deepEqual(errors, [])
})

test('a view without a chart is taken away as a picture of all that it shows', async (t) => {
  const { page, errors } = await begin(t, 'Retention', { viewport: { width: 700, height: 700 } })
  const table = page.locator('main table').first()
  await table.waitFor()
  const words = await table.locator('th').allInnerTexts()
  const wide = await table.evaluate((e) => e.scrollWidth)
  const take = async (name) => {
    await page.getByRole('button', { name: 'Download' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()])
    return file.path()
  }
  const drawn = await readFile(await take('SVG · The whole answer'), 'utf8')
  for (const word of words.filter(Boolean)) assert.ok(drawn.includes(word.split('\n')[0]), word)
  // Opened by itself, the picture shows the table as wide as it is, also what the screen has one scroll to, and more than one colour.
  const png = await readFile(await take('PNG · The whole answer'))
  const seen = await page.evaluate(async (data) => {
    const image = new Image()
    image.src = data
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const right = context.getImageData(Math.floor(image.width * 0.75), 0, Math.floor(image.width / 4), image.height).data
    const colours = new Set()
    for (let i = 0; i < right.length; i += 4) colours.add(right[i] << 16 | right[i + 1] << 8 | right[i + 2])
    return { width: image.width, colours: colours.size }
  }, `data:image/png;base64,${png.toString('base64')}`)
  assert.ok(seen.width >= wide * 2, `${seen.width} of ${wide * 2} px`)
  assert.ok(seen.colours > 8, `${seen.colours} colours`)
  assert.deepEqual(errors, [])
})

test('kinds are chosen by keyboard, on a phone too', async (t) => {
  const { page } = await begin(t, 'Content', { viewport: { width: 360, height: 760 } })
  assert.equal(await spill(page), 0)
  await page.getByRole('button', { name: /Kind of question: Content/ }).press('Enter')
  await page.getByRole('menuitem', { name: 'Touchpoints', exact: true }).press('Enter')
  await page.getByRole('button', { name: /Kind of question: Touchpoints/ }).waitFor()
})

test('on paper: the answer without what is for the screen, and nothing of it cut', async (t) => {
  const { page, errors } = await begin(t, 'Retention')
  await page.setViewportSize({ width: 1100, height: 780 }) // A4, lying
  assert.equal(await page.getByRole('navigation').first().isVisible(), true)
  await page.emulateMedia({ media: 'print' })
  for (const bar of await page.getByRole('navigation').all()) assert.equal(await bar.isVisible(), false)
  const cut = await page.locator('main table').first().evaluate((table) => {
    const found = []
    for (let e = table.parentElement; e && e !== document.documentElement; e = e.parentElement) {
      const s = getComputedStyle(e)
      if (s.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1) found.push(`${e.className} is ${e.clientWidth} of ${e.scrollWidth} wide`)
      if (s.overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 1) found.push(`${e.className} is ${e.clientHeight} of ${e.scrollHeight} high`)
    }
    return found
  })
  assert.deepEqual(cut, [])
  assert.equal(await page.locator('main table').first().isVisible(), true)
  assert.deepEqual(errors, [])
})
