import type { Counts } from '../flowdb/run/agreement.ts'

/** How far the released rows of two systems are the same. */
export interface RowsCompared {
  readonly flowkit: number
  readonly ours: number
  /** Rows of ours that are in FlowKit's with the same value. */
  readonly same: number
}

/** Two sums in another order differ by less than this share. */
const TOLERANCE = 1e-6

/** Compares rows by everything but their value, and then their values. */
export function compareRows(flowkit: Counts, ours: Counts): RowsCompared {
  const same = [...ours].filter(([key, value]) => alike(flowkit.get(key), value)).length
  return { flowkit: flowkit.size, ours: ours.size, same }
}

/** Whether values are the same; those of rows without a number are. */
function alike(theirs: number | undefined, ours: number): boolean {
  if (theirs === undefined) return false
  if (Number.isNaN(theirs) && Number.isNaN(ours)) return true
  return Math.abs(theirs - ours) <= TOLERANCE * Math.max(1, Math.abs(theirs), Math.abs(ours))
}
