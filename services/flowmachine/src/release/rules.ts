import { name, type Sql, sql } from '../sql.ts'

/**
 * The smallest number of subscribers that a released count may stand for: FlowKit withholds counts of 15 and less,
 * as the mobile operators' own rules for aggregates ask.
 */
export const SMALLEST_RELEASED_COUNT = 16

/** What has to be done to a kind's aggregate before anybody outside may see it. */
export type ReleaseRule =
  /** `value` counts subscribers: rows that count too few are left out. */
  | { readonly rule: 'count of subscribers'; readonly value: string }
  /** The result says nothing about subscribers. */
  | { readonly rule: 'not about subscribers' }

/** The rows of an aggregate that may be released. */
export function redacted(rule: ReleaseRule, aggregate: Sql): Sql {
  switch (rule.rule) {
    case 'count of subscribers':
      return sql`
        SELECT *
        FROM (
          ${aggregate}
        ) AS aggregate
        WHERE ${name(rule.value)} >= ${SMALLEST_RELEASED_COUNT}`
    case 'not about subscribers':
      return aggregate
  }
}

/** The threshold to report with a result; null where a kind counts nobody. */
export function thresholdOf(rule: ReleaseRule): number | null {
  return rule.rule === 'count of subscribers' ? SMALLEST_RELEASED_COUNT : null
}
