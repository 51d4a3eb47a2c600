import type { Counts } from '../flowdb/run/agreement.ts'

/** How far the released rows of two systems are the same. */
export interface RowsCompared {
  readonly flowkit: number
  readonly ours: number
  /** Rows of ours that are in FlowKit's with the same number; null where rows have no number. */
  readonly same: number | null
}

/** Two sums in another order differ by less than this share. */
const TOLERANCE = 1e-6

/** Compares rows by everything but their value, and then their values. */
export function compareRows(flowkit: Counts, ours: Counts): RowsCompared {
  const known = withMomentsAlike(flowkit)
  const comparable = [...withMomentsAlike(ours)].filter(([, value]) => !Number.isNaN(value))
  const same = comparable.filter(([key, value]) => alike(known.get(key), value)).length
  const numbers = ours.size === 0 || comparable.length > 0
  return { flowkit: flowkit.size, ours: ours.size, same: numbers ? same : null }
}

/** A moment, as a text or as JSON writes a date; both systems run in UTC. */
const MOMENT = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.0+)?(?:Z|\+00(?::00)?)?/g

function withMomentsAlike(counts: Counts): Map<string, number> {
  return new Map([...counts].map(([key, value]) => [key.replaceAll(MOMENT, '$1 $2'), value]))
}

function alike(theirs: number | undefined, ours: number): boolean {
  if (theirs === undefined) return false
  return Math.abs(theirs - ours) <= TOLERANCE * Math.max(1, Math.abs(theirs), Math.abs(ours))
}
