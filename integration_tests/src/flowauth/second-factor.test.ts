import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { authenticatorCode } from './authenticator.ts'
import { faultsOf, openWindow, replacePassword, signIn, type Window } from './pages.ts'

/** Told in order: an administrator whose deployment asks for a second factor, from the first sign-in to a lost phone. */

const FIRST_PASSWORD = randomBytes(12).toString('hex')
const PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

const obstacle = chromiumObstacle()
let flowauth: RunningFlowAuth
let browser: Browser
let admin: Window
let secret: string
let backupCodes: string[]

beforeAll(async () => {
  if (obstacle) return
  flowauth = await startFlowAuth(inject('flowkit'), {
    FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD,
    FLOWAUTH_ADMINS_NEED_SECOND_FACTOR: 'true',
  })
  browser = await startChromium()
  admin = await openWindow(browser, flowauth.url)
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
const code = (page: Page) => page.getByRole('textbox', { name: 'Code' })

test('the administrator sets up an authenticator before anything else, and is given backup codes', async () => {
  const { page } = admin
  await page.goto('/')
  await signIn(page, 'admin', FIRST_PASSWORD)
  await replacePassword(page, FIRST_PASSWORD, PASSWORD)
  await heading(page, 'Set up a second factor')
  await page.goto('/admin/users')
  await heading(page, 'Set up a second factor')
  await page.getByRole('button', { name: 'Set up an authenticator' }).click()
  await page.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  secret = (await page.locator('code').textContent()) ?? ''
  await code(page).fill('000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('This code is wrong, or has been used before.').waitFor()
  await code(page).fill(authenticatorCode(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  backupCodes = (await page.getByLabel('Backup codes', { exact: true }).inputValue()).split('\n')
  expect(backupCodes).toHaveLength(10)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await heading(page, 'Users')
})

test('signing in asks for a code after the password', async () => {
  const { page } = admin
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, 'admin', PASSWORD)
  await heading(page, 'Enter your code')
  expect(await faultsOf(page)).toEqual([])
  await page.keyboard.type('123')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('This code is wrong').waitFor()
  await code(page).fill(authenticatorCode(secret, 1))
  await page.getByRole('button', { name: 'Continue' }).click()
  await heading(page, 'Users')
})

test('a backup code lets in who has lost the phone, and the account says how many are left', async () => {
  const { page } = admin
  await page.getByRole('button', { name: 'Sign out' }).click()
  await signIn(page, 'admin', PASSWORD)
  await code(page).fill(backupCodes[0] ?? '')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('link', { name: 'My account' }).click()
  await page.getByText('9 backup codes are left.').waitFor()
  await page.getByText('This browser').waitFor()
  await page.getByText('can be replaced, but not given up').waitFor()
  expect(await page.getByRole('button', { name: 'Give up the authenticator' }).count()).toBe(0)
})

test('the account’s page replaces the authenticator, and then shows that of today', async () => {
  const { page } = admin
  await page.getByRole('button', { name: 'Use another authenticator' }).click()
  secret = (await page.locator('code').textContent()) ?? ''
  await page.getByRole('textbox', { name: 'Code from the app' }).fill(authenticatorCode(secret))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 backup codes are left.').waitFor()
  await page.getByRole('button', { name: 'New backup codes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'New backup codes' }).click()
  await page.getByRole('heading', { name: 'Your backup codes' }).waitFor()
})

test('the command lets in an administrator who has lost everything', async () => {
  const { page } = admin
  const printed = await flowauth.command('admin-password', '--reset')
  const password = printed.trim().split('\n').at(-1) ?? ''
  await page.goto('/')
  await signIn(page, 'admin', password)
  await heading(page, 'Choose your password')
  expect(flowauth.log()).not.toContain(secret.replaceAll(' ', ''))
  expect(admin.complaints).toEqual([])
})
