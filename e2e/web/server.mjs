// Starts the real binary in a folder of its own and stops it again.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The binary under test: JEJAK_BIN, or one built now. */
function binary(folder) {
  if (process.env.JEJAK_BIN) return process.env.JEJAK_BIN
  const out = join(folder, 'jejak')
  execFileSync('go', ['build', '-o', out, './cmd/jejak'], { cwd: root, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } })
  return out
}

export async function startJejak(command, ...args) {
  const folder = mkdtempSync(join(tmpdir(), 'jejak-web-'))
  const child = spawn(binary(folder), [command, '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const base = await new Promise((resolve, reject) => {
    const take = (chunk) => {
      said += chunk
      const m = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? /"?addr(?:ess)?"?[=:]\s*"?(127\.0\.0\.1:\d+)/.exec(said)
      if (m) resolve(m[1] ? 'http://' + m[1] : m[0])
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`jejak ${command} ended with ${code}:\n${said}`)))
  })
  return {
    base,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Sends one call as a client library does. */
export async function send(base, key, type, item) {
  const response = await fetch(`${base}/v1/${type}`, {
    method: 'POST',
    headers: { authorization: 'Basic ' + Buffer.from(key + ':').toString('base64'), 'content-type': 'application/json' },
    body: typeof item === 'string' ? item : JSON.stringify(item),
  })
  return { status: response.status, body: await response.text() }
}
