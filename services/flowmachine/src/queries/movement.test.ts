import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people } from '../testing/world.ts'

// A row of the table stands for everybody of a group: counts of few people are not released.
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ann: people(16, 'ann'),
  bob: people(17, 'bob'),
  cat: people(18, 'cat'),
  dan: people(19, 'dan'),
  eve: people(20, 'eve'),
  fay: people(21, 'fay'),
  tim: people(12, 'tim'),
}
const group = (name: string, moment: string, cell: string): Event[] =>
  (GROUPS[name] ?? []).map(person => [person, `2016-01-${moment}`, cell])

let world: TestEngine

beforeAll(async () => {
  world = await startEngine({
    areas: [
      [3, 'A', 0, 0, 1, 1],
      [3, 'B', 1, 0, 2, 1],
      [3, 'C', 2, 0, 3, 1],
    ],
    cells: [
      ['a', 0.5, 0.5],
      ['other a', 0.2, 0.5],
      ['b', 1.5, 0.5],
      ['c', 2.5, 0.5],
    ],
    events: {
      calls: [
        ...group('ann', '01 08:00', 'a'),
        ...group('ann', '01 10:00', 'b'),
        ...group('ann', '01 12:00', 'b'),
        ...group('ann', '01 13:00', 'b'),
        ...group('ann', '02 08:00', 'a'),
        ...group('bob', '01 08:00', 'b'),
        ...group('bob', '02 08:00', 'b'),
        ...group('cat', '01 08:00', 'c'),
        ...group('cat', '01 09:00', 'a'),
        ...group('cat', '02 08:00', 'c'),
        ...group('dan', '01 08:00', 'a'),
        ...group('dan', '01 08:00', 'b'),
        ...group('dan', '03 08:00', 'other a'),
        ...group('eve', '03 08:00', 'c'),
        ...group('fay', '02 08:00', 'a'),
        ...group('fay', '02 09:00', 'b'),
        ...group('fay', '02 10:00', 'b'),
        ...group('tim', '01 08:00', 'a'),
        ...group('tim', '01 20:00', 'other a'),
        ...group('tim', '02 08:00', 'b'),
      ],
    },
  })
  await world.start()
})
afterAll(() => world.close())

/** A result as lines: places, and the value behind a colon. */
async function lines(spec: object): Promise<string[]> {
  const rows = await world.answer(spec)
  const shown = rows.map(({ pcod, pcod_from, pcod_to, value_label, datetime, value }) => {
    const names = [pcod, pcod_from, pcod_to].filter(name => name !== undefined).map(name => name ?? 'nowhere')
    const when = datetime === undefined ? [] : [String(datetime)]
    const label = value_label === undefined ? [] : [value_label ?? 'unlabelled']
    return `${[...names, ...label, ...when].join(' ')}: ${value}`
  })
  return shown.sort()
}

const unit = { aggregation_unit: 'admin3' }
const days = (first: number, last: number) => ({
  start_date: `2016-01-0${first}`,
  end_date: `2016-01-0${last + 1}`,
  ...unit,
})
const daily = (day: number) => ({
  query_kind: 'daily_location',
  date: `2016-01-0${day}`,
  method: 'last',
  ...unit,
})
const visits = (...which: number[]) => ({ query_kind: 'location_visits', locations: which.map(daily) })
const majority = (weights: object, others: object = {}) => ({
  query_kind: 'majority_location',
  subscriber_location_weights: weights,
  ...others,
})
const aggregate = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const unique = (first: number, last: number) => ({ query_kind: 'unique_locations', ...days(first, last) })

describe('one place for each subscriber', () => {
  it('may be that of most events', async () => {
    // ann: A 2, B 3. bob: B. cat: C 2, A 1. dan: A 2, B 1. eve: C. fay: B 2, A 1. tim: A 2, B 1.
    expect(await lines(aggregate({ query_kind: 'most_frequent_location', ...days(1, 3) }))).toEqual([
      'A: 31',
      'B: 54',
      'C: 38',
    ])
  })

  it('may be that of most days, of several that of most events', async () => {
    // ann: A 2 days, B 1. dan: A 2, B 1. fay: A and B 1, with 1 and 2 events. tim: A and B 1, with 2 and 1 events.
    expect(await lines(aggregate({ query_kind: 'visited_most_days', ...days(1, 3) }))).toEqual([
      'A: 47',
      'B: 38',
      'C: 38',
    ])
  })

  // Last locations of the days: ann B A -, bob B B -, cat A C -, dan A - A, eve - - C, fay - B -, tim A B -.
  it('may be that of more than half of the visits', async () => {
    expect(await lines(aggregate(majority(visits(1, 2, 3))))).toEqual(['A: 19', 'B: 38', 'C: 20'])
  })

  it('may be that of more than half of a minimum of visits', async () => {
    const least = (minimum_total_weight: number) =>
      lines(aggregate(majority(visits(1, 2, 3), { minimum_total_weight })))
    expect(await least(3)).toEqual(['A: 19', 'B: 17'])
    expect(await least(4)).toEqual([])
  })

  it('may be none', async () => {
    const locations = majority(visits(1, 2, 3), { include_unlocatable: true })
    expect(await lines(aggregate(locations))).toEqual(['A: 19', 'B: 38', 'C: 20', 'nowhere: 46'])
  })

  it('may be a fallback where they were often enough', async () => {
    const coalesced = (weight_threshold: number, include_unlocatable = false) => ({
      query_kind: 'coalesced_location',
      preferred_location: majority(visits(1, 2, 3), { minimum_total_weight: 3, include_unlocatable }),
      fallback_location: majority(visits(1, 2, 3)),
      subscriber_location_weights: visits(1, 2, 3),
      weight_threshold,
    })
    expect(await lines(aggregate(coalesced(1)))).toEqual(['A: 19', 'B: 38', 'C: 20'])
    expect(await lines(aggregate(coalesced(2)))).toEqual(['A: 19', 'B: 17'])
    // ann, cat, eve, fay and tim.
    expect(await lines(aggregate(coalesced(2, true)))).toEqual(['A: 19', 'B: 17', 'nowhere: 87'])
  })
})

describe('flows', () => {
  const between = (query_kind: string, from_location: object, to_location: object) =>
    lines({ query_kind, from_location, to_location })

  it('are summed with the small ones among them', async () => {
    expect(await between('flows', daily(1), daily(2))).toEqual(['A C: 18', 'B A: 16', 'B B: 17'])
    // 12 went from A to B.
    expect(await between('inflows', daily(1), daily(2))).toEqual(['A: 16', 'B: 29', 'C: 18'])
    expect(await between('outflows', daily(1), daily(2))).toEqual(['A: 30', 'B: 33'])
  })

  it('count subscribers for every place where they were', async () => {
    // On the first day ann was in A and B, cat in A and C, dan in A and B.
    expect(await between('flows', unique(1, 1), daily(2))).toEqual([
      'A A: 16',
      'A C: 18',
      'B A: 16',
      'B B: 17',
      'C C: 18',
    ])
    expect(await between('inflows', unique(1, 1), daily(2))).toEqual(['A: 32', 'B: 29', 'C: 36'])
  })

  it('summed are released by the people behind them, not by their pairs', async () => {
    // Twelve people who were in two places each are 24 pairs.
    const places = { query_kind: 'unique_locations', ...days(1, 2) }
    const hours = { start_hour: 20, end_hour: 21 }
    expect(await between('inflows', places, { ...daily(1), hours })).toEqual([])
  })
})

describe('labels', () => {
  const located = (...which: number[]) => ({
    query_kind: 'coalesced_location',
    preferred_location: majority(visits(...which), { include_unlocatable: true }),
    fallback_location: majority(visits(...which)),
    subscriber_location_weights: visits(...which),
    weight_threshold: 1,
  })
  const labels = (stay_length_threshold: number, ...locations: object[]) => ({
    query_kind: 'mobility_classification',
    locations,
    stay_length_threshold,
  })
  const labelled = (locations: object, by: object) =>
    lines({ query_kind: 'labelled_spatial_aggregate', locations, labels: by })

  it('tell who stays, who moves, who was missing and who has none', async () => {
    // First day: ann B, bob B, cat A, dan A, tim A. Second: ann A, bob B, cat C, fay B, tim B.
    expect(await labelled(located(1), labels(2, located(1), located(2)))).toEqual([
      'A mobile: 30',
      'A unlabelled: 19',
      'B mobile: 16',
      'B stable: 17',
    ])
  })

  it('tell who cannot always be located, and who cannot be in the end', async () => {
    // Of both days: ann -, bob B, cat -, dan A, fay B, tim -.
    expect(await labelled(located(1, 2), labels(3, located(2), located(1, 2)))).toEqual([
      'A irregular: 19',
      'B mobile: 38',
      'nowhere unlocated: 46',
    ])
    // On the second day: ann A, bob B, cat C, fay B, tim B.
    expect(await labelled(located(2), labels(1, located(1, 2), located(2)))).toEqual([
      'A not_always_locatable: 16',
      'C not_always_locatable: 18',
    ])
  })

  it('are withheld where a small one could be had by subtraction', async () => {
    // B: 21 irregular, 12 mobile, 17 stable.
    expect(await labelled(located(2), labels(2, located(1), located(2)))).toEqual([
      'A mobile: 16',
      'B stable: 17',
      'C mobile: 18',
    ])
  })

  it('split flows', async () => {
    const spec = {
      query_kind: 'labelled_flows',
      from_location: located(1),
      to_location: located(2),
      labels: labels(2, located(1), located(2)),
    }
    expect(await lines(spec)).toEqual(['A C mobile: 18', 'B A mobile: 16', 'B B stable: 17'])
  })
})

describe('people and their reference locations', () => {
  // Seen on the second day: ann A, bob B, cat C, fay A and B, tim B.
  const active = (reference: number) => ({
    query_kind: 'active_at_reference_location_counts',
    unique_locations: unique(2, 2),
    reference_locations: daily(reference),
  })

  it('are counted where they were seen at theirs', async () => {
    expect(await lines(active(1))).toEqual(['B: 17'])
    expect(await lines(active(2))).toEqual(['A: 16', 'B: 50', 'C: 18'])
  })

  it('are visitors elsewhere', async () => {
    const visitors = (reference: number) =>
      lines({
        query_kind: 'unique_visitor_counts',
        active_at_reference_location_counts: active(reference),
        unique_subscriber_counts: { query_kind: 'unique_subscriber_counts', ...days(2, 2) },
      })
    expect(await visitors(1)).toEqual(['B: 33'])
    // B and C are without visitors.
    expect(await visitors(2)).toEqual(['A: 21'])
  })

  it('are unmoving where they were in one place only', async () => {
    expect(await lines({ query_kind: 'unmoving_counts', locations: unique(2, 2) })).toEqual([
      'A: 16',
      'B: 29',
      'C: 18',
    ])
    const atReference = {
      query_kind: 'unmoving_at_reference_location_counts',
      locations: unique(2, 2),
      reference_locations: daily(1),
    }
    expect(await lines(atReference)).toEqual(['B: 17'])
  })
})

describe('trips', () => {
  it('lead from where people were to where they were later', async () => {
    expect(await lines({ query_kind: 'trips_od_matrix', ...days(1, 1) })).toEqual(['A B: 16', 'C A: 18'])
    // A to B: ann, fay and tim; B to A: ann and dan, who was at both at first.
    expect(await lines({ query_kind: 'trips_od_matrix', ...days(1, 3) })).toEqual([
      'A B: 49',
      'A C: 18',
      'B A: 35',
      'C A: 18',
    ])
  })

  it('between positions are told apart by either coordinate', async () => {
    // The cells are all on one latitude.
    const rows = await world.answer({
      query_kind: 'trips_od_matrix',
      ...days(1, 1),
      aggregation_unit: 'lon-lat',
    })
    expect(rows.map(({ lon_from, lon_to, value }) => `${lon_from} ${lon_to}: ${value}`).sort()).toEqual([
      '0.5 1.5: 16',
      '2.5 0.5: 18',
    ])
  })

  it('may be those from one event to the next, which may be at the same place', async () => {
    // dan was at A and B at one moment, and then at A.
    expect(await lines({ query_kind: 'consecutive_trips_od_matrix', ...days(1, 3) })).toEqual([
      'A A: 31',
      'A B: 49',
      'A C: 18',
      'B A: 35',
      'B B: 54',
      'C A: 18',
    ])
  })
})

describe('network objects', () => {
  const totals = (others: object = {}) => ({ query_kind: 'total_network_objects', ...days(1, 3), ...others })
  const local = (rows: Record<string, unknown>[]) =>
    rows.map(({ pcod, value, datetime }) => {
      const day = datetime instanceof Date ? datetime.getDate() : datetime
      return `${pcod} ${day}: ${value}`
    })

  it('are counted by day', async () => {
    expect(local(await world.answer(totals())).sort()).toEqual([
      'A 1: 2',
      'A 2: 1',
      'A 3: 1',
      'B 1: 1',
      'B 2: 1',
      'C 1: 1',
      'C 2: 1',
      'C 3: 1',
    ])
  })

  it('count once in a longer period', async () => {
    expect(local(await world.answer(totals({ total_by: 'month' }))).sort()).toEqual([
      'A 1: 2',
      'B 1: 1',
      'C 1: 1',
    ])
  })

  it('are left out of an hour in which few people had events', async () => {
    const evening = { start_date: '2016-01-01T20:00:00', end_date: '2016-01-02', total_by: 'hour' }
    expect(await world.answer(totals(evening))).toEqual([])
  })

  it('are put together over longer periods, but not with numbers that are left out themselves', async () => {
    const over = async (statistic: string, total_by: string) => {
      const total_network_objects = totals({ total_by })
      return local(
        await world.answer({ query_kind: 'aggregate_network_objects', total_network_objects, statistic }),
      ).sort()
    }
    expect(await over('avg', 'day')).toEqual([`A 1: ${4 / 3}`, 'B 1: 1', 'C 1: 1'])
    expect(await over('max', 'day')).toEqual(['A 1: 2', 'B 1: 1', 'C 1: 1'])
    // In A on the first day there was an hour of twelve people.
    expect(await over('count', 'hour')).toEqual([
      'A 2: 1',
      'A 3: 1',
      'B 1: 4',
      'B 2: 3',
      'C 1: 1',
      'C 2: 1',
      'C 3: 1',
    ])
  })
})

it('a dummy query answers its own parameter', async () => {
  const spec = { query_kind: 'dummy_query', dummy_param: 'hello', aggregation_unit: 'admin3' }
  expect(await world.answer(spec)).toEqual([{ dummy_param: 'hello' }])
})
