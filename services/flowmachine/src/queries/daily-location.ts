import { addDays, dailyLocation as contract, pickSpatialUnit } from '@flowkit/contract'
import { placeColumns, placeOrder } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/**
 * One place per subscriber on one day: `subscriber`, then the place columns.
 *
 * `last` is where the last located event was, `most-common` where most events were. Ties go to the place that
 * comes first in the order of its id.
 */
export const dailyLocation = defineKind({
  contract,
  render: (spec, context) => {
    const unit = pickSpatialUnit(spec)
    const place = placeColumns(unit).map(column => name(column))
    const order = placeOrder(unit)
    const located = context.locatedEvents(
      {
        start: spec.date,
        end: addDays(spec.date, 1),
        hours: spec.hours,
        eventTypes: spec.event_types,
        subset: context.subset(spec.subscriber_subset),
      },
      unit,
    )
    return spec.method === 'last'
      ? sql`
          SELECT DISTINCT ON (subscriber) subscriber, ${place}
          FROM (
            ${located}
          ) AS located
          ORDER BY subscriber, datetime DESC, ${order}`
      : sql`
          SELECT DISTINCT ON (subscriber) subscriber, ${place}
          FROM (
            SELECT subscriber, ${place}, count(*) AS events
            FROM (
              ${located}
            ) AS located
            GROUP BY subscriber, ${place}
          ) AS visited
          ORDER BY subscriber, events DESC, ${order}`
  },
})
