import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A window in which somebody uses FlowAuth, and everything that its browser complained about. */
export interface Window {
  readonly page: Page
  readonly complaints: string[]
  close(): Promise<void>
}

/**
 * Opens a window with a profile of its own.
 *
 * @param locale The language that its browser asks for.
 */
export async function openWindow(browser: Browser, baseURL: string, locale = 'en-GB'): Promise<Window> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    locale,
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    // A refusal is an answer; the browser reports it all the same.
    const refused = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !refused) complaints.push(message.text())
  })
  return { page, complaints, close: () => context.close() }
}

/** Signs somebody in, who then sees another page. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Waits until a page is there, and all that it reads. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => page.locator('[role=status][aria-label]').count(), { timeout: 15_000 }).toBe(0)
}

/** Replaces a one-time password. */
export async function replacePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('The password that you were given').fill(current)
  await page.getByRole('textbox', { name: 'New password', exact: true }).fill(next)
  await page.getByRole('textbox', { name: 'New password again' }).fill(next)
  await page.getByRole('button', { name: 'Change password' }).click()
}

/**
 * What a judge of accessibility finds wrong with a page (axe, the rules of WCAG 2.2 AA), and whether the page is wider
 * than its window.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const isJudged = await page.evaluate<boolean>("'axe' in window")
  if (!isJudged) await page.evaluate(AXE)
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )
  const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  const [width, seen] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, window.innerWidth]',
  )
  return width > seen ? [...faults, `The page is ${width} pixels wide`] : faults
}
