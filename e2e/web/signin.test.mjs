// Signing in with more than a password, or with none: a second factor, and a real identity provider.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axe, spill } from './browser.mjs'
import { codeOf, freePort, provider } from './identity.mjs'
import { screens } from './screens.mjs'

const PASSWORD = 'five green umbrellas'
const port = await freePort()
const home = `http://127.0.0.1:${port}`
const id = await provider(`${home}/api/v1/session/federated/back`)
after(() => id.stop())
const jejak = screens('serve', '--listen', `127.0.0.1:${port}`, '--public-url', home, '--oidc-issuer', id.issuer, '--oidc-client-id', id.client, '--oidc-client-secret', id.secret, '--oidc-name', 'Example ID')

const inside = (page) => page.getByRole('heading', { level: 1, name: 'Journey' }).waitFor()
const password = async (page, email) => {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
const signOut = async (page) => {
  await page.getByRole('button', { name: 'My menu' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

test('a second factor is set up, asked for, and a recovery code lets in once', async (t) => {
  const { page, errors } = await jejak.page(t, { viewport: { width: 390, height: 800 } }, /status of (401|400)/)
  await page.goto(home)
  // What the server finds wrong is said in the language of who reads.
  await page.getByRole('button', { name: 'Bahasa Indonesia' }).click()
  await page.getByRole('textbox', { name: 'Nama Anda' }).fill('Sari')
  await page.getByRole('textbox', { name: 'Surel' }).fill('sari@example.com')
  await page.getByRole('textbox', { name: 'Kata sandi' }).fill('jejakjejakjejak')
  await page.getByRole('textbox', { name: 'Merek' }).fill('Kopi Senja')
  await page.getByRole('button', { name: 'Mulai' }).click()
  await page.getByText('Ini mudah ditebak. Pakailah beberapa kata yang tidak berkaitan.').waitFor()
  await page.getByText('Akun ini belum dapat disimpan.').waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('textbox', { name: 'Your name' }).fill('Sari')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('sari@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('textbox', { name: 'Brand' }).fill('Kopi Senja')
  await page.getByRole('button', { name: 'Start' }).click()
  await inside(page)

  await page.goto(`${home}/w/1/settings?view=profile`)
  const card = page.getByRole('region', { name: 'Second factor' })
  await card.getByRole('textbox', { name: 'Present password' }).fill('not this one')
  await card.getByRole('button', { name: 'Set up' }).click()
  await card.getByText('This is not your password.').waitFor()
  await card.getByRole('textbox', { name: 'Present password' }).fill(PASSWORD)
  await card.getByRole('button', { name: 'Set up' }).click()
  await card.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  assert.deepEqual(await axe(page), [])
  assert.equal(await spill(page), 0)
  const seed = await card.locator('.mono').innerText()
  // The step before counts as well, so that the next code is a fresh one.
  await card.getByRole('textbox', { name: 'Code' }).fill(codeOf(seed, -1))
  await card.getByRole('button', { name: 'Turn on' }).click()
  await card.getByText('Keep these recovery codes').waitFor()
  const recovery = await card.locator('.mono li').first().innerText()
  await card.getByText(/10 recovery codes are left/).waitFor()
  assert.deepEqual(await axe(page), [])

  await signOut(page)
  await password(page, 'sari@example.com')
  await page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('This code is not right').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('textbox', { name: 'Code' }).fill(codeOf(seed, 1))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await inside(page)

  for (const works of [true, false]) {
    await signOut(page)
    await password(page, 'sari@example.com')
    await page.getByRole('textbox', { name: 'Code' }).fill(recovery)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    if (works) await inside(page)
    else await page.getByText('This code is not right').waitFor()
    if (works) {
      await page.goto(`${home}/w/1/settings?view=members`)
      await page.getByRole('button', { name: 'Add a member' }).click()
      await page.getByRole('textbox', { name: 'E-mail' }).fill('budi@example.com')
      await page.getByRole('dialog').getByRole('button', { name: 'Add a member' }).click()
      await page.getByText(/shown only now/).waitFor()
    }
  }
  assert.deepEqual(errors, [])
})

/** Signs in at the provider's own page, and agrees that Jejak may know. */
async function vouch(page, email) {
  await page.goto(`${home}/signin`)
  await page.getByRole('link', { name: 'Sign in with Example ID' }).click()
  await page.locator('input[name=login]').fill(email)
  await page.locator('input[name=password]').fill('anything')
  await page.getByRole('button', { name: /sign-in/i }).click()
  await page.getByRole('button', { name: /continue/i }).click()
}

test('who was invited comes in by the identity provider; a stranger does not', async (t) => {
  // The provider's own page asks for a font of another host and an icon that it has not.
  const { page, errors } = await jejak.page(t, {}, /status of (401|400|404)|NAME_NOT_RESOLVED/)
  await vouch(page, 'budi@example.com')
  await inside(page)
  await signOut(page)

  const stranger = await jejak.page(t)
  await vouch(stranger.page, 'eve@example.com')
  await stranger.page.getByText('Nobody was invited with the address that Example ID vouches for.').waitFor()
  assert.deepEqual(await axe(stranger.page), [])

  const unverified = await jejak.page(t)
  await vouch(unverified.page, 'unverified-sari@example.com')
  await unverified.page.getByText('Nobody was invited').waitFor()

  // A way back that nobody began here opens nothing.
  const forged = await jejak.page(t)
  await forged.page.goto(`${home}/api/v1/session/federated/back?code=x&state=y`)
  await forged.page.getByText('took too long or was not begun here').waitFor()
  assert.deepEqual(errors, [])
})
