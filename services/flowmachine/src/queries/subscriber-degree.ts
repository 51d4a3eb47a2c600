import { subscriberDegree as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'

/** The number of others with whom a subscriber was in touch: `subscriber`, `value`. */
export const subscriberDegree = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'large slices',
  render: (spec, context) => sql`
    SELECT subscriber, count(*) AS value
    FROM (
      ${context.details({ ...needOf(spec, context), direction: spec.direction }, 'contacts')}
    ) AS contacts
    GROUP BY subscriber`,
})
