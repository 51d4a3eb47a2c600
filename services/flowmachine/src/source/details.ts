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

/** The columns of a detail on a day, what they are looked up in, and which raw events tell it. */
interface Telling {
  readonly columns: (held: SealedDay) => Sql
  readonly lookUps: (held: SealedDay) => readonly Sql[]
  readonly told: readonly Sql[]
}

const DETAILS: Readonly<Record<Detail, Telling>> = {
  contacts: {
    columns: () => sql`msisdn_counterpart AS contact`,
    lookUps: () => [],
    told: [sql`msisdn_counterpart <> raw.msisdn`],
  },
  handsets: {
    columns: () => sql`datetime AS moment, tac`,
    lookUps: () => [],
    told: [sql`tac IS NOT NULL`],
  },
  topups: {
    columns: () => sql`datetime AS moment, recharge_amount, pre_event_balance, post_event_balance`,
    lookUps: () => [],
    told: [],
  },
}

/** Sides are joined by their ids: bytes are compared several times as fast as the letters of a language. */
const sidesAt = (cellPlaces: Sql): Telling => ({
  columns: ({ event_type }) => sql`${event_type}::text AS event_type, id COLLATE "C" AS id, places`,
  lookUps: ({ day }) => [
    sql`JOIN derived.cells USING (location_id)`,
    sql`
    JOIN (
      SELECT cell, array_agg(place) AS places
      FROM ${cellPlaces}
      WHERE ${day} BETWEEN first_day AND last_day
      GROUP BY cell
    ) AS located USING (cell)`,
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

function tell(need: DetailsNeed, telling: Telling, catalog: Catalog, nothing: Sql): EventsRead {
  const days = neededDays(need, catalog).flatMap(({ held }) =>
    held.map(day => dayOfDetails(need, telling, day)),
  )
  return days.length === 0 ? { sources: [], sql: nothing } : { sources: ['raw events'], sql: unionOf(days) }
}

function dayOfDetails(need: DetailsNeed, { columns, lookUps, told }: Telling, held: SealedDay): Sql {
  const conditions = [
    ...told,
    ...timeConditions(need, held),
    ...directionConditions(need.direction),
    ...amongSubset(need),
  ]
  return sql`
    SELECT subscriber, ${columns(held)}
    FROM ${table(held.table_name)} AS raw
    ${join([sql`JOIN derived.subscribers USING (msisdn)`, ...lookUps(held)], '\n')}
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
