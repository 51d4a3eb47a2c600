import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumObstacle, startChromium } from '../harness/chromium.ts'
import { sharedSystem } from '../harness/shared.ts'
import { faultsOf, openWindow, settled, signIn, type Window } from './pages.ts'
import { GOOD_PASSWORD } from './person.ts'
import { addressesOf, occurrences, type Scene, startScene } from './scene.ts'
import { STATES } from './states/index.ts'

/** A laptop, and a phone at night. */
const WINDOWS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const

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

/** Opens every page of the list of routes, for somebody for whom there is something on it, and collects its faults. */
async function faultsOnEveryPage(
  look: (page: Page) => Promise<Readonly<Record<string, string[]>>>,
  ready: (page: Page) => Promise<void> = settled,
): Promise<Record<string, string[]>> {
  const { forUsers, forAdmins } = addressesOf(scene)
  expect(forUsers.length + forAdmins.length).toBeGreaterThan(18)
  const faults: Record<string, string[]> = {}
  for (const [{ page }, addresses] of [
    [ana, forUsers],
    [admin, forAdmins],
  ] as const)
    for (const address of addresses) {
      await page.goto(address)
      await ready(page)
      for (const [where, found] of Object.entries(await look(page)))
        if (found.length > 0) faults[`${address} ${where}`] = found
    }
  return faults
}

/** What is wrong with what a window shows, on a laptop and on a phone. */
async function faultsInWindows(page: Page): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const { width, colorScheme } of WINDOWS) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    found[`${width} pixels, ${colorScheme}`] = await faultsOf(page)
  }
  return found
}

describe('every page', () => {
  test('can be used on a laptop and on a phone, in the light and in the dark, and with a screen reader', async () => {
    expect(await faultsOnEveryPage(faultsInWindows)).toEqual({})
  }, 240_000)

  test('can be used by keyboard: the key Tab comes to everything that there is to use', async () => {
    for (const { page } of [admin, ana]) await page.setViewportSize({ width: 1280, height: 800 })
    expect(await faultsOnEveryPage(async page => ({ 'by keyboard': await missedByTab(page) }))).toEqual({})
  }, 180_000)
})

describe('what has no address', () => {
  test.each(STATES)('$name can be used so too', async ({ who, reach }) => {
    const window = who === 'nobody' ? await openWindow(browser, scene.flowauth.url) : { ana, admin }[who]
    const { page, complaints } = window
    await reach(page, scene)
    const [laptop, phone] = Object.values(await faultsInWindows(page))
    const byKeyboard = await missedByTab(page)
    expect({ laptop, phone, byKeyboard, complaints }).toEqual({
      laptop: [],
      phone: [],
      byKeyboard: [],
      complaints: [],
    })
    await page.unrouteAll()
    if (who === 'nobody') await window.close()
  })

  test('every dialog of the pages is among them', () => {
    // The dialog of the button that asks is counted where the button is.
    const [{ length: asked }, { length: own }] = [
      occurrences(/<ConfirmButton\b/g),
      occurrences(/<Modal(\.Root)?\s/g),
    ]
    expect(STATES.filter(({ dialog }) => dialog)).toHaveLength(asked + own - 1)
  })
})

describe('when FlowAuth cannot answer', () => {
  test('every page that shows something says so, and can be tried again', async () => {
    const failing = /\/api\/(?!session)/
    const cannot = { status: 500, contentType: 'application/json', body: '{"code":"internal","msg":"x"}' }
    for (const { page } of [admin, ana]) await page.route(failing, route => route.fulfill(cannot))
    const again = (page: Page) =>
      page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Try again' }) })
    const silent = await faultsOnEveryPage(
      async page => ({ silent: (await again(page).count()) > 0 ? [] : ['It says nothing.'] }),
      page =>
        again(page)
          .first()
          .waitFor({ timeout: 3_000 })
          .catch(() => undefined),
    )
    for (const { page } of [admin, ana]) await page.unroute(failing)
    expect(Object.keys(silent).map(page => page.split(' ')[0])).toEqual(SHOWING_NOTHING)
    await ana.page.goto('/account')
    await ana.page.getByText('Chrome').first().waitFor()
    expect(await ana.page.getByRole('alert').count()).toBe(0)
  }, 120_000)
})

/** Pages that only take something. */
const SHOWING_NOTHING = ['/device', '/nowhere', '/admin/servers/new', '/admin/providers/new']

/**
 * In the page, or in the dialog before it: everything to be used that can be seen, but the buttons of one choice, which
 * the arrow keys go through.
 */
const USABLE = `[...inFront.querySelectorAll('a[href], button, input, select, textarea')].filter(each =>
  !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }) &&
  !(each.type === 'radio' && !each.checked && document.querySelector('input[name="' + each.name + '"]:checked')))`

/** A field for a date and a time has six places and a button of its own, and a page has three of them at most. */
const STOPS_INSIDE = 20

/** What the key Tab does not come to, from the top of the page to its end; a dialog it does not leave. */
async function missedByTab(page: Page): Promise<string[]> {
  const usable = await page.evaluate<number>(`{
    const dialog = document.querySelector('[role=dialog]')
    const inFront = dialog ?? document
    const toReach = (window.toReach = new Set(${USABLE}))
    toReach.delete(document.activeElement)
    document.addEventListener('focusin', ({ target }) => {
      if (dialog?.isConnected && !dialog.contains(target)) toReach.add(target)
      else toReach.delete(target)
    })
    if (!dialog) document.activeElement.blur()
    toReach.size
  }`)
  for (let step = 0; step < usable + STOPS_INSIDE; step += 1) await page.keyboard.press('Tab')
  return page.evaluate<string[]>('[...window.toReach].map(each => each.outerHTML.slice(0, 200))')
}

describe('in a browser that speaks French', () => {
  test('the pages do too, with dates and numbers as French has them, until another language is chosen', async () => {
    const window = await openWindow(browser, scene.flowauth.url, 'fr-FR')
    const { page } = window
    await page.goto('/')
    await settled(page)
    expect(await page.getAttribute('html', 'lang')).toBe('fr')
    expect(await page.title()).toBe('Connexion à FlowAuth')
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
    const username = page.getByLabel('Nom d’utilisateur')
    const message = () =>
      username.evaluate(field => (field as unknown as { validationMessage: string }).validationMessage)
    expect(await message()).toBe('Remplissez ce champ.')
    await username.fill('ana')
    expect(await message()).toBe('')
    await page.getByRole('textbox', { name: 'Mot de passe' }).fill('au hasard')
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
    await page
      .getByRole('alert')
      .getByText('Le nom d’utilisateur ou le mot de passe est incorrect.')
      .waitFor()
    await page.getByRole('textbox', { name: 'Mot de passe' }).fill(GOOD_PASSWORD)
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Serveurs et jetons' }).waitFor()
    await page.getByText('3 rôles').waitFor()
    expect(await faultsOf(page)).toEqual([])

    const { server } = scene.ids
    await page.goto(`/servers/${server}`)
    const today = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'medium' }).format(new Date())
    await page.getByRole('row', { name: `flood report` }).getByText(today).first().waitFor()

    await page.getByRole('combobox', { name: 'Langue' }).selectOption('English')
    await page.getByRole('heading', { level: 1, name: 'Your tokens for' }).waitFor()
    await page.goto('/account')
    await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    expect(window.complaints).toEqual([])
    await window.close()
  })
})

test('the page of the account says which FlowAuth it is', async () => {
  const answer = await fetch(`${scene.flowauth.url}/version`)
  const { version } = Object(await answer.json())
  expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  await ana.page.goto('/account')
  await ana.page.getByText(`FlowAuth ${version}`).waitFor()
})

test('the browser had nothing to complain about: no policy was broken, no script failed', () => {
  expect([...admin.complaints, ...ana.complaints]).toEqual([])
})
