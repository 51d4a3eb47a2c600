import { locationVisits as contract } from '@flowkit/contract'
import { unionOf } from '../source/events.ts'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/** In how many of several queries each place was a subscriber's: `subscriber`, `place`, `value`. */
export const locationVisits = defineKind({
  contract,
  computedBy: 'large slices',
  render: ({ locations }, context) => sql`
    SELECT subscriber, place, count(*) AS value
    FROM (
      ${unionOf(locations.map(location => sql`SELECT subscriber, place FROM ${context.part(location)}`))}
    ) AS visits
    GROUP BY subscriber, place`,
})
