import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { sharedSystem } from '../harness/shared.ts'
import { openWindow, settled, signIn } from './pages.ts'
import { GOOD_PASSWORD } from './person.ts'
import { type Scene, startScene } from './scene.ts'
import { STATES, type State } from './states/index.ts'

/** Not a test: it takes the pictures of FlowAuth in `docs/images`, of a FlowAuth where there is something to see. */

const IMAGES = fileURLToPath(new URL('../../../docs/images/', import.meta.url))
/** The pages have few colours, and the repository keeps every version of every picture. */
const COLOURS = 64
const LARGEST_BYTES = 80_000
/** A page that is longer is cut: what is below repeats what is above. */
const TALLEST_PIXELS = 1_400
/** Around a dialog there is little to see. */
const DIALOG_PIXELS = 600

/** The states that the guides show. */
const PICTURED = [
  ...[
    'sign-in',
    'first-password',
    'code',
    'passkey',
    'second-factor-needed',
    'authenticator',
    'backup-codes',
  ],
  ...['session-ended', 'is-it-still-you'],
  ...['new-token', 'part-of-role', 'minted-token', 'revoke-token', 'device'],
  ...['found-server', 'changed-scopes', 'one-time-password', 'reset-second-factor'],
]

function stateCalled(name: string): State {
  const state = STATES.find(each => each.name === name)
  if (!state) throw new Error(`No state is called ${name}`)
  return state
}

const system = sharedSystem()
let scene: Scene
let browser: Browser
beforeAll(async () => {
  scene = await startScene(system.url)
  browser = await startChromium()
})
afterAll(async () => {
  await browser?.close()
  await scene?.stop()
})

/** Who looks at a page, in which window. */
interface Look {
  readonly name: 'ana' | 'admin'
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
  readonly locale?: string
}

/** Opens a page for somebody who has signed in. */
async function open(
  address: string,
  { name, width = 1280, colorScheme = 'light', locale }: Look,
): Promise<Page> {
  const { page } = await openWindow(browser, scene.flowauth.url, locale)
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.goto(address)
  const inFrench = locale?.startsWith('fr') ?? false
  if (inFrench) {
    await page.getByLabel('Nom d’utilisateur').fill(name)
    await page.getByRole('textbox', { name: 'Mot de passe' }).fill(GOOD_PASSWORD)
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
  } else await signIn(page, name, GOOD_PASSWORD)
  await page.getByRole('button', { name: inFrench ? 'Se déconnecter' : 'Sign out', exact: true }).waitFor()
  await settled(page)
  return page
}

/** Keeps what a window shows, of some height or down to the end of the page. */
async function keep(page: Page, name: string, given?: number): Promise<void> {
  const height =
    given ??
    (await page.evaluate<number>(
      `Math.ceil(Math.max(...[...document.querySelectorAll('main > *')].map(each => each.getBoundingClientRect().bottom))) + 32`,
    ))
  const { width = 1280 } = page.viewportSize() ?? {}
  await page.setViewportSize({ width, height: Math.min(Math.max(height, 560), TALLEST_PIXELS) })
  // Behind a dialog, a page may wait for it.
  if (given === undefined) await settled(page)
  const image = sharp(await page.screenshot({ animations: 'disabled', caret: 'hide' }))
  const file = `${IMAGES}flowauth-${name}.png`
  const { size } = await image.png({ palette: true, colours: COLOURS, effort: 10 }).toFile(file)
  expect(size).toBeLessThan(LARGEST_BYTES)
  await page.context().close()
}

test('what people see who ask questions', async () => {
  const { server } = scene.ids
  await keep(await open('/', { name: 'ana' }), 'servers')
  await keep(await open(`/servers/${server}`, { name: 'ana' }), 'tokens')
  await keep(await open('/account', { name: 'ana' }), 'account')
})

test('what administrators see', async () => {
  const { server, role, user, provider } = scene.ids
  for (const [name, address] of [
    // First, while there is more in it than sign-ins.
    ['admin-audit', '/admin/audit'],
    ['admin-servers', '/admin/servers'],
    ['admin-register-server', '/admin/servers/new'],
    ['admin-server', `/admin/servers/${server}`],
    ['admin-roles', '/admin/roles'],
    ['role', `/admin/roles/${role}`],
    ['admin-users', '/admin/users'],
    ['admin-new-user', '/admin/users/new'],
    ['admin-user', `/admin/users/${user}`],
    ['admin-providers', '/admin/providers'],
    ['admin-provider', `/admin/providers/${provider}`],
    ['admin-key', '/admin/key'],
  ] as const)
    await keep(await open(address, { name: 'admin' }), name)
})

test.each(PICTURED.map(stateCalled))('what somebody sees at: $name', async ({ name, who, dialog, reach }) => {
  const page =
    who === 'nobody' ? (await openWindow(browser, scene.flowauth.url)).page : await open('/', { name: who })
  await reach(page, scene)
  await keep(page, name, dialog ? DIALOG_PIXELS : undefined)
})

test('what it looks like on a phone, in the dark and in French', async () => {
  await keep(await open('/', { name: 'ana', width: 390 }), 'phone')
  const dark = await open('/', { name: 'ana', width: 390, colorScheme: 'dark' })
  await stateCalled('new-token').reach(dark, scene)
  await keep(dark, 'phone-dark')
  await keep(await open('/admin/users', { name: 'admin', locale: 'fr-FR' }), 'french')
})
