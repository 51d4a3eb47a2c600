import { type Sql, sql } from '../sql.ts'

const CLOCK_HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/**
 * How many were seen where in each hour of a day: `place`, `hour` (0 to 23), `number`; only hours in which some were.
 * Every bit is summed by itself, in one pass.
 *
 * @param masks A query with `place` and `hours`, the bits of the hours, in a row for each of those who are counted.
 */
export function seenByHour(masks: Sql): Sql {
  return sql`
    SELECT place, hour::integer - 1 AS hour, number
    FROM (
      SELECT place, ARRAY[${CLOCK_HOURS.map(hour => sql`sum(hours >> ${hour} & 1)`)}] AS numbers
      FROM (
        ${masks}
      ) AS masks
      GROUP BY place
    ) AS by_place
    CROSS JOIN unnest(numbers) WITH ORDINALITY AS by_hour (number, hour)
    WHERE number > 0`
}
