import { flows as contract } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { flowEnds, pairsOfEnds } from './flow-ends.ts'
import { placesOf } from './places.ts'
import { unitsOfFlows } from './unit-of.ts'

/**
 * The number of subscribers with one place in the first query and another in the second: the place columns with
 * `_from`, those with `_to`, `value`. Those who stay are counted too. Outer joins give null on the missing side. Who has
 * several places at an end counts in several pairs, but once in each.
 */
export const flows = defineKind({
  contract,
  parts: spec => unitsOfFlows(contract, spec).map(placesOf),
  render: (spec, context) =>
    byPairOfPlaces(
      unitsOfFlows(contract, spec),
      context,
      sql`
        SELECT earlier.place AS origin, later.place AS destination, count(*) AS value
        ${flowEnds(spec, context)}
        GROUP BY origin, destination`,
      ['value'],
    ),
  release: {
    rule: { rule: 'count of subscribers', value: 'value' },
    shape: 'flows',
    columns: spec => [...pairColumns(unitsOfFlows(contract, spec)), 'value'],
    gridSize: pairsOfEnds,
  },
})
