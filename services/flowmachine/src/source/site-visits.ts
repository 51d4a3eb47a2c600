import { type Sql, sql } from '../sql.ts'
import type { Catalog } from './catalog.ts'
import type { DataItem } from './data-items.ts'
import {
  amongSubset,
  clockHour,
  type EventsNeed,
  type EventsRead,
  factConditions,
  locatedOn,
  type NeededDay,
  neededDays,
  unionOf,
} from './events.ts'
import { siteItems } from './network.ts'
import { CELLS_IN_SERVICE, inService } from './places.ts'

/**
 * Which events a query needs that scores them by their time. Whole scores are summed as integers, which takes half the
 * memory of exact fractions and less time.
 */
export interface ScoredNeed extends EventsNeed {
  /** The score of each hour of the day, from midnight on. */
  readonly hourScores: readonly number[]
  /** The score of each day of the week, from Monday on. */
  readonly dayScores: readonly number[]
}

/** What the sites of cells are made from. */
export const cellSiteItems: readonly DataItem[] = ['cells', ...siteItems]

const SITES_IN_SERVICE = inService(
  sql`
    SELECT id, version, geom_point,
      coalesce(date_of_first_service, '-infinity') AS first_day,
      coalesce(date_of_last_service, 'infinity') AS last_day
    FROM infrastructure.sites`,
  'id',
  ['id', 'version', 'geom_point'],
)

/**
 * The version of the site that each version of each cell stood on: `cell`, `place` (the number of the version of the
 * site, in the order of ids and versions), `geom_point`, and `first_day` and `last_day` on which both were in service,
 * inclusive. A cell without a site, and a site without a position, are left out.
 */
export const CELL_SITES = sql`
  SELECT cell, dense_rank() OVER (ORDER BY sites.id COLLATE "C", version)::integer AS place, sites.geom_point,
    greatest(cells.first_day, sites.first_day) AS first_day, least(cells.last_day, sites.last_day) AS last_day
  FROM (
    ${CELLS_IN_SERVICE}
  ) AS cells
  JOIN (
    ${SITES_IN_SERVICE}
  ) AS sites ON sites.id = site_id AND cells.first_day <= sites.last_day AND sites.first_day <= cells.last_day
  WHERE sites.geom_point IS NOT NULL`

/**
 * On which days subscribers had events at which sites: `subscriber`, `place`, `events`, and as `hours` and `days` the
 * sums of the scores of the events by their hour and by the day of the week; a row for each day. Sums are exact, so that
 * the order in which events are read makes no difference.
 *
 * Only facts can tell: visits know the hours of events, but not how many events each hour had.
 *
 * @param cellSites The sites of cells, as {@link CELL_SITES} tells them.
 */
export function siteVisits(need: ScoredNeed, cellSites: Sql, catalog: Catalog): EventsRead {
  const days = neededDays(need, catalog)
  return days.length === 0
    ? { sources: [], sql: NOTHING }
    : { sources: ['facts'], sql: unionOf(days.map(day => dayOfVisits(need, day, cellSites))) }
}

function dayOfVisits(need: ScoredNeed, needed: NeededDay, cellSites: Sql): Sql {
  const [held] = needed.held
  const number = [...need.hourScores, ...need.dayScores].every(Number.isInteger) ? sql`integer` : sql`numeric`
  const hourScores = sql`(ARRAY[${need.hourScores.map(score => sql`${score}`)}]::${number}[])`
  const dayScore = need.dayScores[(new Date(`${needed.day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 0
  return sql`
    SELECT subscriber, place, count(*) AS events, sum(${hourScores}[1 + ${clockHour(held)}]) AS hours,
      count(*) * (${dayScore})::${number} AS days
    ${locatedOn(needed, 'facts', cellSites, [...factConditions(need, held), ...amongSubset(need)])}
    GROUP BY subscriber, place`
}

const NOTHING = sql`
  SELECT NULL::integer AS subscriber, NULL::integer AS place, NULL::bigint AS events, NULL::numeric AS hours,
    NULL::numeric AS days
  WHERE false`
