import type { Clustering, MeaningfulLocationsSpec } from '../reference/meaningful-locations.ts'
import type { Ring } from '../reference/polygons.ts'
import { draws } from './any-question.ts'

const KINDS = [
  'meaningful_locations_aggregate',
  'meaningful_locations_between_label_od_matrix',
  'meaningful_locations_between_dates_od_matrix',
] as const

/** Edges lie where no average of few events does: those on an edge may be taken for inside or outside. */
const ring = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

/**
 * A question about the places that mean something to people, with parameters drawn at random; the same for the same seed,
 * of each kind in turn.
 */
export function anyMeaningfulLocations(seed: number): MeaningfulLocationsSpec {
  const { oneOf, events, period } = draws(seed)
  const score = () => oneOf([-1, -0.5, 0.25, 1])
  const { event_types = null, subscriber_subset = null } = events(0)
  const clustering: Clustering = {
    aggregation_unit: oneOf(['admin0', 'admin1', 'admin2', 'admin3', 'grid:10', 'grid:50'] as const),
    event_types,
    subscriber_subset,
    labels: {
      home: { type: 'Polygon', coordinates: [ring(-0.012_345, -1.1, 1.1, 1.1)] },
      work: {
        type: 'MultiPolygon',
        coordinates: [[ring(-1.1, -1.1, -0.112_345, -0.512_347)], [ring(-1.1, -0.112_347, -0.112_345, 1.1)]],
      },
    },
    tower_hour_of_day_scores: Array.from({ length: 24 }, score),
    tower_day_of_week_scores: {
      monday: score(),
      tuesday: score(),
      wednesday: score(),
      thursday: score(),
      friday: score(),
      saturday: score(),
      sunday: score(),
    },
    tower_cluster_radius: oneOf([0, 1, 5, 30.5]),
    tower_cluster_call_threshold: oneOf([0, 0, 1, 2]),
  }
  const label = () => oneOf(['home', 'home', 'work', 'unknown'])
  const query_kind = KINDS[seed % KINDS.length] ?? 'meaningful_locations_aggregate'
  switch (query_kind) {
    case 'meaningful_locations_aggregate':
      return { query_kind, ...clustering, ...period(), label: label() }
    case 'meaningful_locations_between_label_od_matrix':
      return { query_kind, ...clustering, ...period(), label_a: label(), label_b: label() }
    case 'meaningful_locations_between_dates_od_matrix': {
      const [one, other] = [period(), period()]
      return {
        query_kind,
        ...clustering,
        label: label(),
        start_date_a: one.start_date,
        end_date_a: one.end_date,
        start_date_b: other.start_date,
        end_date_b: other.end_date,
      }
    }
  }
}
