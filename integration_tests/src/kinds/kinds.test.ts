import { beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '../harness/gateway.ts'
import {
  DAYS,
  dailyLocation,
  flows,
  locationEventCounts,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'
import type { AggregateSpec, EventType, JoinType, SpatialUnit } from '../reference/specs.ts'
import type { World } from '../reference/world.ts'

/*
 * What the system answers against a second computation of the same from the raw events, in plain TypeScript, for
 * every kind with each of its parameters.
 */

const { api, database } = sharedSystem()
let world: World

beforeAll(async () => {
  world = await readWorld(database)
})

type Case = readonly [what: string, spec: AggregateSpec]

async function expectSameAnswer(spec: AggregateSpec): Promise<void> {
  const { released } = answer(world, spec)
  expect(released.length).toBeGreaterThan(0)
  expect(inOrder(await rowsOf(api, spec))).toEqual(inOrder(released))
}

/** Whether an answer leaves out places with too few people: one that does not could not show that it would. */
const hasGaps = (spec: AggregateSpec) => answer(world, spec).withheld.length > 0

const [first = '', second = ''] = DAYS
const CATCHMENTS: SpatialUnit = { aggregation_unit: 'admin3', mapping_table: 'geography.catchments' }
const TOWNS: SpatialUnit = {
  aggregation_unit: 'lon-lat',
  mapping_table: 'geography.towns_of_cells',
  geom_table: 'geography.towns',
  geom_table_join_column: 'town',
}
const UNITS: readonly [what: string, unit: SpatialUnit][] = [
  ['the country', { aggregation_unit: 'admin0' }],
  ['provinces', { aggregation_unit: 'admin1' }],
  ['regions', { aggregation_unit: 'admin2' }],
  ['districts, one of which overlaps others', { aggregation_unit: 'admin3' }],
  ['positions of cells, some of which move', { aggregation_unit: 'lon-lat' }],
  ['districts by a mapping of some cells', CATCHMENTS],
  ['points by a mapping of some cells', TOWNS],
  ['cells, some of which move', { aggregation_unit: 'cell' }],
  ['sites', { aggregation_unit: 'site' }],
  ['squares of 50 kilometres', { aggregation_unit: 'grid:50' }],
]

describe.each(UNITS)('by %s', (_what, unit) => {
  const cases: readonly Case[] = [
    ['last locations', spatialAggregate(dailyLocation('2016-01-06', unit))],
    [
      'most common locations',
      spatialAggregate(dailyLocation('2016-01-05', { ...unit, method: 'most-common' })),
    ],
    ['modal locations of a week', spatialAggregate(modalLocation(DAYS, unit))],
    ['flows from one day to another', flows(dailyLocation(first, unit), dailyLocation(second, unit))],
    [
      'flows from modal to daily locations',
      flows(modalLocation(DAYS.slice(0, 5), unit), dailyLocation('2016-01-06', unit)),
    ],
    ['subscribers seen in a week', uniqueSubscriberCounts(unit)],
    ['events by day', locationEventCounts(unit)],
  ]
  test.concurrent.each(cases)('%s are those of the raw events', (_kind, spec) => expectSameAnswer(spec))

  test('some of these answers have gaps, unless there is only one place', () => {
    expect(cases.some(([, spec]) => hasGaps(spec))).toBe(unit.aggregation_unit !== 'admin0')
  })
})

describe('a window of hours', () => {
  const windows: readonly [what: string, start_hour: number, end_hour: number][] = [
    ['in the morning', 7, 11],
    ['that wraps round midnight', 20, 6],
    ['until midnight, written 24', 18, 24],
    ['until midnight, written 0', 18, 0],
    ['from midnight, written 24', 24, 9],
    ['of the whole day', 0, 24],
  ]
  test.concurrent.each(windows)('%s selects by the local hour', async (_what, start_hour, end_hour) => {
    const hours = { start_hour, end_hour }
    const counts = uniqueSubscriberCounts({ hours, aggregation_unit: 'lon-lat' })
    expect(hasGaps(counts)).toBe(true)
    await expectSameAnswer(counts)
    await expectSameAnswer(spatialAggregate(modalLocation(DAYS, { hours, method: 'most-common' })))
  })
})

describe('event types', () => {
  const choices: readonly EventType[][] = [
    ['calls'],
    ['sms'],
    ['mds'],
    ['topups'],
    ['mds', 'topups'],
    ['sms', 'calls', 'topups', 'mds'],
  ]
  test.concurrent.for(choices)('%j are read, and no others', async event_types => {
    const counts = uniqueSubscriberCounts({ event_types, aggregation_unit: 'lon-lat' })
    expect(hasGaps(counts)).toBe(true)
    await expectSameAnswer(counts)
    await expectSameAnswer(spatialAggregate(dailyLocation('2016-01-03', { event_types })))
  })
})

describe('a period', () => {
  const unit = { aggregation_unit: 'lon-lat' } as const
  const periods: readonly Case[] = [
    [
      'that starts and ends within days is half-open',
      uniqueSubscriberCounts({
        ...unit,
        start_date: '2016-01-02T07:30:00',
        end_date: '2016-01-03 19:15:30',
      }),
    ],
    [
      'may reach beyond the days that are held',
      uniqueSubscriberCounts({ ...unit, start_date: '2015-12-25', end_date: '2016-01-03' }),
    ],
    [
      'of a daily location lasts 24 hours from its own start',
      spatialAggregate(dailyLocation('2016-01-02T18:00:00', unit)),
    ],
  ]
  test.concurrent.each(periods)('%s', async (_what, spec) => {
    expect(hasGaps(spec)).toBe(true)
    await expectSameAnswer(spec)
  })

  // Of the calls of a morning, one at whose moment the answer depends on whether it counts.
  const morning = { event_types: ['calls'], start_date: '2016-01-03T06:00:00', ...unit } as const
  const calledFrom = (start_date: string) =>
    uniqueSubscriberCounts({ ...morning, start_date, end_date: '2016-01-03T12:00:00' })
  const calledUntil = (end_date: string) => uniqueSubscriberCounts({ ...morning, end_date })
  const decisiveMoment = (ask: (moment: string) => AggregateSpec): string => {
    const released = (moment: string) => JSON.stringify(inOrder(answer(world, ask(moment)).released))
    const moments = world.events.filter(({ eventType }) => eventType === 'calls').map(({ moment }) => moment)
    const decisive = moments
      .filter(moment => moment > '2016-01-03T08' && moment < '2016-01-03T11:59')
      .find(moment => released(moment) !== released(moment.replace(/0$/, '1')))
    if (decisive === undefined) throw new Error('No call of that morning makes a difference')
    return decisive
  }

  test('that ends at an event excludes it', () => expectSameAnswer(calledUntil(decisiveMoment(calledUntil))))

  test('that starts at an event includes it', () => expectSameAnswer(calledFrom(decisiveMoment(calledFrom))))
})

describe('histograms of radii of gyration', () => {
  const query_kind = 'histogram_aggregate'
  const metric = { query_kind: 'radius_of_gyration', start_date: first, end_date: '2016-01-04' } as const
  const choices: readonly Case[] = [
    ['between given edges', { query_kind, metric, bins: { bin_list: [0, 1, 3, 10, 30, 100, 1_000] } }],
    [
      'of a range',
      { query_kind, metric, bins: { n_bins: 40 }, range: { lower_bound: 0.5, upper_bound: 80.5 } },
    ],
    [
      'of some hours and event types',
      {
        query_kind,
        metric: { ...metric, hours: { start_hour: 18, end_hour: 8 }, event_types: ['mds', 'calls'] },
        bins: { bin_list: [0, 0.5, 3, 10, 30, 31, 100, 1_000] },
      },
    ],
    [
      'of a subset of people',
      {
        query_kind,
        metric: { ...metric, subscriber_subset: dailyLocation(first, { event_types: ['sms'] }) },
        bins: { n_bins: 50 },
        range: { lower_bound: 0, upper_bound: 100 },
      },
    ],
  ]
  test.concurrent.each(choices)('%s are those of the raw events', async (_what, spec) => {
    expect(hasGaps(spec)).toBe(true)
    await expectSameAnswer(spec)
  })
})

describe('counts of events', () => {
  const region = { aggregation_unit: 'admin1' } as const
  const choices: readonly Case[] = [
    [
      'by minute',
      locationEventCounts({ aggregation_unit: 'admin0', interval: 'min', end_date: '2016-01-02' }),
    ],
    ['that people made', locationEventCounts({ ...region, interval: 'hour', direction: 'out' })],
    ['that people received, by day', locationEventCounts({ aggregation_unit: 'lon-lat', direction: 'in' })],
    [
      'of every type',
      locationEventCounts({ interval: 'hour', event_types: ['calls', 'sms', 'mds', 'topups'] }),
    ],
    [
      'of parts of days and some hours',
      locationEventCounts({
        interval: 'hour',
        start_date: '2016-01-02T07:30:00',
        end_date: '2016-01-04T21:15:00',
        hours: { start_hour: 18, end_hour: 9 },
      }),
    ],
    [
      'of a subset of people',
      locationEventCounts({ subscriber_subset: dailyLocation(first, { event_types: ['calls'] }) }),
    ],
  ]
  test.concurrent.each(choices)('%s are those of the raw events', async (_what, spec) => {
    expect(hasGaps(spec)).toBe(true)
    await expectSameAnswer(spec)
  })
})

describe('flows', () => {
  const joins: readonly JoinType[] = ['inner', 'left', 'right', 'left outer', 'right outer', 'full outer']
  // Of one evening hour on each day, so that many subscribers are known at one end only.
  const hours = { start_hour: 18, end_hour: 21 }
  test.concurrent.each(joins)('with a %s join leave open the ends that it leaves open', async join_type => {
    const spec = flows(dailyLocation(first, { hours }), dailyLocation(second, { hours }), { join_type })
    const { released } = answer(world, spec)
    const open = (column: string) => released.some(row => row[column] === null)
    expect(open('pcod_from')).toBe(join_type.startsWith('right') || join_type === 'full outer')
    expect(open('pcod_to')).toBe(join_type.startsWith('left') || join_type === 'full outer')
    expect(hasGaps(spec)).toBe(true)
    await expectSameAnswer(spec)
  })

  test('between positions leave both columns of an open end empty', async () => {
    const unit = { aggregation_unit: 'lon-lat', hours } as const
    const spec = flows(dailyLocation(first, unit), dailyLocation(second, unit), { join_type: 'full outer' })
    expect(hasGaps(spec)).toBe(true)
    await expectSameAnswer(spec)
  })
})

describe('a subset of subscribers', () => {
  const evening = dailyLocation(first, { hours: { start_hour: 20, end_hour: 22 }, event_types: ['calls'] })
  const subsets: readonly Case[] = [
    ['restricts unique subscribers', uniqueSubscriberCounts({ subscriber_subset: evening })],
    ['restricts daily locations', spatialAggregate(dailyLocation(second, { subscriber_subset: evening }))],
    [
      'may be of modal locations',
      uniqueSubscriberCounts({
        subscriber_subset: modalLocation(['2016-01-02', '2016-01-03'], { event_types: ['topups'] }),
      }),
    ],
    [
      'may itself have a subset',
      uniqueSubscriberCounts({
        subscriber_subset: dailyLocation(second, { event_types: ['sms'], subscriber_subset: evening }),
      }),
    ],
    [
      'restricts one end of flows only',
      flows(dailyLocation(first, { subscriber_subset: evening }), dailyLocation(second), {
        join_type: 'right',
      }),
    ],
  ]
  test.concurrent.each(subsets)('%s', (_what, spec) => expectSameAnswer(spec))
})

test('a modal location may mix hours and methods from day to day', async () => {
  const nights = dailyLocation('2016-01-02', {
    hours: { start_hour: 20, end_hour: 6 },
    method: 'most-common',
  })
  const locations = [dailyLocation('2016-01-01'), nights, dailyLocation('2016-01-02')]
  await expectSameAnswer(spatialAggregate({ query_kind: 'modal_location', locations }))
})

test('a day that a modal location names twice counts once', async () => {
  const spec = spatialAggregate(modalLocation(['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-01']))
  await expectSameAnswer(spec)
})

test('cells that move count at their new position from the day on which they do', async () => {
  const positions = async (date: string) => {
    const spec = spatialAggregate(dailyLocation(date, { aggregation_unit: 'lon-lat' }))
    return new Set((await rowsOf(api, spec)).map(({ lon, lat }) => `${lon} ${lat}`))
  }
  const [before, after] = [await positions('2016-01-05'), await positions('2016-01-06')]
  const moved = world.cells.filter(({ lastService }) => lastService === '2016-01-05')
  const oldPositions = moved.map(({ lon, lat }) => `${lon} ${lat}`)
  expect(oldPositions.some(position => before.has(position))).toBe(true)
  expect(oldPositions.some(position => after.has(position))).toBe(false)
})
