// The binary and a browser for the tests of one file, and what their pages have in common.
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { launch, watch } from './browser.mjs'
import { startJejak } from './server.mjs'

/** Runs jejak with these arguments, and a browser, while the tests of the file run. */
export function screens(...args) {
  let jejak, browser
  before(async () => {
    jejak = await startJejak(...args)
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await jejak?.stop()
  })
  return {
    get base() { return jejak.base },
    /** A blank page of a test's own, on a desk and in English unless told; errors grows with what it logs, but for what is expected. */
    async page(t, options = {}, expected = undefined) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 940 }, locale: 'en-GB', reducedMotion: 'reduce', ...options })
      t.after(() => context.close())
      const page = await context.newPage()
      page.setDefaultTimeout(60_000) // the machine may be busy with others
      return { page, errors: watch(page, expected) }
    },
    /** The same, opened at a path. Whoever saves data is given no screens ahead. */
    async open(t, path, { savesData = false, ...options } = {}, expected = undefined) {
      const made = await this.page(t, options, expected)
      if (savesData) await made.page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }))
      await made.page.goto(jejak.base + path)
      await made.page.locator('h1').first().waitFor()
      return made
    },
  }
}

/** Types into a field with suggestions and takes one of them. */
export async function choose(page, field, text, option = text) {
  await field.click()
  await field.fill(text)
  await page.getByRole('option', { name: option, exact: true }).first().click()
}

/** Speaks to the API as the screens do, signed in as the page is: whether it went well, the status of the answer and its body. */
export function tell(page, method, path, body) {
  return page.evaluate(async ({ method, path, body }) => {
    const { csrf } = await (await fetch('/api/v1/session')).json()
    const r = await fetch(`/api/v1${path}`, { method, headers: { 'content-type': 'application/json', 'X-Jejak-CSRF': csrf ?? '' }, body: body && JSON.stringify(body) })
    const text = await r.text()
    return { ok: r.ok, status: r.status, body: text ? JSON.parse(text) : undefined }
  }, { method, path, body })
}

/** The same where nothing may go wrong: the body alone. */
export async function call(page, method, path, body) {
  const answer = await tell(page, method, path, body)
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
