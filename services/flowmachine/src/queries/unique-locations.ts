import { uniqueLocations as contract, pickSpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf } from './places.ts'

/** All places where a subscriber was seen: `subscriber`, `place`, each pair once. */
export const uniqueLocations = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'small slices',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => sql`
    SELECT DISTINCT subscriber, place
    FROM (
      ${context.presence(needOf(spec, context), 'nothing more', pickSpatialUnit(spec))}
    ) AS seen`,
})
