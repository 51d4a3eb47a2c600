import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import { tryOrCommit } from '../load/dry-run.ts'
import { refuseUnmigrated } from '../load/migrated.ts'
import { type Area, UnusableFeature } from './areas.ts'
import { type Remarks, refuseTwins, remarksOn, settleShapes } from './checks.ts'
import { Problems } from './problems.ts'

/** The administrative levels that results can be about; 0 is the country. */
export const LEVELS = [0, 1, 2, 3] as const
/** An administrative level. */
export type Level = (typeof LEVELS)[number]

/** What a load came to, or would come to. */
export interface BoundariesReport extends Remarks, Changes {
  readonly areas: number
}

/** How the areas of a level differ from those that were there, told apart by their ids. */
export interface Changes {
  readonly added: number
  /** Another shape, name or parent than before. */
  readonly changed: number
  readonly unchanged: number
  readonly removed: number
  /** Rows of `geography.geo_bridge` that went with the areas that were removed. */
  readonly bridgesRemoved: number
}

/**
 * Loads the areas of a level in place of those that are there: all of them, or none. An area that keeps its id keeps
 * its `gid`, and where nothing differs nothing is written, so that results stay fresh. Else the version of the
 * boundaries goes up. Readers go on with the areas that they began with.
 *
 * @param areas Read once. What it throws ends the load; an `UnusableFeature` is collected, and named with all others.
 * @param dryRun Whether to find out what would happen, and leave everything as it is.
 * @throws {FlowDbError} naming every feature that cannot be loaded, by its number.
 */
export async function loadBoundaries(
  pool: pg.Pool,
  level: Level,
  areas: AsyncIterable<Area | UnusableFeature>,
  { dryRun = false } = {},
): Promise<BoundariesReport> {
  await refuseUnmigrated(pool)
  const report = await tryOrCommit(pool, dryRun, client => replaceAreas(client, level, areas))
  await pool.query('ANALYZE geography.geoms')
  return report
}

async function replaceAreas(
  client: pg.ClientBase,
  level: Level,
  areas: AsyncIterable<Area | UnusableFeature>,
): Promise<BoundariesReport> {
  const problems = new Problems()
  const count = await stage(client, areas, problems)
  await refuseTwins(client, problems)
  const rewritten = await settleShapes(client, problems)
  problems.throwAny()
  if (count === 0) throw new FlowDbError('There are no areas to load.')
  await client.query('CREATE INDEX ON loading_areas USING gist (geom)')
  await client.query('ANALYZE loading_areas')
  // What takes long comes before the lock.
  const remarks = await remarksOn(client, level)
  return { areas: count, rewritten, ...remarks, ...(await replace(client, level)) }
}

/** Collects the areas in a temporary table. */
async function stage(
  client: pg.ClientBase,
  areas: AsyncIterable<Area | UnusableFeature>,
  problems: Problems,
): Promise<number> {
  await client.query(`
    CREATE TEMP TABLE loading_areas (number integer, id text, name text, parent text, geom geometry) ON COMMIT DROP
  `)
  let number = 0
  for await (const area of areas) {
    number += 1
    if (area instanceof UnusableFeature) problems.add(number, area.message)
    else
      await client.query(
        `INSERT INTO loading_areas
         VALUES ($1, $2, $3, $4, ST_Multi(ST_Force2D(ST_SetSRID(ST_GeomFromGeoJSON($5), 4326))))`,
        [number, area.id, area.name, area.parent, area.geometry],
      )
  }
  return number
}

/** Brings `geography.geoms` to the areas that are staged. Others who write it wait meanwhile; who reads it does not. */
async function replace(client: pg.ClientBase, level: Level): Promise<Changes> {
  await client.query('LOCK TABLE geography.geoms IN SHARE ROW EXCLUSIVE MODE')
  await client.query(
    `CREATE TEMP TABLE area_changes ON COMMIT DROP AS
     SELECT held.gid, area.*,
       CASE
         WHEN held.gid IS NULL THEN 'added'
         WHEN area.id IS NULL THEN 'removed'
         WHEN held.long_name IS NOT DISTINCT FROM area.name
           AND held.additional_metadata ->> 'parent_pcod' IS NOT DISTINCT FROM area.parent
           AND held.geom = area.geom THEN 'unchanged'
         ELSE 'changed'
       END AS change
     FROM (SELECT * FROM geography.geoms WHERE geo_kind_id = 1 AND spatial_resolution = $1) AS held
     FULL JOIN loading_areas AS area ON area.id = held.short_name`,
    [level],
  )
  const counts = await countChanges(client)
  // A statement raises the version of the boundaries even where it finds nothing to do.
  let bridgesRemoved = 0
  if (counts.removed > 0) {
    const { rowCount } = await client.query(`
      DELETE FROM geography.geo_bridge WHERE gid IN (SELECT gid FROM area_changes WHERE change = 'removed')
    `)
    bridgesRemoved = rowCount ?? 0
    await client.query(`
      DELETE FROM geography.geoms WHERE gid IN (SELECT gid FROM area_changes WHERE change = 'removed')
    `)
  }
  if (counts.changed > 0)
    await client.query(`
      UPDATE geography.geoms AS held
      SET long_name = name, geom = area.geom,
        additional_metadata = coalesce(additional_metadata, '{}') || jsonb_build_object('parent_pcod', parent)
      FROM area_changes AS area
      WHERE held.gid = area.gid AND change = 'changed'
    `)
  if (counts.added > 0)
    await client.query(
      `INSERT INTO geography.geoms (short_name, long_name, geo_kind_id, spatial_resolution, additional_metadata, geom)
       SELECT id, name, 1, $1, jsonb_build_object('parent_pcod', parent), geom
       FROM area_changes
       WHERE change = 'added'
       ORDER BY number`,
      [level],
    )
  return { ...counts, bridgesRemoved }
}

async function countChanges(client: pg.ClientBase): Promise<Omit<Changes, 'bridgesRemoved'>> {
  const { rows } = await client.query<{ change: string; count: number }>(
    'SELECT change, count(*) AS count FROM area_changes GROUP BY change',
  )
  const count = (wanted: string) => rows.find(({ change }) => change === wanted)?.count ?? 0
  return {
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    removed: count('removed'),
  }
}
