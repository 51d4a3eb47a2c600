import { addDays, daysBetween, type EventType, type Hours, type SpatialUnit } from '@flowkit/contract'
import { join, name, type Sql, sql, table } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import { type DataItem, dayItem } from './data-items.ts'
import { cellPlaces, placeColumns } from './places.ts'

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

/** The days that answer a need, whether or not they are held. */
export function eventItems({ start, end, eventTypes }: EventsNeed): DataItem[] {
  return eventTypes.flatMap(type => daysBetween(start, end).map(day => dayItem(type, day)))
}

/**
 * The needed events that happened at a place of `unit`: `subscriber`, `datetime` and the place columns. An event's
 * cell is looked up in the version that was in service on the event's day; an event whose cell lies in two places
 * has a row for each.
 */
export function locatedEvents(need: EventsNeed, unit: SpatialUnit, catalog: Catalog): Sql {
  const columns = placeColumns(unit).map(column => name(column))
  return sql`
    SELECT events.subscriber, events.datetime, ${columns}
    FROM (
      ${events(need, catalog)}
    ) AS events
    JOIN (
      ${cellPlaces(unit)}
    ) AS places
      ON places.location_id = events.location_id
      AND coalesce(places.date_of_first_service <= events.day, true)
      AND coalesce(places.date_of_last_service >= events.day, true)`
}

/** The needed events that are held, by day tables: `subscriber`, `datetime`, `day`, `location_id`. */
function events(need: EventsNeed, catalog: Catalog): Sql {
  const days = need.eventTypes.flatMap(type =>
    daysBetween(need.start, need.end).flatMap(day => {
      const held = catalog.tableOf(type, day)
      return held === undefined ? [] : [dayOfEvents(need, day, held)]
    }),
  )
  return days.length > 0 ? join(days, '\nUNION ALL\n') : NO_EVENTS
}

function dayOfEvents(need: EventsNeed, day: string, held: string): Sql {
  const conditions = [
    sql`location_id <> ''`,
    ...(need.start > day ? [sql`datetime >= ${need.start}`] : []),
    ...(need.end < addDays(day, 1) ? [sql`datetime < ${need.end}`] : []),
    ...(need.hours === null ? [] : [withinHours(need.hours)]),
    ...(need.subset === null ? [] : [sql`msisdn IN (SELECT subscriber FROM ${need.subset})`]),
  ]
  return sql`
    SELECT msisdn AS subscriber, datetime, ${day}::date AS day, location_id
    FROM ${table(held)}
    WHERE ${join(conditions, ' AND ')}`
}

/** Hours are those of the clock on the wall: the session runs in the deployment's time zone. */
function withinHours({ start_hour, end_hour }: Hours): Sql {
  const from = sql`extract(hour FROM datetime) >= ${start_hour}`
  const before = sql`extract(hour FROM datetime) < ${end_hour}`
  return start_hour < end_hour ? sql`${from} AND ${before}` : sql`(${from} OR ${before})`
}

const NO_EVENTS = sql`
  SELECT NULL::bytea AS subscriber, NULL::timestamptz AS datetime, NULL::date AS day, NULL::text AS location_id
  WHERE false`
