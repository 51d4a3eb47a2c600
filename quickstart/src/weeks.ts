/** Two stretches of days, each in order, as `YYYY-MM-DD`. */
export interface Periods {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

const WEEK = 7

/**
 * The first and the third week of the days that are held; of fewer than three weeks the beginning and the end, as
 * many days each, without one in common.
 */
export function periodsToCompare(days: readonly string[]): Periods {
  const sorted = days.toSorted()
  if (sorted.length >= 3 * WEEK) {
    return { before: sorted.slice(0, WEEK), after: sorted.slice(2 * WEEK, 3 * WEEK) }
  }
  const length = Math.floor(sorted.length / 2)
  return { before: sorted.slice(0, length), after: sorted.slice(sorted.length - length) }
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', timeZone: 'UTC' })
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** A stretch of days for people to read, e.g. `1–7 January 2016`. */
export function describePeriod(days: readonly string[]): string {
  const [first, last] = [days.at(0), days.at(-1)]
  if (first === undefined || last === undefined) return 'no days'
  const [from, to] = [new Date(first), new Date(last)]
  if (first === last) return DATE.format(from)
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  return sameMonth ? `${DAY.format(from)}–${DATE.format(to)}` : `${DATE.format(from)} – ${DATE.format(to)}`
}
