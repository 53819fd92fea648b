// Walks through the shop in a real browser, as one visitor: node browser.mjs SHOP EMAIL [rudder]
import { chromium } from 'playwright-core'

const [shop, email, library] = process.argv.slice(2)
const browser = await chromium.launch({
  executablePath: process.env.JEJAK_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
const problems = []
try {
  const page = await browser.newPage()
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
  await (library === 'rudder' ? withRudder(page) : withSegment(page))
} finally {
  await browser.close()
}
if (problems.length > 0) throw new Error(problems.join('\n'))

async function withSegment(page) {
  const delivered = watch(page)
  await page.goto(`${shop}/index.html`)
  await delivered('/v1/p', 1)
  await page.click('#product')
  await delivered('/v1/t', 1)
  await page.click('#add')
  await page.waitForURL('**/cart.html')
  await delivered('/v1/p', 3)
  await page.click('#checkout')
  await page.waitForURL('**/login.html')
  await delivered('/v1/p', 4)
  await page.fill('input[name=email]', email)
  await page.click('#login button')
  await page.waitForURL('**/order.html*')
  await delivered('/v1/p', 5)
  await page.click('#buy')
  await page.waitForFunction(() => document.querySelector('#done').textContent !== '')
  await delivered('/v1/t', 2)
  await page.waitForLoadState('networkidle')
}

async function withRudder(page) {
  const delivered = watch(page)
  await page.goto(`${shop}/rudder.html`)
  await delivered('/v1/identify', 1)
  await page.click('#buy')
  await delivered('/v1/track', 1)
}

/** Counts the calls that the collector has answered, and waits until there are so many to a path. */
function watch(page) {
  const counts = {}
  const waiting = new Set()
  page.on('response', (response) => {
    if (response.request().method() !== 'POST' || !response.ok()) return
    const path = new URL(response.url()).pathname
    counts[path] = (counts[path] ?? 0) + 1
    for (const check of waiting) check()
  })
  return (path, n) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${counts[path] ?? 0} calls to ${path} were answered, not ${n}`)), 30_000)
      const check = () => {
        if ((counts[path] ?? 0) < n) return
        clearTimeout(late)
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
}
