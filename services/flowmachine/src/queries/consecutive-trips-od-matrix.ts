import { consecutiveTripsOdMatrix as contract, pickSpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf, placesOf } from './places.ts'

/**
 * The number of subscribers with an event at one place and their next one at another, or the same: the place columns with
 * `_from`, those with `_to`, `value`.
 *
 * Events of one moment have no order, so they are not one after the other: from each of their places trips lead to each
 * place of the next moment. An event in two overlapping areas is in both.
 */
export const consecutiveTripsOdMatrix = defineKind({
  contract,
  parts: spec => [cellPlacesOf(spec), placesOf(spec)],
  render: (spec, context) =>
    byPairOfPlaces(
      [spec, spec],
      context,
      sql`
        SELECT origin, destination, count(*) AS value
        FROM (
          SELECT DISTINCT subscriber, place AS origin, unnest(next_places) AS destination
          FROM (
            SELECT subscriber, place, array_agg(place) OVER next_moment AS next_places
            FROM (
              ${context.presence(needOf(spec, context), 'moments', pickSpatialUnit(spec))}
            ) AS seen
            WINDOW next_moment AS (PARTITION BY subscriber ORDER BY at GROUPS BETWEEN 1 FOLLOWING AND 1 FOLLOWING)
          ) AS followed
        ) AS trips
        GROUP BY origin, destination`,
      ['value'],
    ),
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'flows',
    columns: spec => [...pairColumns([spec, spec]), 'value'],
    gridSize: (_spec, places) => places ** 2,
  },
})
