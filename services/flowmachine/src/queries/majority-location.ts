import { majorityLocation as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placeOfGreatest } from './first-place.ts'

/**
 * The place that has more than half of a subscriber's visits, or of the minimum total where they have fewer:
 * `subscriber`, `place`. At most one place can. Who has none is left out, or kept with null.
 */
export const majorityLocation = defineKind({
  contract,
  computedBy: 'large slices',
  render: (spec, context) => {
    const isMajority = sql`2 * greatest_visits > greatest(visits, ${spec.minimum_total_weight})`
    const visits = sql`
      FROM (
        SELECT subscriber, ${placeOfGreatest(sql`value`)}, max(value) AS greatest_visits, sum(value) AS visits
        FROM ${context.part(spec.subscriber_location_weights)}
        GROUP BY subscriber
      ) AS visited`
    return spec.include_unlocatable
      ? sql`
          SELECT subscriber, CASE WHEN ${isMajority} THEN place END AS place
          ${visits}`
      : sql`
          SELECT subscriber, place
          ${visits}
          WHERE ${isMajority}`
  },
})
