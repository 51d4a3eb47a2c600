import { visitedMostDays as contract, pickSpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placeOfGreatestOf } from './first-place.ts'
import { needOf } from './need.ts'
import { cellPlacesOf } from './places.ts'

/**
 * The place where a subscriber had events on most days: `subscriber`, `place`. Of several such places it is the one with
 * most events, and then the one that comes first in the order of its id.
 */
export const visitedMostDays = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => sql`
    SELECT subscriber, ${placeOfGreatestOf([sql`days`, sql`events`])}
    FROM (
      SELECT subscriber, place, count(*) AS days, sum(events)::bigint AS events
      FROM (
        SELECT subscriber, place, day, sum(events) AS events
        FROM (
          ${context.presence(needOf(spec, context), 'days', pickSpatialUnit(spec))}
        ) AS seen
        GROUP BY subscriber, place, day
      ) AS daily
      GROUP BY subscriber, place
    ) AS visited
    GROUP BY subscriber`,
})
