import { addDays, dailyLocation as contract, pickSpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placeOfGreatest } from './first-place.ts'
import { mostCommonPlace } from './most-common.ts'
import { cellPlacesOf } from './places.ts'

/**
 * One place per subscriber on one day: `subscriber`, `place`.
 *
 * `last` is where the last located event was, `most-common` where most events were. Ties go to the place that
 * comes first in the order of its id.
 */
export const dailyLocation = defineKind({
  contract,
  perSubscriber: true,
  computedBy: 'one process',
  parts: spec => [cellPlacesOf(spec)],
  render: (spec, context) => {
    const unit = pickSpatialUnit(spec)
    const need = {
      start: spec.date,
      end: addDays(spec.date, 1),
      hours: spec.hours,
      eventTypes: spec.event_types,
      subset: context.subset(spec.subscriber_subset),
    }
    return spec.method === 'last'
      ? sql`
          SELECT subscriber, ${placeOfGreatest(sql`at`)}
          FROM (
            ${context.presence(need, 'latest', unit)}
          ) AS seen
          GROUP BY subscriber`
      : mostCommonPlace(need, unit, context)
  },
})
