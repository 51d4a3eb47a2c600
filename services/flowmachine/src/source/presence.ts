import { addDays, daysBetween, type EventType, type Hours } from '@flowkit/contract'
import { join, type Sql, sql, table } from '../sql.ts'
import type { Catalog, SealedDay } from './catalog.ts'
import { type DataItem, dayItem } from './data-items.ts'

/** Which events a query needs. */
export interface EventsNeed {
  /** Local timestamps: from `start` on, before `end`. */
  readonly start: string
  readonly end: string
  readonly hours: Hours | null
  readonly eventTypes: readonly EventType[]
  /** A relation with a column `subscriber`; null for everybody. */
  readonly subset: Sql | null
}

/**
 * What a query wants to know of subscribers at places, beside that they were there: `latest`, the column `at`, which
 * orders the moments of the period; `events`, a column with their number.
 */
export type Wanted = 'nothing more' | 'latest' | 'events'

/** What a day of events is read from: sums by subscriber and cell, or single events. */
export type SourceName = 'visits' | 'facts'

/** SQL, and what it reads from. */
export interface Presence {
  readonly sql: Sql
  readonly sources: readonly SourceName[]
}

/** The days that answer a need, whether or not they are held. */
export function eventItems({ start, end, eventTypes }: EventsNeed): DataItem[] {
  return eventTypes.flatMap(type => daysBetween(start, end).map(day => dayItem(type, day)))
}

/**
 * Who was where: `subscriber`, `place` and what is wanted more, possibly in several rows. A cell is looked up in the
 * versions that were in service on the day; a cell in two places has a row for each.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 */
export function presence(need: EventsNeed, wanted: Wanted, cellPlaces: Sql, catalog: Catalog): Presence {
  const days = daysBetween(need.start, need.end)
  const parts = need.eventTypes.flatMap(type =>
    days.flatMap((day, index) => {
      const held = catalog.find(type, day)
      return held ? [dayOfPresence(need, wanted, held, index)] : []
    }),
  )
  const more = { 'nothing more': sql``, latest: sql`, seen.at`, events: sql`, seen.events` }[wanted]
  return {
    sources: [...new Set(parts.map(part => part.source))],
    sql: sql`
      SELECT seen.subscriber, places.place${more}
      FROM (
        ${
          parts.length > 0
            ? join(
                parts.map(part => part.sql),
                '\nUNION ALL\n',
              )
            : NOBODY
        }
      ) AS seen
      JOIN ${cellPlaces} AS places
        ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day`,
  }
}

/** More milliseconds than the longest day has. */
const DAY_SHIFT = 27

function dayOfPresence(need: EventsNeed, wanted: Wanted, held: SealedDay, index: number) {
  const { day } = held
  const whole = need.start <= day && need.end >= addDays(day, 1)
  // The sums of a day know in which hours a subscriber was at a cell, but not when last or how often in these.
  const summed = whole && (need.hours === null || wanted === 'nothing more')
  const conditions = summed ? summedConditions(need) : singleConditions(need, held)
  const at = summed ? sql`last` : sql`moment`
  const more = {
    'nothing more': sql``,
    latest: sql`, (${index}::bigint << ${DAY_SHIFT}) + ${at} AS at`,
    events: summed ? sql`, events` : sql`, 1 AS events`,
  }[wanted]
  const source: SourceName = summed ? 'visits' : 'facts'
  return {
    source,
    sql: sql`
      SELECT subscriber, cell, ${day}::date AS day${more}
      FROM ${table(summed ? held.visits_table : held.facts_table)}
      WHERE ${join([sql`cell IS NOT NULL`, ...conditions, ...amongSubset(need)], ' AND ')}`,
  }
}

const amongSubset = ({ subset }: EventsNeed) =>
  subset === null ? [] : [sql`subscriber IN (SELECT subscriber FROM ${subset})`]

function summedConditions({ hours }: EventsNeed): Sql[] {
  return hours === null ? [] : [sql`hours & ${hourMask(hours)} <> 0`]
}

/** A bit for each hour of the window. */
function hourMask({ start_hour, end_hour }: Hours): number {
  const upTo = (hour: number) => 2 ** hour - 1
  const within = upTo(end_hour) - upTo(start_hour)
  return start_hour < end_hour ? within : upTo(24) + within
}

function singleConditions({ start, end, hours }: EventsNeed, { day, plain }: SealedDay): Sql[] {
  return [
    ...(start > day ? [sql`moment >= ${momentOf(start, day)}`] : []),
    ...(end < addDays(day, 1) ? [sql`moment < ${momentOf(end, day)}`] : []),
    ...(hours === null ? [] : [withinHours(hours, plain ? PLAIN_HOUR : clockHour(day))]),
  ]
}

/** The moment of a local timestamp on a day, on which the clock may have been changed before it. */
function momentOf(timestamp: string, day: string): Sql {
  return sql`date_part('epoch', ${timestamp}::timestamptz - ${day}::timestamptz) * 1000`
}

const PLAIN_HOUR = sql`moment / 3600000`

/** Hours are those of the clock on the wall: the session runs in the deployment's time zone. */
function clockHour(day: string): Sql {
  return sql`extract(hour FROM ${day}::timestamptz + moment * interval '1 millisecond')`
}

function withinHours({ start_hour, end_hour }: Hours, hour: Sql): Sql {
  const from = sql`${hour} >= ${start_hour}`
  const before = sql`${hour} < ${end_hour}`
  return start_hour < end_hour ? sql`${from} AND ${before}` : sql`(${from} OR ${before})`
}

const NOBODY = sql`
  SELECT NULL::integer AS subscriber, NULL::integer AS cell, NULL::date AS day, NULL::bigint AS at, NULL::integer AS events
  WHERE false`
