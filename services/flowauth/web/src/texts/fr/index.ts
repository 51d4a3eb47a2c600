import type { LanguageTexts } from '../en/index.ts'
import { administration } from './administration.ts'
import { errors } from './errors.ts'
import { pages } from './pages.ts'
import { scopes } from './scopes.ts'
import { withFrenchSpaces } from './spaces.ts'

/** The pages in French. */
export const fr: LanguageTexts = {
  name: 'Français',
  texts: withFrenchSpaces({ ...pages, ...administration, scopes, errors }),
}
