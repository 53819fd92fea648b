// Every later kind of question in the demo as it ships: chosen with one click it answers, and its figures open their people.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { call, screens } from './screens.mjs'

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

const asked = (q, more = '') => `${jejak.base}/w/1/ask?q=${encodeURIComponent(JSON.stringify(q))}${more}`
const FUNNEL = { kind: 'funnel', funnel: { window: '14d', steps: ['Product Viewed', 'Product Added', 'Checkout Started'].map((event) => ({ filter: { event } })) } }
// Days that are over: nobody comes in meanwhile.
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const past = `&range=${day(40)}..${day(3)}`
const inAddress = async (page, part) => page.waitForFunction((p) => decodeURIComponent(location.search).includes(p), part)
const pick = async (page, box, option) => {
  await box.click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('a step is a touchpoint on a channel, an exclusion guards two steps, and the value at a step counts', async (t) => {
  const { page, errors } = await jejak.page(t)
  await page.goto(asked(FUNNEL))
  const build = page.getByRole('region', { name: 'Build the question' })
  await build.getByRole('button', { name: 'Add a condition' }).first().click()
  await page.getByRole('menuitem', { name: 'Touchpoint', exact: true }).click()
  await pick(page, build.getByRole('combobox', { name: 'Step 1: Touchpoint' }), 'Product page')
  await page.keyboard.press('Escape')
  await inAddress(page, '"touchpoint":"')
  await build.getByRole('button', { name: 'Add a condition' }).first().click()
  await page.getByRole('menuitem', { name: 'Channel', exact: true }).click()
  await pick(page, build.getByRole('combobox', { name: 'Step 1: Channel' }), 'Website')
  await page.keyboard.press('Escape')
  await inAddress(page, '"channel":"web"')
  await build.getByRole('button', { name: 'Add an exclusion' }).click()
  await pick(page, build.getByRole('combobox', { name: 'Exclusion 1', exact: true }), 'Payment failed')
  await page.keyboard.press('Escape')
  await pick(page, build.getByRole('combobox', { name: 'Exclusion 1 ends at' }), 'Step 2')
  await inAddress(page, '"from":1,"to":2')
  await pick(page, build.getByRole('combobox', { name: 'By', exact: true }), 'Channel')
  await pick(page, build.getByRole('combobox', { name: 'Where several values apply' }), 'The one at a step counts')
  await pick(page, build.getByRole('combobox', { name: 'The one at a step counts' }), 'Step 3')
  await inAddress(page, '"attribution":"step"')
  const answer = page.getByRole('region', { name: 'Answer' })
  await answer.getByRole('button', { name: /Reached Product viewed \/ Product page \/ Website: / }).first().waitFor()
  assert.deepEqual(await axe(page), [])
  // A step less: what names steps by their numbers holds for the whole way again.
  await build.getByRole('button', { name: 'Remove step 2' }).click()
  await page.waitForFunction(() => !decodeURIComponent(location.search).includes('"to":2'))
  await answer.getByRole('group', { name: 'Website', exact: true }).waitFor()
  assert.equal(await spill(page), 0)
  assert.deepEqual(errors, [])
})

test('a bar of how long it took opens those who took so long, and an end those who ended there', async (t) => {
  const { page, errors } = await jejak.page(t)
  const opens = async (button) => {
    const said = /([\d,]+)(?: people)?\. Show/.exec((await button.textContent()).trim())?.[1] ?? /([\d,]+)/.exec(await button.textContent())[1]
    await button.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('link').first().waitFor()
    assert.ok((await dialog.innerText()).includes(said), `${said} people`)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await page.goto(asked(FUNNEL, past))
  await page.locator('main figure').getByRole('button', { name: /people/ }).first().waitFor()
  assert.deepEqual(await axe(page), [])
  await opens(page.locator('main figure').getByRole('button', { name: /people/ }).first())
  await page.goto(asked({ kind: 'paths', paths: { by: 'channel', depth: 3, collapse: true } }, past))
  await page.getByText('Step by step', { exact: true }).click()
  await opens(page.getByRole('row', { name: /^Ended here/ }).getByRole('button').first())
  assert.deepEqual(errors, [])
})

test('an answer is told apart by segments and by personas, and a figure opens its group', async (t) => {
  const { page, errors } = await jejak.page(t)
  await page.goto(asked(FUNNEL, past))
  const build = page.getByRole('region', { name: 'Build the question' })
  await build.waitFor() // signed in, before the test speaks as the page does
  const saved = await call(page, 'GET', '/workspaces/1/segments')
  await call(page, 'POST', '/workspaces/1/personas', { name: 'Dewi, who pays', rule: { did: { event: { event: 'Order Completed' } } } })
  await page.reload()
  const answer = page.getByRole('region', { name: 'Answer' })
  await pick(page, build.getByRole('combobox', { name: 'By', exact: true }), 'Segment')
  await answer.getByText('Choose what to look at').waitFor()
  for (const s of saved.segments.slice(0, 2)) await pick(page, build.getByRole('combobox', { name: 'Saved segment' }), s.name)
  await page.keyboard.press('Escape')
  for (const s of saved.segments.slice(0, 2)) await answer.getByRole('group', { name: s.name, exact: true }).waitFor()
  await pick(page, build.getByRole('combobox', { name: 'By', exact: true }), 'Persona')
  const group = answer.getByRole('group', { name: 'Dewi, who pays', exact: true })
  const first = group.getByRole('button', { name: /Reached Product viewed: [\d,]+/ }).first()
  const said = /Product viewed: ([\d,]+)/.exec(await first.textContent())[1]
  await first.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('link').first().waitFor()
  assert.ok((await dialog.innerText()).includes(said), `${said} people`)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

test('an answer beside a year before, beside other dates and beside a saved segment; kept, it compares the same way', async (t) => {
  const { page, errors } = await jejak.page(t)
  const trend = { kind: 'trend', trend: { measure: 'people', interval: 'week' } }
  await page.goto(asked(trend, '&range=30d'))
  const against = async (now, item) => {
    await page.getByRole('button', { name: now, exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await against('Compare', 'A year before')
  await page.getByRole('region', { name: 'A year before' }).waitFor()
  await against('A year before', 'Other dates…')
  const dates = page.getByRole('dialog', { name: 'Other dates' })
  await dates.getByLabel('From').fill('2026-01-01')
  await dates.getByLabel('To, that day included').fill('2026-01-31')
  await dates.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('region', { name: 'Other dates' }).getByText('January 1, 2026', { exact: false }).or(page.getByRole('region', { name: 'Other dates' }).getByText('Jan', { exact: false })).first().waitFor()
  await against('Other dates', 'The time before')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('menuitem', { name: 'Save this question' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save this question' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Month by month')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { questions } = await call(page, 'GET', '/workspaces/1/questions')
  assert.deepEqual(questions.find((q) => q.name === 'Month by month').question.compare, { range: { last: '30d', ago: '30d' } })
  await page.goto(`${jejak.base}/w/1/ask`)
  await page.getByRole('link', { name: 'Month by month' }).click()
  // Opened again it says what it compares with, and that can be taken away.
  await against('The time before', 'Compare with nothing')
  await page.getByRole('region', { name: 'The time before' }).waitFor({ state: 'detached' })
  const { segments } = await call(page, 'GET', '/workspaces/1/segments')
  await against('Compare', 'Other people…')
  await page.getByRole('combobox', { name: 'Saved segment' }).click()
  await page.getByRole('option', { name: new RegExp(`^${segments[0].name}`) }).click()
  await page.getByRole('region', { name: segments[0].name, exact: true }).waitFor()
  await page.getByRole('region', { name: 'Everyone', exact: true }).waitFor()
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(errors, [])
})

const shot = async (page, name) => { if (process.env.JEJAK_SHOTS) await page.screenshot({ path: `${process.env.JEJAK_SHOTS}/${name}.png` }) }
const asking = (q, more = '') => `${jejak.base}/w/1/ask?q=${encodeURIComponent(JSON.stringify(q))}${more}`
const done = (page) => page.waitForFunction(() => document.querySelector('main table') && !document.querySelector('main [aria-busy=true]'))

for (const [locale, words, options] of [['en-GB', 'Only part of this period is counted', {}], ['id', 'Hanya sebagian periode ini yang dihitung', { viewport: { width: 360, height: 800 } }], ['zh-TW', '此期間僅計入一部分', { colorScheme: 'dark' }]]) {
  test(`a trend says of which days a part only is counted, ${locale}`, async (t) => {
    const { page, errors } = await jejak.page(t, { locale, ...options })
    const q = { kind: 'trend', trend: { measure: 'people', interval: 'day' } }
    await page.goto(asking(q, '&range=30d'))
    await done(page)
    await page.locator('main p').getByText(words).waitFor()
    const told = await call(page, 'POST', '/workspaces/1/ask', { ...q, range: { last: '30d' } })
    const last = told.trend.starts.length - 1
    assert.deepEqual(told.trend.unfinished, [0, last], 'thirty days from now reach into a day at both ends')
    await page.locator('main summary').last().click()
    const rows = page.locator('main tbody tr')
    assert.deepEqual(await rows.evaluateAll((all, w) => all.flatMap((r, i) => (r.innerText.includes(w) ? [i] : [])), words), [0, last])
    assert.deepEqual(await axe(page), [])
    assert.equal(await spill(page), 0)
    await shot(page, `trend-${locale}`)
    await page.goto(asking(q, `&range=${told.trend.starts[3].slice(0, 10)}..${told.trend.starts[9].slice(0, 10)}`))
    await done(page)
    await page.locator('main p').getByText(words).waitFor({ state: 'detached' })
    assert.deepEqual(errors, [])
  })
}

test('values are looked for among all that there are, and not only the most frequent', async (t) => {
  const { page, errors } = await jejak.page(t)
  await page.goto(`${jejak.base}/w/1/ask`)
  await page.locator('main button').first().waitFor()
  const schema = await call(page, 'GET', '/workspaces/1/schema')
  let found
  for (const e of schema.events) {
    for (const p of e.properties.filter((p) => !p.numeric && p.values.length >= 8)) {
      const all = await call(page, 'POST', '/workspaces/1/ask', { kind: 'trend', trend: { interval: 'month' }, filter: { event: e.name }, breakdown: { by: 'property', property: p.name, top: 100 } })
      const rare = all.trend.series.filter((s) => !s.other && s.value && !p.values.includes(s.value)).at(-1)?.value
      found ??= rare && { event: e.name, property: p, rare }
    }
    if (found) break
  }
  const { event, property, rare } = found
  await page.goto(asking({ kind: 'trend', trend: { measure: 'events', interval: 'day' }, filter: { event, where: [{ property: property.name, op: 'eq', value: property.values[0] }] } }))
  await done(page)
  // What is chosen already is not offered again: the list first, whose first value is another one.
  for (const [op, name] of [['is one of', 'Values'], ['is', 'Value']]) {
    await page.getByRole('combobox', { name: 'Comparison' }).click()
    await page.getByRole('option', { name: op, exact: true }).click()
    await page.getByRole('combobox', { name, exact: true }).fill(rare.toUpperCase().slice(0, Math.max(3, rare.length - 1)))
    await page.getByRole('option', { name: rare, exact: true }).click()
  }
  await page.waitForFunction((v) => new URLSearchParams(location.search).get('q').includes(`"value":"${v}"`), rare)
  assert.deepEqual(errors, [])
})

test('a ready-made outcome fills in the builder of drivers, and answers', async (t) => {
  const { page, errors } = await begin(t, 'Drivers')
  for (const [name, wanted] of [[/^Recommend/, /"op":"gte"/], [/^Move on to the stage/, /"touchpoint":\[/], [/^Buy again/, /"signals":\[/]]) {
    await page.getByRole('combobox', { name: 'Ready-made outcomes' }).click()
    const answered = page.waitForResponse('**/ask')
    await page.getByRole('option', { name }).first().click()
    await answered
    await page.waitForFunction((w) => new RegExp(w).test(decodeURIComponent(location.href)), wanted.source)
    await page.getByText('People compared').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'))
  }
  assert.deepEqual(await axe(page), [])
  await shot(page, 'outcomes')
  assert.deepEqual(errors, [])
})

for (const [locale, words] of [['en-GB', 'A parenthesis has no partner: ('], ['id', 'Ada tanda kurung tanpa pasangan: ('], ['zh-TW', '有括號沒有成對：(']]) {
  test(`what is wrong with a question is said in the language of who asks, ${locale}`, async (t) => {
    const { page } = await jejak.page(t, { locale })
    await page.goto(asking({ kind: 'trend', trend: { measure: 'people', interval: 'day' }, filter: { where: [{ property: 'plan', op: 'regex', value: '(' }] } }))
    const told = page.getByRole('alert').filter({ hasText: words })
    await told.waitFor()
    assert.doesNotMatch(await told.innerText(), locale === 'en-GB' ? /regexp|\{\{/ : /cannot be answered|partner|regexp|\{\{/)
    assert.deepEqual(await axe(page), [])
  })
}

test('the mean of a trend says how sure it is, as it is answered', async (t) => {
  const { page, errors } = await jejak.page(t, { locale: 'en-GB' })
  const q = { kind: 'trend', filter: { event: 'Order Completed' }, trend: { measure: 'mean', property: 'revenue', interval: 'week' } }
  await page.goto(asking(q, '&range=30d'))
  await done(page)
  const told = await call(page, 'POST', '/workspaces/1/ask', { ...q, range: { last: '30d' } })
  const series = told.trend.series[0]
  assert.ok(series.n[1] > 5 && series.bounds[1].low < series.points[1] && series.points[1] < series.bounds[1].high)
  await page.locator('main summary').last().click()
  const num = (v) => new Intl.NumberFormat('en-GB').format(v)
  const cell = page.locator('main tbody tr').nth(1).locator('td').first()
  const text = await cell.innerText()
  assert.match(text, new RegExp(`of ${num(series.n[1])}`, 'i'))
  assert.equal(text.match(/ to /g)?.length, 1, text)
  assert.deepEqual(await axe(page), [])
  await shot(page, 'trend-mean')
  assert.deepEqual(errors, [])
})
