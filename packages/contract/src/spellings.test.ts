import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuery } from './validation.ts'

/** The canonical form of a query as the text from which its id is made. */
function canonicalText(query: unknown): string {
  const parsed = parseQuery(query)
  if (!parsed.ok) throw new Error(`Refused: ${JSON.stringify(parsed.messages)}`)
  return JSON.stringify(parsed.spec)
}

const day = { query_kind: 'daily_location', date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' }
const otherDay = { ...day, date: '2016-01-02' }
const counts = {
  query_kind: 'unique_subscriber_counts',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin3',
}
const events = { ...counts, query_kind: 'location_event_counts', interval: 'hour' }
const radius = {
  query_kind: 'radius_of_gyration',
  start_date: '2016-01-01',
  end_date: '2016-01-08',
}
const histogram = (others: object = {}, metric: object = radius) => ({
  query_kind: 'histogram_aggregate',
  metric,
  bins: { n_bins: 5 },
  ...others,
})
const aggregate = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const modal = (...locations: object[]) => aggregate({ query_kind: 'modal_location', locations })
const flows = (join_type?: string | null) => ({
  query_kind: 'flows',
  from_location: day,
  to_location: otherDay,
  ...(join_type === undefined ? {} : { join_type }),
})

const nocturnal = (night_hours: object) => ({
  ...radius,
  query_kind: 'nocturnal_events',
  night_hours,
})
const calendar = (others: object = {}) => ({
  query_kind: 'calendar_activity',
  start_date: '2016-01-01',
  total_periods: 7,
  ...others,
})

describe('the canonical form', () => {
  test('says every parameter, in one order', () => {
    expect(canonicalText(aggregate(day))).toBe(
      '{"query_kind":"spatial_aggregate","locations":{"query_kind":"daily_location","date":"2016-01-01",' +
        '"method":"last","aggregation_unit":"admin3","mapping_table":null,"geom_table":null,' +
        '"geom_table_join_column":null,"event_types":["calls","sms"],"subscriber_subset":null,"hours":null,' +
        '"sampling":null}}',
    )
  })

  test.each<[string, object, object]>([
    ['midnight left out or written', counts, { ...counts, start_date: '2016-01-01T00:00:00' }],
    ['a T or a space before the time', counts, { ...counts, end_date: '2016-01-08 00:00' }],
    ['keys in another order', counts, Object.fromEntries(Object.entries(counts).reverse())],
    ['no event types or the default ones', counts, { ...counts, event_types: ['calls', 'sms'] }],
    ['no event types or null', counts, { ...counts, event_types: null }],
    ['event types in another order', counts, { ...counts, event_types: ['sms', 'calls'] }],
    ['repeated event types', counts, { ...counts, event_types: ['sms', 'calls', 'sms'] }],
    ['no hours or null', counts, { ...counts, hours: null }],
    ['no hours or the whole day', counts, { ...counts, hours: { start_hour: 0, end_hour: 24 } }],
    [
      'hours that end at 24 or 0',
      { ...counts, hours: { start_hour: 20, end_hour: 24 } },
      { ...counts, hours: { start_hour: 20, end_hour: 0 } },
    ],
    [
      'hours that start at 0 or 24',
      { ...counts, hours: { start_hour: 0, end_hour: 6 } },
      { ...counts, hours: { start_hour: 24, end_hour: 6 } },
    ],
    ['no subset or null', counts, { ...counts, subscriber_subset: null }],
    [
      'no tables or null',
      counts,
      { ...counts, mapping_table: null, geom_table: null, geom_table_join_column: null },
    ],
    ['no sampling or null', aggregate(day), aggregate({ ...day, sampling: null })],
    [
      'a sample whose other size is left out, null, or comes with estimate_count',
      aggregate({ ...day, sampling: { sampling_method: 'system', fraction: 0.5, seed: 1 } }),
      aggregate({
        ...day,
        sampling: { seed: 1, size: null, fraction: 0.5, estimate_count: false, sampling_method: 'system' },
      }),
    ],
    ['days in another order', modal(day, otherDay), modal(otherDay, day)],
    ['a repeated day', modal(day, otherDay), modal(day, otherDay, { ...day, date: '2016-01-01T00:00' })],
    ['no direction or both', events, { ...events, direction: 'both' }],
    ['no direction or null', events, { ...events, direction: null }],
    ['no range or null', histogram(), histogram({ range: null })],
    [
      'the other way of giving bins left out or null',
      histogram({ bins: { bin_list: [0, 1, 10] } }),
      histogram({ bins: { n_bins: null, bin_list: [0, 1, 10] } }),
    ],
    [
      'edges that are not followed, since a number of bins is given',
      histogram(),
      histogram({ bins: { bin_list: [0, 1], n_bins: 5 } }),
    ],
    [
      'the bounds of a range in another order',
      histogram({ range: { lower_bound: 0, upper_bound: 10 } }),
      histogram({ range: { upper_bound: 10, lower_bound: 0 } }),
    ],
    [
      'other spellings inside a metric',
      histogram(),
      histogram(
        {},
        { ...radius, start_date: '2016-01-01 00:00', event_types: ['sms', 'calls'], hours: null },
      ),
    ],
    [
      'no direction of the events of a metric or both',
      histogram({}, { ...radius, query_kind: 'event_count' }),
      histogram({}, { ...radius, query_kind: 'event_count', direction: 'both' }),
    ],
    [
      'a night that starts at 0 or 24',
      histogram({}, nocturnal({ start_hour: 0, end_hour: 6 })),
      histogram({}, nocturnal({ start_hour: 24, end_hour: 6 })),
    ],
    [
      'no length and unit of periods or a day',
      calendar(),
      calendar({ period_length: 1, period_unit: 'days', start_date: '2016-01-01T00:00', sampling: null }),
    ],
    ['no join type or inner', flows(), flows('inner')],
    ['no join type or null', flows(), flows(null)],
    ['left or left outer', flows('left'), flows('left outer')],
    ['right or right outer', flows('right'), flows('right outer')],
    [
      'other spellings inside a subset',
      { ...counts, subscriber_subset: day },
      { ...counts, subscriber_subset: { ...day, event_types: ['sms', 'calls'], date: '2016-01-01 00:00' } },
    ],
  ])('is the same with %s', (_, one, other) => {
    expect(canonicalText(other)).toBe(canonicalText(one))
  })

  test.each<[string, object, object]>([
    ['another day', modal(day), modal(otherDay)],
    ['flows the other way', flows(), { ...flows(), from_location: otherDay, to_location: day }],
    ['another direction', events, { ...events, direction: 'in' }],
    ['longer periods', calendar(), calendar({ period_length: 2 })],
    ['shorter buckets', events, { ...events, interval: 'min' }],
    ['more bins', histogram(), histogram({ bins: { n_bins: 6 } })],
    [
      'other edges',
      histogram({ bins: { bin_list: [0, 1, 10] } }),
      histogram({ bins: { bin_list: [0, 2, 10] } }),
    ],
    ['a range', histogram(), histogram({ range: { lower_bound: 0, upper_bound: 10 } })],
    ['another metric', histogram(), histogram({}, { ...radius, end_date: '2016-01-07' })],
    ['another join', flows('left'), flows('full outer')],
    ['fewer event types', counts, { ...counts, event_types: ['calls'] }],
    ['fewer hours', counts, { ...counts, hours: { start_hour: 0, end_hour: 23 } }],
    [
      'nights instead of days',
      { ...counts, hours: { start_hour: 20, end_hour: 6 } },
      { ...counts, hours: { start_hour: 6, end_hour: 20 } },
    ],
    ['other subscribers', counts, { ...counts, subscriber_subset: day }],
    ['another mapping', counts, { ...counts, mapping_table: 'geography.districts' }],
    ['one day or its modal location', aggregate(day), modal(day)],
  ])('differs for %s', (_, one, other) => {
    expect(canonicalText(other)).not.toBe(canonicalText(one))
  })
})

describe('any query', () => {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
  const date = fc
    .tuple(
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom('', 'T00:00', ' 00:00:00', 'T08:30', 'T08:30:00.50'),
    )
    .map(([dayOfMonth, time]) => `2016-02-${String(dayOfMonth).padStart(2, '0')}${time}`)
  const window = fc.record({
    start_hour: fc.integer({ min: 12, max: 24 }),
    end_hour: fc.integer({ min: 1, max: 11 }),
  })
  const common = {
    event_types: maybe(
      fc.array(fc.constantFrom('calls', 'sms', 'mds', 'topups'), { minLength: 1, maxLength: 5 }),
    ),
    hours: maybe(window),
    mapping_table: maybe(fc.constantFrom(null, 'geography.health_districts')),
  }
  const seed = fc.integer({ min: -1, max: 1 })
  const sampling = maybe(
    fc.oneof(
      fc.record({ sampling_method: fc.constant('random_ids'), size: fc.integer({ min: 1 }), seed }),
      fc.record({ sampling_method: fc.constant('system'), fraction: fc.constantFrom(0.1, 0.5), seed }),
    ),
  )
  const { location } = fc.letrec<{ location: object; daily: object; modal: object }>(tie => ({
    daily: fc.record({
      query_kind: fc.constant('daily_location'),
      date,
      method: fc.constantFrom('last', 'most-common'),
      aggregation_unit: fc.constant('admin3'),
      ...common,
      subscriber_subset: fc.option(fc.oneof({ maxDepth: 2 }, fc.constant('an-id'), tie('location'))),
      sampling,
    }),
    modal: fc.record({
      query_kind: fc.constant('modal_location'),
      locations: fc.array(
        tie('daily').map(daily => ({ ...daily, mapping_table: null })),
        { minLength: 1, maxLength: 4 },
      ),
      sampling,
    }),
    location: fc.oneof({ maxDepth: 2 }, tie('daily'), tie('modal')),
  }))
  const edges = fc
    .uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 2,
      maxLength: 6,
      comparator: (one, other) => one === other,
    })
    .map(list => list.toSorted((one, other) => one - other))
  const query = fc.oneof(
    location.map(aggregate),
    fc.record({
      query_kind: fc.constant('unique_subscriber_counts'),
      start_date: date,
      end_date: fc.constant('2016-03-01'),
      aggregation_unit: fc.constantFrom('admin0', 'admin3'),
      ...common,
      subscriber_subset: fc.option(location),
    }),
    fc.record({
      query_kind: fc.constant('histogram_aggregate'),
      metric: fc.record({
        query_kind: fc.constant('radius_of_gyration'),
        start_date: date,
        end_date: fc.constant('2016-03-01'),
        event_types: common.event_types,
        hours: common.hours,
        subscriber_subset: fc.option(location),
        sampling,
      }),
      bins: fc.oneof(
        fc.record({ n_bins: fc.integer({ min: 1, max: 1_000 }), bin_list: fc.constantFrom(null, [0, 1]) }),
        fc.record({ n_bins: fc.constant(null), bin_list: edges }),
      ),
      range: maybe(
        fc
          .record({ lower_bound: fc.integer(), width: fc.integer({ min: 1 }) })
          .map(({ lower_bound, width }) => ({ lower_bound, upper_bound: lower_bound + width })),
      ),
    }),
  )

  test('whose canonical form is parsed gives that form again', () => {
    fc.assert(
      fc.property(query, spelling => {
        const canonical = canonicalText(spelling)
        expect(canonicalText(JSON.parse(canonical))).toBe(canonical)
      }),
    )
  })

  test('has the same canonical form with all keys and lists reversed', () => {
    fc.assert(
      fc.property(query, spelling => {
        expect(canonicalText(reversed(spelling))).toBe(canonicalText(spelling))
      }),
    )
  })
})

/** The same data with every object's keys and every list in the opposite order, but for edges, whose order is theirs. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value))
    return value.every(each => typeof each === 'number') ? value : value.map(reversed).reverse()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)])
      .reverse(),
  )
}
