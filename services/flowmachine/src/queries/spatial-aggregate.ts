import { spatialAggregate as contract, type SpecOf } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { name, sql } from '../sql.ts'
import { defineKind } from './definition.ts'

const placesOf = (spec: SpecOf<typeof contract>) => {
  const unit = contract.unit(spec)
  return unit === null ? [] : placeColumns(unit)
}

/** The number of subscribers whose place is there: the place columns, `value`. */
export const spatialAggregate = defineKind({
  contract,
  render: (spec, context) => {
    const place = placesOf(spec).map(column => name(column))
    return sql`
      SELECT ${place}, count(*) AS value
      FROM ${context.part(spec.locations)}
      GROUP BY ${place}
      ORDER BY ${place}`
  },
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'places',
    columns: spec => [...placesOf(spec), 'value'],
    gridSize: (_spec, places) => places,
  },
})
