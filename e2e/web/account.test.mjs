// First run, sign-in, members: the screens of a server of one's own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axe } from './browser.mjs'
import { call, screens } from './screens.mjs'
import { send } from './server.mjs'

const jejak = screens('serve')

test('an owner sets up, invites, and a member comes in', async (t) => {
  const { page, errors } = await jejak.page(t, { viewport: { width: 1280, height: 900 }, timezoneId: 'Asia/Jakarta' }, /status of (401|400)/)
  await page.goto(jejak.base)
  await page.getByRole('heading', { name: 'Welcome to Jejak' }).waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('textbox', { name: 'Your name' }).fill('Sari')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('sari@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('kopi senja di teras')
  await page.getByRole('textbox', { name: 'Brand' }).fill('Kopi Senja')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1, name: 'Journey' }).waitFor()
  // The empty journey teaches the next step, and no other time is offered where nothing ever came.
  await page.getByRole('link', { name: 'Connect a source' }).click()
  await page.getByText('Where do your customers meet you?').waitFor()
  assert.deepEqual(await axe(page), [])
  // What is of another time is offered as soon as it came.
  await page.getByRole('link', { name: 'Journey', exact: true }).click()
  await page.getByRole('link', { name: 'Connect a source' }).waitFor()
  const { writeKey } = await call(page, 'POST', '/workspaces/1/sources', { name: 'Shop', kind: 'website' })
  await send(jejak.base, writeKey, 'track', { userId: 'rina', event: 'Order Completed', timestamp: '2024-02-29T10:00:00Z' })
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.getByRole('main').getByText(/^1 person/).waitFor()

  await page.goto(`${jejak.base}/w/1/settings?view=members`)
  await page.getByRole('button', { name: 'Add a member' }).click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('budi@example.com')
  await page.getByRole('dialog').getByRole('button', { name: 'Add a member' }).click()
  await page.getByText(/shown only now/).waitFor()
  const once = await page.locator('[role=status] .mono').innerText()

  await page.goto(`${jejak.base}/w/1/settings?view=tokens`)
  await page.getByRole('button', { name: 'New token' }).first().click()
  await page.getByRole('textbox', { name: 'What is it for?' }).fill('Report')
  await page.getByRole('dialog').getByRole('button', { name: 'New token' }).click()
  await page.getByText(/shown only now/).waitFor()

  await page.getByRole('button', { name: 'My menu' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByRole('textbox', { name: 'E-mail' }).fill('budi@example.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('E-mail or password is not right.').waitFor()
  assert.deepEqual(await axe(page), [])
  await page.getByRole('textbox', { name: 'Password' }).fill(once)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Choose a password' }).waitFor()
  await page.getByRole('textbox', { name: 'One-time password' }).fill(once)
  await page.getByRole('textbox', { name: 'New password' }).fill('another long password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('heading', { level: 1, name: 'Journey' }).waitFor()
  // A marketer sees no tokens and no audit log.
  await page.goto(`${jejak.base}/w/1/settings`)
  await page.getByRole('tab', { name: 'Stages' }).waitFor()
  assert.equal(await page.getByRole('tab', { name: 'API tokens' }).count(), 0)
  assert.deepEqual(errors, [])
})

test('signed in anew in another tab: the same person goes on here, somebody else does not act for them', async (t) => {
  const { page, errors } = await jejak.page(t, {}, /status of 403/)
  const other = await page.context().newPage()
  const signIn = (email, password) => other.evaluate((body) => fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((r) => r.status), { email, password })
  const invite = async (email) => {
    await page.getByRole('button', { name: 'Add a member' }).first().click()
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await page.getByRole('dialog').getByRole('button', { name: 'Add a member' }).click()
  }
  await other.goto(`${jejak.base}/signin`)
  assert.equal(await signIn('sari@example.com', 'kopi senja di teras'), 200)
  await page.goto(`${jejak.base}/w/1/settings?view=members`)
  await page.getByRole('button', { name: 'Add a member' }).first().waitFor()

  assert.equal(await signIn('sari@example.com', 'kopi senja di teras'), 200)
  await invite('citra@example.com')
  await page.getByText(/shown only now/).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  assert.equal(await signIn('budi@example.com', 'another long password'), 200)
  await invite('dewi@example.com')
  await page.getByText('This page is out of date. Reload it and try again.').waitFor()
  assert.deepEqual(errors, [])
})
