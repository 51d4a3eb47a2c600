import { displacement as contract, definitionOf } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf, placesOf } from './places.ts'
import { POSITIONS } from './positions.ts'
import { oneNumberEach, statisticOf, weightedStatisticOf } from './statistics.ts'
import { unitOf } from './unit-of.ts'

/**
 * A statistic of how far a subscriber's located events were from their reference location: `subscriber`, `value` in
 * kilometres on the spheroid. Each distance is computed once for a subscriber and a position, and counts once for each
 * event there. Positions are converted for the spheroid before they are joined (`OFFSET 0`).
 */
export const displacement = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [
    cellPlacesOf(POSITIONS),
    placesOf(POSITIONS),
    placesOf(unitOf(definitionOf(spec.reference_location), spec.reference_location)),
  ],
  render: (spec, context) => {
    const homes = context.part(
      placesOf(unitOf(definitionOf(spec.reference_location), spec.reference_location)),
    )
    const distances = sql`
      SELECT subscriber, events, ST_Distance(seen.position, home.position) / 1000 AS distance
      FROM (
        SELECT subscriber, place, sum(events) AS events
        FROM (
          ${context.presence(needOf(spec, context), 'events', POSITIONS)}
        ) AS seen
        GROUP BY subscriber, place
      ) AS visited
      JOIN (SELECT subscriber, place AS home FROM ${context.part(spec.reference_location)}) AS at_home USING (subscriber)
      JOIN (SELECT place, geom::geography AS position FROM ${context.part(placesOf(POSITIONS))} OFFSET 0) AS seen USING (place)
      JOIN (SELECT place AS home, geom::geography AS position FROM ${homes} OFFSET 0) AS home USING (home)`
    const weighted = weightedStatisticOf(spec.statistic, sql`distance`, sql`events`)
    if (weighted !== null) return oneNumberEach(weighted, distances)
    return oneNumberEach(
      statisticOf(spec.statistic, sql`distance`),
      sql`
        SELECT subscriber, distance
        FROM (
          ${distances}
        ) AS distances
        CROSS JOIN LATERAL generate_series(1, events) AS event`,
    )
  },
})
