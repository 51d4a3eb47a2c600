import type { SpatialUnit } from '@flowkit/contract'
import type { EventsNeed } from '../source/events.ts'
import { type Sql, sql } from '../sql.ts'
import type { RenderContext } from './definition.ts'
import { placeOfGreatest } from './first-place.ts'

/**
 * The place where most of a subscriber's events were: `subscriber`, `place`. Of several such places it is the one that
 * comes first in the order of its id.
 */
export function mostCommonPlace(need: EventsNeed, unit: SpatialUnit, context: RenderContext): Sql {
  return sql`
    SELECT subscriber, ${placeOfGreatest(sql`events`)}
    FROM (
      SELECT subscriber, place, sum(events) AS events
      FROM (
        ${context.presence(need, 'events', unit)}
      ) AS seen
      GROUP BY subscriber, place
    ) AS visited
    GROUP BY subscriber`
}
