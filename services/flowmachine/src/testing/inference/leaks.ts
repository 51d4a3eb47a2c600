import { ANY_NUMBER, type Bounds, canBe, exactly, intervalOf, type Knowledge } from './knowledge.ts'
import { countedIn, type Dates, type Group } from './people.ts'
import type { Question, Row } from './question.ts'

/** Counts up to this are withheld; each of these must be possible of each count that is. */
const GREATEST_WITHHELD = 15

/** What somebody knows who reads a response. */
export type Reader =
  /** The response. */
  | 'of the response'
  /** The response, and from elsewhere how many people each whole has of which something is released. */
  | 'of the wholes too'

/** What of a response tells more of single counts than it may, in words; nothing if it is safe. */
export function leaksOf(
  question: Question,
  groups: readonly Group[],
  dates: Dates,
  rows: readonly Row[],
  reader: Reader,
): string[] {
  const counts = countedIn(groups, group => question.cellsOf(group, dates))
  const knowledge = knowledgeOf(question, counts, dates, rows, reader)
  return question.cells(dates).flatMap(name => {
    const count = counts.get(name) ?? 0
    if (!canBe(knowledge, name, count)) return [`${name}: ${count}, which the reader takes for impossible`]
    if (count === 0) return []
    if (count <= GREATEST_WITHHELD) {
      const impossible = range(GREATEST_WITHHELD).filter(value => !canBe(knowledge, name, value))
      return impossible.length === 0 ? [] : [`${name}: ${count}, and not ${impossible.join(', ')}`]
    }
    if (knowledge.released.has(name)) return []
    const { least, most } = intervalOf(knowledge, name) ?? { least: count, most: count }
    return most - least >= GREATEST_WITHHELD + 1 ? [] : [`${name}: ${count}, between ${least} and ${most}`]
  })
}

/** The true counts that a response says nothing of, by why: they are small, or withheld for another's sake. */
export function withheldIn(
  question: Question,
  groups: readonly Group[],
  dates: Dates,
  rows: readonly Row[],
): { small: number; large: number } {
  const released = new Set(question.learns(rows, dates).counts.keys())
  const counts = countedIn(groups, group => question.cellsOf(group, dates))
  const withheld = [...counts].filter(([name]) => !released.has(name)).map(([, count]) => count)
  const small = withheld.filter(count => count <= GREATEST_WITHHELD).length
  return { small, large: withheld.length - small }
}

function knowledgeOf(
  question: Question,
  counts: ReadonlyMap<string, number>,
  dates: Dates,
  rows: readonly Row[],
  reader: Reader,
): Knowledge & { released: ReadonlySet<string> } {
  const cells = question.cells(dates)
  const learned = question.learns(rows, dates)
  const released = new Set(learned.counts.keys())
  const known = new Map<string, Bounds>(cells.map(name => [name, ANY_NUMBER]))
  for (const [name, bounds] of learned.counts) known.set(name, bounds)
  const { wholeOf } = question
  const equalities = [...(learned.equalities ?? [])]
  if (wholeOf && reader === 'of the wholes too')
    for (const whole of new Set([...released].filter(name => cells.includes(name)).map(wholeOf))) {
      const parts = cells.filter(name => wholeOf(name) === whole)
      // Where the response itself tells of the whole, it has said what it is made of.
      if (!known.has(whole))
        equalities.push({ terms: [...parts.map(part => [1, part] as const), [-1, whole]], total: 0 })
      known.set(whole, exactly(parts.reduce((sum, part) => sum + (counts.get(part) ?? 0), 0)))
    }
  return { counts: known, equalities, released }
}

function range(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, value) => value)
}
