import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { faultsOf, openWindow, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD, Person } from './person.ts'

/** Told in order: somebody adds a passkey, signs in with it, loses it, and is let in again. */

const FIRST_PASSWORD = 'first-password-of-the-administrator'

const obstacle = chromiumObstacle()
let flowauth: RunningFlowAuth
let browser: Browser
let admin: Person
let ana: Window
let devtools: CDPSession
let authenticatorId: string
let backupCode: string

beforeAll(async () => {
  if (obstacle) return
  flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD })
  admin = await Person.firstSignIn(flowauth.url, 'admin', FIRST_PASSWORD)
  await Person.firstSignIn(flowauth.url, 'ana', await admin.addUser('ana'))
  browser = await startChromium()
  ana = await openWindow(browser, flowauth.url)
  devtools = await ana.page.context().newCDPSession(ana.page)
  await devtools.send('WebAuthn.enable')
  authenticatorId = await plugInKey()
})
afterAll(async () => {
  await browser?.close()
  await flowauth?.stop()
})
beforeEach(context => {
  if (!obstacle) return
  console.warn(`Skipped a test with a browser: ${obstacle}.`)
  context.skip(obstacle)
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()

/** Plugs in a security key, which somebody touches whenever it is asked. */
async function plugInKey(): Promise<string> {
  const added = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', automaticPresenceSimulation: true },
  })
  return added.authenticatorId
}

async function signInAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(page, 'ana', GOOD_PASSWORD)
  await heading(page, 'Use your second factor')
}

test('a passkey is added by a name and a touch, and comes with backup codes', async () => {
  const { page } = ana
  await page.goto('/account')
  await signIn(page, 'ana', GOOD_PASSWORD)
  await page.getByLabel('Name of the passkey').fill('blue key')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const codes = await page.getByLabel('Backup codes', { exact: true }).inputValue()
  backupCode = codes.split('\n')[0] ?? ''
  expect(codes.split('\n')).toHaveLength(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('blue key', { exact: true }).waitFor()
  await page.getByText('Not used yet.').waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('signing in asks for the passkey after the password', async () => {
  const { page } = ana
  await signInAgain(page)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('blue key', { exact: true }).waitFor()
  await page.getByText(/Last used/).waitFor()
})

test('another key is refused, and the backup code lets in who has lost theirs', async () => {
  const { page } = ana
  await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
  await signInAgain(page)
  await page.evaluate('delete window.PublicKeyCredential')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('alert').getByText('The browser gave no passkey.').waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(backupCode)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('9 backup codes are left.').waitFor()
})

test('the passkey is removed, unless the account must have one', async () => {
  const { page } = ana
  const [, user] = await admin.send<{ id: string; username: string }[]>('GET', '/api/admin/users')
  const id = user?.id ?? ''
  await admin.send('PATCH', `/api/admin/users/${id}`, { needs_second_factor: true })
  await page.getByRole('button', { name: 'Remove' }).click()
  const question = page.getByRole('dialog')
  await question.getByRole('button', { name: 'Remove' }).click()
  await question.getByText('Your account must have a second factor.').waitFor()
  await admin.send('DELETE', `/api/admin/users/${id}/second-factor`)
  await page.goto('/account')
  await signIn(page, 'ana', GOOD_PASSWORD)
  await heading(page, 'Set up a second factor')
  await plugInKey()
  await page.getByLabel('Name of the passkey').fill('new key')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await heading(page, 'My account')
  expect(ana.complaints).toEqual([])
})
