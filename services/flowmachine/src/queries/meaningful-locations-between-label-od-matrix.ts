import { meaningfulLocationsBetweenLabelOdMatrix as contract, pickSpatialUnit } from '@flowkit/contract'
import { sql } from '../sql.ts'
import { byPairOfPlaces, pairColumns } from './by-place.ts'
import { defineKind } from './definition.ts'
import { labelledClustersOf } from './labelled-clusters.ts'
import { placesOf } from './places.ts'
import { pairsOfShares, sharesOf } from './shares.ts'
import { unitsOfFlows } from './unit-of.ts'

/**
 * How many subscribers have a cluster of one label in one place and of another label in another, those with several in
 * parts: `label_from`, `label_to`, the place columns with `_from`, those with `_to`, `value`, and for the release
 * `subscribers`, how many they are.
 */
export const meaningfulLocationsBetweenLabelOdMatrix = defineKind({
  contract,
  parts: spec => [labelledClustersOf(spec, spec), placesOf(spec)],
  render: (spec, context) => {
    const unit = pickSpatialUnit(spec)
    const places = context.part(placesOf(unit))
    const pairs = pairsOfShares(
      sharesOf(context.part(labelledClustersOf(spec, spec)), spec.label_a, unit, places),
      sharesOf(context.part(labelledClustersOf(spec, spec)), spec.label_b, unit, places),
    )
    return byPairOfPlaces(
      unitsOfFlows(contract, spec),
      context,
      sql`
        SELECT ${spec.label_a} AS label_from, ${spec.label_b} AS label_to, *
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
