import { mobilityClassification as contract } from '@flowkit/contract'
import { unionOf } from '../source/events.ts'
import { name, type Sql, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/**
 * How a subscriber moves between the places of several periods: `subscriber`, `value`, one of the contract's
 * `MOBILITY_CLASSES`. Only those who are in the last period have a class.
 */
export const mobilityClassification = defineKind({
  contract,
  computedBy: 'large slices',
  render: ({ locations, stay_length_threshold }, context) => {
    const periods = locations.length
    const stays = locations.map(
      (location, index) =>
        sql`SELECT subscriber, place, ${index + 1} AS period FROM ${context.part(location)}`,
    )
    const places = locations.map(
      (_, index) => sql`max(place) FILTER (WHERE period = ${index + 1}) AS ${placeIn(index + 1)}`,
    )
    return sql`
      SELECT subscriber, CASE
          WHEN ${placeIn(periods)} IS NULL THEN 'unlocated'
          WHEN present < ${periods} THEN 'irregular'
          WHEN located < ${periods} THEN 'not_always_locatable'
          WHEN ${staysFor(stay_length_threshold, periods)} THEN 'stable'
          ELSE 'mobile'
        END AS value
      FROM (
        SELECT subscriber, count(*) AS present, count(place) AS located, bool_or(period = ${periods}) AS is_in_last,
          ${places}
        FROM (
          ${unionOf(stays)}
        ) AS stays
        GROUP BY subscriber
      ) AS by_subscriber
      WHERE is_in_last`
  },
})

const placeIn = (period: number) => name(`place_${period}`)

/**
 * Whether somebody who has a place in every period has the same one in so many of them one after the other. Each pair of
 * neighbouring periods is written as 1 where the place stays; a stay of four periods is 111.
 */
function staysFor(length: number, periods: number): Sql {
  if (length <= 1) return sql`true`
  if (length > periods) return sql`false`
  const same = Array.from(
    { length: periods - 1 },
    (_, index) => sql`(${placeIn(index + 1)} = ${placeIn(index + 2)})::integer`,
  )
  return sql`position(${'1'.repeat(length - 1)} IN array_to_string(ARRAY[${same}], '')) > 0`
}
