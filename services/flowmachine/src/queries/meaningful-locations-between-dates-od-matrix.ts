import {
  meaningfulLocationsBetweenDatesOdMatrix as contract,
  pickSpatialUnit,
  type SpecOf,
} from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { labelledClustersOf } from './labelled-clusters.ts'
import { placesOf } from './places.ts'
import { pairsOfShares, sharesOf } from './shares.ts'
import { unitsOfFlows } from './unit-of.ts'

/**
 * How many subscribers have a cluster of a label in one place in one period and in another place in the other, those
 * with several in parts: `label_from`, `label_to`, the place columns with `_from`, those with `_to`, `value`, and for the
 * release `subscribers`, how many they are.
 */
export const meaningfulLocationsBetweenDatesOdMatrix = defineKind({
  contract,
  parts: spec => [...clustersOf(spec), placesOf(spec)],
  render: (spec, context) => {
    const unit = pickSpatialUnit(spec)
    const [earlier, later] = clustersOf(spec)
    const places = context.part(placesOf(unit))
    const pairs = pairsOfShares(
      sharesOf(context.part(earlier), spec.label, unit, places),
      sharesOf(context.part(later), spec.label, unit, places),
    )
    return byPairOfPlaces(
      unitsOfFlows(contract, spec),
      context,
      sql`
        SELECT ${spec.label} AS label_from, ${spec.label} AS label_to, *
        FROM (
          ${pairs}
        ) AS shares`,
      ['label_from', 'label_to', 'value', 'subscribers'],
    )
  },
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'flows',
    columns: spec => ['label_from', 'label_to', ...pairColumns(unitsOfFlows(contract, spec)), 'value'],
    // One more than the places for clusters outside of all of them.
    gridSize: (_spec, places) => (places + 1) ** 2,
  },
})

/** The clusters of the two periods. */
function clustersOf(spec: SpecOf<typeof contract>) {
  const { start_date_a, end_date_a, start_date_b, end_date_b } = spec
  return [
    labelledClustersOf(spec, { start_date: start_date_a, end_date: end_date_a }),
    labelledClustersOf(spec, { start_date: start_date_b, end_date: end_date_b }),
  ] as const
}
