import { ABOUT_PAIRS } from './about-pairs.ts'
import { ABOUT_PARTS } from './about-parts.ts'
import { ABOUT_PLACES } from './about-places.ts'
import { ABOUT_VALUES } from './about-values.ts'
import type { Question } from './question.ts'

/** A question of each kind that releases something about people, and of each rule that a kind has. */
export const QUESTIONS: readonly Question[] = [
  ...ABOUT_PLACES,
  ...ABOUT_PAIRS,
  ...ABOUT_PARTS,
  ...ABOUT_VALUES,
]
