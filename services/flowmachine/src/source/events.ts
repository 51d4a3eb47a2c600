import { addDays, type Direction, daysBetween, type EventType, type Hours } from '@flowkit/contract'
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
  /** Null for everybody. */
  readonly subset: Subset | null
}

/** The subscribers whom a query is about. */
export interface Subset {
  /** A relation with a column `subscriber`. */
  readonly relation: Sql
  readonly rows: number
}

/** What a day of events is read from: sums by subscriber and cell, or single events. */
export type DaySource = 'visits' | 'facts'

/** What answers a need exactly, the fastest first. */
export type Sources<S> = readonly [S, ...S[]]

/** Which of them is read. */
export type Choice<S> = (sources: Sources<S>) => S

/** The choice that is made unless a test makes another. */
export const fastest = <S>([first]: Sources<S>): S => first

/**
 * What a query reads events from: days of them, the raw events of days where nothing derived holds what is wanted, or a
 * stored result of which it is a part.
 */
export type SourceName = DaySource | 'raw events' | 'result'

/** SQL, and what it reads from. */
export interface EventsRead {
  readonly sql: Sql
  readonly sources: readonly SourceName[]
}

/** A calendar day that a need takes in, with the event types of it that are held. */
export interface NeededDay {
  readonly day: string
  /** Days since the first one of the need. */
  readonly index: number
  readonly held: readonly [SealedDay, ...SealedDay[]]
}

/** The days that answer a need, whether or not they are held. */
export function eventItems({ start, end, eventTypes }: EventsNeed): DataItem[] {
  return eventTypes.flatMap(type => daysBetween(start, end).map(day => dayItem(type, day)))
}

/** The days of a need of which anything is held, in order. */
export function neededDays({ start, end, eventTypes }: EventsNeed, catalog: Catalog): NeededDay[] {
  return daysBetween(start, end).flatMap((day, index) => {
    const [first, ...others] = eventTypes.flatMap(type => catalog.find(type, day) ?? [])
    return first ? [{ day, index, held: [first, ...others] }] : []
  })
}

/** Whether a need takes in all of a calendar day, of which it may still leave out hours. */
export function isWholeDay({ start, end }: EventsNeed, day: string): boolean {
  return start <= day && end >= addDays(day, 1)
}

/** The rows of a day of all its event types, as a relation. */
export function rowsOn({ held }: NeededDay, source: DaySource): Sql {
  const tables = held.map(each => table(source === 'visits' ? each.visits_table : each.facts_table))
  return tables.length === 1
    ? sql`${tables}`
    : sql`
        (
          ${unionOf(tables.map(each => sql`SELECT * FROM ${each}`))}
        )`
}

/** The rows of several queries one after the other. */
export function unionOf(parts: readonly Sql[]): Sql {
  return join(parts, '\nUNION ALL\n')
}

/** `WHERE` with all of some conditions; nothing where there are none. */
export function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql`WHERE ${join(conditions, ' AND ')}`
}

/**
 * `FROM` and `WHERE` of one day: the rows `seen` of all its event types, and as `places` the place of each, by the
 * version of its cell that was in service. An event without a known cell drops out.
 *
 * The conditions stand outside the tables of the types and the day inside the places, so that the planner sees one
 * scan of plain tables and knows how many rows the join has. Days are joined one by one for the same reason.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 */
export function locatedOn(
  needed: NeededDay,
  source: DaySource,
  cellPlaces: Sql,
  conditions: readonly Sql[],
): Sql {
  return sql`
    FROM ${rowsOn(needed, source)} AS seen
    JOIN (SELECT cell, place FROM ${cellPlaces} WHERE ${needed.day} BETWEEN first_day AND last_day) AS places USING (cell)
    ${where(conditions)}`
}

/** Up to here a list that is looked up in an index takes milliseconds. */
const SMALL_SUBSET = 1_000

/**
 * The condition that somebody is among those whom the query is about. Of a small subset the planner is told that it is
 * small, by an array: it takes a relation that stands against several tables for half of everybody.
 */
export function amongSubset({ subset }: EventsNeed): Sql[] {
  if (subset === null) return []
  const { relation, rows } = subset
  return [
    rows <= SMALL_SUBSET
      ? sql`subscriber = ANY (ARRAY(SELECT subscriber FROM ${relation}))`
      : sql`subscriber IN (SELECT subscriber FROM ${relation})`,
  ]
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
  return plain ? sql`moment / 3600000` : sql`extract(hour FROM ${clockTime(day)})::integer`
}

/** The minute within its hour, 0 to 59, of a fact. */
export function clockMinute({ day, plain }: SealedDay): Sql {
  return plain ? sql`moment / 60000 % 60` : sql`extract(minute FROM ${clockTime(day)})::integer`
}

/** The milliseconds that the clock on the wall shows since midnight at a fact. */
export function clockMoment({ day, plain }: SealedDay): Sql {
  return plain ? sql`moment` : sql`(extract(epoch FROM ${clockTime(day)}::time) * 1000)::integer`
}

/** The moment of a fact, with its time zone. */
export const clockTime = (day: string) => sql`(${day}::timestamptz + moment * interval '1 millisecond')`

/** The condition that an hour of the clock, 0 to 23, is in a window. */
export function withinHours({ start_hour, end_hour }: Hours, hour: Sql): Sql {
  const from = sql`${hour} >= ${start_hour}`
  const before = sql`${hour} < ${end_hour}`
  return start_hour < end_hour ? sql`${from} AND ${before}` : sql`(${from} OR ${before})`
}

/** The condition of who began a call or a message. */
export function directionConditions(direction: Direction): Sql[] {
  return { both: [], out: [sql`outgoing`], in: [sql`NOT outgoing`] }[direction]
}
