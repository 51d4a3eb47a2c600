import { uniqueVisitorCounts as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { unitOf } from './unit-of.ts'

/**
 * The number of subscribers seen at each place less that of those active at their reference location there: the place
 * columns, `value`, and for the release the two counts, `seen` and `residents`.
 */
export const uniqueVisitorCounts = defineKind({
  contract,
  render: (spec, context) => {
    const columns = placeColumns(unitOf(contract, spec)).map(column => name(column))
    return sql`
      SELECT ${columns}, seen.value - residents.value AS value, seen.value AS seen, residents.value AS residents
      FROM ${context.part(spec.unique_subscriber_counts)} AS seen
      JOIN ${context.part(spec.active_at_reference_location_counts)} AS residents USING (${columns})
      ORDER BY ${columns}`
  },
  release: {
    rule: { rule: 'difference of counts', counts: ['value', 'seen', 'residents'] },
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value'],
    gridSize: (_spec, places) => places,
  },
})
