import type { Direction } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import {
  amongSubset,
  clockMoment,
  directionConditions,
  type EventsNeed,
  type EventsRead,
  factConditions,
  type NeededDay,
  neededDays,
  rowsOn,
  unionOf,
  where,
} from './events.ts'

/** Which events a query needs that does not ask for places. */
export interface ActivityNeed extends EventsNeed {
  readonly direction: Direction
}

/** Which events a query needs that asks in which periods they were: one after the other, and all of one length. */
export interface PeriodsNeed extends ActivityNeed {
  /** When the first one begins, by the clock, in milliseconds since the midnight before it. */
  readonly from: number
  /** In milliseconds. */
  readonly length: number
  readonly total: number
}

/** Milliseconds of a day on which the clock is not changed. */
const DAY_MS = 86_400_000

/**
 * When subscribers had events, wherever they were: `subscriber`, `clock`, a row for each event. The clock is the one on
 * the wall, in milliseconds since the midnight with which the need's first day begins, each day having 24 hours.
 *
 * Only facts can tell: visits leave out events whose cell is not known.
 */
export function activity(need: ActivityNeed, catalog: Catalog): EventsRead {
  const days = neededDays(need, catalog)
  return days.length === 0
    ? { sources: [], sql: NOTHING }
    : { sources: ['facts'], sql: unionOf(days.map(day => dayOfActivity(need, day))) }
}

function dayOfActivity(need: ActivityNeed, day: NeededDay): Sql {
  return sql`
    SELECT subscriber, ${clockOn(day)} AS clock
    ${seenOn(need, day)}`
}

const clockOn = ({ index, held: [held] }: NeededDay) => sql`${index * DAY_MS}::bigint + ${clockMoment(held)}`

function seenOn(need: ActivityNeed, day: NeededDay): Sql {
  const [held] = day.held
  return sql`
    FROM ${rowsOn(day, 'facts')} AS seen
    ${where([...factConditions(need, held), ...directionConditions(need.direction), ...amongSubset(need)])}`
}

const NOTHING = sql`SELECT NULL::integer AS subscriber, NULL::bigint AS clock WHERE false`

/**
 * In which periods subscribers had events, wherever they were: `subscriber`, `period` (0, 1, …), each once. Periods are
 * told apart by the same clock as for {@link activity}. An hour that it shows twice may reach over the first or the last
 * moment of all periods; those who are active then are so in the period next to it.
 *
 * People are told apart within each day first: many of a day's events are of few people, and of one period.
 */
export function activePeriods(need: PeriodsNeed, catalog: Catalog): EventsRead {
  const days = neededDays(need, catalog).map(day => ({ day, ...periodsOf(need, day) }))
  if (days.length === 0) return { sources: [], sql: NO_PERIODS }
  const ofDays = unionOf(days.map(day => dayOfPeriods(need, day)))
  const everyDayHasItsOwn = days.every(({ first }, index) => first > (days[index - 1]?.last ?? -1))
  return {
    sources: ['facts'],
    sql: everyDayHasItsOwn
      ? ofDays
      : sql`
          SELECT DISTINCT subscriber, period
          FROM (
            ${ofDays}
          ) AS days`,
  }
}

/** A day, and the first and the last of the periods that it is in. */
interface DayOfPeriods {
  readonly day: NeededDay
  readonly first: number
  readonly last: number
}

function periodsOf({ from, length, total }: PeriodsNeed, { index }: NeededDay) {
  const periodAt = (clock: number) => Math.min(Math.max(Math.floor((clock - from) / length), 0), total - 1)
  return { first: periodAt(index * DAY_MS), last: periodAt((index + 1) * DAY_MS - 1) }
}

function dayOfPeriods(need: PeriodsNeed, { day, first, last }: DayOfPeriods): Sql {
  const { from, length, total } = need
  const ofDay = seenOn(need, day)
  return first === last
    ? sql`
        SELECT subscriber, ${first} AS period
        FROM (
          SELECT DISTINCT subscriber
          ${ofDay}
        ) AS active`
    : sql`
        SELECT DISTINCT subscriber, least(greatest((${clockOn(day)} - ${from}) / ${length}, 0), ${total - 1})::integer AS period
        ${ofDay}`
}

const NO_PERIODS = sql`SELECT NULL::integer AS subscriber, NULL::integer AS period WHERE false`
