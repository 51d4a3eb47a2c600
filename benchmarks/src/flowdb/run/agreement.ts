/** An aggregate's rows: the count by everything else that stands in the row. */
export type Counts = ReadonlyMap<string, number>

/** The smallest count of subscribers that either system releases. */
const SMALLEST_RELEASED = 16

/** An aggregate's rows as `Counts`; `value` is the count. */
export function countsOf(rows: readonly Readonly<Record<string, unknown>>[]): Counts {
  return new Map(
    rows.map(({ value, ...key }) => [
      JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))),
      Number(value),
    ]),
  )
}

/**
 * The keys whose counts of subscribers two systems don't agree on.
 *
 * @param tied How many subscribers each may have put elsewhere, because their place is a tie. A row that is missing on
 *   one side may have fallen below the threshold by as many.
 */
export function differentCounts(theirs: Counts, ours: Counts, tied: number): string[] {
  const mostWithheld = SMALLEST_RELEASED - 1
  return [...new Set([...theirs.keys(), ...ours.keys()])].filter(key => {
    const [a, b] = [theirs.get(key), ours.get(key)]
    if (a === undefined || b === undefined) return Math.max(a ?? 0, b ?? 0) - tied > mostWithheld
    return Math.abs(a - b) > tied
  })
}

/**
 * The keys that two systems with different rules of redaction don't agree on: what they release has to be in ours,
 * and what we release has to be what they have before their redaction.
 */
export function differentReleases(theirs: Counts, theirsUnredacted: Counts, ours: Counts): string[] {
  return [
    ...[...theirs].filter(([key, count]) => ours.get(key) !== count),
    ...[...ours].filter(([key, count]) => theirsUnredacted.get(key) !== count),
  ].map(([key]) => key)
}

/** What a system says of each subscriber: a place, or a number. */
export type Answers = ReadonlyMap<string, string | number>

/** Two sums of the same distances in another order differ by less than this share, or this many kilometres. */
const RELATIVE_TOLERANCE = 1e-6
const ABSOLUTE_TOLERANCE = 1e-6

/** The subscribers of whom two systems don't say the same, or only one says anything. */
export function differentSubscribers(theirs: Answers, ours: Answers): string[] {
  return [...new Set([...theirs.keys(), ...ours.keys()])].filter(
    subscriber => !same(theirs.get(subscriber), ours.get(subscriber)),
  )
}

function same(a: string | number | undefined, b: string | number | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= Math.max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * Math.max(a, b))
  return a === b
}
