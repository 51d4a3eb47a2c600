import { randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { faultsOf, openWindow, replacePassword, signIn, type Window } from './pages.ts'

/** Told in order: an administrator has one key take the place of another. */

const FIRST_PASSWORD = randomBytes(12).toString('hex')
const PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

const obstacle = chromiumObstacle()
let flowauth: RunningFlowAuth
let browser: Browser
let admin: Window

beforeAll(async () => {
  if (obstacle) return
  flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD })
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

/** The keys that are published, the newest first. */
async function published(): Promise<string[]> {
  const response = await fetch(`${flowauth.url}/.well-known/jwks.json`)
  const { keys } = (await response.json()) as { keys: { kid: string }[] }
  return keys.map(({ kid }) => kid)
}

test('a new key is published at once, and signs when every FlowAPI has had time to read it', async () => {
  const { page } = admin
  await page.goto('/')
  await signIn(page, 'admin', FIRST_PASSWORD)
  await replacePassword(page, FIRST_PASSWORD, PASSWORD)
  await page.getByRole('link', { name: 'Keys' }).click()
  const [first = ''] = await published()
  await page.getByRole('heading', { name: first }).waitFor()
  await page.getByText('Signs tokens').waitFor()
  const address = await page.getByLabel('Address of the public keys').inputValue()
  expect(address).toBe(`${flowauth.url}/.well-known/jwks.json`)

  await page.getByRole('button', { name: 'Make a new key' }).click()
  await page.getByRole('dialog').getByText('From 10 minutes on').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new key' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('Will sign').waitFor()
  const [next = '', former] = await published()
  expect(former).toBe(first)
  await page.getByRole('heading', { name: next }).waitFor()
})

test('a key that takes over at once leaves a former one, which is retired', async () => {
  const { page } = admin
  await page.getByLabel('Signs after this many minutes').fill('0')
  await page.getByRole('button', { name: 'Make a new key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new key' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('Has signed tokens').waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await published()).toHaveLength(3)
  await page.getByRole('button', { name: 'Retire' }).last().click()
  await page.getByRole('dialog').getByText('FlowAPI refuses its tokens').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click()
  await page.getByText('Retired', { exact: true }).waitFor()
  expect(await published()).toHaveLength(2)
  expect(admin.complaints).toEqual([])
})
