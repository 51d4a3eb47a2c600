import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { type RunningProvider, startProvider } from './identity-provider.ts'
import { faultsOf, openWindow, replacePassword, signIn, type Window } from './pages.ts'

/** Told in order: an organisation whose people sign in with the accounts that they have already. */

const FIRST_PASSWORD = randomBytes(12).toString('hex')
const PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

const obstacle = chromiumObstacle()
let flowauth: RunningFlowAuth
let provider: RunningProvider
let browser: Browser
let admin: Window
let user: Window

beforeAll(async () => {
  if (obstacle) return
  provider = await startProvider()
  flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD })
  browser = await startChromium()
  admin = await openWindow(browser, flowauth.url)
  user = await openWindow(browser, flowauth.url)
  // The provider's own pages ask for typefaces from afar.
  const isFar = ({ hostname }: URL) => !['localhost', '127.0.0.1'].includes(hostname)
  await user.page.route(isFar, route => route.abort())
})
afterAll(async () => {
  await browser?.close()
  await flowauth?.stop()
  provider?.stop()
})
beforeEach(context => {
  if (!obstacle) return
  console.warn(`Skipped a test with a browser: ${obstacle}.`)
  context.skip(obstacle)
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
const leave = (page: Page) => page.getByRole('button', { name: 'Sign in with Ministry' }).click()

test('an administrator adds a provider, and is told what the provider must know', async () => {
  const { page } = admin
  await page.goto('/')
  await signIn(page, 'admin', FIRST_PASSWORD)
  await replacePassword(page, FIRST_PASSWORD, PASSWORD)
  await page.getByRole('link', { name: 'Identity providers' }).click()
  await page.getByText('There are no identity providers.').waitFor()
  await page.getByRole('link', { name: 'Add a provider' }).first().click()
  await page.getByLabel('Name').fill('Ministry')
  await page.getByLabel('Client id').fill(provider.clientId)
  await page.getByRole('textbox', { name: 'Client secret' }).fill(provider.clientSecret)
  await page.getByLabel('Address').fill(flowauth.url)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('it is no OpenID Connect provider').waitFor()
  await page.getByLabel('Address').fill(provider.issuer)
  await page.getByRole('button', { name: 'Save' }).click()
  await heading(page, 'Ministry')
  const redirect = await page.getByLabel('Redirect address').inputValue()
  expect(redirect).toMatch(`${flowauth.url}/api/session/providers/`)
  provider.allowRedirect(redirect)
  expect(await faultsOf(page)).toEqual([])
})

test('somebody without an account is told so, until the provider may make accounts', async () => {
  const { page } = user
  await page.goto('/')
  await leave(page)
  await page.getByPlaceholder('Enter any login').fill('ana')
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('alert').getByText('No account here belongs to you.').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await admin.page.getByRole('switch', { name: 'Make accounts at the first sign-in' }).check()
  await admin.page.getByLabel('Claim that decides about roles').fill('groups')
  await admin.page.getByRole('button', { name: 'Add a value' }).click()
  expect(await faultsOf(admin.page)).toEqual([])
  await admin.page.getByRole('button', { name: 'Remove', exact: true }).click()
  await admin.page.getByRole('button', { name: 'Save' }).click()
  await admin.page.getByText('The provider has been saved.').waitFor()
})

test('signing in at the provider leads to one’s pages, without a password here', async () => {
  const { page } = user
  await leave(page)
  await heading(page, 'Servers and tokens')
  await page.getByRole('link', { name: 'My account' }).click()
  await page.getByText('Linked').waitFor()
  expect(await page.getByLabel('Current password').count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Unlink Ministry' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink Ministry' }).click()
  await page.getByRole('alert').getByText('You could not sign in any more.').waitFor()
})

test('who has been away signs in at the provider again for what needs it, and is back on the same page', async () => {
  const { page } = user
  await page.context().clearCookies({ name: 'flowauth-access' })
  await page.goto('/account')
  await page.getByRole('button', { name: 'Link an account at Ministry' }).click()
  await page.getByRole('dialog', { name: 'Is it still you?' }).waitFor()
  await page.evaluate("window.isLeft = 'what the page knows before it is left'")
  await leave(page)
  // While the browser is on its way there is no page to ask.
  const isBack = () =>
    page.evaluate<boolean>("location.pathname === '/account' && !('isLeft' in window)").catch(() => false)
  await expect.poll(isBack, { timeout: 15_000 }).toBe(true)
  await heading(page, 'My account')
})

test('who follows the link of a command line finds its code after signing in at the provider', async () => {
  const { page } = user
  await page.context().clearCookies({ name: /^flowauth/ })
  await page.goto('/device?code=WXYZ-BCDF')
  await leave(page)
  await expect.poll(() => page.getByLabel('Code').inputValue()).toBe('WXYZ-BCDF')
  expect(new URL(page.url()).search).toBe('?code=WXYZ-BCDF')
})

test('an administrator links an account at the provider to the one here', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'My account' }).click()
  await page.getByRole('button', { name: 'Link an account at Ministry' }).click()
  await page.getByRole('link', { name: '[ Cancel ]' }).click()
  await page.getByRole('alert').getByText('The identity provider did not sign you in.').waitFor()
  await heading(page, 'My account')
})

test('the browsers had nothing to complain about in FlowAuth’s pages, and the log tells no secret', () => {
  expect([...admin.complaints, ...user.complaints]).toEqual([])
  expect(flowauth.log()).not.toContain(provider.clientSecret)
})
