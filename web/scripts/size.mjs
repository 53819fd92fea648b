// Fails when the JavaScript that the first screen needs is over its budget, gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 300 * 1024
const dist = new URL('../../internal/web/dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'))

const seen = new Set()
function collect(key) {
  if (seen.has(key)) return
  seen.add(key)
  for (const next of manifest[key].imports ?? []) collect(next)
}
collect('index.html')
// The home screen and one language are what opens first.
for (const lazy of ['src/features/journey/JourneyPage.tsx', 'src/messages/en.json']) if (manifest[lazy]) collect(lazy)

let total = 0
for (const key of seen) {
  const file = manifest[key].file
  if (!file.endsWith('.js')) continue
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
  total += size
  console.log(`${String(Math.round(size / 1024)).padStart(6)} KB  ${file}`)
}
console.log(`${String(Math.round(total / 1024)).padStart(6)} KB  first screen, gzip (budget ${BUDGET / 1024} KB, ${BUDGET - total} bytes left)`)

// What a website loads: for a survey, with the page behind a link, and for help.
const WIDGET = 15 * 1024
let over = total > BUDGET
for (const [name, files] of [['survey widget and answer page', ['widget.js', 'answer.html']], ['help widget', ['help.js']]]) {
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0)
  console.log(`${(size / 1024).toFixed(1).padStart(6)} KB  ${name}, gzip (budget ${WIDGET / 1024} KB)`)
  over ||= size > WIDGET
}
process.exit(over ? 1 : 0)
