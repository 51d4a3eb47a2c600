import { type Direction, daysBetween } from '@flowkit/contract'
import { join, type Sql, sql, table } from '../sql.ts'
import type { Catalog, SealedDay } from './catalog.ts'
import {
  clockHour,
  clockMinute,
  type EventsNeed,
  type EventsRead,
  factConditions,
  isWholeDay,
  located,
  type SourceName,
} from './events.ts'

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
 * How many events who had where and when: `subscriber`, `place`, the {@link bucketColumns}, `events`, possibly in
 * several rows. Cells are looked up as for a presence: an event whose cell is in two places counts in both.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 */
export function timedEvents(need: TimedNeed, cellPlaces: Sql, catalog: Catalog): EventsRead {
  const days = need.eventTypes.flatMap(type =>
    daysBetween(need.start, need.end).flatMap(day => catalog.find(type, day) ?? []),
  )
  const parts = days.map(held => dayOfEvents(need, held))
  const clock = { day: sql``, hour: sql`, seen.hour`, min: sql`, seen.hour, seen.min` }[need.bucket]
  return {
    sources: [...new Set(parts.map(part => part.source))],
    sql: sql`
      SELECT seen.subscriber, places.place, seen.day AS date${clock}, seen.events
      FROM (
        ${
          parts.length > 0
            ? join(
                parts.map(part => part.sql),
                '\nUNION ALL\n',
              )
            : NOTHING
        }
      ) AS seen
      JOIN ${cellPlaces} AS places
        ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day`,
  }
}

function dayOfEvents(need: TimedNeed, held: SealedDay): { source: SourceName; sql: Sql } {
  const { bucket, direction, hours } = need
  // The sums of a day hold the number of events of the day, but neither of its hours nor by direction.
  const summed = bucket === 'day' && direction === 'both' && hours === null && isWholeDay(need, held.day)
  const clock = {
    day: sql``,
    hour: sql`, (${clockHour(held)})::integer AS hour`,
    min: sql`, (${clockHour(held)})::integer AS hour, (${clockMinute(held)})::integer AS min`,
  }[bucket]
  const conditions = summed ? [] : [...factConditions(need, held), ...directionConditions(direction)]
  return {
    source: summed ? 'visits' : 'facts',
    sql: sql`
      SELECT subscriber, cell, ${held.day}::date AS day${clock}, ${summed ? sql`events` : sql`1 AS events`}
      FROM ${table(summed ? held.visits_table : held.facts_table)}
      WHERE ${located(need, conditions)}`,
  }
}

function directionConditions(direction: Direction): Sql[] {
  return { both: [], out: [sql`outgoing`], in: [sql`NOT outgoing`] }[direction]
}

const NOTHING = sql`
  SELECT NULL::integer AS subscriber, NULL::integer AS cell, NULL::date AS day,
    NULL::integer AS hour, NULL::integer AS min, NULL::integer AS events
  WHERE false`
