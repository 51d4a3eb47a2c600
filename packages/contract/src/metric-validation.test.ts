import { describe, expect, test } from 'vitest'
import { parseQuery } from './validation.ts'

const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const NUMERIC_METRICS = [
  'displacement',
  'event_count',
  'nocturnal_events',
  'pareto_interactions',
  'radius_of_gyration',
  'subscriber_degree',
  'topup_amount',
  'topup_balance',
  'total_active_periods',
  'unique_location_counts',
]

/** The message that names what there is. */
const oneOf = (values: readonly string[]) => `Must be one of: ${values.join(', ')}.`

/** What is wrong with a query; undefined for a good one. */
function refusal(query: unknown): unknown {
  const parsed = parseQuery(query)
  return parsed.ok ? undefined : parsed.messages
}

describe('a metric is refused', () => {
  const period = { start_date: '2016-01-01', end_date: '2016-01-08' }
  const metric = (query_kind: string, others: object = {}) => ({
    query_kind: 'histogram_aggregate',
    metric: { query_kind, ...period, ...others },
    bins: { n_bins: 3 },
  })
  const periods = { start_date: '2016-01-01', total_periods: 7 }
  test.each<[string, unknown, unknown]>([
    [
      'that looks for the contacts of data sessions',
      metric('subscriber_degree', { event_types: ['mds', 'calls'] }),
      { event_types: ['Must be calls or sms: mds have nobody at the other end.'] },
    ],
    [
      'of all interactions',
      metric('pareto_interactions', { proportion: 1 }),
      { proportion: ['Must be less than 1.'] },
    ],
    [
      'of nights without days',
      metric('nocturnal_events', { night_hours: { start_hour: 0, end_hour: 24 } }),
      { night_hours: ['Must leave some hours to the day.'] },
    ],
    ['without a statistic', metric('topup_amount'), { statistic: ['Missing data for required field.'] }],
    [
      'of event types that it does not read',
      metric('topup_balance', { statistic: 'avg', event_types: ['topups'] }),
      { event_types: ['Unknown field.'] },
    ],
    [
      'of distances from a district',
      metric('displacement', { statistic: 'avg', reference_location: day }),
      {
        reference_location: ['Must have the aggregation unit lon-lat: distances are between positions.'],
      },
    ],
    [
      'of a century of periods',
      { ...metric(''), metric: { query_kind: 'total_active_periods', ...periods, period_length: 6_000 } },
      { total_periods: ['Must end within ten years of start_date.'] },
    ],
    [
      'of no periods',
      { ...metric(''), metric: { query_kind: 'total_active_periods', ...periods, total_periods: 0 } },
      { total_periods: ['Must be greater than or equal to 1.'] },
    ],
  ])('%s', (_, query, messages) => expect(refusal(query)).toEqual({ metric: messages }))
})

describe('a total of mobile money is refused', () => {
  const total = (others: object) => ({
    query_kind: 'dfs_metric_total_amount',
    start_date: '2016-01-01',
    end_date: '2016-01-01',
    metric: 'fee',
    aggregation_unit: 'admin3',
    ...others,
  })
  test.each<[string, unknown, unknown]>([
    [
      'by position',
      total({ aggregation_unit: 'lon-lat' }),
      { aggregation_unit: ['Must be one of: admin0, admin1, admin2, admin3.'] },
    ],
    ['of parts of days', total({ end_date: '2016-01-01T12:00:00' }), { end_date: ['Must be a whole day.'] }],
    [
      'that ends before it starts',
      total({ end_date: '2015-12-31' }),
      { end_date: ['Must not be before start_date.'] },
    ],
  ])('%s', (_, query, messages) => expect(refusal(query)).toEqual(messages))

  test('never for a single day, whose end is a part of it', () => expect(refusal(total({}))).toBeUndefined())
})

describe('a joined aggregate is refused', () => {
  const period = { start_date: '2016-01-01', end_date: '2016-01-08' }
  const handset = { query_kind: 'handset', ...period, characteristic: 'brand', method: 'last' }
  const count = { query_kind: 'event_count', ...period }
  const joined = (metric: object, method: string) => ({
    query_kind: 'joined_spatial_aggregate',
    locations: day,
    metric,
    method,
  })
  test.each<[string, unknown, unknown]>([
    ['the average of handsets', joined(handset, 'avg'), { method: ['Must be one of: distr, mode.'] }],
    [
      'the shares of numbers',
      joined(count, 'distr'),
      { method: ['Must be one of: avg, count, median, mode, stddev, sum, variance.'] },
    ],
    [
      'the greatest value',
      joined(count, 'max'),
      {
        method: [
          'The greatest and the least value are those of one person, so they are not given. A histogram_aggregate shows how values are spread.',
        ],
      },
    ],
    [
      'a method that there is not',
      joined(count, 'range'),
      { method: ['Must be one of: avg, count, median, mode, stddev, sum, variance, distr.'] },
    ],
    [
      'a metric of places',
      joined(day, 'avg'),
      { metric: { query_kind: [oneOf([...NUMERIC_METRICS, 'handset'])] } },
    ],
  ])('for %s', (_, query, messages) => expect(refusal(query)).toEqual(messages))
})
