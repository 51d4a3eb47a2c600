import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** What Chromium is called, by those who package it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** For a machine without a screen, and without a word to anybody but the pages under test. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The machine's own Chromium, looked for in PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.flatMap(folder => NAMES.map(name => join(folder, name))).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Why tests with a browser are left out; undefined where they run. Where CI is set they are not left out. */
export function chromiumObstacle(): string | undefined {
  return findChromium() || process.env.CI ? undefined : 'there is no chromium in PATH'
}

/**
 * Starts a Chromium with a new profile.
 *
 * @throws where there is none.
 */
export function startChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no chromium in PATH')
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true })
}
