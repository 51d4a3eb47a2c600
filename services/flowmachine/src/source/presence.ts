import { type Sql, sql } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import {
  amongSubset,
  type Choice,
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

/**
 * What a query wants to know of subscribers at places, beside that they were there: `latest`, the column `at`, which
 * orders the moments of the period; `moments`, the same in a row for each event; `events`, a column with their number;
 * `days`, that number and the column `day`, which tells the days of the period apart.
 */
export type Wanted = 'nothing more' | 'latest' | 'moments' | 'events' | 'days'

/**
 * Who was where: `subscriber`, `place` and what is wanted more, possibly in several rows. A cell is looked up in the
 * versions that were in service on the day; a cell in two places has a row for each.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 * @param choose One of the sources that answer exactly.
 */
export function presence(
  need: EventsNeed,
  wanted: Wanted,
  cellPlaces: Sql,
  catalog: Catalog,
  choose: Choice<DaySource> = fastest,
): EventsRead {
  const days = neededDays(need, catalog).map(day => {
    const source = choose(presenceSources(need, wanted, day))
    return { source, sql: dayOfPresence(need, wanted, day, source, cellPlaces) }
  })
  return {
    sources: [...new Set(days.map(({ source }) => source))],
    sql: days.length > 0 ? unionOf(days.map(day => day.sql)) : NOBODY,
  }
}

/**
 * What a day may be read from, the fastest first. Its visits know in which hours a subscriber was at a cell, but not
 * when last or how often in these; and they know nothing of parts of hours, nor of moments before the last one.
 */
function presenceSources(need: EventsNeed, wanted: Wanted, { day }: NeededDay): Sources<DaySource> {
  if (wanted === 'moments') return ['facts']
  return isWholeDay(need, day) && (need.hours === null || wanted === 'nothing more')
    ? ['visits', 'facts']
    : ['facts']
}

/** More milliseconds than the longest day has. */
const DAY_MS = 2 ** 27

function dayOfPresence(
  need: EventsNeed,
  wanted: Wanted,
  needed: NeededDay,
  source: DaySource,
  cellPlaces: Sql,
): Sql {
  const summed = source === 'visits'
  const at = sql`, ${needed.index * DAY_MS}::bigint + ${summed ? sql`last` : sql`moment`} AS at`
  const events = summed ? sql`, events` : sql`, 1 AS events`
  const more = {
    'nothing more': sql``,
    latest: at,
    moments: at,
    events,
    days: sql`, ${needed.index} AS day${events}`,
  }[wanted]
  const conditions = summed ? visitConditions(need) : factConditions(need, needed.held[0])
  return sql`
    SELECT subscriber, place${more}
    ${locatedOn(needed, source, cellPlaces, [...conditions, ...amongSubset(need)])}`
}

const NOBODY = sql`
  SELECT NULL::integer AS subscriber, NULL::integer AS place, NULL::bigint AS at, NULL::integer AS day,
    NULL::integer AS events
  WHERE false`
