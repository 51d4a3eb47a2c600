import { locationEventCounts as contract, pickSpatialUnit, type SpecOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { bucketColumns } from '../source/timed-events.ts'
import { name, sql } from '../sql.ts'
import { numberOfBuckets } from './buckets.ts'
import { defineKind } from './definition.ts'
import { cellPlacesOf, placesOf } from './places.ts'

const periodOf = (spec: SpecOf<typeof contract>) => ({
  start: spec.start_date,
  end: spec.end_date,
  hours: spec.hours,
})

/**
 * The number of events at each place in each time bucket: the place columns, `date`, `hour` and `min` as far as the
 * interval goes (the date as the text `YYYY-MM-DD`), `value`, and for the release `subscribers`, how many people those
 * events are of. Buckets without events have no row.
 */
export const locationEventCounts = defineKind({
  contract,
  parts: spec => [cellPlacesOf(spec), placesOf(spec)],
  render: (spec, context) => {
    const columns = placeColumns(spec).map(column => name(column))
    const bucket = bucketColumns(spec.interval).map(column => name(column))
    const shown = [sql`date::text AS date`, ...bucket.slice(1)]
    const need = {
      ...periodOf(spec),
      eventTypes: spec.event_types,
      subset: context.subset(spec.subscriber_subset),
      direction: spec.direction,
      bucket: spec.interval,
    }
    return sql`
      SELECT ${columns}, ${shown}, events AS value, subscribers
      FROM (
        ${context.timedEvents(need, pickSpatialUnit(spec))}
      ) AS counted
      JOIN ${context.part(placesOf(spec))} AS places USING (place)
      ORDER BY place, ${bucket}`
  },
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'places',
    columns: spec => [...placeColumns(spec), ...bucketColumns(spec.interval), 'value'],
    gridSize: (spec, places) => places * numberOfBuckets(spec.interval, periodOf(spec)),
  },
})
