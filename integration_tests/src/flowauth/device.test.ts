import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { type RunningFlowAuth, startFlowAuth } from '../harness/flowauth.ts'
import { programFile } from '../harness/programs.ts'
import { sharedSystem } from '../harness/shared.ts'
import { FLOWAPI_IDENTIFIER } from '../harness/tokens.ts'
import { faultsOf, openWindow, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD, Person } from './person.ts'

/** Told in order: an analyst lets the real command in by a real browser, uses it, and ends it. */

const FIRST_PASSWORD = 'first-password-of-the-administrator'

const system = sharedSystem()
const obstacle = chromiumObstacle()
let home: string
let flowauth: RunningFlowAuth
let browser: Browser
let analyst: Window
const commands: ChildProcess[] = []

beforeAll(async () => {
  if (obstacle) return
  home = await mkdtemp(join(tmpdir(), 'flowclient-home-'))
  flowauth = await startFlowAuth(inject('flowkit'), {
    PRIVATE_JWT_SIGNING_KEY: inject('keys').privateKey,
    FLOWAUTH_ADMIN_PASSWORD: FIRST_PASSWORD,
  })
  const admin = await Person.firstSignIn(flowauth.url, 'admin', FIRST_PASSWORD)
  const serverId = await admin.registerServer(system.url)
  const role = await admin.addRole(serverId, 'calendar', ['get_available_dates'])
  await Person.firstSignIn(flowauth.url, 'ana', await admin.addUser('ana', [role]))
  browser = await startChromium()
  analyst = await openWindow(browser, flowauth.url)
})
afterAll(async () => {
  for (const command of commands) command.kill()
  await browser?.close()
  await flowauth?.stop()
  if (home !== undefined) await rm(home, { recursive: true })
})
beforeEach(context => {
  if (!obstacle) return
  console.warn(`Skipped a test with a browser: ${obstacle}.`)
  context.skip(obstacle)
})

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()

/** Starts the command as a process, with a home folder of its own. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [programFile('flowclient'), ...args], { env: { HOME: home } })
  commands.push(child)
  let shown = ''
  child.stderr.on('data', piece => {
    shown += piece
  })
  const ended = Promise.all([once(child, 'close'), text(child.stdout)]).then(([[code], stdout]) => ({
    code,
    stdout,
    stderr: shown,
  }))
  return { ended, shown: () => shown }
}

/** Starts a login. @returns the code that it shows, and its end. */
async function startLogin() {
  const login = start('login', flowauth.url)
  await expect.poll(login.shown, { timeout: 20_000 }).toContain('Waiting')
  const code = /with the code ([A-Z]{4}-[A-Z]{4})/.exec(login.shown())?.[1] ?? ''
  return { ...login, code }
}

test('the analyst lets the command in: signs in, sees who asks from where, and picks a role', async () => {
  const { page } = analyst
  const { code, ended } = await startLogin()
  await page.goto(`/device?code=${code}`)
  await signIn(page, 'ana', GOOD_PASSWORD)
  await heading(page, 'Let a command line in')
  expect(await page.getByLabel('Code').inputValue()).toBe(code)
  await page.getByLabel('Code').fill('BBBB-BBBB')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('No command waits with this code').waitFor()
  await page.getByLabel('Code').fill(code.toLowerCase())
  await page.keyboard.press('Enter')
  await page.getByRole('cell', { name: /^flowclient \d+\.\d+\.\d+$/ }).waitFor()
  await page.getByRole('cell', { name: '127.0.0.1' }).waitFor()
  await page.getByRole('checkbox', { name: 'calendar' }).check()
  await page.getByText('the longest lifetime of the role calendar').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Let it in' }).click()
  await page.getByText('The command line has been let in').waitFor()
  const { code: exitCode, stdout, stderr } = await ended
  expect([exitCode, stdout]).toEqual([0, ''])
  // FlowAuth has read the document at 127.0.0.1; it says where callers reach FlowAPI.
  const address = `http://localhost:${new URL(system.url).port}`
  expect(stderr).toContain(`You are logged in: profile ${FLOWAPI_IDENTIFIER}, for ${address}.`)
})

test('the command asks FlowAPI with the token, which only its owner can read', async () => {
  const { code, stdout } = await start('dates', '--json').ended
  expect([code, Object.keys(JSON.parse(stdout))]).toEqual([0, expect.arrayContaining(['calls'])])
  const file = join(home, '.config/flowclient/profiles.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const { profiles } = JSON.parse(await readFile(file, 'utf8'))
  const { token, flowauth: kept } = profiles[FLOWAPI_IDENTIFIER]
  expect(flowauth.log()).not.toContain(token.split('.')[2])
  expect(flowauth.log()).not.toContain(kept.refreshToken)
})

test('the analyst sees the command on the page of the account, and ends it there', async () => {
  const { page } = analyst
  await page.getByRole('link', { name: 'My account' }).first().click()
  await page.getByText(`for ${FLOWAPI_IDENTIFIER} with calendar`).waitFor()
  await page.getByRole('button', { name: /^End flowclient/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await page.getByText('None can make tokens in your name.').waitFor()
})

test('a login that the analyst refuses ends, and a sign-in of long ago lets nothing in', async () => {
  const { page } = analyst
  const { code, ended } = await startLogin()
  await page.context().clearCookies({ name: 'flowauth-access' })
  await page.getByRole('link', { name: 'Enter the code of a command line' }).click()
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
  const question = page.getByRole('dialog', { name: 'Is it still you?' })
  await question.getByRole('textbox', { name: 'Password' }).fill(GOOD_PASSWORD)
  await question.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Refuse' }).click()
  await page.getByText('The command line has been refused.').waitFor()
  expect(await ended).toMatchObject({ code: 4, stderr: expect.stringContaining('The login was refused.') })
})

test('a logout forgets the profile', async () => {
  expect((await start('logout').ended).code).toBe(0)
  expect((await start('dates').ended).code).toBe(2)
  expect(analyst.complaints).toEqual([])
})
