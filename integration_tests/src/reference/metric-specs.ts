import type { EventChoice, LocationSpec, SpatialUnit } from './specs.ts'

/** A period, from its first moment on and before its end. */
interface Period {
  readonly start_date: string
  readonly end_date: string
}

/** How one number is made of several. */
export type Statistic = 'avg' | 'count' | 'max' | 'median' | 'min' | 'mode' | 'stddev' | 'sum' | 'variance'

/** Periods of one length after each other. */
export interface Periods {
  readonly start_date: string
  readonly total_periods: number
  readonly period_length?: number
  readonly period_unit?: 'days' | 'hours' | 'minutes'
}

type Direction = 'in' | 'out' | 'both'
type Of<Kind extends string, Others = unknown> = Period & EventChoice & { readonly query_kind: Kind } & Others

/** The queries that give each subscriber a number. */
export type NumericMetricSpec =
  | Of<'radius_of_gyration'>
  | Of<'event_count', { readonly direction?: Direction }>
  | Of<'unique_location_counts', SpatialUnit>
  | Of<'subscriber_degree', { readonly direction?: Direction }>
  | Of<'pareto_interactions', { readonly proportion: number }>
  | Of<
      'nocturnal_events',
      { readonly night_hours: { readonly start_hour: number; readonly end_hour: number } }
    >
  | Of<'topup_amount', { readonly statistic: Statistic }>
  | Of<'topup_balance', { readonly statistic: Statistic }>
  | Of<'displacement', { readonly statistic: Statistic; readonly reference_location: LocationSpec }>
  | (Periods & EventChoice & { readonly query_kind: 'total_active_periods' })

/** The query that gives each subscriber a property of their handset. */
export type HandsetSpec = Of<
  'handset',
  {
    readonly characteristic: 'hnd_type' | 'brand' | 'model' | 'software_os_name' | 'software_os_vendor'
    readonly method: 'last' | 'most-common'
  }
>

/** Values of subscribers, and how they are put together. */
interface PutTogether {
  readonly metric: NumericMetricSpec | HandsetSpec
  readonly method: 'avg' | 'count' | 'distr' | 'median' | 'mode' | 'stddev' | 'sum' | 'variance'
}

/** The values of subscribers put together by their place. */
export interface JoinedSpatialAggregateSpec extends PutTogether {
  readonly query_kind: 'joined_spatial_aggregate'
  readonly locations: LocationSpec
}

/** The values of all subscribers put together. */
export interface MetricAggregateSpec extends PutTogether {
  readonly query_kind: 'metric_aggregate'
}

/** How many subscribers were active in the same periods. */
export interface CalendarActivitySpec extends Periods, EventChoice {
  readonly query_kind: 'calendar_activity'
}

/** The same by the place of subscribers. */
export interface LocalisedCalendarActivitySpec extends Periods, EventChoice {
  readonly query_kind: 'localised_calendar_activity'
  readonly reference_location: LocationSpec
}

/** How much money was moved on each day in each area; the last day is one of the period. */
export interface DfsMetricTotalAmountSpec {
  readonly query_kind: 'dfs_metric_total_amount'
  readonly start_date: string
  readonly end_date: string
  readonly metric: 'amount' | 'commission' | 'discount' | 'fee'
  readonly aggregation_unit: 'admin0' | 'admin1' | 'admin2' | 'admin3'
}
