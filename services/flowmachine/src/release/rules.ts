import { name, type Sql, sql } from '../sql.ts'
import { type Contributions, withoutDominance } from './dominance.ts'
import { hiddenParts, type PartsOfWholes } from './parts-of-wholes.ts'
import { SMALLEST_RELEASED_COUNT } from './threshold.ts'

export { SMALLEST_RELEASED_COUNT }

/** What has to be done to a kind's aggregate before anybody outside may see it. */
export type ReleaseRule =
  /** `value` counts subscribers: rows that count too few are left out. */
  | { readonly rule: 'count of subscribers'; readonly value: string }
  /**
   * Rows count something else than subscribers; `subscribers` is how many are behind it. Rows with too few behind
   * them are left out, and how many those were is not among the released columns.
   */
  | { readonly rule: 'count of something else'; readonly subscribers: string }
  /** Rows put numbers of subscribers together, such as sums: too few of them, or one dominant one, are left out. */
  | ({ readonly rule: 'contributions' } & Contributions)
  /** Rows split wholes that may be known: small parts are left out, and others that would tell them. */
  | ({ readonly rule: 'parts of wholes' } & PartsOfWholes)
  /**
   * Rows tell the difference of counts of subscribers: it is left out where it, or a count that it is made of, is too
   * small.
   */
  | { readonly rule: 'difference of counts'; readonly counts: readonly string[] }
  /** The result says nothing about subscribers. */
  | { readonly rule: 'not about subscribers' }

/**
 * The rows of an aggregate that may be released.
 *
 * @param columns What is released of an aggregate that also holds what the rule needs.
 */
export function redacted(rule: ReleaseRule, aggregate: Sql, columns: readonly string[]): Sql {
  const shown = sql`${columns.map(column => name(column))}`
  switch (rule.rule) {
    case 'count of subscribers':
      return withEnough(rule.value, aggregate, sql`*`)
    case 'count of something else':
      return withEnough(rule.subscribers, aggregate, shown)
    case 'contributions':
      return withoutDominance(rule, aggregate, shown)
    case 'parts of wholes':
      return hiddenParts(rule, aggregate, shown)
    case 'difference of counts':
      return sql`
        SELECT ${shown}
        FROM (
          ${aggregate}
        ) AS aggregate
        WHERE least(${rule.counts.map(count => name(count))}) >= ${SMALLEST_RELEASED_COUNT}`
    case 'not about subscribers':
      return aggregate
  }
}

function withEnough(subscribers: string, aggregate: Sql, columns: Sql): Sql {
  return sql`
    SELECT ${columns}
    FROM (
      ${aggregate}
    ) AS aggregate
    WHERE ${name(subscribers)} >= ${SMALLEST_RELEASED_COUNT}`
}

/** The threshold to report with a result; null where a kind counts nobody. */
export function thresholdOf(rule: ReleaseRule): number | null {
  return rule.rule === 'not about subscribers' ? null : SMALLEST_RELEASED_COUNT
}
