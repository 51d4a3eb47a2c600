import type { SpecOfValues } from '../reference/aggregates.ts'
import type { HandsetSpec, NumericMetricSpec, Periods, Statistic } from '../reference/metric-specs.ts'
import type { EventChoice, HistogramAggregateSpec, LocationSpec, SpatialUnit } from '../reference/specs.ts'
import { dice } from './any-question.ts'
import { DAYS, dailyLocation, modalLocation } from './questions.ts'

const UNITS: readonly SpatialUnit[] = [
  { aggregation_unit: 'admin0' },
  { aggregation_unit: 'admin1' },
  { aggregation_unit: 'admin2' },
  { aggregation_unit: 'admin3' },
  { aggregation_unit: 'lon-lat' },
  { aggregation_unit: 'site' },
  { aggregation_unit: 'grid:50' },
]
const STATISTICS: readonly Statistic[] = [
  'avg',
  'count',
  'max',
  'median',
  'min',
  'mode',
  'stddev',
  'sum',
  'variance',
]
const TIMES = ['', 'T00:00:00', 'T06:45:00', ' 13:00:30']

/** Edges that the values of every metric fall between, some of them on the edges. */
const EDGES = [0, 0.2, 0.5, 1, 2, 3, 5, 8, 13, 21, 40, 80, 150, 500, 5_000, 100_000, 10_000_000, 1e9]

/** A question about the values of people with parameters drawn at random; the same one for the same seed. */
export function anyMetricQuestion(seed: number): SpecOfValues | HistogramAggregateSpec {
  const roll = dice(seed)
  const number = (below: number) => Math.floor(roll() * below)
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[number(choices.length)]
    if (choice === undefined) throw new Error('Nothing to choose from')
    return choice
  }
  const hours = (chance: number): EventChoice['hours'] => {
    const start_hour = number(24)
    return roll() < chance ? { start_hour, end_hour: (start_hour + 4 + number(18)) % 24 } : null
  }
  const location = (unit: SpatialUnit): LocationSpec =>
    roll() < 0.5
      ? modalLocation(DAYS.slice(number(5)), unit)
      : dailyLocation(oneOf(DAYS), { ...unit, method: oneOf(['last', 'most-common']) })
  const events = (types: readonly ('calls' | 'sms' | 'mds' | 'topups')[]): EventChoice => ({
    event_types: roll() < 0.5 ? null : [oneOf(types), oneOf(types)],
    ...people(),
  })
  const people = (): EventChoice => ({
    hours: hours(0.3),
    subscriber_subset: roll() < 0.2 ? dailyLocation(oneOf(DAYS), { event_types: ['calls'] }) : null,
  })
  const all = () => events(['calls', 'sms', 'mds', 'topups'])
  const both = () => events(['calls', 'sms'])
  const period = () => {
    const [start, length] = [number(5), 1 + number(4)]
    const end_date = `${DAYS[Math.min(start + length, 6)]}${oneOf(TIMES)}`
    return { start_date: DAYS[start] ?? '', end_date }
  }
  const periods = (): Periods => ({
    start_date: `${DAYS[number(4)]}${oneOf(TIMES)}`,
    ...oneOf<Omit<Periods, 'start_date'>>([
      { total_periods: 1 + number(3) },
      { total_periods: 3, period_unit: 'hours', period_length: 12 },
      { total_periods: 4, period_unit: 'minutes', period_length: 200 },
    ]),
  })
  const direction = () => oneOf(['in', 'out', 'both'] as const)

  // Metrics take turns, so that some seeds in a row ask about each.
  const numeric = (): NumericMetricSpec => {
    switch (seed % 10) {
      case 0:
        return { query_kind: 'radius_of_gyration', ...period(), ...all() }
      case 1:
        return { query_kind: 'event_count', ...period(), ...both(), direction: direction() }
      case 2:
        return { query_kind: 'unique_location_counts', ...period(), ...all(), ...oneOf(UNITS) }
      case 3:
        return { query_kind: 'subscriber_degree', ...period(), ...both(), direction: direction() }
      case 4:
        return {
          query_kind: 'pareto_interactions',
          ...period(),
          ...both(),
          proportion: oneOf([0.1, 0.5, 0.8]),
        }
      case 5: {
        const { hours: _, ...choice } = all()
        const night_hours = oneOf([
          { start_hour: 20, end_hour: 6 },
          { start_hour: 1, end_hour: 5 },
        ])
        return { query_kind: 'nocturnal_events', ...period(), ...choice, night_hours }
      }
      case 6:
        return { query_kind: 'topup_amount', ...period(), ...people(), statistic: oneOf(STATISTICS) }
      case 7:
        return { query_kind: 'topup_balance', ...period(), ...people(), statistic: oneOf(STATISTICS) }
      case 8: {
        const reference_location = location({ aggregation_unit: 'lon-lat' })
        const statistic = oneOf(STATISTICS.filter(each => each !== 'mode'))
        return { query_kind: 'displacement', ...period(), ...all(), statistic, reference_location }
      }
      default:
        return { query_kind: 'total_active_periods', ...periods(), ...all() }
    }
  }
  const handset = (): HandsetSpec => ({
    query_kind: 'handset',
    ...period(),
    ...all(),
    characteristic: oneOf(['hnd_type', 'brand', 'model', 'software_os_name', 'software_os_vendor']),
    method: oneOf(['last', 'most-common']),
  })

  switch (number(10)) {
    case 0:
      return { query_kind: 'calendar_activity', ...periods(), ...all() }
    case 1:
      return {
        query_kind: 'localised_calendar_activity',
        ...periods(),
        ...all(),
        reference_location: location(oneOf(UNITS)),
      }
    case 2:
    case 3:
      return { query_kind: 'histogram_aggregate', metric: numeric(), bins: { bin_list: EDGES } }
    case 4: {
      const start = number(5)
      return {
        query_kind: 'dfs_metric_total_amount',
        start_date: DAYS[start] ?? '',
        end_date: DAYS[start + number(3)] ?? '',
        metric: oneOf(['amount', 'commission', 'discount', 'fee']),
        aggregation_unit: oneOf(['admin0', 'admin1', 'admin2', 'admin3']),
      }
    }
    case 5:
      return {
        query_kind: 'joined_spatial_aggregate',
        locations: location(oneOf(UNITS)),
        metric: handset(),
        method: oneOf(['distr', 'mode']),
      }
    case 6: {
      const [metric, methods] = oneOf([
        [handset(), ['distr', 'mode']],
        [numeric(), ['avg', 'count', 'median', 'stddev', 'sum', 'variance']],
      ] as const)
      return { query_kind: 'metric_aggregate', metric, method: oneOf<(typeof methods)[number]>(methods) }
    }
    default:
      return {
        query_kind: 'joined_spatial_aggregate',
        locations: location(oneOf(UNITS)),
        metric: numeric(),
        method: oneOf(['avg', 'count', 'median', 'stddev', 'sum', 'variance']),
      }
  }
}
