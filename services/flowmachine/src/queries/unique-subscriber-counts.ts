import { uniqueSubscriberCounts as contract, pickSpatialUnit } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

/** The number of different subscribers seen at each place: the place columns, `value`. */
export const uniqueSubscriberCounts = defineKind({
  contract,
  render: (spec, context) => {
    const unit = pickSpatialUnit(spec)
    const place = placeColumns(unit).map(column => name(column))
    const located = context.locatedEvents(
      {
        start: spec.start_date,
        end: spec.end_date,
        hours: spec.hours,
        eventTypes: spec.event_types,
        subset: context.subset(spec.subscriber_subset),
      },
      unit,
    )
    return sql`
      SELECT ${place}, count(*) AS value
      FROM (
        SELECT DISTINCT subscriber, ${place}
        FROM (
          ${located}
        ) AS located
      ) AS seen
      GROUP BY ${place}
      ORDER BY ${place}`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'places',
    columns: spec => [...placeColumns(spec), 'value'],
    gridSize: (_spec, places) => places,
  },
})
