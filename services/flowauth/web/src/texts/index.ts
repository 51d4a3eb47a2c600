import { en, type Texts } from './en.ts'
import { fr } from './fr.ts'
import { type Language, language } from './language.ts'

/** Each language has the same texts: the compiler finds what one lacks. */
const ALL: Record<Language, Texts> = { en, fr }

/** What the pages say. */
export const texts: Texts = ALL[language]
