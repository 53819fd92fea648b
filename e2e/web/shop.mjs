// The shop of the client tests in a browser, on an origin of its own and with a policy that allows no inline style and no eval.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createReadStream, existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const clients = fileURLToPath(new URL('../clients/node_modules/', import.meta.url))
const LIBRARIES = { '/lib/': '@segment/analytics-next/dist/umd/', '/rudder/': '@rudderstack/analytics-js/dist/npm/modern/bundled/umd/' }

/** Serves it, with the real client libraries, until the test is over; its scripts are told more as /config.json. */
export async function shop(t, jejak, more) {
  const pages = fileURLToPath(new URL('../shop/', import.meta.url))
  assert.ok(existsSync(join(clients, LIBRARIES['/lib/'])), 'the client libraries are not installed: run make e2e, or npm ci in e2e/clients')
  const types = { '.html': 'text/html', '.js': 'text/javascript' }
  const server = createServer((req, res) => {
    const path = new URL(req.url, 'http://x').pathname
    if (path === '/config.json') return void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ host: jejak, ...more }))
    const lib = Object.keys(LIBRARIES).find((l) => path.startsWith(l))
    const file = lib ? join(clients, LIBRARIES[lib], path.slice(lib.length)) : join(pages, path)
    if (!/^\/[\w./-]*$/.test(path) || path.includes('..') || !existsSync(file)) return void res.writeHead(404).end()
    res.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain', 'content-security-policy': `default-src 'none'; script-src 'self' ${jejak}; style-src 'self'; img-src data:; connect-src 'self' ${jejak}; form-action 'self'; base-uri 'none'` })
    createReadStream(file).pipe(res)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://localhost:${server.address().port}`
}
