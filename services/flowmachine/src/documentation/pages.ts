import { fileURLToPath } from 'node:url'
import { disclosurePage } from './disclosure-page.ts'
import { PICTURES } from './pictures/pictures.ts'
import { queriesPage } from './queries-page.ts'

const docs = (name: string) => fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url))

/** The pages that are made from the definitions of the kinds, and where they are. */
export const PAGES = [
  { file: docs('queries.md'), content: queriesPage },
  { file: docs('disclosure.md'), content: disclosurePage },
] as const

/** The pictures of the pages, and where they are. */
export const PICTURE_FILES = [...PICTURES].map(([kind, { svg }]) => ({
  file: docs(`images/queries/${kind}.svg`),
  content: () => svg,
}))
