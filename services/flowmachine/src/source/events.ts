import { addDays, daysBetween, type EventType, type Hours } from '@flowkit/contract'
import { join, type Sql, sql } from '../sql.ts'
import type { SealedDay } from './catalog.ts'
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

/** What a day of events is read from: sums by subscriber and cell, or single events. */
export type SourceName = 'visits' | 'facts'

/** SQL, and what it reads from. */
export interface EventsRead {
  readonly sql: Sql
  readonly sources: readonly SourceName[]
}

/** The days that answer a need, whether or not they are held. */
export function eventItems({ start, end, eventTypes }: EventsNeed): DataItem[] {
  return eventTypes.flatMap(type => daysBetween(start, end).map(day => dayItem(type, day)))
}

/** Whether a need takes in all of a calendar day, of which it may still leave out hours. */
export function isWholeDay({ start, end }: EventsNeed, day: string): boolean {
  return start <= day && end >= addDays(day, 1)
}

/** The condition under which a row of either table of a day is located, about somebody who counts, and `more`. */
export function located({ subset }: EventsNeed, more: readonly Sql[]): Sql {
  const among = subset === null ? [] : [sql`subscriber IN (SELECT subscriber FROM ${subset})`]
  return join([sql`cell IS NOT NULL`, ...more, ...among], ' AND ')
}

/** The conditions of the hours on a day's visits, which hold a bit for each. */
export function visitConditions({ hours }: EventsNeed): Sql[] {
  return hours === null ? [] : [sql`hours & ${hourMask(hours)} <> 0`]
}

/** A bit for each hour of the window. */
function hourMask({ start_hour, end_hour }: Hours): number {
  const upTo = (hour: number) => 2 ** hour - 1
  const within = upTo(end_hour) - upTo(start_hour)
  return start_hour < end_hour ? within : upTo(24) + within
}

/** The conditions of the period and the hours on a day's facts. */
export function factConditions({ start, end, hours }: EventsNeed, held: SealedDay): Sql[] {
  const { day } = held
  return [
    ...(start > day ? [sql`moment >= ${momentOf(start, day)}`] : []),
    ...(end < addDays(day, 1) ? [sql`moment < ${momentOf(end, day)}`] : []),
    ...(hours === null ? [] : [withinHours(hours, clockHour(held))]),
  ]
}

/** The moment of a local timestamp on a day, on which the clock may have been changed before it. */
function momentOf(timestamp: string, day: string): Sql {
  return sql`date_part('epoch', ${timestamp}::timestamptz - ${day}::timestamptz) * 1000`
}

/** The hour, 0 to 23, of a fact. It is that of the clock on the wall: the session runs in the deployment's time zone. */
export function clockHour({ day, plain }: SealedDay): Sql {
  return plain ? sql`moment / 3600000` : sql`extract(hour FROM ${clockTime(day)})`
}

/** The minute within its hour, 0 to 59, of a fact. */
export function clockMinute({ day, plain }: SealedDay): Sql {
  return plain ? sql`moment / 60000 % 60` : sql`extract(minute FROM ${clockTime(day)})`
}

const clockTime = (day: string) => sql`${day}::timestamptz + moment * interval '1 millisecond'`

function withinHours({ start_hour, end_hour }: Hours, hour: Sql): Sql {
  const from = sql`${hour} >= ${start_hour}`
  const before = sql`${hour} < ${end_hour}`
  return start_hour < end_hour ? sql`${from} AND ${before}` : sql`(${from} OR ${before})`
}
