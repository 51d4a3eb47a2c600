import type { Page } from 'playwright-core'
import type { Scene } from '../scene.ts'

/** What pages show after something was done on them: it has no address of its own. */
export interface State {
  /** Of its picture too. */
  readonly name: string
  /** Whose window it is reached in: that of somebody who has signed in, or a new one. */
  readonly who: 'ana' | 'admin' | 'nobody'
  /** Whether it is a dialog, which keeps the keyboard to itself. */
  readonly dialog?: true
  readonly reach: (page: Page, scene: Scene) => Promise<void>
}

/** Presses a button, by its whole name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click()
}

/** Opens a page, presses a button there, and waits for the question that it asks. */
export async function askAt(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address)
  await press(page, name)
  await page.getByRole('dialog').waitFor()
}

/** Has FlowAuth's server answer a read as if things were otherwise, until the window goes on to another state. */
export async function pretend(page: Page, address: RegExp, answer: unknown): Promise<void> {
  await page.route(address, (route, request) =>
    request.method() === 'GET' ? route.fulfill({ json: answer }) : route.fallback(),
  )
}
