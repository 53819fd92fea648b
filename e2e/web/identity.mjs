// A real identity provider for the tests of signing in, and what an authenticator app shows.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(new URL('../clients/package.json', import.meta.url))

/** Starts a provider at which everybody is who they say: the name they sign in with is their address. back is Jejak's redirect address. */
export async function provider(back) {
  const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')).href)
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const oidc = new Provider(issuer, {
    clients: [{ client_id: 'jejak', client_secret: 'a secret of the test', redirect_uris: [back], response_types: ['code'], grant_types: ['authorization_code'] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `subject of ${id}`, email: id, email_verified: !id.startsWith('unverified') }) }),
    cookies: { keys: ['a key of the test'] },
  })
  const server = createServer(oidc.callback())
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { issuer, client: 'jejak', secret: 'a secret of the test', stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve) }) }
}

/** A port that nobody listens on. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** The code of RFC 6238 for a seed in base 32, so many steps of half a minute from now. */
export function codeOf(seed, steps = 0) {
  let bits = ''
  for (const c of seed) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
