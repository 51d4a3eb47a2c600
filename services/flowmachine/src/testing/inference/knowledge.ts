/*
 * What somebody knows about numbers of people, and what follows from it. A count is a whole number between bounds;
 * equalities hold between counts. Both directions are exact: a value is possible if, and only if, there are whole
 * numbers for all other counts with which everything known is true.
 *
 * Bounds are narrowed by each equality until nothing changes (bounds propagation: Apt, Principles of Constraint
 * Programming, 2003, chapter 6). What is left is halved and narrowed again, until each count has one value or none.
 */

/** More people than any world of the tests has, so that every search ends. */
export const MOST_PEOPLE = 10_000

/** The least and the most that a count may be; both belong to it. */
export interface Bounds {
  readonly least: number
  readonly most: number
}

/** Counts, each times a whole number that is not zero, make up a total. */
export interface Equality {
  readonly terms: readonly (readonly [factor: number, count: string])[]
  readonly total: number
}

/** All that is known about some counts. */
export interface Knowledge {
  readonly counts: ReadonlyMap<string, Bounds>
  readonly equalities: readonly Equality[]
}

/** Nothing is known of a count, but that it is one. */
export const ANY_NUMBER: Bounds = { least: 0, most: MOST_PEOPLE }

/** Whether a count may have a value. */
export function canBe(knowledge: Knowledge, count: string, value: number): boolean {
  const { least, most } = boundsOf(knowledge.counts, count)
  return least <= value && value <= most && isPossible(withBounds(knowledge, count, exactly(value)))
}

/** The least and the greatest value that a count may have; null if what is known contradicts itself. */
export function intervalOf(knowledge: Knowledge, count: string): Bounds | null {
  const counts = narrowed(knowledge)
  if (counts === null) return null
  const { least, most } = boundsOf(counts, count)
  const values = Array.from({ length: most - least + 1 }, (_, index) => least + index)
  const possible = (value: number) => canBe(knowledge, count, value)
  const first = values.find(possible)
  const last = values.findLast(possible)
  return first === undefined || last === undefined ? null : { least: first, most: last }
}

/** A count that is known. */
export function exactly(value: number): Bounds {
  return { least: value, most: value }
}

/** Whether there are whole numbers with which everything known is true. */
function isPossible(knowledge: Knowledge): boolean {
  const counts = narrowed(knowledge)
  if (counts === null) return false
  const left = { ...knowledge, counts }
  const open = nextOpen(left)
  if (open === null) return true
  const { least, most } = boundsOf(counts, open)
  const middle = Math.floor((least + most) / 2)
  return (
    isPossible(withBounds(left, open, { least, most: middle })) ||
    isPossible(withBounds(left, open, { least: middle + 1, most }))
  )
}

/** The count of an equality that has fewest values left; null if all have one. */
function nextOpen({ counts, equalities }: Knowledge): string | null {
  const widths = equalities
    .flatMap(({ terms }) => terms.map(([, count]) => count))
    .map(count => ({ count, width: boundsOf(counts, count).most - boundsOf(counts, count).least }))
    .filter(({ width }) => width > 0)
    .sort((one, other) => one.width - other.width)
  return widths[0]?.count ?? null
}

/** The bounds that follow from each equality by itself, over and over; null if a count has no value left. */
function narrowed({ counts, equalities }: Knowledge): Map<string, Bounds> | null {
  const known = new Map(counts)
  if (equalities.some(isOfNoWholeNumbers)) return null
  for (let changed = true; changed; ) {
    changed = false
    for (const { terms, total } of equalities) {
      const least = sum(terms.map(term => productOf(known, term).least))
      const most = sum(terms.map(term => productOf(known, term).most))
      for (const term of terms) {
        const [factor, count] = term
        const [before, product] = [boundsOf(known, count), productOf(known, term)]
        const ends = [total - (most - product.most), total - (least - product.least)].map(end => end / factor)
        const after = {
          least: Math.max(before.least, Math.ceil(Math.min(...ends))),
          most: Math.min(before.most, Math.floor(Math.max(...ends))),
        }
        if (after.least > after.most) return null
        if (after.least === before.least && after.most === before.most) continue
        known.set(count, after)
        changed = true
        // The sums above are those of before: wider, and so still true.
      }
    }
  }
  return known
}

/** Whether all factors have a divisor that the total does not have. */
function isOfNoWholeNumbers({ terms, total }: Equality): boolean {
  const divisor = terms.reduce((common, [factor]) => greatestDivisor(common, Math.abs(factor)), 0)
  return divisor === 0 ? total !== 0 : total % divisor !== 0
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other)
}

function productOf(counts: ReadonlyMap<string, Bounds>, [factor, count]: Equality['terms'][number]): Bounds {
  const { least, most } = boundsOf(counts, count)
  return factor > 0
    ? { least: factor * least, most: factor * most }
    : { least: factor * most, most: factor * least }
}

function boundsOf(counts: ReadonlyMap<string, Bounds>, count: string): Bounds {
  const bounds = counts.get(count)
  if (!bounds) throw new Error(`Nothing is said of the count ${count}`)
  return bounds
}

function withBounds(knowledge: Knowledge, count: string, bounds: Bounds): Knowledge {
  return { ...knowledge, counts: new Map(knowledge.counts).set(count, bounds) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)
