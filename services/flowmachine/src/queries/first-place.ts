import { type Sql, sql } from '../sql.ts'

/** The greatest number of a place. */
const LAST_PLACE = 2 ** 31 - 1

/**
 * Of the rows of a group, the place of the one with the greatest rank; of several such the first place. One hash
 * aggregation does it, where window functions would sort: rank and place are packed into one number.
 *
 * @param rank A whole number from 0 to 2³¹ - 1.
 */
export function placeOfGreatest(rank: Sql): Sql {
  const packed = sql`((${rank})::bigint << 32) | (${LAST_PLACE} - place)`
  return sql`(${LAST_PLACE} - (max(${packed}) & ${LAST_PLACE}))::integer AS place`
}

/**
 * The same by several ranks, the first of which counts most, where one number cannot hold them all.
 *
 * @param ranks Whole numbers.
 */
export function placeOfGreatestOf(ranks: readonly Sql[]): Sql {
  return sql`-(max(ARRAY[${ranks}, -place]))[${ranks.length + 1}]::integer AS place`
}
