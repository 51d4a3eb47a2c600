import { EVENT_TYPES, type EventType } from '../load/event-types.ts'

/**
 * How long data are kept, in days: on 31 January, what is kept for 30 days begins with 1 January. Undefined is for
 * good.
 */
export interface RetentionPolicy {
  /** Raw events, by type. */
  readonly raw: Readonly<Record<EventType, number | undefined>>
  /** Facts and visits, and so the days as queries see them. Raw events go with them at the latest. */
  readonly derived: number | undefined
  /** Stored results with rows of single subscribers, from when they were computed. */
  readonly results: number | undefined
  /** Mobile-money transactions. */
  readonly mobileMoney: number | undefined
}

/** Whether anything is to be removed at all. */
export function isUnlimited({ raw, derived, results, mobileMoney }: RetentionPolicy): boolean {
  return [derived, results, mobileMoney, ...EVENT_TYPES.map(type => raw[type])].every(
    days => days === undefined,
  )
}

/** The first local date that is kept, where data are kept for some days; undefined where they are kept for good. */
export function firstKept(today: string, days: number | undefined): string | undefined {
  if (days === undefined) return undefined
  const date = new Date(`${today}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - days)
  return date.toISOString().slice(0, 10)
}
