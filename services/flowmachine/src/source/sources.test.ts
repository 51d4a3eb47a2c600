import { addDays, type Direction, daysBetween, type EventType, type Hours } from '@flowkit/contract'
import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, createPool } from '@flowkit/service'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { name, sql } from '../sql.ts'
import { type Event, fill, people } from '../testing/world.ts'
import { activePeriods, activity } from './activity.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { details } from './details.ts'
import { type EventsNeed, fastest, type SourceName, type Sources } from './events.ts'
import { allPlaces, cellPlaces } from './places.ts'
import { presence, type Wanted } from './presence.ts'
import { type Bucket, bucketColumns, timedEvents } from './timed-events.ts'

/*
 * Whatever a request may be answered from has to give the same: the sums of days, single events, and the raw events,
 * which are read here in the plainest way. Requests are drawn at random, but the same in every run. The days are such
 * that the clock is changed by an hour, by half an hour, or not at all.
 */

const ZONES = [
  ['Asia/Kathmandu', ['2016-01-01', '2016-01-02', '2016-01-03']],
  ['Europe/London', ['2016-03-26', '2016-03-27', '2016-03-28']],
  ['Australia/Lord_Howe', ['2016-04-02', '2016-04-03', '2016-04-04']],
] as const

const TYPES = ['calls', 'sms', 'mds'] as const
const UNIT = {
  aggregation_unit: 'admin2',
  mapping_table: null,
  geom_table: null,
  geom_table_join_column: null,
} as const
const PEOPLE = people(12)

/** Districts side by side, one of which overlaps with a third. */
const AREAS = [
  [2, 'A', 0, 0, 5, 10],
  [2, 'B', 5, 0, 10, 10],
  [2, 'C', 4, 0, 6, 10],
] as const
/** The areas that the cells are in before and from the second day on; one is in none, one moves, one is in two. */
const AREAS_OF: Readonly<Record<string, readonly [string[], string[]]>> = {
  west: [['A'], ['A']],
  middle: [
    ['A', 'C'],
    ['A', 'C'],
  ],
  east: [['B'], ['B']],
  moving: [['A'], ['B']],
  nowhere: [[], []],
  unknown: [[], []],
}
const cellsOf = (secondDay: string) =>
  [
    ['west', 1, 1],
    ['middle', 4.5, 1],
    ['east', 8, 1],
    ['moving', 1, 2],
    ['moving', 8, 2, secondDay],
    ['nowhere', 50, 50],
  ] as const

/** An event as it is in the raw tables. */
interface RawEvent {
  readonly type: EventType
  readonly subscriber: number
  readonly day: string
  readonly hour: number
  readonly min: number
  readonly epoch: number
  readonly cell: string | null
  readonly outgoing: boolean | null
  /** The other side, which is never the subscriber. */
  readonly contact: string | null
}

const HOUR_MS = 3_600_000

describe.each(ZONES)('in %s', (timezone, days) => {
  let database: TestFlowDb
  let pool: pg.Pool
  let client: pg.PoolClient
  let catalog: Catalog
  let raw: readonly RawEvent[]
  let areas: ReadonlyMap<number, string>
  const compared = new Set<SourceName>()

  beforeAll(async () => {
    database = await createFlowDb({ profile: 'empty', timezone })
    const [events] = fc.sample(
      fc.record({
        calls: fc.array(anyEvent(days), { minLength: 250, maxLength: 250 }),
        sms: fc.array(anyEvent(days), { minLength: 120, maxLength: 120 }),
        // Mobile data of the last day have not been loaded.
        mds: fc.array(anyEvent(days.slice(0, 2)), { minLength: 80, maxLength: 80 }),
      }),
      { seed: 1, numRuns: 1 },
    )
    await fill(database.superuser.url, { areas: AREAS, cells: cellsOf(days[1]), events: events ?? {} })
    const { host, port, name: databaseName, superuser } = database
    const address = { host, port, database: databaseName, user: superuser.user, password: superuser.password }
    pool = createPool(address, 'sources', 1, createLogger('flowmachine', 'fatal'))
    client = await pool.connect()
    await client.query(sql`CREATE TEMPORARY TABLE places AS ${allPlaces(UNIT)}`.text)
    await client.query(sql`CREATE TEMPORARY TABLE cell_places AS ${cellPlaces(UNIT, name('places'))}`.text)
    await client.query(
      `CREATE TEMPORARY TABLE subset AS SELECT subscriber FROM derived.subscribers WHERE subscriber % 3 = 0`,
    )
    const { rows } = await client.query<{ place: number; pcod: string }>('SELECT place, pcod FROM places')
    areas = new Map(rows.map(({ place, pcod }) => [place, pcod]))
    catalog = await readCatalog(client)
    raw = await rawEvents(client)
  })
  afterAll(async () => {
    client.release()
    await pool.end()
    await database.drop()
  })

  /** The events of a need, wherever they were. */
  async function asked(need: EventsNeed, direction: Direction): Promise<RawEvent[]> {
    const { rows } = await client.query<{ start: number; end: number }>(
      'SELECT extract(epoch FROM $1::timestamptz)::float8 AS start, extract(epoch FROM $2::timestamptz)::float8 AS end',
      [need.start, need.end],
    )
    const { start = 0, end = 0 } = rows[0] ?? {}
    return raw
      .filter(({ type, epoch }) => need.eventTypes.includes(type) && epoch >= start && epoch < end)
      .filter(({ hour }) => need.hours === null || isWithin(need.hours, hour))
      .filter(({ subscriber }) => need.subset === null || subscriber % 3 === 0)
      .filter(({ outgoing }) => direction === 'both' || outgoing === (direction === 'out'))
  }

  /** Those of them that can be located, by the areas in which they count. */
  async function wanted(need: EventsNeed): Promise<(RawEvent & { area: string })[]> {
    return (await asked(need, 'both')).flatMap(event => {
      const [before, after] = AREAS_OF[event.cell ?? 'unknown'] ?? [[], []]
      return (event.day < days[1] ? before : after).map(area => ({ ...event, area }))
    })
  }

  /** What a presence says, each row as its subscriber, its area and what is wanted more. */
  async function located(need: EventsNeed, more: Wanted, choose: Choose): Promise<Located[]> {
    const read = presence(need, more, name('cell_places'), catalog, choose)
    for (const source of read.sources) compared.add(source)
    const { rows } = await client.query<{ subscriber: number; place: number; at?: number; events?: number }>(
      read.sql.text,
    )
    return rows.map(row => [row.subscriber, areas.get(row.place) ?? '', row.at ?? row.events ?? 1])
  }

  it('who was where is the same from all sources', async () => {
    await everyNeed(async need => {
      const expected = pairs((await wanted(need)).map(({ subscriber, area }) => [subscriber, area, 1]))
      for (const choose of CHOICES)
        expect(pairs(await located(need, 'nothing more', choose))).toEqual(expected)
    })
  })

  it('how often is the same from all sources', async () => {
    await everyNeed(async need => {
      const expected = sums((await wanted(need)).map(({ subscriber, area }) => [subscriber, area, 1]))
      for (const choose of CHOICES) expect(sums(await located(need, 'events', choose))).toEqual(expected)
    })
  })

  it('where last is the same from all sources', async () => {
    await everyNeed(async need => {
      const expected = latest(
        (await wanted(need)).map(({ subscriber, area, epoch }) => [subscriber, area, epoch]),
      )
      for (const choose of CHOICES) expect(latest(await located(need, 'latest', choose))).toEqual(expected)
    })
  })

  it('how many events of how many people there were by time is the same from all sources', async () => {
    await everyNeed(async (need, bucket, direction) => {
      const columns = ['area', ...bucketColumns(bucket)] as const
      const events = (await wanted(need)).filter(
        ({ outgoing }) => direction === 'both' || outgoing === (direction === 'out'),
      )
      const buckets = events.map(event => {
        const shown: Record<string, unknown> = { ...event, date: event.day }
        return columns.map(column => shown[column]).join(' ')
      })
      const expected = [...new Set(buckets)].sort().map(each => {
        const inIt = events.filter((_, index) => buckets[index] === each)
        return [each, inIt.length, new Set(inIt.map(({ subscriber }) => subscriber)).size]
      })
      for (const choose of CHOICES) {
        const read = timedEvents({ ...need, bucket, direction }, name('cell_places'), catalog, choose)
        for (const source of read.sources) compared.add(source)
        const clock = bucketColumns(bucket).slice(1)
        const { rows } = await client.query<Record<string, unknown>>(
          `SELECT ${['pcod AS area', 'date::text AS date', ...clock].join(', ')}, events, subscribers
           FROM (${read.sql}) AS counted JOIN places USING (place)`,
        )
        const counted = rows.map(row => [
          columns.map(column => row[column]).join(' '),
          Number(row.events),
          Number(row.subscribers),
        ])
        expect(counted.sort()).toEqual(expected)
      }
    })
  })

  it('when people had events, wherever they were, is that of the raw events', async () => {
    await everyNeed(async (need, _bucket, direction) => {
      const clock = (await asked(need, direction)).map(
        ({ subscriber, day, hour, min }) =>
          `${subscriber} ${(daysBetween(need.start, day).length * 24 + hour) * 60 + min}`,
      )
      const read = activity({ ...need, direction }, catalog)
      const { rows } = await client.query<{ subscriber: number; clock: string }>(read.sql.text)
      expect(rows.map(row => `${row.subscriber} ${Number(row.clock) / 60_000}`).sort()).toEqual(clock.sort())
    })
  })

  it.each([
    ['within days', { from: 0, length: 6 * HOUR_MS }],
    ['of a day', { from: 0, length: 24 * HOUR_MS }],
    ['of several days', { from: 0, length: 48 * HOUR_MS }],
    ['that begin at any time', { from: 7 * HOUR_MS, length: 5 * HOUR_MS }],
  ])('the periods %s in which people had events are those of the raw events', async (_what, periods) => {
    await everyNeed(async (need, _bucket, direction) => {
      const total = 3
      const periodOf = (clock: number) =>
        Math.min(Math.max(Math.floor((clock - periods.from) / periods.length), 0), total - 1)
      const expected = (await asked(need, direction)).map(({ subscriber, day, hour, min }) => {
        const minutes = (daysBetween(need.start, day).length * 24 + hour) * 60 + min
        return `${subscriber} ${periodOf(minutes * 60_000)}`
      })
      const read = activePeriods({ ...need, direction, ...periods, total }, catalog)
      const { rows } = await client.query<{ subscriber: number; period: number }>(read.sql.text)
      const told = rows.map(({ subscriber, period }) => `${subscriber} ${period}`)
      expect(told.sort()).toEqual([...new Set(expected)].sort())
    })
  })

  it('what they tell beside is that of the raw events', async () => {
    await everyNeed(async (need, _bucket, direction) => {
      const directed = need.eventTypes.filter(type => type !== 'mds')
      const contacts = { ...need, direction, eventTypes: directed }
      const expected = (await asked(contacts, direction)).filter(({ contact }) => contact !== null)
      const read = details(contacts, 'contacts', catalog)
      const { rows } = await client.query<{ subscriber: number; contact: string }>(
        `SELECT subscriber, encode(contact, 'hex') AS contact
         FROM (${read.sql}) AS contacts CROSS JOIN generate_series(1, events)`,
      )
      expect(rows.map(row => `${row.subscriber} ${row.contact}`).sort()).toEqual(
        expected.map(event => `${event.subscriber} ${event.contact}`).sort(),
      )
    })
  })

  it('both the sums of days and single events have been compared', () => {
    expect(compared).toEqual(new Set(['visits', 'facts']))
  })

  /** Tries a property on the same requests in every run. */
  function everyNeed(
    holds: (need: EventsNeed, bucket: Bucket, direction: Direction) => Promise<void>,
  ): Promise<void> {
    const bucket = fc.constantFrom('day', 'hour', 'min')
    const direction = fc.constantFrom('both', 'in', 'out')
    return fc.assert(fc.asyncProperty(anyNeed(days), bucket, direction, holds), { seed: 2, numRuns: 60 })
  }
})

type Choose = <S>(sources: Sources<S>) => S
/** The first and the last of the sources that say they can answer. */
const CHOICES: readonly Choose[] = [fastest, sources => sources.at(-1) ?? sources[0]]

/** Somebody at an area: who, where, and how often or when. */
type Located = readonly [subscriber: number, area: string, more: number]

function pairs(located: readonly Located[]): string[] {
  return [...new Set(located.map(([who, area]) => `${who} ${area}`))].sort()
}

function sums(located: readonly Located[]): string[] {
  return pairs(located).map(pair => {
    const those = located.filter(([who, area]) => `${who} ${area}` === pair)
    return `${pair} ${those.reduce((sum, [, , events]) => sum + events, 0)}`
  })
}

/** For each subscriber the areas of the latest moment. */
function latest(located: readonly Located[]): string[] {
  const last = new Map<number, number>()
  for (const [who, , at] of located) last.set(who, Math.max(at, last.get(who) ?? at))
  return pairs(located.filter(([who, , at]) => at === last.get(who)))
}

function isWithin({ start_hour, end_hour }: Hours, hour: number): boolean {
  return start_hour < end_hour ? hour >= start_hour && hour < end_hour : hour >= start_hour || hour < end_hour
}

const minute = fc
  .record({ hour: fc.integer({ min: 0, max: 23 }), min: fc.constantFrom(0, 1, 29, 30, 31, 59) })
  .map(({ hour, min }) => `${String(hour).padStart(2, '0')}:${String(min).padStart(2, '0')}`)

function anyEvent(days: readonly string[]): fc.Arbitrary<Event> {
  return fc
    .record({
      who: fc.constantFrom(...PEOPLE),
      day: fc.constantFrom(...days),
      minute,
      cell: fc.constantFrom(...Object.keys(AREAS_OF), null),
      outgoing: fc.boolean(),
      contact: fc.option(fc.constantFrom(...PEOPLE)),
    })
    .map(({ who, day, minute, cell, outgoing, contact }) => [
      who,
      `${day} ${minute}`,
      cell,
      outgoing,
      contact === null ? {} : { contact },
    ])
}

/** A request over any part of the days, with any window of hours, which may wrap round midnight. */
function anyNeed([first, second, third]: readonly [string, string, string]): fc.Arbitrary<EventsNeed> {
  const moments = fc
    .uniqueArray(
      fc.oneof(
        fc.constantFrom(first, second, third, addDays(third, 1)),
        fc
          .tuple(fc.constantFrom(first, second, third), minute)
          .map(([day, time]) => (time === '00:00' ? day : `${day}T${time}:00`)),
      ),
      { minLength: 2, maxLength: 2 },
    )
    .map(pair => pair.toSorted())
  const hours = fc
    .record({ start_hour: fc.integer({ min: 0, max: 23 }), end_hour: fc.integer({ min: 1, max: 24 }) })
    .filter(({ start_hour, end_hour }) => start_hour !== end_hour)
  const relation = name('subset')
  return fc
    .record({
      moments,
      hours: fc.option(hours),
      eventTypes: fc.subarray([...TYPES], { minLength: 1 }),
      subset: fc.constantFrom(null, null, { relation, rows: 4 }, { relation, rows: 1_000_000 }),
    })
    .map(({ moments: [start = first, end = third], ...others }) => ({ start, end, ...others }))
}

/** All events of the raw tables, by the clock of the deployment. */
async function rawEvents(client: pg.PoolClient): Promise<RawEvent[]> {
  const { rows: tables } = await client.query<{ event_type: EventType; table_name: string }>(
    'SELECT event_type, table_name FROM etl.sealed_days',
  )
  const events: RawEvent[] = []
  for (const { event_type, table_name } of tables) {
    const { rows } = await client.query<RawEvent>(
      `SELECT $1 AS type, subscriber, datetime::date::text AS day, extract(hour FROM datetime)::integer AS hour,
         extract(minute FROM datetime)::integer AS min, extract(epoch FROM datetime)::float8 AS epoch,
         location_id AS cell, ${event_type === 'mds' ? 'NULL::boolean' : 'outgoing'} AS outgoing,
         ${event_type === 'mds' ? 'NULL' : "encode(nullif(msisdn_counterpart, msisdn), 'hex')"} AS contact
       FROM ${table_name} JOIN derived.subscribers USING (msisdn)`,
      [event_type],
    )
    events.push(...rows)
  }
  return events
}
