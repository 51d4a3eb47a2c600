import { topupAmount as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { oneNumberEach, statisticOf } from './statistics.ts'

/**
 * A statistic of the amounts for which a subscriber topped up: `subscriber`, `value` in the country's currency. Top-ups are
 * sorted by numbers, which is faster than to hold an exact sum of everybody in a hash table.
 */
export const topupAmount = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'large slices',
  render: (spec, context) => {
    const need = { ...needOf({ ...spec, event_types: ['topups'] }, context), direction: 'both' } as const
    return oneNumberEach(
      statisticOf(spec.statistic, sql`recharge_amount`),
      sql`
        SELECT subscriber, recharge_amount
        FROM (
          ${context.details(need, 'topups')}
        ) AS topups
        WHERE recharge_amount IS NOT NULL
        ORDER BY subscriber`,
    )
  },
})
