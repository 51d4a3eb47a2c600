import type { Direction } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import {
  amongSubset,
  type Choice,
  clockHour,
  clockMinute,
  type DaySource,
  directionConditions,
  type EventsNeed,
  type EventsRead,
  factConditions,
  fastest,
  isWholeDay,
  locatedOn,
  type NeededDay,
  neededDays,
  type Sources,
  unionOf,
} from './events.ts'
import { seenByHour } from './seen-by-hour.ts'

/** How finely a query tells the time of events, by the clock on the wall. */
export type Bucket = 'day' | 'hour' | 'min'

/** Which events a query needs when it asks for their number by time. */
export interface TimedNeed extends EventsNeed {
  readonly direction: Direction
  readonly bucket: Bucket
}

/** The columns that tell the time of a bucket: `date` is a day, `hour` 0 to 23, `min` 0 to 59. */
export function bucketColumns(bucket: Bucket): readonly string[] {
  return { day: ['date'], hour: ['date', 'hour'], min: ['date', 'hour', 'min'] }[bucket]
}

/**
 * How many events there were where and when, and how many subscribers they are of: `place`, the
 * {@link bucketColumns}, `events`, `subscribers`, one row each. Cells are looked up as for a presence: an event whose
 * cell is in two places counts in both.
 *
 * A bucket lies within a day, so that every day is counted by itself.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 * @param choose One of the combinations of sources that answer exactly.
 */
export function timedEvents(
  need: TimedNeed,
  cellPlaces: Sql,
  catalog: Catalog,
  choose: Choice<Combination> = fastest,
): EventsRead {
  const days = neededDays(need, catalog).map(day => {
    const sources = choose(timedSources(need, day))
    return { sources, sql: dayOfEvents(need, day, sources, cellPlaces) }
  })
  return {
    sources: [...new Set(days.flatMap(({ sources }) => sources))],
    sql: days.length > 0 ? unionOf(days.map(day => day.sql)) : NOTHING,
  }
}

/** What a day is read from, together. */
type Combination = readonly ['visits'] | readonly ['facts'] | readonly ['facts', 'visits']

/**
 * What a day may be read from, the fastest first. Its visits hold the number of events of the whole day, in both
 * directions; of its hours they know who was seen in them, but not how often, which is counted from facts.
 */
function timedSources(need: TimedNeed, { day }: NeededDay): Sources<Combination> {
  const everything = need.direction === 'both' && need.hours === null && isWholeDay(need, day)
  if (!everything || need.bucket === 'min') return [['facts']]
  return [need.bucket === 'hour' ? ['facts', 'visits'] : ['visits'], ['facts']]
}

function dayOfEvents(need: TimedNeed, needed: NeededDay, sources: Combination, cellPlaces: Sql): Sql {
  return sources.length === 2
    ? hoursOfBoth(need, needed, cellPlaces)
    : bucketsOf(need, needed, sources[0], cellPlaces)
}

/** The buckets of a day from one source: by subscriber first, so that each counts once. */
function bucketsOf(need: TimedNeed, needed: NeededDay, source: DaySource, cellPlaces: Sql): Sql {
  const [held] = needed.held
  const clock = {
    day: sql``,
    hour: sql`, ${clockHour(held)} AS hour`,
    min: sql`, ${clockHour(held)} AS hour, ${clockMinute(held)} AS min`,
  }[need.bucket]
  const bucket = { day: sql``, hour: sql`, hour`, min: sql`, hour, min` }[need.bucket]
  const conditions =
    source === 'visits' ? [] : [...factConditions(need, held), ...directionConditions(need.direction)]
  return sql`
    SELECT place, ${needed.day}::date AS date${bucket}, sum(events)::bigint AS events, count(*) AS subscribers
    FROM (
      SELECT subscriber, place${clock}, ${source === 'visits' ? sql`sum(events)` : sql`count(*)`} AS events
      ${locatedOn(needed, source, cellPlaces, [...conditions, ...amongSubset(need)])}
      GROUP BY subscriber, place${bucket}
    ) AS by_subscriber
    GROUP BY place${bucket}`
}

/**
 * All hours of a day: events by place and hour from facts, subscribers from the bits of their visits. Each place and
 * hour is in both or, without events, in neither. It spares grouping every event by its subscriber; for a window of
 * few hours that is the cheaper way.
 */
function hoursOfBoth(need: TimedNeed, needed: NeededDay, cellPlaces: Sql): Sql {
  const among = amongSubset(need)
  const subscribers = seenByHour(sql`
    SELECT subscriber, place, bit_or(hours) AS hours
    ${locatedOn(needed, 'visits', cellPlaces, among)}
    GROUP BY subscriber, place`)
  return sql`
    SELECT place, ${needed.day}::date AS date, hour, events, number AS subscribers
    FROM (
      SELECT place, ${clockHour(needed.held[0])} AS hour, count(*) AS events
      ${locatedOn(needed, 'facts', cellPlaces, among)}
      GROUP BY place, hour
    ) AS events
    JOIN (
      ${subscribers}
    ) AS subscribers USING (place, hour)`
}

const NOTHING = sql`
  SELECT NULL::integer AS place, NULL::date AS date, NULL::integer AS hour, NULL::integer AS min,
    NULL::bigint AS events, NULL::bigint AS subscribers
  WHERE false`
