import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { querySource } from '../ingest/sources.ts'
import { copyCsvInto } from '../load/copy.ts'
import { hasRows } from './tables.ts'

/** What came of the table that assigns cells to areas. */
export interface BridgeReport {
  readonly loaded: number
  /** Rows whose cell or area is not here: areas of grids, and places that are no cells. */
  readonly leftOut: number
}

/**
 * Imports `geography.geo_bridge` of another FlowDB, for the cells and administrative areas that are here; of those it
 * replaces what is there.
 *
 * FlowKit's rows name a row of `interactions.locations`, which names a cell; ours name the cell.
 *
 * @returns undefined where the source has none.
 */
export async function importBridge(source: pg.ClientBase, pool: pg.Pool): Promise<BridgeReport | undefined> {
  if (!(await hasRows(source, 'geography.geo_bridge'))) return undefined
  const { rows } = await source.query("SELECT WHERE to_regclass('interactions.locations') IS NOT NULL")
  const locations =
    rows.length > 0
      ? 'interactions.locations AS location USING (location_id) LEFT JOIN infrastructure.cells AS cell USING (cell_id)'
      : 'infrastructure.cells AS cell ON cell.cell_id = location_id'
  return transaction(pool, async client => {
    await client.query(`
      CREATE TEMP TABLE loading_bridge (
        cell text, version integer, area text, level integer, valid_from date, valid_to date, weight float8, method text
      ) ON COMMIT DROP
    `)
    const { stream } = querySource(
      source,
      `SELECT cell.id, cell.version, area.short_name, area.spatial_resolution, bridge.valid_from, bridge.valid_to,
         bridge.weight, method.name
       FROM geography.geo_bridge AS bridge
       LEFT JOIN ${locations}
       LEFT JOIN geography.geo_kinds AS kind ON kind.name = 'admin_unit'
       LEFT JOIN geography.geoms AS area ON area.gid = bridge.gid AND area.geo_kind_id = kind.geo_kind_id
       JOIN geography.linkage_methods AS method USING (linkage_method_id)`,
    )
    const total = await copyCsvInto(client, 'loading_bridge', stream)
    await client.query(`
      INSERT INTO geography.linkage_methods (name) SELECT DISTINCT method FROM loading_bridge ON CONFLICT DO NOTHING
    `)
    const { rowCount } = await client.query(`
      INSERT INTO geography.geo_bridge (location_id, gid, valid_from, valid_to, weight, linkage_method_id)
      SELECT cell_id, gid, valid_from, valid_to, weight, linkage_method_id
      FROM loading_bridge
      JOIN infrastructure.cells ON cells.id = cell AND cells.version = loading_bridge.version
      JOIN geography.geoms ON geo_kind_id = 1 AND spatial_resolution = level AND short_name = area
      JOIN geography.linkage_methods AS method ON method.name = loading_bridge.method
      ON CONFLICT (location_id, gid, linkage_method_id) DO UPDATE
      SET valid_from = excluded.valid_from, valid_to = excluded.valid_to, weight = excluded.weight
    `)
    const loaded = rowCount ?? 0
    return { loaded, leftOut: total - loaded }
  })
}
