import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where distributions put Chromium. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts the Chromium of this machine, without a window. */
export function startBrowser(): Promise<Browser> {
  const executablePath = PLACES.find(existsSync)
  if (!executablePath) throw new Error('The tests in a browser need Chromium: apt-get install chromium')
  // Chromium's own sandbox needs rights that containers do not have; the tests open pages of their own only.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
