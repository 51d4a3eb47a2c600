import { spatialAggregate as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { sql } from '../sql.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'
import { mayLackPlaces } from './unlocated.ts'

/**
 * The number of subscribers whose place is there: the place columns, `value`. Those without a place, where the query
 * about locations keeps them, have a row with null in the place columns.
 */
export const spatialAggregate = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) =>
    byPlace(
      unitOf(contract, spec),
      context,
      sql`
        SELECT place, count(*) AS value
        FROM ${context.part(spec.locations)}
        GROUP BY place`,
      ['value'],
    ),
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value'],
    gridSize: ({ locations }, places) => places + (mayLackPlaces(locations) ? 1 : 0),
  },
})
