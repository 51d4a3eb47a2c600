import { sql } from '../sql.ts'
import { tableItem } from './data-items.ts'

/**
 * The cells by the operator's ids: `gid`, `location_id`, `geom`. A cell that moves stays the same place; where it is
 * shown is where its newest version stands.
 */
export const CELLS = sql`
  SELECT row_number() OVER (ORDER BY location_id COLLATE "C") AS gid, location_id, geom
  FROM (
    SELECT DISTINCT ON (id) id AS location_id, geom_point AS geom
    FROM infrastructure.cells
    ORDER BY id, version DESC
  ) AS cells`

/**
 * The sites by the operator's ids, those among them that only cells name: `gid`, `site_id`, `geom`. A site that moves
 * stays the same place, shown where its newest version stands; one that only cells name is shown nowhere.
 */
export const SITES = sql`
  SELECT row_number() OVER (ORDER BY site_id COLLATE "C") AS gid, site_id, geom
  FROM (
    SELECT DISTINCT ON (site_id) site_id, geom
    FROM (
      SELECT id AS site_id, version, geom_point AS geom FROM infrastructure.sites
      UNION ALL
      SELECT site_id, NULL, NULL FROM infrastructure.cells WHERE site_id IS NOT NULL
    ) AS named
    ORDER BY site_id, version DESC NULLS LAST
  ) AS sites`

/** What sites are read from beside the cells: their table has no version of its own. */
export const siteItems = [tableItem('infrastructure.sites')]
