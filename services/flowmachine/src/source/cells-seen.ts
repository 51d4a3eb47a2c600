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

/** What is told apart: the cells that had events, or the people who had them. */
export type SeenAtCells = 'cell' | 'subscriber'

/** Which events a query needs that asks which cells had any. */
export interface CellsNeed extends EventsNeed {
  /** How long the periods are that it tells apart. */
  readonly period: TotalPeriod
}

/**
 * Which cells of places had events in which periods, or who had events there: `place`, `cell` or `subscriber`, and
 * `datetime`, the local moment at which the period begins; once for each day. A cell in two places has a row for each.
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
  if (days.length === 0) return { sources: [], sql: NOTHING[seen] }
  return {
    sources: [...new Set(days.map(({ source }) => source))],
    sql: unionOf(days.map(day => day.sql)),
  }
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
export function lieWithinDays(period: TotalPeriod): boolean {
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
  if (length === undefined)
    return sql`SELECT DISTINCT place, ${SEEN[seen]}, date_trunc(${period}, ${day}) AS datetime ${located}`
  if (source === 'visits')
    return sql`
      SELECT place, ${SEEN[seen]}, ${day} + hour * interval '1 hour' AS datetime
      FROM (
        SELECT place, ${SEEN[seen]}, bit_or(hours) AS hours
        ${located}
        GROUP BY place, ${SEEN[seen]}
      ) AS seen
      JOIN generate_series(0, 23) AS hour ON hours >> hour & 1 = 1`
  return sql`
    SELECT place, ${SEEN[seen]}, ${day} + part * ${length} * interval '1 millisecond' AS datetime
    FROM (
      SELECT DISTINCT place, ${SEEN[seen]}, ${clockMoment(held)} / ${length} AS part
      ${located}
    ) AS parts`
}

const SEEN: Readonly<Record<SeenAtCells, Sql>> = { cell: sql`cell`, subscriber: sql`subscriber` }

const NOTHING: Readonly<Record<SeenAtCells, Sql>> = {
  cell: sql`SELECT NULL::integer AS place, NULL::integer AS cell, NULL::timestamp AS datetime WHERE false`,
  subscriber: sql`SELECT NULL::integer AS place, NULL::integer AS subscriber, NULL::timestamp AS datetime WHERE false`,
}
