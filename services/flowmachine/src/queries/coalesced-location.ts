import { coalescedLocation as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/**
 * The preferred place of a subscriber, or the fallback one if they have been there often enough: `subscriber`, `place`,
 * which is null for those whom the preferred query keeps without a place.
 */
export const coalescedLocation = defineKind({
  contract,
  computedBy: 'one process',
  render: (spec, context) => sql`
    SELECT subscriber, coalesce(preferred.place, fallback.place) AS place
    FROM ${context.part(spec.preferred_location)} AS preferred
    FULL JOIN (
      SELECT subscriber, place
      FROM ${context.part(spec.fallback_location)}
      JOIN ${context.part(spec.subscriber_location_weights)} AS visits USING (subscriber, place)
      WHERE value >= ${spec.weight_threshold}
    ) AS fallback USING (subscriber)`,
})
