import { radiusOfGyration as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf, placesOf } from './places.ts'
import { POSITIONS } from './positions.ts'

/**
 * How far a subscriber moves: `subscriber`, `value` in kilometres. It is the root of the mean, over their located
 * events, of the squared distance on the spheroid to their mean longitude and latitude (González et al.,
 * Nature 453, 2008). Events are counted by position first, so that each distance is computed once, and none for those
 * who are at one position. The positions are converted for the spheroid before they are joined (`OFFSET 0`), not once
 * for each subscriber.
 */
export const radiusOfGyration = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: () => [cellPlacesOf(POSITIONS), placesOf(POSITIONS)],
  render: (spec, context) => {
    const places = context.part(placesOf(POSITIONS))
    return sql`
      SELECT subscriber, sqrt(sum(events * distance ^ 2) / sum(events)) / 1000 AS value
      FROM (
        SELECT subscriber, events, CASE WHEN visited = 1 THEN 0 ELSE ST_Distance(position, ST_SetSRID(ST_Point(lon, lat), 4326)::geography) END AS distance
        FROM (
          SELECT subscriber, place, events, count(*) OVER everywhere AS visited,
            sum(lon * events) OVER everywhere / sum(events) OVER everywhere AS lon,
            sum(lat * events) OVER everywhere / sum(events) OVER everywhere AS lat
          FROM (
            SELECT subscriber, place, sum(events)::double precision AS events
            FROM (
              ${context.presence(needOf(spec, context), 'events', POSITIONS)}
            ) AS seen
            GROUP BY subscriber, place
          ) AS counted
          JOIN ${places} AS places USING (place)
          WINDOW everywhere AS (PARTITION BY subscriber)
        ) AS centred
        JOIN (SELECT place, geom::geography AS position FROM ${places} OFFSET 0) AS positions USING (place)
      ) AS distances
      GROUP BY subscriber`
  },
})
