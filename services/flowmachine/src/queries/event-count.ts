import { eventCount as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'

/** The number of a subscriber's events, wherever they were: `subscriber`, `value`. */
export const eventCount = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  render: (spec, context) => sql`
    SELECT subscriber, count(*) AS value
    FROM (
      ${context.activity({ ...needOf(spec, context), direction: spec.direction })}
    ) AS active
    GROUP BY subscriber`,
})
