import { LANGUAGES } from './languages.ts'

/** The tag of a language of the pages, such as `fr`. */
export type Language = keyof typeof LANGUAGES

/** Where a browser remembers what somebody has chosen. */
const REMEMBERED = 'flowauth-language'

/** What the pages are in: what was chosen in this browser, else the first of its languages that there is. */
export const language: Language =
  [remembered(), ...navigator.languages].map(asLanguage).find(found => found) ?? 'en'

/** By which dates and numbers are written: the browser's own kind of the language, such as en-GB. */
export const locale: string = navigator.languages.find(tag => asLanguage(tag) === language) ?? language

/** Shows the pages in a language from now on. They are loaded again: nothing on them is left in the other one. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(REMEMBERED, next)
  location.reload()
}

/** A browser that keeps nothing goes by its languages alone. */
function remembered(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? ''
  } catch {
    return ''
  }
}

function asLanguage(tag: string): Language | undefined {
  const [name = ''] = tag.toLowerCase().split('-')
  return Object.hasOwn(LANGUAGES, name) ? (name as Language) : undefined
}
