import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { sharedSystem } from '../harness/shared.ts'
import { openWindow, settled, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD } from './person.ts'
import { addressesOf, type Scene, startLogin, startScene } from './scene.ts'

/*
 * Stored and reflected scripts (XSS). Most of these names are refused where they are given; here they are put into the
 * database, so that the pages are safe by themselves, whoever has written there.
 */

/** What somebody else has named, and a name for it that is an address, ends an attribute, and is an element. */
const KINDS = [
  'server',
  'role',
  'user',
  'member',
  'token',
  'provider',
  'passkey',
  'client',
  'waiting',
  'browser',
  'claim',
  'checked',
  'audited',
  'detail',
] as const
type Kind = (typeof KINDS)[number]
const nameOf = (kind: string) => `javascript:ran(1)//"><img src=x onerror=ran(1)>${kind}`

/** In the page before anything of its own: notes what runs, and what the page's policy had to stop. */
const WATCH = `
  window.noticed = []
  window.ran = () => window.noticed.push('a script ran')
  window.alert = window.confirm = window.prompt = window.ran
  document.addEventListener('securitypolicyviolation', event =>
    window.noticed.push('stopped: ' + event.violatedDirective + ' ' + event.blockedURI))`

/** In the page: what became of names that are markup or addresses. */
const MADE = `[...document.querySelectorAll('[onerror], img[src="x"], [href^="javascript:"], [src^="javascript:"], [action^="javascript:"]')]
  .map(element => element.outerHTML)`

/** In the page: all that it says, in fields as well. */
const SAID = `[document.title, document.body.innerText,
  ...[...document.querySelectorAll('input, textarea')].map(field => field.value),
  ...[...document.querySelectorAll('option')].map(option => option.textContent)].join('\\n')`

const system = sharedSystem()
const obstacle = chromiumObstacle()
let scene: Scene
let browser: Browser
let admin: Window
let ana: Window
let userCode: string

beforeAll(async () => {
  if (obstacle) return
  scene = await startScene(system.url)
  browser = await startChromium()
  admin = await openWatched('admin')
  ana = await openWatched('ana')
  userCode = (await startLogin(scene.flowauth.url)).user_code
  await nameEverything()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await scene?.stop()
})
beforeEach(context => {
  if (!obstacle) return
  console.warn(`Skipped a test with a browser: ${obstacle}.`)
  context.skip(obstacle)
})

async function openWatched(username: string): Promise<Window> {
  const window = await openWindow(browser, scene.flowauth.url)
  await window.page.addInitScript(WATCH)
  await window.page.goto('/')
  await signIn(window.page, username, GOOD_PASSWORD)
  await window.page.getByRole('heading', { level: 1, name: 'Servers and tokens' }).waitFor()
  return window
}

/** Gives everything its name, past FlowAuth and as an administrator of the database. */
async function nameEverything(): Promise<void> {
  const { server, role, user, provider } = scene.ids
  const database = new pg.Client({ ...inject('flowkit').postgres, database: scene.flowauth.database })
  await database.connect()
  const set = async (statement: string, kind: Kind, ...more: unknown[]) => {
    const { rowCount } = await database.query(statement, [nameOf(kind), ...more])
    expect(rowCount, statement).toBe(1)
  }
  try {
    await set('UPDATE servers SET name = $1, description_url = $1 WHERE id = $2', 'server', server)
    await set(
      `UPDATE servers SET checked_at = now(),
         check_outcome = jsonb_build_object('state', 'replaced', 'name', $1::text) WHERE id = $2`,
      'checked',
      server,
    )
    await set('UPDATE roles SET name = $1 WHERE id = $2', 'role', role)
    await set('UPDATE users SET username = $1 WHERE id = $2', 'user', user)
    await set("UPDATE users SET username = $1 WHERE username = 'kofi'", 'member')
    await set("UPDATE tokens SET name = $1 WHERE name = 'flood report'", 'token')
    await set('UPDATE identity_providers SET name = $1, client_id = $1 WHERE id = $2', 'provider', provider)
    await set('UPDATE provider_roles SET claim_value = $1 WHERE provider_id = $2', 'claim', provider)
    await set('UPDATE client_grants SET client = $1 WHERE user_id = $2', 'client', user)
    await set('UPDATE device_requests SET client = $1 WHERE choice IS NULL', 'waiting')
    await set(
      `UPDATE sessions SET user_agent = $1
       WHERE id = (SELECT id FROM sessions WHERE user_id = $2 AND ended_at IS NULL ORDER BY started_at LIMIT 1)`,
      'browser',
      user,
    )
    await set(
      `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports) VALUES ('x', $2, $1, '', 0, '{}')`,
      'passkey',
      user,
    )
    await set("INSERT INTO audit (event, username, about) VALUES ('token_made', $1, $1)", 'audited')
    await set(
      "INSERT INTO audit (event, details) VALUES ('token_made', jsonb_build_object($1::text, $1::text))",
      'detail',
    )
  } finally {
    await database.end()
  }
}

/** What went wrong on a page, and what it says. */
async function lookAt(page: Page): Promise<{ faults: string[]; said: string }> {
  const faults = [
    ...(await page.evaluate<string[]>('window.noticed')),
    ...(await page.evaluate<string[]>(MADE)),
  ]
  return { faults, said: await page.evaluate<string>(SAID) }
}

describe('names that are scripts', () => {
  test('run on no page of the list of routes, and are shown as they are', async () => {
    const { forUsers, forAdmins } = addressesOf(scene)
    expect(forUsers.length + forAdmins.length).toBeGreaterThan(18)
    const faults: Record<string, string[]> = {}
    const shown = new Set<string>()
    const see = async (page: Page, address: string) => {
      const found = await lookAt(page)
      if (found.faults.length > 0) faults[address] = found.faults
      // Details are shown as JSON.
      const said = found.said.replaceAll('\\"', '"')
      for (const kind of KINDS) if (said.includes(nameOf(kind))) shown.add(kind)
    }
    for (const [{ page }, addresses] of [
      [ana, forUsers],
      [admin, forAdmins],
    ] as const)
      for (const address of addresses) {
        await page.goto(address)
        await settled(page)
        await see(page, address)
      }
    await ana.page.goto(`/device?code=${userCode}`)
    await ana.page.getByRole('button', { name: 'Continue' }).click()
    await ana.page.getByText(nameOf('waiting')).first().waitFor()
    await see(ana.page, '/device, with a code')
    expect(faults).toEqual({})
    expect([...shown].sort()).toEqual([...KINDS].sort())
  }, 180_000)

  test('run no more when somebody is asked to confirm what they do to them', async () => {
    const { page } = ana
    await page.goto('/account')
    await settled(page)
    const asking = ['Unlink', 'End', 'Remove', 'Revoke']
    const buttons = page.getByRole('button').filter({ hasText: new RegExp(`^(${asking.join('|')})`) })
    const count = await buttons.count()
    expect(count).toBeGreaterThan(1)
    for (let at = 0; at < count; at += 1) {
      await buttons.nth(at).click()
      await page.getByRole('dialog').waitFor()
      expect((await lookAt(page)).faults).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  test('run no more when they are in the address of a page, before and after signing in', async () => {
    const stranger = await openWindow(browser, scene.flowauth.url)
    await stranger.page.addInitScript(WATCH)
    const text = encodeURIComponent(nameOf('address'))
    for (const page of [stranger.page, ana.page])
      for (const address of [
        `/?refused=${text}`,
        `/account?refused=${text}`,
        `/device?code=${text}`,
        `/${text}`,
      ]) {
        await page.goto(address)
        await settled(page)
        expect((await lookAt(page)).faults, address).toEqual([])
      }
    await stranger.close()
  })
})

test('a script that had found its way into a page would be stopped by the policy', async () => {
  const { page } = ana
  await page.goto('/')
  await settled(page)
  await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran(1)>')`)
  const noticed = () => page.evaluate<string[]>('window.noticed')
  await expect.poll(noticed).toContain('stopped: script-src-attr inline')
  expect(await noticed()).not.toContain('a script ran')
})
