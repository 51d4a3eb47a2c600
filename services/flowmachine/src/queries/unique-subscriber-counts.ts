import { uniqueSubscriberCounts as contract, pickSpatialUnit } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { needOf } from './need.ts'
import { cellPlacesOf, placesOf } from './places.ts'

/** The number of different subscribers seen at each place: the place columns, `value`. */
export const uniqueSubscriberCounts = defineKind({
  contract,
  parts: spec => [cellPlacesOf(spec), placesOf(spec)],
  render: (spec, context) => {
    const columns = placeColumns(spec).map(column => name(column))
    return sql`
      SELECT ${columns}, value
      FROM (
        SELECT place, count(*) AS value
        FROM (
          SELECT DISTINCT subscriber, place
          FROM (
            ${context.presence(needOf(spec, context), 'nothing more', pickSpatialUnit(spec))}
          ) AS seen
        ) AS distinct_subscribers
        GROUP BY place
      ) AS counted
      JOIN ${context.part(placesOf(spec))} AS places USING (place)
      ORDER BY place`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'places',
    columns: spec => [...placeColumns(spec), 'value'],
    gridSize: (_spec, places) => places,
  },
})
