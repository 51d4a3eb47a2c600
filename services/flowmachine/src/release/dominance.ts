import { name, type Sql, sql } from '../sql.ts'
import { SMALLEST_RELEASED_COUNT } from './threshold.ts'

/**
 * The greatest share of a total that may be one person's. Of a total to which one person contributes most, that person's
 * figure can be told closely. It is the (n, k) rule of Hundepool et al., Statistical Disclosure Control (Wiley 2012),
 * chapter 4, with n = 1; that k is 50 % is the rule of thumb of the ESSnet's guidelines for the checking of output based
 * on microdata research (Brandt et al. 2010).
 */
const GREATEST_SHARE = 0.5

/** An aggregate of numbers that people contribute to, and what has to be known to release it. */
export interface Contributions {
  /** How many people contribute. */
  readonly subscribers: string
  /** The share of the greatest contribution in all of them, 0 to 1. */
  readonly greatestShare: string
}

/** The rows with enough contributors of whom none is dominant. */
export function withoutDominance(
  { subscribers, greatestShare }: Contributions,
  aggregate: Sql,
  columns: Sql,
): Sql {
  return sql`
    SELECT ${columns}
    FROM (
      ${aggregate}
    ) AS aggregate
    WHERE ${name(subscribers)} >= ${SMALLEST_RELEASED_COUNT} AND ${name(greatestShare)} <= ${GREATEST_SHARE}`
}
