import type { TotalPeriod } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import {
  amongSubset,
  type Choice,
  clockMoment,
  type DaySource,
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
  visitConditions,
} from './events.ts'
import { seenByHour } from './seen-by-hour.ts'

/** What is told apart: the cells that had events, or the people who had them. */
export type SeenAtCells = 'cell' | 'subscriber'

/** Which events a query needs that asks which cells had any. */
export interface CellsNeed extends EventsNeed {
  /** How long the periods are that it tells apart. */
  readonly period: TotalPeriod
}

/**
 * How many cells of places had events in which periods, or how many people had events there: `place`, `datetime`, the local
 * moment at which the period begins, and `number`. A cell in two places counts in each.
 *
 * Periods that are no longer than a day are counted day by day, which is done in parallel.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 * @param choose One of the sources that answer exactly.
 */
export function cellsSeen(
  need: CellsNeed,
  seen: SeenAtCells,
  cellPlaces: Sql,
  catalog: Catalog,
  choose: Choice<DaySource> = fastest,
): EventsRead {
  const days = neededDays(need, catalog).map(day => {
    const source = choose(cellSources(need, day))
    return { source, sql: dayOfCells(need, seen, day, source, cellPlaces) }
  })
  if (days.length === 0) return { sources: [], sql: NOTHING }
  const ofDays = unionOf(days.map(day => day.sql))
  return {
    sources: [...new Set(days.map(({ source }) => source))],
    sql: lieWithinDays(need.period) ? ofDays : counted(sql`SELECT DISTINCT * FROM (${ofDays}) AS days`),
  }
}

function counted(different: Sql): Sql {
  return sql`
    SELECT place, datetime, count(*) AS number
    FROM (
      ${different}
    ) AS different
    GROUP BY place, datetime`
}

/** The milliseconds of the periods that are parts of a day; all others begin with one. */
const PARTS_OF_DAYS: ReadonlyMap<TotalPeriod, number> = new Map([
  ['second', 1_000],
  ['minute', 60_000],
  ['hour', 3_600_000],
])

/** What a day may be read from, the fastest first. Of the hours of a whole day visits know in which somebody was seen. */
function cellSources(need: CellsNeed, { day }: NeededDay): Sources<DaySource> {
  const inVisits = !PARTS_OF_DAYS.has(need.period) || (need.period === 'hour' && need.hours === null)
  return isWholeDay(need, day) && inVisits ? ['visits', 'facts'] : ['facts']
}

/** Whether no period is longer than a day, so that what is seen in one is seen on one day. */
function lieWithinDays(period: TotalPeriod): boolean {
  return period === 'day' || PARTS_OF_DAYS.has(period)
}

function dayOfCells(
  need: CellsNeed,
  seen: SeenAtCells,
  needed: NeededDay,
  source: DaySource,
  cellPlaces: Sql,
): Sql {
  const { period } = need
  const [held] = needed.held
  const conditions = source === 'visits' ? visitConditions(need) : factConditions(need, held)
  const located = locatedOn(needed, source, cellPlaces, [...conditions, ...amongSubset(need)])
  const day = sql`${needed.day}::timestamp`
  const length = PARTS_OF_DAYS.get(period)
  if (length === undefined) {
    const different = sql`SELECT DISTINCT place, ${SEEN[seen]}, date_trunc(${period}, ${day}) AS datetime ${located}`
    return lieWithinDays(period) ? counted(different) : different
  }
  if (source === 'visits') return hoursOfDay(day, seen, located)
  return counted(sql`
    SELECT place, ${day} + part * ${length} * interval '1 millisecond' AS datetime
    FROM (
      SELECT DISTINCT place, ${SEEN[seen]}, ${clockMoment(held)} / ${length} AS part
      ${located}
    ) AS parts`)
}

function hoursOfDay(day: Sql, seen: SeenAtCells, located: Sql): Sql {
  return sql`
    SELECT place, ${day} + hour * interval '1 hour' AS datetime, number
    FROM (
      ${seenByHour(sql`
        SELECT place, ${SEEN[seen]}, bit_or(hours) AS hours
        ${located}
        GROUP BY place, ${SEEN[seen]}`)}
    ) AS by_hour`
}

const SEEN: Readonly<Record<SeenAtCells, Sql>> = { cell: sql`cell`, subscriber: sql`subscriber` }

const NOTHING = sql`SELECT NULL::integer AS place, NULL::timestamp AS datetime, NULL::bigint AS number WHERE false`
