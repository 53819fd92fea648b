// A browser and a small file server for the tests of the screens. The packages are those of web/, so that nothing is installed twice.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')

export const AXE = require.resolve('axe-core/axe.min.js')
export const GALLERY = fileURLToPath(new URL('../../web/gallery-dist/', import.meta.url))

export function launch() {
  const executablePath = process.env.JEJAK_CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: install Debian's package chromium, or set JEJAK_CHROMIUM`)
  return chromium.launch({
    executablePath,
    headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' }

/** Serves a folder on a free port of the loopback. */
export function serve(folder) {
  const server = createServer((req, res) => {
    const path = normalize(decodeURIComponent(new URL(req.url, 'http://x').pathname))
    const file = join(folder, path)
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      res.writeHead(404).end()
      return
    }
    res.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(res)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }))
  })
}

/** Waits until nothing on the page is paler than it will be: no answer that gives way to another, and nothing that still moves. */
export async function still(page) {
  await page.waitForFunction(() => !document.querySelector('[data-fading]:not([data-fading=false])')
    && document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity))
}

/** What axe-core finds on the page when it stands still. An answer may begin to give way to the next just as it looks, so that it looks again: what is wrong stays wrong. */
export async function axe(page) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(readFileSync(AXE, 'utf8'))
  for (let left = 4; ; left--) {
    const found = await axeOnce(page)
    if (found.length === 0 || left === 0) return found
  }
}

async function axeOnce(page) {
  await still(page)
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations'] }))
  return found.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.failureSummary ?? '').split('\n').slice(1, 2).join('')).join(' | ')}`)
}

/** The views that the gallery lists. */
export async function galleryViews(base, page) {
  await page.goto(`${base}/gallery.html`)
  await page.locator('li[data-view]').first().waitFor()
  return page.locator('li[data-view]').evaluateAll((items) => items.map((i) => i.dataset.view))
}

/** Opens one view and waits until it stands: no skeleton (but where loading is shown), no fetch, charts drawn. A page that shows the gallery in these words and colours already only changes the view. */
export async function openGallery(page, base, { view, state = 'ok', lang = 'en', scheme = 'light' }) {
  const at = new URL(page.url())
  if (at.origin === base && at.searchParams.get('lang') === lang && at.searchParams.get('scheme') === scheme) {
    await page.evaluate(([view, state]) => globalThis.show(view, state), [view, state])
  } else {
    await page.goto(`${base}/gallery.html?view=${view}&state=${state}&lang=${lang}&scheme=${scheme}`)
  }
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, lang)
  await page.waitForFunction((loading) => {
    if (loading) return true
    const charts = [...document.querySelectorAll('[role=img]')].filter((e) => e.tagName === 'DIV')
    return !document.querySelector('[aria-busy=true]') && charts.every((c) => c.querySelector('svg'))
  }, state === 'loading')
  // Transitions of drawers and dialogs.
  await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity))
}

/** Collects what the page logs as an error; what the test provokes is told apart. */
export function watch(page, expected = /^$/) {
  const errors = []
  page.on('console', (m) => m.type() === 'error' && !expected.test(m.text()) && errors.push(m.text()))
  page.on('pageerror', (e) => errors.push(e.message))
  return errors
}

/** Asks the page until it says yes. Playwright's own waiting takes the promise that an asking function gives for a yes. */
export async function until(page, ask, arg) {
  const end = Date.now() + 60_000
  while (!(await page.evaluate(ask, arg))) {
    if (Date.now() > end) throw new Error(`not within a minute: ${ask}`)
    await new Promise((next) => setTimeout(next, 100))
  }
}

/** How many pixels the page is wider than the window. */
export function spill(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth))
}
