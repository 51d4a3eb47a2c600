import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { sharedSystem } from '../harness/shared.ts'
import { openWindow, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD } from './person.ts'
import { type Scene, startScene } from './scene.ts'

/** What forms say that cannot be sent as they are, and that nothing of what was entered is lost. */

const system = sharedSystem()
const obstacle = chromiumObstacle()
let scene: Scene
let browser: Browser
let admin: Window
let ana: Window

beforeAll(async () => {
  if (obstacle) return
  scene = await startScene(system.url)
  browser = await startChromium()
  admin = await openWindow(browser, scene.flowauth.url)
  ana = await openWindow(browser, scene.flowauth.url)
  for (const [{ page }, name] of [
    [admin, 'admin'],
    [ana, 'ana'],
  ] as const) {
    await page.goto('/')
    await signIn(page, name, GOOD_PASSWORD)
    await page.getByRole('heading', { level: 1, name: 'Servers and tokens' }).waitFor()
  }
})
afterAll(async () => {
  await browser?.close()
  await scene?.stop()
})
beforeEach(context => {
  if (!obstacle) return
  console.warn(`Skipped a test with a browser: ${obstacle}.`)
  context.skip(obstacle)
})

const says = (page: Page, words: string) => page.getByRole('alert').getByText(words).waitFor()
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('a name that is taken already is said to be', () => {
  test('of a user', async () => {
    const { page } = admin
    await page.goto('/admin/users/new')
    await page.getByLabel('User name').fill('ANA')
    await button(page, 'Add the user').click()
    await says(page, 'There is a user of this name already.')
    expect(await page.getByLabel('User name').inputValue()).toBe('ANA')
    await page.getByLabel('User name').fill('amadou')
    await button(page, 'Add the user').click()
    await page.getByLabel('One-time password').waitFor()
  })

  test('of a role', async () => {
    const { page } = admin
    await page.goto(`/admin/roles/new/${scene.ids.server}`)
    await page.getByLabel('Name').fill('travel')
    await page.getByRole('checkbox', { name: /^run/ }).check()
    await button(page, 'Save').click()
    await says(page, 'This server has a role of this name already.')
    expect(await page.getByRole('checkbox', { name: /^run/ }).isChecked()).toBe(true)
  })

  test('of a server', async () => {
    const { page } = admin
    await page.goto('/admin/servers/new')
    await page.getByLabel('Address of openapi.json').fill(`${system.url}/api/0/spec/openapi.json`)
    await button(page, 'Read the document').click()
    await button(page, 'Register the server').click()
    await says(page, 'This server is registered already.')
  })

  test('of a provider, whose secret need not be entered again', async () => {
    const { page } = admin
    await page.goto('/admin/providers/new')
    await page.getByLabel('Name').fill('Ministry of Health')
    await page.getByLabel('Address').fill(scene.issuer)
    await page.getByLabel('Client id').fill('flowauth')
    const secret = page.getByRole('textbox', { name: 'Client secret' })
    await secret.fill('a secret of this test')
    await button(page, 'Save').click()
    await says(page, 'There is an identity provider of this name already.')
    expect(await secret.inputValue()).toBe('a secret of this test')
  })
})

describe('the last administrator', () => {
  const open = async () => {
    await admin.page.goto('/admin/users')
    await admin.page.getByRole('link', { name: 'admin', exact: true }).click()
    return admin.page
  }

  test('cannot become a user', async () => {
    const page = await open()
    await page.getByRole('switch', { name: 'Administrator' }).uncheck()
    await button(page, 'Save').click()
    await says(page, 'This is the last administrator who can sign in.')
    await page.reload()
    expect(await page.getByRole('switch', { name: 'Administrator' }).isChecked()).toBe(true)
  })

  test('cannot be suspended', async () => {
    const page = await open()
    await button(page, 'Suspend').click()
    const question = page.getByRole('dialog')
    await question.getByRole('button', { name: 'Suspend' }).click()
    await says(page, 'This is the last administrator who can sign in.')
    await button(page, 'Cancel').click()
    await question.waitFor({ state: 'hidden' })
    expect(await button(page, 'Suspend').count()).toBe(1)
  })
})

test('a role that is taken away while a token is made of it is said to be, and is no longer offered', async () => {
  const { page } = ana
  const { server, role } = scene.ids
  await page.goto(`/servers/${server}/new-token`)
  await page.getByLabel('Name').fill('cholera response')
  await page.getByRole('checkbox', { name: 'district_counts' }).check()
  await page.getByText('the longest lifetime').waitFor()
  const contents = await scene.admin.send<{ member_ids: string[] }>('GET', `/api/admin/roles/${role}`)
  const { id: _id, server_id: _server, ...rest } = { id: '', server_id: '', ...contents }
  await scene.admin.send('PUT', `/api/admin/roles/${role}`, { ...rest, member_ids: [] })
  await button(page, 'Make the token').click()
  await says(page, 'You no longer have one of these roles.')
  await page.getByRole('checkbox', { name: 'district_counts' }).waitFor({ state: 'detached' })
  expect(await button(page, 'Make the token').isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: 'travel' }).check()
  await button(page, 'Make the token').click()
  await page.getByLabel('Token', { exact: true }).waitFor()
})

describe('a session that ends while a form is filled in', () => {
  test('is begun anew where one is, and the form is sent as it was filled in', async () => {
    const { page } = ana
    await page.goto(`/servers/${scene.ids.server}/new-token`)
    await page.getByLabel('Name').fill('malaria 2016')
    await page.getByRole('checkbox', { name: 'travel' }).check()
    await page.getByText('the longest lifetime').waitFor()
    await page.context().clearCookies()
    await button(page, 'Make the token').click()
    const question = page.getByRole('dialog', { name: 'Your session has ended' })
    expect(await question.getByLabel('User name').inputValue()).toBe('ana')
    await question.getByRole('textbox', { name: 'Password' }).fill('a guess')
    await page.keyboard.press('Enter')
    await says(page, 'The user name or the password is wrong.')
    await question.getByRole('textbox', { name: 'Password' }).fill(GOOD_PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByLabel('Token', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Done' }).click()
    await page.getByRole('row', { name: /malaria 2016.*travel/ }).waitFor()
  })

  test('is over for who does not sign in again', async () => {
    const { page } = ana
    await page.context().clearCookies()
    await page.getByRole('link', { name: 'My account' }).click()
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1, name: 'Sign in to FlowAuth' }).waitFor()
    await signIn(page, 'ana', GOOD_PASSWORD)
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor()
  })
})

test('the browsers had nothing to complain about', () => {
  expect([...admin.complaints, ...ana.complaints]).toEqual([])
})
