import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { sharedSystem } from '../harness/shared.ts'
import { faultsOf, openWindow, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD, Person } from './person.ts'

/** Told in order: a role of a server with 5,000 scopes is made and used, and the page holds no more than it shows. */

const FIRST_PASSWORD = 'first-password-of-the-administrator'

const numbers = (count: number) => [...Array(count).keys()].map(number => String(number).padStart(2, '0'))
const SCOPES = [
  ...['run', 'get_result', 'get_available_dates', 'get_qa_checks'],
  ...numbers(996).map(id => `subset:published:${id}`),
  ...numbers(4).flatMap(unit =>
    numbers(20).flatMap(kind => numbers(50).map(part => `unit${unit}:kind${kind}:part${part}`)),
  ),
]

const system = sharedSystem()
const obstacle = chromiumObstacle()
let flowauth: RunningFlowAuth
let browser: Browser
let admin: Window
let ana: Window
let serverId: string
let limitedId: string

beforeAll(async () => {
  if (obstacle) return
  flowauth = await startFlowAuth(inject('flowkit'), { FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD })
  const person = await Person.firstSignIn(flowauth.url, 'admin', FIRST_PASSWORD)
  const { id } = await person.send<{ id: string }>('POST', '/api/admin/servers', {
    name: 'LARGE',
    scopes: SCOPES,
    refuses_revoked: false,
    description_url: null,
    longest_lifetime_minutes: 1440,
    latest_expiry: null,
  })
  serverId = id
  limitedId = await person.registerServer(system.url)
  const small = await person.addRole(serverId, 'small', ['run'])
  await Person.firstSignIn(flowauth.url, 'ana', await person.addUser('ana', [small]))
  browser = await startChromium()
  admin = await openWindow(browser, flowauth.url)
  ana = await openWindow(browser, flowauth.url)
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

/** What the tree of scopes shows, by the names that a screen reader says. */
const shown = (page: Page) =>
  page
    .locator('.scope-tree input')
    .evaluateAll(boxes => boxes.map(box => box.getAttribute('aria-label') ?? ''))
const tally = (page: Page, words: string) =>
  page.getByRole('status').getByText(words, { exact: true }).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('of 5,000 scopes the page holds the branches alone, until one is opened, and then its first hundred', async () => {
  const { page } = admin
  await page.goto(`/admin/roles/new/${serverId}`)
  await signIn(page, 'admin', GOOD_PASSWORD)
  await tally(page, '0 of 5,000 chosen')
  expect(await shown(page)).toEqual([
    'get_available_dates — see which days there are',
    'get_qa_checks — see the quality checks of the data',
    'get_result — read results',
    'run — have queries computed',
    'subset (0/996)',
    ...numbers(4).map(unit => `unit${unit} (0/1000)`),
  ])
  await button(page, 'Show what is in subset').press('Enter')
  await button(page, 'Show what is in subset:published').press('Enter')
  const published = async () => (await shown(page)).filter(name => name.startsWith('subset:published:'))
  expect(await published()).toEqual(numbers(100).map(id => `subset:published:${id}`))
  await button(page, 'Show 100 more of 896').press('Enter')
  expect(await published()).toHaveLength(200)
  expect(await faultsOf(page)).toEqual([])
})

test('a search shows what it finds, and chooses and clears exactly that, by keyboard too', async () => {
  const { page } = admin
  await page.getByLabel('Search scopes').fill('kind07 unit02 part4')
  await tally(page, '0 of 5,000 chosen, 10 found')
  const found = numbers(50)
    .slice(40)
    .map(part => `unit02:kind07:part${part}`)
  expect((await shown(page)).filter(name => !name.endsWith(')'))).toEqual(found)
  await button(page, 'Choose all found').press('Enter')
  await tally(page, '10 of 5,000 chosen, 10 found')
  await page.getByRole('checkbox', { name: 'unit02:kind07:part44' }).press('Space')
  await tally(page, '9 of 5,000 chosen, 10 found')

  await page.getByLabel('Search scopes').fill('unit03')
  await tally(page, '9 of 5,000 chosen, 1,000 found')
  expect(await shown(page)).toEqual(['unit03 (0/1000)'])
  await page.getByLabel('Search scopes').fill('part4')
  await tally(page, '9 of 5,000 chosen, 800 found')
  await button(page, 'Choose all found').press('Space')
  await button(page, 'Clear all found').press('Space')
  await tally(page, '0 of 5,000 chosen, 800 found')
  await page.getByLabel('Search scopes').fill('nothing like it')
  await page.getByText('No scope matches.').waitFor()
})

test('all scopes are chosen and cleared at once, and the role has what was chosen', async () => {
  const { page } = admin
  await page.getByLabel('Search scopes').fill('')
  await button(page, 'Choose all').press('Enter')
  await tally(page, '5,000 of 5,000 chosen')
  await button(page, 'Clear all').press('Enter')
  await tally(page, '0 of 5,000 chosen')
  await button(page, 'Choose all').press('Enter')
  await page.getByRole('checkbox', { name: /^subset/ }).press('Space')
  await tally(page, '4,004 of 5,000 chosen')
  await page.getByLabel('Name').fill('large')
  await page.getByRole('combobox', { name: 'Members' }).click()
  await page.getByRole('option', { name: 'ana' }).click()
  await page.keyboard.press('Escape')
  await button(page, 'Save').click()
  await page.getByRole('row', { name: /large.*4,004/ }).waitFor()
})

test('a token takes all roles, none, or one scope of thousands, by keyboard', async () => {
  const { page } = ana
  await page.goto(`/servers/${serverId}/new-token`)
  await signIn(page, 'ana', GOOD_PASSWORD)
  const [large, small] = ['large', 'small'].map(name => page.getByRole('checkbox', { name, exact: true }))
  await button(page, 'Choose all roles').press('Enter')
  expect([await large?.isChecked(), await small?.isChecked()]).toEqual([true, true])
  await page.getByText('4,004', { exact: true }).waitFor()
  await button(page, 'Clear the choice').press('Enter')
  expect([await large?.isChecked(), await small?.isChecked()]).toEqual([false, false])
  await page.getByText('Choose a role to see when the token will expire.').waitFor()

  await large?.press('Space')
  await button(page, 'Choose scopes').press('Enter')
  await button(page, 'Clear all').press('Enter')
  await page.getByLabel('Search scopes').fill('unit00:kind19:part49')
  await page.getByRole('checkbox', { name: 'unit00:kind19:part49' }).press('Space')
  await tally(page, '1 of 4,004 chosen, 1 found')
  await page.getByLabel('Name').fill('one scope')
  await page.keyboard.press('Enter')
  const token = await page.getByLabel('Token', { exact: true }).inputValue()
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  const roles = JSON.parse(gunzipSync(Buffer.from(claims.user_claims, 'base64')).toString())
  expect(roles).toEqual({ large: ['unit00:kind19:part49'] })
})

test('each limit that a FlowAPI has is said in words', async () => {
  const { page } = admin
  await page.goto(`/admin/roles/new/${limitedId}`)
  await page.getByLabel('Search scopes').fill('limit')
  await page.getByRole('checkbox', { name: 'day — a day or longer', exact: true }).waitFor()
  const leaves = (await shown(page)).filter(name => !name.endsWith(')'))
  expect(leaves.length).toBeGreaterThan(8)
  expect(leaves.filter(name => !/^\w+ — .*(or longer|of any length)$/.test(name))).toEqual([])
  expect([...admin.complaints, ...ana.complaints]).toEqual([])
})
