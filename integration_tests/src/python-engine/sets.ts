import { NESTED } from './asked/nested.ts'
import { TOP_LEVEL } from './asked/top-level.ts'

/** A question that both engines are asked. */
export interface ParameterSet {
  /** The kind that it shows, and a number. */
  readonly name: string
  readonly kind: string
  readonly spec: Readonly<Record<string, unknown>>
  /** The entries of `docs/differences.md` that say why the answers differ; none where they are the same. */
  readonly explained: readonly string[]
}

/** Why answers differ, by the names of the questions. */
const EXPLAINED: Readonly<Record<string, readonly string[]>> = {
  'aggregate_network_objects 1': ['network-objects-statistics'],
  'aggregate_network_objects 2': ['network-objects-statistics'],
  'dfs_metric_total_amount 1': ['mobile-money-release'],
  'dfs_metric_total_amount 2': ['mobile-money-release'],
  'histogram_aggregate 1': ['empty-bins', 'bins-release'],
  'histogram_aggregate 2': ['bins-release'],
  'histogram_aggregate 3': ['bins-release'],
  'localised_calendar_activity 1': ['inactive-labels'],
  'localised_calendar_activity 2': ['localised-calendars-release'],
  'localised_calendar_activity 3': ['inactive-labels', 'localised-calendars-release'],
  'location_event_counts 2': ['event-counts-release'],
  'location_introversion 1': ['introversion-release'],
  'meaningful_locations_aggregate 3': ['cluster-ties'],
  'meaningful_locations_between_dates_od_matrix 1': ['meaningful-dates-release'],
  'meaningful_locations_between_dates_od_matrix 2': ['meaningful-dates-release'],
  'meaningful_locations_between_dates_od_matrix 3': ['meaningful-dates-release'],
  'meaningful_locations_between_label_od_matrix 1': ['meaningful-labels-release'],
  'total_network_objects 1': ['network-objects-release'],
  'total_network_objects 2': ['network-objects-release'],
  'unique_visitor_counts 1': ['visitors-release'],
  'displacement 1': ['bins-release'],
  'event_count 3': ['joined-contributors'],
  'handset 1': ['joined-shares'],
  'most_frequent_location 1': ['frequent-location-ties'],
  'most_frequent_location 2': ['frequent-location-ties'],
  'nocturnal_events 1': ['empty-bins', 'bins-release'],
  'nocturnal_events 2': ['night-hours', 'empty-bins', 'bins-release'],
  'pareto_interactions 1': ['own-contacts'],
  'pareto_interactions 2': ['own-contacts'],
  'pareto_interactions 3': ['own-contacts'],
  'radius_of_gyration 1': ['empty-bins', 'bins-release'],
  'subscriber_degree 1': ['bins-release'],
  'topup_balance 2': ['balance-median'],
  'topup_balance 3': ['balance-mode'],
  'total_active_periods 1': ['empty-bins', 'bins-release'],
  'visited_most_days 1': ['visited-most-days'],
  'visited_most_days 2': ['visited-most-days'],
  'visited_most_days 3': ['visited-most-days'],
}

/** All of the questions, in the order of the kinds. */
export const SETS: readonly ParameterSet[] = Object.entries({ ...TOP_LEVEL, ...NESTED }).flatMap(
  ([kind, asked]) =>
    asked.map((spec, index) => {
      const name = `${kind} ${index + 1}`
      return { name, kind, spec, explained: EXPLAINED[name] ?? [] }
    }),
)
