import { describe, expect, test } from 'vitest'
import { beyondLimits, limitScopes, limitsAmong } from './limits.ts'
import { DEFINITIONS } from './queries/index.ts'
import { querySchemas } from './schemas.ts'
import { parseQuery } from './validation.ts'

function canonical(query: unknown) {
  const parsed = parseQuery(query)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.messages))
  return parsed.spec
}

const counts = (others: object = {}) =>
  canonical({
    query_kind: 'unique_subscriber_counts',
    start_date: '2016-01-01',
    end_date: '2016-01-02',
    aggregation_unit: 'admin3',
    ...others,
  })
const events = (interval: string) => canonical({ ...counts(), query_kind: 'location_event_counts', interval })
const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const allows = (query: ReturnType<typeof canonical>, ...scopes: string[]) =>
  beyondLimits(query, scopes).length === 0

describe('a limit of the window', () => {
  test('is not there unless a role has one', () => {
    expect(allows(counts({ end_date: '2016-01-01T00:00:01' }), 'run', 'limit:bucket:day')).toBe(true)
  })

  test('allows periods of its length, and none that is a second shorter', () => {
    expect(allows(counts(), 'limit:window:1d')).toBe(true)
    expect(beyondLimits(counts({ end_date: '2016-01-01T23:59:59' }), ['limit:window:1d'])).toEqual([
      'The query is about events of 24 hours, and limit:window:1d allows none of less than 1 day.',
    ])
  })

  test('counts the hours of each day that are asked for', () => {
    const nights = { hours: { start_hour: 22, end_hour: 4 } }
    expect(allows(counts(nights), 'limit:window:1h')).toBe(true)
    expect(beyondLimits(counts(nights), ['limit:window:1d'])[0]).toContain('events of 6 hours')
    expect(allows(counts({ ...nights, end_date: '2016-01-05' }), 'limit:window:1d')).toBe(true)
    const late = { start_date: '2016-01-01T23:30:00', ...nights }
    expect(allows(counts(late), 'limit:window:1h')).toBe(false)
  })

  test('holds for every part by itself, and for subsets', () => {
    const evening = { ...day, hours: { start_hour: 20, end_hour: 24 } }
    const flows = canonical({ query_kind: 'flows', from_location: day, to_location: evening })
    expect(allows(flows, 'limit:window:1d')).toBe(false)
    expect(allows(counts({ subscriber_subset: evening }), 'limit:window:1d')).toBe(false)
    expect(allows(counts({ subscriber_subset: day }), 'limit:window:1d')).toBe(true)
  })

  test('takes the last day of mobile money as one of the period, and counts periods together', () => {
    const money = { query_kind: 'dfs_metric_total_amount', metric: 'fee', aggregation_unit: 'admin1' }
    const oneDay = canonical({ ...money, start_date: '2016-01-01', end_date: '2016-01-01' })
    expect(allows(oneDay, 'limit:window:1d')).toBe(true)
    const hours = { query_kind: 'calendar_activity', start_date: '2016-01-01', period_unit: 'hours' }
    expect(allows(canonical({ ...hours, total_periods: 24 }), 'limit:window:1d')).toBe(true)
    expect(allows(canonical({ ...hours, total_periods: 23 }), 'limit:window:1d')).toBe(false)
  })
})

describe('a limit of the bucket', () => {
  test('allows periods of its length and longer ones', () => {
    expect(allows(events('hour'), 'limit:bucket:hour')).toBe(true)
    expect(allows(events('day'), 'limit:bucket:hour')).toBe(true)
    expect(beyondLimits(events('min'), ['limit:bucket:hour'])).toEqual([
      'The query tells apart periods of 1 minute, and limit:bucket:hour allows none of less than 1 hour.',
    ])
  })

  test('looks at every way of telling periods apart', () => {
    const objects = { ...counts(), query_kind: 'total_network_objects', total_by: 'second' }
    const put = { query_kind: 'aggregate_network_objects', total_network_objects: objects, statistic: 'avg' }
    const periods = { start_date: '2016-01-01', total_periods: 9, period_length: 30, period_unit: 'minutes' }
    const metric = { query_kind: 'total_active_periods', ...periods }
    const histogram = { query_kind: 'histogram_aggregate', metric, bins: { n_bins: 3 } }
    for (const query of [objects, put, histogram, { query_kind: 'calendar_activity', ...periods }])
      expect(allows(canonical(query), 'limit:bucket:hour'), query.query_kind).toBe(false)
  })

  test('says nothing about questions that tell no periods apart', () => {
    expect(allows(counts(), 'limit:bucket:day')).toBe(true)
  })
})

test('of several limits the shortest counts, so that a role of all scopes has none', () => {
  const minutes = counts({ end_date: '2016-01-01T00:10:00' })
  expect(allows(minutes, 'limit:window:1d', 'limit:window:1h')).toBe(false)
  expect(allows(minutes, ...limitScopes())).toBe(true)
  expect(allows(events('min'), ...limitScopes())).toBe(true)
})

test('a limit that is not known allows nothing that it is about', () => {
  expect(allows(counts(), 'limit:window:3d')).toBe(false)
  expect(allows(canonical({ query_kind: 'geography', aggregation_unit: 'admin3' }), 'limit:window:3d')).toBe(
    true,
  )
})

test('limits are told from other scopes by their beginning', () => {
  expect(limitsAmong(['run', 'limit:bucket:day', 'admin3:flows:flows'])).toEqual(['limit:bucket:day'])
})

// A kind with another way to say when would not be limited: whoever adds one comes here.
test('there is no parameter about time that limits do not know', () => {
  const schemas = querySchemas()
  const names = DEFINITIONS.flatMap(({ schemaName }) => Object.keys(Object(schemas[schemaName]?.properties)))
  const aboutTime = /date|time|hour|period|interval|day|_by$/
  expect([...new Set(names.filter(name => aboutTime.test(name)))].sort()).toEqual([
    'aggregate_by',
    'date',
    'end_date',
    'end_date_a',
    'end_date_b',
    'hours',
    'interval',
    'night_hours',
    'period_length',
    'period_unit',
    'start_date',
    'start_date_a',
    'start_date_b',
    'total_by',
    'total_periods',
    // Averages over all of the period: no answer tells its hours or days apart.
    'tower_day_of_week_scores',
    'tower_hour_of_day_scores',
  ])
})
