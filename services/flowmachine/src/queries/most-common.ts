import { daysBetween, type SpatialUnit } from '@flowkit/contract'
import type { EventsNeed } from '../source/events.ts'
import { type Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { placeOfGreatest } from './first-place.ts'

/**
 * Up to here a subscriber is at a place in few rows, and sorting these takes less time than telling the pairs apart in a
 * hash table: two thirds of it for a day, four fifths for a week. Later there are many more rows than pairs, and the sort
 * would need the memory of all rows.
 */
const MOST_DAYS_TO_SORT = 7

/**
 * The place where most of a subscriber's events were: `subscriber`, `place`. Of several such places it is the one that
 * comes first in the order of its id.
 */
export function mostCommonPlace(need: EventsNeed, unit: SpatialUnit, context: RenderContext): Sql {
  const seen = context.presence(need, 'events', unit)
  const days = daysBetween(need.start, need.end).length
  return sql`
    SELECT subscriber, ${placeOfGreatest(sql`events`)}
    FROM (
      SELECT subscriber, place, sum(events) AS events
      FROM (
        ${days <= MOST_DAYS_TO_SORT ? bySubscriberAndPlace(seen) : seen}
      ) AS seen
      GROUP BY subscriber, place
    ) AS visited
    GROUP BY subscriber`
}

/** Rows in the order in which both groupings can stream. */
function bySubscriberAndPlace(rows: Sql): Sql {
  return sql`
    SELECT *
    FROM (
      ${rows}
    ) AS located
    ORDER BY subscriber, place`
}
