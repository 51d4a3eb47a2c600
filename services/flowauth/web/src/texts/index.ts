import { en, type Texts } from './en.ts'

/** What the pages say. */
export const texts: Texts = en
