import { balancePicture } from './balance-picture.ts'
import { peoplePicture } from './people-picture.ts'
import { QUESTIONS } from './questions.ts'
import { type Drawing, svg } from './svg.ts'

/** The drawings of kinds, by the kind. */
const DRAWINGS: ReadonlyMap<string, Drawing> = new Map([
  ...QUESTIONS.map(question => [question.kind, peoplePicture(question)] as const),
  ['topup_balance', balancePicture()],
])

/** The pictures of the kinds of which a picture says more than words: what it shows, and the text of the SVG file. */
export const PICTURES: ReadonlyMap<string, { readonly title: string; readonly svg: string }> = new Map(
  [...DRAWINGS].map(([kind, drawing]) => [kind, { title: drawing.title, svg: svg(drawing) }]),
)
