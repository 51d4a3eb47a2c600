import { administration } from './administration.ts'
import { errors } from './errors.ts'
import { pages } from './pages.ts'
import { scopes } from './scopes.ts'

const texts = { ...pages, ...administration, scopes, errors }

/** Everything that the pages say. English is the form of it: the compiler finds what another language lacks. */
export type Texts = typeof texts

/** A language of the pages. */
export interface LanguageTexts {
  /** What its speakers call it. */
  readonly name: string
  readonly texts: Texts
}

/** The pages in English. */
export const en: LanguageTexts = { name: 'English', texts }
