import { name, type Sql, sql } from '../sql.ts'
import { SMALLEST_RELEASED_COUNT } from './threshold.ts'

/** Counts that add up to a number which may be known: each subscriber of a whole is in one of its parts. */
export interface PartsOfWholes {
  /** The columns that name the whole; none where there is one for all. */
  readonly whole: readonly string[]
  /** The column that tells the parts of a whole apart. */
  readonly part: string
  /** How many subscribers the part has. */
  readonly subscribers: string
}

const GREATEST_WITHHELD = SMALLEST_RELEASED_COUNT - 1

/** So many small parts can hide each other. */
const FEWEST_SMALL_PARTS = 3

/**
 * The parts that may be released. A part with too few subscribers is left out, and others with it where what is left out
 * could be had by subtracting what is released from the whole (complementary suppression: Hundepool et al., Statistical
 * Disclosure Control, Wiley 2012, chapter 4).
 *
 * Whoever knows the whole knows the sum of what is withheld. From it nothing must follow about any small part, which may
 * be anything from 0 to 15:
 *
 * - Small parts alone hide each other if there are three or more, their sum is at least 15, and no more than all but one
 *   of them could make up. Two don't: where one has all 15, the other is nobody and no part, so that who knows this rule
 *   would know that neither has 15.
 * - Otherwise large ones are withheld, too, until there are 15 more subscribers in what is withheld than the 16 for each
 *   large one, so that any small part may have all of 15. They are taken in the order of their names, the unknown first:
 *   by their numbers, those would be bounded by the ones that are released.
 * - Where all large ones together don't suffice, nothing is released of the whole.
 */
export function hiddenParts({ whole, part, subscribers }: PartsOfWholes, aggregate: Sql, columns: Sql): Sql {
  const count = name(subscribers)
  const isSmall = sql`${count} < ${SMALLEST_RELEASED_COUNT}`
  const isLarge = sql`${count} >= ${SMALLEST_RELEASED_COUNT}`
  const ofWhole = whole.length === 0 ? sql`` : sql`PARTITION BY ${whole.map(column => name(column))}`
  return sql`
    SELECT ${columns}
    FROM (
      SELECT *, CASE
          WHEN small_parts = 0 OR (
            small_parts >= ${FEWEST_SMALL_PARTS}
            AND in_small_parts BETWEEN ${GREATEST_WITHHELD} AND ${GREATEST_WITHHELD} * (small_parts - 1)
          ) THEN 0
          ELSE min(large_parts) FILTER (
            WHERE ${isLarge}
              AND in_small_parts + in_large_parts >= ${SMALLEST_RELEASED_COUNT} * large_parts + ${GREATEST_WITHHELD}
          ) OVER (${ofWhole})
        END AS large_parts_withheld
      FROM (
        SELECT *,
          count(*) FILTER (WHERE ${isSmall}) OVER (${ofWhole}) AS small_parts,
          coalesce(sum(${count}) FILTER (WHERE ${isSmall}) OVER (${ofWhole}), 0) AS in_small_parts,
          count(*) FILTER (WHERE ${isLarge}) OVER so_far AS large_parts,
          sum(${count}) FILTER (WHERE ${isLarge}) OVER so_far AS in_large_parts
        FROM (
          ${aggregate}
        ) AS aggregate
        WINDOW so_far AS (${ofWhole} ORDER BY ${name(part)} NULLS FIRST ROWS UNBOUNDED PRECEDING)
      ) AS parts
    ) AS parts
    WHERE ${isLarge} AND large_parts > large_parts_withheld`
}
