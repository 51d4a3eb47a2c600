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
 * What the raw events tell beside who and when:
 *
 * - `contacts`, in a row for each other side: `contact`, its pseudonym, which is never the subscriber's own; `events`, how
 *   many they had with each other;
 * - `handsets`, in a row for each type of handset: `tac`, the type allocation code; `events`, how many tell it; `last`,
 *   the moment of the latest one;
 * - `topups`, in a row for each event: `moment`, `recharge_amount`, `pre_event_balance`, `post_event_balance`, each of the
 *   latter null where it is not known.
 */
export type Detail = 'contacts' | 'handsets' | 'topups'

/** How events are put together: by which column of each subscriber, and what comes of it. */
interface Together {
  readonly by: Sql
  readonly into: Sql
  /** What is left of all events is so little that only then subscribers are looked up, by workers that share the events. */
  readonly leavesFew: boolean
}

/** What raw events tell. */
interface Telling {
  /** The columns of a day's raw events that are read beside the subscriber. */
  readonly read: (held: SealedDay) => Sql
  /** The columns that come of them. */
  readonly columns: Sql
  readonly together?: Together
  /** What they are looked up in. */
  readonly lookUps: readonly Sql[]
  /** Which events tell it. */
  readonly told: readonly Sql[]
}

const DETAILS: Readonly<Record<Detail, Telling>> = {
  contacts: {
    read: () => sql`msisdn_counterpart AS contact`,
    columns: sql`contact, events`,
    together: { by: sql`contact`, into: sql`count(*) AS events`, leavesFew: false },
    lookUps: [],
    told: [sql`msisdn_counterpart <> msisdn`],
  },
  handsets: {
    read: () => sql`datetime AS moment, tac`,
    columns: sql`tac, events, last`,
    together: { by: sql`tac`, into: sql`count(*) AS events, max(moment) AS last`, leavesFew: true },
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

/**
 * Subscribers are looked up once for all days: a hash table of everybody for each day is memory that sorts would lack.
 * Where putting events together leaves few, everybody's are before that, by pseudonym: it is longer than a number, but what
 * is left to be looked up is a fraction. Of a subset, and of a slice of everybody, the members are found first.
 */
function tell(need: DetailsNeed, telling: Telling, catalog: Catalog, nothing: Sql): EventsRead {
  const days = neededDays(need, catalog).flatMap(({ held }) => held.map(day => rawDay(need, telling, day)))
  if (days.length === 0) return { sources: [], sql: nothing }
  const { columns, together, lookUps } = telling
  const raw = namedRaw(unionOf(days))
  const numbered = (rows: Sql) => sql`
    ${rows}
    ${join([sql`JOIN derived.subscribers USING (msisdn)`, ...lookUps], '\n')}
    ${where(amongSubset(need))}`
  const sources = ['raw events'] as const
  if (!together) return { sources, sql: sql`SELECT subscriber, ${columns} FROM ${numbered(raw)}` }
  if (need.subset !== null || !together.leavesFew)
    return { sources, sql: summed(together, sql`subscriber`, numbered(raw)) }
  const sums = namedRaw(summed(together, sql`msisdn`, raw))
  return { sources, sql: sql`SELECT subscriber, ${columns} FROM ${numbered(sums)}` }
}

/** Rows put together for each of those whose they are. */
function summed({ by, into }: Together, whose: Sql, rows: Sql): Sql {
  return sql`
    SELECT ${whose}, ${by}, ${into}
    FROM ${rows}
    GROUP BY ${whose}, ${by}`
}

/** Rows that are read under the name `raw`. */
const namedRaw = (rows: Sql) => sql`
  (
    ${rows}
  ) AS raw`

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
  contacts: sql`SELECT NULL::integer AS subscriber, NULL::bytea AS contact, NULL::bigint AS events WHERE false`,
  handsets: sql`
    SELECT NULL::integer AS subscriber, NULL::numeric AS tac, NULL::bigint AS events, NULL::timestamptz AS last
    WHERE false`,
  topups: sql`
    SELECT NULL::integer AS subscriber, NULL::timestamptz AS moment, NULL::numeric AS recharge_amount,
      NULL::numeric AS pre_event_balance, NULL::numeric AS post_event_balance
    WHERE false`,
}

const NO_SIDES = sql`
  SELECT NULL::integer AS subscriber, NULL::text AS event_type, NULL::text AS id, NULL::integer[] AS places WHERE false`
