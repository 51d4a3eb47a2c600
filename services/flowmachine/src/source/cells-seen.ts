import type { TotalPeriod } from '@flowkit/contract'
import { type Sql, sql } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import {
  amongSubset,
  type Choice,
  clockTime,
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

/** Which events a query needs that asks which cells had any. */
export interface CellsNeed extends EventsNeed {
  /** How long the periods are that it tells apart. */
  readonly period: TotalPeriod
}

/**
 * Whose events the cells of places had in which periods: `place`, `cell`, `subscriber`, `datetime`, the local moment at
 * which the period begins; possibly several times. A cell in two places has a row for each.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 * @param choose One of the sources that answer exactly.
 */
export function cellsSeen(
  need: CellsNeed,
  cellPlaces: Sql,
  catalog: Catalog,
  choose: Choice<DaySource> = fastest,
): EventsRead {
  const days = neededDays(need, catalog).map(day => {
    const source = choose(cellSources(need, day))
    return { source, sql: dayOfCells(need, day, source, cellPlaces) }
  })
  if (days.length === 0) return { sources: [], sql: NOTHING }
  return {
    sources: [...new Set(days.map(({ source }) => source))],
    sql: unionOf(days.map(day => day.sql)),
  }
}

/** The periods that are parts of a day; all others begin with one. */
const PARTS_OF_DAYS: readonly TotalPeriod[] = ['second', 'minute', 'hour']

/** What a day may be read from, the fastest first. */
function cellSources(need: CellsNeed, { day }: NeededDay): Sources<DaySource> {
  return isWholeDay(need, day) && !PARTS_OF_DAYS.includes(need.period) ? ['visits', 'facts'] : ['facts']
}

function dayOfCells(need: CellsNeed, needed: NeededDay, source: DaySource, cellPlaces: Sql): Sql {
  const { period } = need
  const moment = PARTS_OF_DAYS.includes(period) ? clockTime(needed.day) : sql`${needed.day}`
  const conditions = source === 'visits' ? visitConditions(need) : factConditions(need, needed.held[0])
  return sql`
    SELECT place, cell, subscriber, date_trunc(${period}, ${moment}::timestamp) AS datetime
    ${locatedOn(needed, source, cellPlaces, [...conditions, ...amongSubset(need)])}`
}

const NOTHING = sql`
  SELECT NULL::integer AS place, NULL::integer AS cell, NULL::integer AS subscriber, NULL::timestamp AS datetime
  WHERE false`
