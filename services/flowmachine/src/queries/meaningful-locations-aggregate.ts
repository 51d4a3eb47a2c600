import { meaningfulLocationsAggregate as contract, pickSpatialUnit } from '@flowkit/contract'
import { placeColumns } from '../source/places.ts'
import { sql } from '../sql.ts'
import { byPlace } from './by-place.ts'
import { defineKind } from './definition.ts'
import { labelledClustersOf } from './labelled-clusters.ts'
import { placesOf } from './places.ts'
import { sharesOf } from './shares.ts'

/**
 * How many subscribers have a cluster of a label in each place, those with several in parts: `label`, the place columns,
 * `value`, and for the release `subscribers`, how many they are. Clusters outside of all places have null for one.
 */
export const meaningfulLocationsAggregate = defineKind({
  contract,
  parts: spec => [labelledClustersOf(spec, spec), placesOf(spec)],
  render: (spec, context) => {
    const unit = pickSpatialUnit(spec)
    const clusters = context.part(labelledClustersOf(spec, spec))
    return byPlace(
      unit,
      context,
      sql`
        SELECT ${spec.label} AS label, place, sum(there::numeric / clusters)::double precision AS value,
          count(*) AS subscribers
        FROM (
          ${sharesOf(clusters, spec.label, unit, context.part(placesOf(unit)))}
        ) AS shares
        GROUP BY place`,
      ['label', 'value', 'subscribers'],
    )
  },
  release: {
    rule: { rule: 'count of something else', subscribers: 'subscribers' },
    shape: 'places',
    columns: spec => ['label', ...placeColumns(spec), 'value'],
    // One more than the places for clusters outside of all of them.
    gridSize: (_spec, places) => places + 1,
  },
})
