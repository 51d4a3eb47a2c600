import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { districtsByPythonClient } from '../clients/python.ts'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { gateway, rowsOf } from '../harness/gateway.ts'
import { PYTHON_INSTALLATION_MS } from '../harness/python.ts'
import { dailyLocation, flows, spatialAggregate } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { FLOWAPI_IDENTIFIER } from '../harness/tokens.ts'
import { openWindow, replacePassword, signIn, type Window } from './pages.ts'

/** One story, told in order: from an administrator's first sign-in to a result that an analyst's token opens. */

const ADMIN_PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'
const USER_PASSWORD = 'mosaic.Thunder.58.velvet.Oxbow'

const system = sharedSystem()
const obstacle = chromiumObstacle()
let flowauth: RunningFlowAuth
let browser: Browser
let admin: Window
let user: Window
let oneTimePassword: string
let token: string

beforeAll(async () => {
  if (obstacle) return
  flowauth = await startFlowAuth(inject('flowkit'), { PRIVATE_JWT_SIGNING_KEY: inject('keys').privateKey })
  browser = await startChromium()
  admin = await openWindow(browser, flowauth.url)
  user = await openWindow(browser, flowauth.url)
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

test('the first administrator signs in with a printed password, and must replace it', async () => {
  const { page } = admin
  await page.goto('/')
  await signIn(page, 'admin', 'a guess')
  await page.getByRole('alert').getByText('The user name or the password is wrong.').waitFor()

  const printed = await flowauth.command('admin-password', '--reset')
  const password = printed.trim().split('\n').at(-1) ?? ''
  await signIn(page, 'admin', password)
  await heading(page, 'Choose your password')
  await replacePassword(page, password, 'password1')
  await page.getByText('This password is too easy to guess.').waitFor()
  await replacePassword(page, password, ADMIN_PASSWORD)
  await heading(page, 'Servers and tokens')
  await page.getByText('You have no roles yet.').waitFor()
  expect(flowauth.log()).not.toContain(password)
})

test('the administrator registers the running FlowAPI by its address', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'Servers', exact: true }).click()
  await page.getByRole('link', { name: 'Register a server' }).first().click()
  const address = page.getByLabel('Address of openapi.json')
  await address.fill('http://127.0.0.1:9/openapi.json')
  await page.getByRole('button', { name: 'Read the document' }).click()
  await page.getByText('nothing listens at this address').waitFor()
  await address.fill(`${system.url}/api/0/spec/openapi.json`)
  await page.getByRole('button', { name: 'Read the document' }).click()
  await page.getByText(`${FLOWAPI_IDENTIFIER}, with`).waitFor()
  await page.getByRole('button', { name: 'Register the server' }).click()
  await heading(page, FLOWAPI_IDENTIFIER)
  await page.getByRole('button', { name: 'Read the document' }).click()
  await page.getByText('The document names the same scopes as before.').waitFor()
})

test('the administrator makes a role of some scopes, found by searching', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'New role' }).click()
  await page.getByLabel('Name').fill('district_counts')
  for (const scope of ['run', 'get_result', 'get_available_dates'])
    await page.getByRole('checkbox', { name: scope }).check()
  await page.getByLabel('Search scopes').fill('admin3:spatial_aggregate')
  await page.getByRole('checkbox', { name: 'admin3:spatial_aggregate:daily_location' }).waitFor()
  await page.getByRole('button', { name: 'Choose all found' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'district_counts' }).waitFor()
})

test('the administrator adds a user with the role, and is shown a password to hand over', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByRole('link', { name: 'New user' }).click()
  await page.getByLabel('User name').fill('ana')
  await page.getByRole('combobox', { name: 'Roles' }).click()
  await page.getByRole('option', { name: 'district_counts' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add the user' }).click()
  oneTimePassword = await page.getByLabel('One-time password').inputValue()
  await page.getByRole('link', { name: 'Done' }).click()
  await page.getByRole('row', { name: /ana.*district_counts.*Has not signed in/ }).waitFor()
})

test('the user signs in, makes a token and copies it', async () => {
  const { page } = user
  await page.goto('/')
  await signIn(page, 'ana', oneTimePassword)
  await replacePassword(page, oneTimePassword, USER_PASSWORD)
  await page.getByRole('link', { name: FLOWAPI_IDENTIFIER }).click()
  await page.getByText('You have no tokens for this server.').waitFor()
  await page.getByRole('link', { name: 'New token' }).first().click()
  await page.getByLabel('Name').fill('flood report')
  await page.getByRole('checkbox', { name: 'district_counts' }).check()
  await page.getByText('the longest lifetime of this server').waitFor()
  await page.getByRole('button', { name: 'Make the token' }).click()
  await heading(page, 'Your token')
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  token = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(token).toBe(await page.getByLabel('Token').inputValue())
  await page.getByRole('link', { name: 'Done' }).click()
  await page.getByRole('row', { name: /flood report.*district_counts/ }).waitFor()
  expect(flowauth.log()).not.toContain(token.split('.')[2])
})

test('FlowAPI does with the token what the role allows, and nothing else', async () => {
  const api = gateway(system.url, token)
  expect((await api.request('/api/0/available_dates')).status).toBe(200)
  const allowed = spatialAggregate(dailyLocation('2016-01-01'))
  const rows = await rowsOf(api, allowed)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows).toEqual(await rowsOf(system.api, allowed))

  const moves = flows(dailyLocation('2016-01-01'), dailyLocation('2016-01-02'))
  const coarser = { ...dailyLocation('2016-01-01'), aggregation_unit: 'admin2' as const }
  for (const refused of [moves, spatialAggregate(coarser)]) expect((await api.run(refused)).status).toBe(403)
  expect((await api.request('/api/0/geography/admin3')).status).toBe(403)
})

test(
  "Python's client gets a result with the token",
  async () => {
    const rows = await districtsByPythonClient({ FLOWAPI_URL: system.url, FLOWAPI_TOKEN: token })
    expect(rows.length).toBeGreaterThan(0)
    expect(inOrder(rows)).toEqual(
      inOrder(await rowsOf(system.api, spatialAggregate(dailyLocation('2016-01-01')))),
    )
  },
  PYTHON_INSTALLATION_MS,
)

test('the user makes a token with a part of the role, which allows that part', async () => {
  const { page } = user
  await page.getByRole('link', { name: 'New token' }).click()
  await page.getByLabel('Name').fill('dates only')
  await page.getByRole('checkbox', { name: 'district_counts' }).check()
  await page.getByRole('button', { name: 'Choose scopes' }).click()
  const runs = page.getByRole('checkbox', { name: /^run/ })
  expect(await runs.isChecked()).toBe(true)
  await runs.uncheck()
  const count = await page.getByText('scopes chosen').textContent()
  const [chosen, all] = count?.match(/\d+/g)?.map(Number) ?? []
  expect(all).toBeGreaterThan(3)
  expect(chosen).toBe(Number(all) - 1)
  await page.getByRole('button', { name: 'Make the token' }).click()
  const part = gateway(system.url, await page.getByLabel('Token').inputValue())
  expect((await part.request('/api/0/available_dates')).status).toBe(200)
  expect((await part.run(spatialAggregate(dailyLocation('2016-01-01')))).status).toBe(403)
  await page.getByRole('link', { name: 'Done' }).click()
  await page.getByRole('row', { name: /dates only.*district_counts \(a part\)/ }).waitFor()
})

test('the user renews the token, and the administrator sees both', async () => {
  const { page } = user
  await page.getByRole('button', { name: 'Renew flood report' }).click()
  const renewed = await page.getByLabel('Token', { exact: true }).inputValue()
  expect(renewed).not.toBe(token)
  expect((await gateway(system.url, renewed).request('/api/0/available_dates')).status).toBe(200)
  await page.getByRole('button', { name: 'Close' }).click()

  await admin.page.getByRole('link', { name: 'Servers', exact: true }).click()
  await admin.page.getByRole('link', { name: FLOWAPI_IDENTIFIER }).click()
  await admin.page
    .getByRole('row', { name: /flood report.*ana/ })
    .nth(1)
    .waitFor()
})

test('the user revokes a token, and is told that this server does not ask about it', async () => {
  const { page } = user
  await page.getByText('This server has not said that it asks FlowAuth about revoked tokens').waitFor()
  await page.getByRole('button', { name: 'Revoke dates only' }).click()
  const question = page.getByRole('dialog', { name: 'Revoke' })
  await question.getByText('a token lives there until it expires').waitFor()
  await question.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('row', { name: /dates only.*Revoked/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Revoke dates only' }).count()).toBe(0)
})

test('the administrator sees the revoked token, and that the server is still what it was', async () => {
  const { page } = admin
  await page.reload()
  await page.getByRole('row', { name: /dates only.*ana.*Revoked/ }).waitFor()
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('The server answers, and names the scopes that were read.').waitFor()
  await page.getByRole('link', { name: 'Servers', exact: true }).click()
  await page.getByRole('row', { name: new RegExp(`${FLOWAPI_IDENTIFIER}.*As registered`) }).waitFor()
})

test('an administrator who has been away gives the password again, and goes on', async () => {
  const { page } = admin
  await page.context().clearCookies({ name: 'flowauth-access' })
  await page.getByRole('link', { name: 'Roles' }).click()
  const question = page.getByRole('dialog', { name: 'Is it still you?' })
  await question.waitFor()
  await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN_PASSWORD)
  await page.getByRole('button', { name: 'Continue' }).click()
  await question.waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: 'New role' }).click()
  await heading(page, 'New role')
})

test('the administrator finds what was done, and takes it along as a file', async () => {
  const { page } = admin
  await page.getByRole('link', { name: 'Audit' }).click()
  await page.getByLabel('User').fill('ana')
  await page.getByRole('row', { name: /Renewed a token.*ana.*flood report/ }).waitFor()
  await page.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: 'Added a user' }).click()
  await page.getByRole('row', { name: /Added a user.*admin.*ana/ }).waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as CSV' }).click()
  const csv = await readFile(await (await saving).path(), 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(2)
  expect(csv).toContain(',user_added,admin,')
})

test('the menu of a phone works by keyboard, and is out of the way while it is closed', async () => {
  const { page } = admin
  await page.setViewportSize({ width: 360, height: 800 })
  await page.goto('/')
  const menu = page.getByRole('button', { name: 'Open the menu' })
  const account = page.getByRole('link', { name: 'My account' })
  await menu.waitFor()
  expect(await account.count()).toBe(0)
  await menu.press('Enter')
  await account.press('Enter')
  await heading(page, 'My account')
  expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN')
  await menu.waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.autocomplete')).toBe('current-password')
})

test('a suspended user is out at once', async () => {
  const { page } = admin
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto('/admin/users')
  await page.getByRole('link', { name: 'ana' }).click()
  await page.getByRole('button', { name: 'Suspend' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await page.getByRole('button', { name: 'Let in again' }).waitFor()
  await user.page.goto('/')
  await heading(user.page, 'Sign in to FlowAuth')
})

test('the browser had nothing to complain about: no policy was broken, no script failed', () => {
  expect([...admin.complaints, ...user.complaints]).toEqual([])
})
