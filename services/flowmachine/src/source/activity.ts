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
  const [held] = day.held
  return sql`
    SELECT subscriber, ${day.index * DAY_MS}::bigint + ${clockMoment(held)} AS clock
    FROM ${rowsOn(day, 'facts')} AS seen
    ${where([...factConditions(need, held), ...directionConditions(need.direction), ...amongSubset(need)])}`
}

const NOTHING = sql`SELECT NULL::integer AS subscriber, NULL::bigint AS clock WHERE false`
