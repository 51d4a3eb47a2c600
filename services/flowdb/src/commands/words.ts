import type { DayOfType } from '../load/event-types.ts'
import type { Removal } from '../retention/removals.ts'

/** A number as people read it, such as `1,234`. */
export function number(value: number): string {
  return value.toLocaleString('en')
}

/** How many there are of something, such as `1 row` and `1,234 rows`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Lines that say how many rows were left out, and why; none where all were used. */
export function describeRejected(rejected: ReadonlyMap<string, number>): string[] {
  const count = [...rejected.values()].reduce((sum, value) => sum + value, 0)
  if (count === 0) return []
  return [
    `${counted(count, 'row')} ${count === 1 ? 'was' : 'were'} rejected:`,
    ...[...rejected].map(([reason, rows]) => `  ${number(rows)}: ${reason}`),
  ]
}

/** What was removed from a day, as a line. */
export function describeRemoved({ type, date }: DayOfType, removals: readonly Removal[]): string {
  return `${type} of ${date}: removed ${removals.map(({ what, rows }) => `${number(rows)} ${what}`).join(', ')}`
}
