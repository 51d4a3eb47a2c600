import { spatialAggregate as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'

/** The number of subscribers whose place is there: the place columns, `value`. */
export const spatialAggregate = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) => {
    const columns = placeColumns(unitOf(contract, spec)).map(column => name(column))
    return sql`
      SELECT ${columns}, value
      FROM (
        SELECT place, count(*) AS value
        FROM ${context.part(spec.locations)}
        GROUP BY place
      ) AS counted
      JOIN ${context.part(placesOf(unitOf(contract, spec)))} AS places USING (place)
      ORDER BY place`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value'],
    gridSize: (_spec, places) => places,
  },
})
