import { joinedSpatialAggregate as contract } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { aggregateOf, valueIn } from './aggregate-methods.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'

/**
 * The values of all subscribers whose place is there, put together by the method: the place columns, `value`, or of
 * shares `metric`, `key`, `value`, and for the release what its rule needs.
 */
export const joinedSpatialAggregate = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) => {
    const { aggregate, columns, hidden } = aggregateOf(spec)
    const unit = unitOf(contract, spec)
    return sql`
      SELECT ${[...placeColumns(unit), ...columns, ...hidden].map(column => name(column))}
      FROM (
        ${aggregate(sql`
          SELECT place, ${valueIn(spec)} AS value
          FROM ${context.part(spec.locations)} AS located
          JOIN ${context.part(spec.metric)} AS metric USING (subscriber)`)}
      ) AS aggregated
      JOIN ${context.part(placesOf(unit))} AS places USING (place)
      ORDER BY ${[name('place'), ...(columns.includes('key') ? [name('key')] : [])]}`
  },
  release: {
    rule: spec => aggregateOf(spec).rule(placeColumns(unitOf(contract, spec))),
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), ...aggregateOf(spec).columns],
    gridSize: (spec, places) => (spec.method === 'distr' ? null : places),
  },
})
