import { labelledSpatialAggregate as contract, MOBILITY_CLASSES } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { sql } from '../sql.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { placesOf } from './places.ts'
import { unitOf } from './unit-of.ts'
import { mayLackPlaces } from './unlocated.ts'

/**
 * The number of subscribers of each label whose place is there: the place columns, `value_label`, `value`. Those without
 * a label have the label null.
 */
export const labelledSpatialAggregate = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) =>
    byPlace(
      unitOf(contract, spec),
      context,
      sql`
        SELECT place, labels.value AS value_label, count(*) AS value
        FROM ${context.part(spec.locations)} AS locations
        LEFT JOIN ${context.part(spec.labels)} AS labels USING (subscriber)
        GROUP BY place, labels.value`,
      ['value_label', 'value'],
    ),
  release: {
    rule: spec => ({
      rule: 'parts of wholes',
      whole: placeColumns(unitOf(contract, spec)),
      part: 'value_label',
      subscribers: 'value',
    }),
    shape: 'places',
    columns: spec => [...placeColumns(unitOf(contract, spec)), 'value_label', 'value'],
    gridSize: ({ locations }, places) =>
      (places + (mayLackPlaces(locations) ? 1 : 0)) * (MOBILITY_CLASSES.length + 1),
  },
})
