import { en } from './en/index.ts'
import { fr } from './fr/index.ts'

/** The languages of the pages, by their tags. Another one is another folder, and named here. */
export const LANGUAGES = { en, fr } as const
