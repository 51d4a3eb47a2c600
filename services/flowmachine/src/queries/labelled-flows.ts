import { labelledFlows as contract, MOBILITY_CLASSES } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { flowEnds, pairsOfEnds } from './flow-ends.ts'
import { placesOf } from './places.ts'
import { unitOf, unitsOfFlows } from './unit-of.ts'

/**
 * The number of subscribers of each label with one place in the first query and another in the second: the place columns
 * with `_from`, those with `_to`, `value_label`, `value`. Those without a label have the label null.
 */
export const labelledFlows = defineKind({
  contract,
  parts: spec => [placesOf(unitOf(contract, spec))],
  render: (spec, context) =>
    byPairOfPlaces(
      unitsOfFlows(contract, spec),
      context,
      sql`
        SELECT earlier.place AS origin, later.place AS destination, labels.value AS value_label, count(*) AS value
        ${flowEnds(spec, context)}
        LEFT JOIN ${context.part(spec.labels)} AS labels USING (subscriber)
        GROUP BY origin, destination, labels.value`,
      ['value_label', 'value'],
    ),
  release: {
    rule: spec => ({
      rule: 'parts of wholes',
      whole: pairColumns(unitsOfFlows(contract, spec)),
      part: 'value_label',
      subscribers: 'value',
    }),
    shape: 'labelled flows',
    columns: spec => [...pairColumns(unitsOfFlows(contract, spec)), 'value_label', 'value'],
    gridSize: (spec, places) => pairsOfEnds(spec, places, places) * (MOBILITY_CLASSES.length + 1),
  },
})
