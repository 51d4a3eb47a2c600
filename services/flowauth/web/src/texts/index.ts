import type { Texts } from './en/index.ts'
import { language } from './language.ts'
import { LANGUAGES } from './languages.ts'

/** What the pages say, in the language that they are in. */
export const { texts }: { readonly texts: Texts } = LANGUAGES[language]
