// Takes the pictures of the README and the manual from the running demo: make screenshots.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { startJejak } from './server.mjs'

const out = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const pictures = [
  { name: 'journey', path: '/w/1/journey', width: 1440 },
  { name: 'journey-phone', path: '/w/1/journey', width: 360, scheme: 'dark', locale: 'zh-TW' },
  { name: 'people', path: '/w/1/people', width: 1440, locale: 'id-ID' },
  { name: 'ledger', path: '/w/1/ledger', width: 1440, scheme: 'dark' },
]

mkdirSync(out, { recursive: true })
const jejak = await startJejak('demo')
const browser = await launch()
try {
  for (const { name, path, width, scheme = 'light', locale = 'en-GB' } of pictures) {
    const page = await browser.newPage({ viewport: { width, height: width < 500 ? 780 : 900 }, colorScheme: scheme, locale })
    await page.goto(jejak.base + path)
    await page.locator('h1').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .mantine-Skeleton-root'))
    await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity))
    await page.screenshot({ path: `${out}${name}.png` })
    await page.close()
  }
} finally {
  await browser.close()
  await jejak.stop()
}
