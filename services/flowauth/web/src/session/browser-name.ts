/** Browsers by what they say of themselves, the ones first that also say to be others. */
const BROWSERS = [
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /(?:Firefox|FxiOS)\//],
  ['Chrome', /(?:Chrome|CriOS|Chromium)\//],
  ['Safari', /Version\/.*Safari\//],
] as const

const SYSTEMS = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows NT/],
  ['macOS', /Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux|X11/],
] as const

/**
 * What people call a browser, from what it says of itself (the header `User-Agent`).
 *
 * @param on Says that a browser runs on a system.
 * @returns as much as is known of both; the whole text where nothing is.
 */
export function browserName(userAgent: string, on: (browser: string, system: string) => string): string {
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    known => known.find(([, pattern]) => pattern.test(userAgent))?.[0],
  )
  return browser && system ? on(browser, system) : (browser ?? system ?? userAgent)
}
