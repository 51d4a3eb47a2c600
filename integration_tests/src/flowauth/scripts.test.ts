import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { sharedSystem } from '../harness/shared.ts'
import { openWindow, settled, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD } from './person.ts'
import { addressesOf, type Scene, startScene } from './scene.ts'

/** Names that would be scripts if any page took them for its own text, everywhere where people may give names. */

const MARKUP = `"><img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`
/** Names of servers, tokens and providers have a greatest length. */
const SHORT = `<img src=x onerror="document.title='taken'">`
/** Where browsers of other people tell what they are. */
const AGENT = `Mozilla/5.0 ${SHORT}`

const system = sharedSystem()
const obstacle = chromiumObstacle()
let scene: Scene
let browser: Browser
let admin: Window
let ana: Window

beforeAll(async () => {
  if (obstacle) return
  scene = await startScene(system.url)
  const { flowauth, ids } = scene
  const { scopes } = await scene.admin.send<{ scopes: string[] }>('GET', `/api/admin/servers/${ids.server}`)
  const server = await scene.admin.send<{ id: string }>('POST', '/api/admin/servers', {
    name: MARKUP,
    scopes: scopes.slice(0, 3),
    refuses_revoked: false,
    description_url: 'http://127.0.0.1:9/?"><img src=x onerror=alert(1)>',
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
  const role = await scene.admin.addRole(server.id, 'everything', scopes.slice(0, 3), {
    member_ids: [ids.user],
  })
  await scene.ana.send('POST', `/api/servers/${server.id}/tokens`, { name: SHORT, roles: [{ id: role }] })
  const [known] = await scene.admin.send<{ issuer: string; client_id: string }[]>(
    'GET',
    '/api/admin/providers',
  )
  await scene.admin.send('POST', '/api/admin/providers', {
    name: SHORT,
    issuer: known?.issuer,
    client_id: known?.client_id,
    client_secret: MARKUP,
    creates_accounts: false,
    roles_claim: MARKUP.slice(0, 60),
    role_mappings: [{ claim_value: MARKUP, role_id: role }],
  })
  // Sessions are listed with what browsers say that they are.
  await fetch(`${flowauth.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-flowauth-page': '1', 'user-agent': AGENT },
    body: JSON.stringify({ username: 'ana', password: GOOD_PASSWORD }),
  })
  browser = await startChromium()
  admin = await openWindow(browser, flowauth.url)
  ana = await openWindow(browser, flowauth.url)
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

/** What of the names has become a part of the page, and not text on it. */
async function takenFor(page: Page): Promise<string[]> {
  const images = await page.locator('img[src="x"], script:not([src])').count()
  const title = await page.title()
  return [...(images > 0 ? [`${images} elements`] : []), ...(title === 'taken' ? ['a script that ran'] : [])]
}

test('names are text on every page, and no page complains', async () => {
  const { forUsers, forAdmins } = addressesOf(scene)
  const found: Record<string, string[]> = {}
  const seen = new Set<string>()
  for (const [{ page }, addresses] of [
    [ana, forUsers],
    [admin, forAdmins],
  ] as const)
    for (const address of addresses) {
      await page.goto(address)
      await settled(page)
      const taken = await takenFor(page)
      if (taken.length > 0) found[address] = taken
      if ((await page.getByText('onerror=').count()) > 0) seen.add(address)
    }
  expect(found).toEqual({})
  // The names were there to be taken for something else.
  expect([...seen]).toEqual(
    expect.arrayContaining(['/', '/account', '/admin/servers', '/admin/providers', '/admin/audit']),
  )
  expect([...ana.complaints, ...admin.complaints]).toEqual([])
}, 120_000)

test('the buttons of providers and the reasons of refusals are text before anybody has signed in', async () => {
  const stranger = await openWindow(browser, scene.flowauth.url)
  const { page } = stranger
  await page.goto(`/?refused=${encodeURIComponent(MARKUP)}`)
  await page.getByRole('button', { name: SHORT }).waitFor()
  expect(await takenFor(page)).toEqual([])
  await page.goto(`/device?code=${encodeURIComponent(MARKUP)}`)
  await settled(page)
  expect(await takenFor(page)).toEqual([])
  expect(stranger.complaints).toEqual([])
  await stranger.close()
})
