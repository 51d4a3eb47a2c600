import type { Outcome, Row } from './engines.ts'

/**
 * Numbers are the same within a millionth of the larger one: both engines add up floating-point numbers, in orders
 * of their own.
 */
const RELATIVE_TOLERANCE = 1e-6

/** How the rows of two results go together. Rows belong to each other where all columns but `value` agree. */
export interface RowDifferences {
  /** Rows that only FlowKit has. */
  readonly onlyTheirs: number
  /** Rows that only we have. */
  readonly onlyOurs: number
  /** Rows of both whose values differ. */
  readonly changed: number
  /** The first one, for whoever looks into it. */
  readonly example: string | null
}

/** Compares two results as sets of rows. One that could not be computed has no rows. */
export function compareRows(theirs: Outcome, ours: Outcome): RowDifferences {
  const [left, right] = [byKey(theirs), byKey(ours)]
  const counts = { onlyTheirs: 0, onlyOurs: 0, changed: 0 }
  const examples: string[] = []
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [mine, other] = [left.get(key) ?? [], right.get(key) ?? []]
    counts.onlyTheirs += Math.max(0, mine.length - other.length)
    counts.onlyOurs += Math.max(0, other.length - mine.length)
    const changed = mine.filter((value, index) => index < other.length && !same(value, other[index])).length
    counts.changed += changed
    if (changed > 0 || mine.length !== other.length)
      examples.push(`${key}: ${JSON.stringify(mine)} theirs, ${JSON.stringify(other)} ours`)
  }
  return { ...counts, example: examples[0] ?? null }
}

/** The values of a result by what they are values of; several where rows agree in all else. */
function byKey(outcome: Outcome): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>()
  for (const { value, ...rest } of 'rows' in outcome ? outcome.rows : []) {
    const key = keyOf(rest)
    found.set(key, [...(found.get(key) ?? []), plain(value)])
  }
  for (const values of found.values()) values.sort((one, other) => (Number(one) < Number(other) ? -1 : 1))
  return found
}

const keyOf = (row: Row) =>
  JSON.stringify(
    Object.entries(row)
      .map(([column, value]) => [column, plain(value)])
      .sort(),
  )

const MOMENT = /^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d(:\d\d)?)?$/

/** A value without the ways in which it may be written: moments are UTC, coordinates have nine digits. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'number') return Number(value.toPrecision(9))
  if (typeof value !== 'string') return value ?? null
  const moment = MOMENT.exec(value)
  return moment ? new Date(moment[1] ? value : `${value}Z`).toISOString() : value
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'number' || typeof other !== 'number')
    return JSON.stringify(one) === JSON.stringify(other)
  return Math.abs(one - other) <= RELATIVE_TOLERANCE * Math.max(Math.abs(one), Math.abs(other))
}
