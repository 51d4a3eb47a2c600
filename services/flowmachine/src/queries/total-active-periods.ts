import { totalActivePeriods as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { activePeriods } from './active-periods.ts'
import { defineKind } from './definition.ts'

/** The number of periods in which a subscriber had events: `subscriber`, `value`. */
export const totalActivePeriods = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  render: (spec, context) => sql`
    SELECT subscriber, count(*) AS value
    FROM (
      ${activePeriods(spec, context)}
    ) AS active
    GROUP BY subscriber`,
})
