import { nocturnalEvents as contract } from '@flowkit/contract'
import { withinHours } from '../source/events.ts'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'

/** The share of a subscriber's events that is at night, in per cent: `subscriber`, `value`. */
export const nocturnalEvents = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  render: (spec, context) => sql`
    SELECT subscriber, 100 * count(*) FILTER (WHERE ${withinHours(spec.night_hours, sql`hour`)})::double precision / count(*) AS value
    FROM (
      SELECT subscriber, clock / 3600000 % 24 AS hour
      FROM (
        ${context.activity({ ...needOf(spec, context), direction: 'both' })}
      ) AS active
    ) AS active
    GROUP BY subscriber`,
})
