import { uniqueLocationCounts as contract, pickSpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf } from './places.ts'

/** The number of places at which a subscriber was seen: `subscriber`, `value`. */
export const uniqueLocationCounts = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => sql`
    SELECT subscriber, count(*) AS value
    FROM (
      SELECT DISTINCT subscriber, place
      FROM (
        ${context.presence(needOf(spec, context), 'nothing more', pickSpatialUnit(spec))}
      ) AS seen
    ) AS visited
    GROUP BY subscriber`,
})
