import { addDays } from '@flowkit/contract'
import { FIRST_DAY } from '../country.ts'
import type { Question } from '../queries.ts'

/** A question as DuckDB is asked it: over single events, with cells looked up in the same way as ours. */
export interface DuckDbQuery {
  readonly sql: string
  /** Whether its rows are to be those that ours releases. */
  readonly exact: boolean
}

/** Ours, and so DuckDB, takes the first place of those that are tied: rank and place are packed into one number. */
const LAST_PLACE = 2 ** 31 - 1
const firstOfGreatest = (rank: string) =>
  `${LAST_PLACE} - (max(((${rank})::BIGINT << 32) | (${LAST_PLACE} - place)) & ${LAST_PLACE}) AS place`

const WEEK_END = addDays(FIRST_DAY, 7)
const SECOND_END = addDays(FIRST_DAY, 14)

const located = (from: string, to: string, cells = 'cell_districts') => `
  SELECT subscriber, day, moment, place
  FROM events JOIN ${cells} AS cells ON cells.cell = events.cell AND day BETWEEN first_day AND last_day
  WHERE day >= DATE '${from}' AND day < DATE '${to}'`

const counted = (places: string) => `
  SELECT pcod, value
  FROM (SELECT place, count(*) AS value FROM (${places}) GROUP BY place HAVING count(*) >= 16)
  JOIN districts USING (place)`

const last = (from: string, to: string) => `
  SELECT subscriber, day, ${firstOfGreatest('moment')} FROM (${located(from, to)}) GROUP BY subscriber, day`

const mostCommon = (from: string, to: string) => `
  SELECT subscriber, ${firstOfGreatest('events')}
  FROM (SELECT subscriber, place, count(*) AS events FROM (${located(from, to)}) GROUP BY subscriber, place)
  GROUP BY subscriber`

const modal = (from: string, to: string) => `
  SELECT subscriber, ${firstOfGreatest(`(days << 16) | latest`)}
  FROM (
    SELECT subscriber, place, count(*) AS days, max(day - DATE '${from}') AS latest
    FROM (${last(from, to)})
    GROUP BY subscriber, place
  )
  GROUP BY subscriber`

/** Every question that is asked plainly and from nothing. Distances are on a sphere of 6371 km. */
export const DUCKDB_QUERIES: Partial<Record<Question, DuckDbQuery>> = {
  'last location of a day': { exact: true, sql: counted(last(FIRST_DAY, addDays(FIRST_DAY, 1))) },
  'most common location of a day': {
    exact: true,
    sql: counted(mostCommon(FIRST_DAY, addDays(FIRST_DAY, 1))),
  },
  'modal location of 7 days': { exact: true, sql: counted(modal(FIRST_DAY, WEEK_END)) },
  'flows between two weeks': {
    exact: true,
    sql: `
      SELECT origins.pcod AS pcod_from, destinations.pcod AS pcod_to, value
      FROM (
        SELECT earlier.place AS origin, later.place AS destination, count(*) AS value
        FROM (${modal(FIRST_DAY, WEEK_END)}) AS earlier
        JOIN (${modal(WEEK_END, SECOND_END)}) AS later USING (subscriber)
        GROUP BY origin, destination
        HAVING count(*) >= 16
      )
      JOIN districts AS origins ON origins.place = origin
      JOIN districts AS destinations ON destinations.place = destination`,
  },
  'events by district and hour, 7 days': {
    exact: true,
    sql: `
      SELECT pcod, strftime(day, '%Y-%m-%d') AS date, hour, value
      FROM (
        SELECT place, day, moment // 3600000 AS hour, count(*) AS value
        FROM (${located(FIRST_DAY, WEEK_END)})
        GROUP BY place, day, hour
        HAVING count(DISTINCT subscriber) >= 16
      )
      JOIN districts USING (place)`,
  },
  'unique subscribers of 7 days': {
    exact: true,
    sql: `
      SELECT pcod, value
      FROM (
        SELECT place, count(DISTINCT subscriber) AS value
        FROM (${located(FIRST_DAY, WEEK_END)})
        GROUP BY place
        HAVING value >= 16
      )
      JOIN districts USING (place)`,
  },
  'radius of gyration of 7 days': {
    exact: false,
    sql: `
      WITH visited AS (
        SELECT subscriber, lon, lat, count(*) AS events
        FROM (${located(FIRST_DAY, WEEK_END, 'cell_positions')}) JOIN positions USING (place)
        GROUP BY subscriber, lon, lat
      ), centres AS (
        SELECT subscriber, sum(lon * events) / sum(events) AS mean_lon, sum(lat * events) / sum(events) AS mean_lat
        FROM visited GROUP BY subscriber
      ), radii AS (
        SELECT subscriber, sqrt(sum(events * pow(2 * 6371 * asin(sqrt(
          pow(sin(radians(lat - mean_lat) / 2), 2)
            + cos(radians(lat)) * cos(radians(mean_lat)) * pow(sin(radians(lon - mean_lon) / 2), 2)
        )), 2)) / sum(events)) AS radius
        FROM visited JOIN centres USING (subscriber)
        GROUP BY subscriber
      )
      SELECT floor(radius) AS kilometres, count(*) AS value FROM radii GROUP BY kilometres`,
  },
}
