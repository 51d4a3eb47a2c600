import { radiusOfGyration as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { cellPlacesOf, placesOf } from './places.ts'

/** Distances are between the positions of cells. */
const POSITIONS = {
  aggregation_unit: 'lon-lat',
  mapping_table: null,
  geom_table: null,
  geom_table_join_column: null,
} as const

/**
 * How far a subscriber moves: `subscriber`, `value` in kilometres. It is the root of the mean, over their located
 * events, of the squared distance on the spheroid to their mean longitude and latitude (González et al.,
 * Nature 453, 2008). Events are counted by position first, so that each distance is computed once.
 */
export const radiusOfGyration = defineKind({
  contract,
  perSubscriber: true,
  parts: () => [cellPlacesOf(POSITIONS), placesOf(POSITIONS)],
  render: (spec, context) => {
    const need = {
      start: spec.start_date,
      end: spec.end_date,
      hours: spec.hours,
      eventTypes: spec.event_types,
      subset: context.subset(spec.subscriber_subset),
    }
    return sql`
      WITH visited AS (
        SELECT subscriber, lon, lat, geom::geography AS position, events
        FROM (
          SELECT subscriber, place, sum(events)::double precision AS events
          FROM (
            ${context.presence(need, 'events', POSITIONS)}
          ) AS seen
          GROUP BY subscriber, place
        ) AS counted
        JOIN ${context.part(placesOf(POSITIONS))} AS places USING (place)
      ), centres AS (
        SELECT subscriber,
          ST_SetSRID(ST_Point(sum(lon * events) / sum(events), sum(lat * events) / sum(events)), 4326)::geography AS centre
        FROM visited
        GROUP BY subscriber
      )
      SELECT subscriber,
        sqrt(sum(events * ST_Distance(position, centre) ^ 2) / sum(events)) / 1000 AS value
      FROM visited
      JOIN centres USING (subscriber)
      GROUP BY subscriber`
  },
})
