import { daysBetween } from '@flowkit/contract'
import { join, type Sql, sql, table } from '../sql.ts'
import type { Catalog, SealedDay } from './catalog.ts'
import {
  type EventsNeed,
  type EventsRead,
  factConditions,
  isWholeDay,
  located,
  type SourceName,
  visitConditions,
} from './events.ts'

/**
 * What a query wants to know of subscribers at places, beside that they were there: `latest`, the column `at`, which
 * orders the moments of the period; `events`, a column with their number.
 */
export type Wanted = 'nothing more' | 'latest' | 'events'

/**
 * Who was where: `subscriber`, `place` and what is wanted more, possibly in several rows. A cell is looked up in the
 * versions that were in service on the day; a cell in two places has a row for each.
 *
 * @param cellPlaces The places of cells: `cell`, `place`, `first_day`, `last_day`.
 */
export function presence(need: EventsNeed, wanted: Wanted, cellPlaces: Sql, catalog: Catalog): EventsRead {
  const days = daysBetween(need.start, need.end)
  const parts = need.eventTypes.flatMap(type =>
    days.flatMap((day, index) => {
      const held = catalog.find(type, day)
      return held ? [dayOfPresence(need, wanted, held, index)] : []
    }),
  )
  const more = { 'nothing more': sql``, latest: sql`, seen.at`, events: sql`, seen.events` }[wanted]
  return {
    sources: [...new Set(parts.map(part => part.source))],
    sql: sql`
      SELECT seen.subscriber, places.place${more}
      FROM (
        ${
          parts.length > 0
            ? join(
                parts.map(part => part.sql),
                '\nUNION ALL\n',
              )
            : NOBODY
        }
      ) AS seen
      JOIN ${cellPlaces} AS places
        ON places.cell = seen.cell AND seen.day BETWEEN places.first_day AND places.last_day`,
  }
}

/** More milliseconds than the longest day has. */
const DAY_SHIFT = 27

function dayOfPresence(need: EventsNeed, wanted: Wanted, held: SealedDay, index: number) {
  const { day } = held
  // The sums of a day know in which hours a subscriber was at a cell, but not when last or how often in these.
  const summed = isWholeDay(need, day) && (need.hours === null || wanted === 'nothing more')
  const conditions = summed ? visitConditions(need) : factConditions(need, held)
  const at = summed ? sql`last` : sql`moment`
  const more = {
    'nothing more': sql``,
    latest: sql`, (${index}::bigint << ${DAY_SHIFT}) + ${at} AS at`,
    events: summed ? sql`, events` : sql`, 1 AS events`,
  }[wanted]
  const source: SourceName = summed ? 'visits' : 'facts'
  return {
    source,
    sql: sql`
      SELECT subscriber, cell, ${day}::date AS day${more}
      FROM ${table(summed ? held.visits_table : held.facts_table)}
      WHERE ${located(need, conditions)}`,
  }
}

const NOBODY = sql`
  SELECT NULL::integer AS subscriber, NULL::integer AS cell, NULL::date AS day, NULL::bigint AS at, NULL::integer AS events
  WHERE false`
