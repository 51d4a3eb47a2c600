import { addDays, type Direction } from '@flowkit/contract'
import { join, type Sql, sql, table } from '../sql.ts'
import type { Catalog, SealedDay } from './catalog.ts'
import {
  amongSubset,
  directionConditions,
  type EventsNeed,
  type EventsRead,
  neededDays,
  unionOf,
  where,
  withinHours,
} from './events.ts'

/** Which events a query needs when it asks for what only the raw events tell. */
export interface DetailsNeed extends EventsNeed {
  readonly direction: Direction
}

/**
 * What the raw events tell beside who and when, in a row for each event that tells it:
 *
 * - `contacts`: `contact`, the pseudonym of the other side, which is never the subscriber's own;
 * - `handsets`: `moment`, and `tac`, the type allocation code of the handset;
 * - `topups`: `moment`, `recharge_amount`, `pre_event_balance`, `post_event_balance`, each of the latter null where it
 *   is not known.
 */
export type Detail = 'contacts' | 'handsets' | 'topups'

/** What raw events tell. */
interface Telling {
  /** The columns of a day's raw events that are read beside the subscriber. */
  readonly read: (held: SealedDay) => Sql
  /** The columns that come of them. */
  readonly columns: Sql
  /** What they are looked up in. */
  readonly lookUps: readonly Sql[]
  /** Which events tell it. */
  readonly told: readonly Sql[]
}

const DETAILS: Readonly<Record<Detail, Telling>> = {
  contacts: {
    read: () => sql`msisdn_counterpart AS contact`,
    columns: sql`contact`,
    lookUps: [],
    told: [sql`msisdn_counterpart <> msisdn`],
  },
  handsets: {
    read: () => sql`datetime AS moment, tac`,
    columns: sql`moment, tac`,
    lookUps: [],
    told: [sql`tac IS NOT NULL`],
  },
  topups: {
    read: () => sql`datetime AS moment, recharge_amount, pre_event_balance, post_event_balance`,
    columns: sql`moment, recharge_amount, pre_event_balance, post_event_balance`,
    lookUps: [],
    told: [],
  },
}

/** Sides are joined by their ids: bytes are compared several times as fast as the letters of a language. */
const sidesAt = (cellPlaces: Sql): Telling => ({
  read: ({ event_type, day }) =>
    sql`${event_type}::text AS event_type, id COLLATE "C" AS id, location_id, ${day}::date AS day`,
  columns: sql`event_type, id, places`,
  lookUps: [
    sql`JOIN derived.cells USING (location_id)`,
    sql`
    JOIN (
      SELECT cell, first_day, last_day, array_agg(place) AS places
      FROM ${cellPlaces}
      GROUP BY cell, first_day, last_day
    ) AS located ON located.cell = cells.cell AND day BETWEEN first_day AND last_day`,
  ],
  told: [sql`id <> ''`],
})

/**
 * Details of events: `subscriber` and the columns of the detail. This module is the only place where raw events are read;
 * day by day, from the tables that the seals name. Subscribers are numbered as in everything derived, which leaves out
 * whoever has no number any more.
 */
export function details(need: DetailsNeed, wanted: Detail, catalog: Catalog): EventsRead {
  return tell(need, DETAILS[wanted], catalog, NOTHING[wanted])
}

/**
 * One side of calls and messages: `subscriber`, `event_type` and `id`, which the events of both sides have, and `places`,
 * all those that the cell of this one was in; only events that have both an id and a place.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 */
export function sides(need: DetailsNeed, cellPlaces: Sql, catalog: Catalog): EventsRead {
  return tell(need, sidesAt(cellPlaces), catalog, NO_SIDES)
}

/** Subscribers are looked up once for all days: a hash table of everybody for each day is memory that sorts would lack. */
function tell(need: DetailsNeed, telling: Telling, catalog: Catalog, nothing: Sql): EventsRead {
  const days = neededDays(need, catalog).flatMap(({ held }) => held.map(day => rawDay(need, telling, day)))
  if (days.length === 0) return { sources: [], sql: nothing }
  return {
    sources: ['raw events'],
    sql: sql`
      SELECT subscriber, ${telling.columns}
      FROM (
        ${unionOf(days)}
      ) AS raw
      ${join([sql`JOIN derived.subscribers USING (msisdn)`, ...telling.lookUps], '\n')}
      ${where(amongSubset(need))}`,
  }
}

function rawDay(need: DetailsNeed, { read, told }: Telling, held: SealedDay): Sql {
  const conditions = [...told, ...timeConditions(need, held), ...directionConditions(need.direction)]
  return sql`
    SELECT msisdn, ${read(held)}
    FROM ${table(held.table_name)}
    ${where(conditions)}`
}

/** The conditions of the period and the hours; the session runs in the deployment's time zone. */
function timeConditions({ start, end, hours }: EventsNeed, { day }: SealedDay): Sql[] {
  return [
    ...(start > day ? [sql`datetime >= ${start}::timestamptz`] : []),
    ...(end < addDays(day, 1) ? [sql`datetime < ${end}::timestamptz`] : []),
    ...(hours === null ? [] : [withinHours(hours, sql`extract(hour FROM datetime)`)]),
  ]
}

const NOTHING: Readonly<Record<Detail, Sql>> = {
  contacts: sql`SELECT NULL::integer AS subscriber, NULL::bytea AS contact WHERE false`,
  handsets: sql`SELECT NULL::integer AS subscriber, NULL::timestamptz AS moment, NULL::numeric AS tac WHERE false`,
  topups: sql`
    SELECT NULL::integer AS subscriber, NULL::timestamptz AS moment, NULL::numeric AS recharge_amount,
      NULL::numeric AS pre_event_balance, NULL::numeric AS post_event_balance
    WHERE false`,
}

const NO_SIDES = sql`
  SELECT NULL::integer AS subscriber, NULL::text AS event_type, NULL::text AS id, NULL::integer[] AS places WHERE false`
