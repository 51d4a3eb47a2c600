import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import type { ColumnNames } from '../ingest/columns.ts'
import { CsvRows } from '../ingest/csv-rows.ts'
import { Rejects } from '../ingest/rejects.ts'
import type { Source } from '../ingest/sources.ts'
import { tryOrCommit } from '../load/dry-run.ts'
import { refuseUnmigrated } from '../load/migrated.ts'
import { keyOf, list, qualified, reject, stage } from './staged.ts'
import { columnsOf, type InfrastructureTable, isPlace } from './tables.ts'
import { complete, endPredecessors, findVersions, refuseOverlaps } from './versions.ts'

/** What is to be loaded, and how it is read. */
export interface InfrastructureLoad {
  readonly table: InfrastructureTable
  /** Opens a CSV with a line of column names. */
  readonly open: () => Promise<Source>
  readonly names: ColumnNames
  /** The character between fields. */
  readonly delimiter: string
  /** Where to write which rows were rejected, and why. */
  readonly rejectsFile: string | undefined
  /** Whether to find out what would happen, and leave everything as it is. */
  readonly dryRun: boolean
  /**
   * Whether to reject rows that do not agree with others: versions in service at the same time, cells on sites that
   * do not exist. Taken as they are, the newest version in service holds.
   */
  readonly agreeing: boolean
}

/** What a load came to, or would come to. */
export interface InfrastructureReport {
  /** Sites, cells or devices that were not known. */
  readonly added: number
  /** New versions of places that were known. */
  readonly versions: number
  readonly changed: number
  readonly unchanged: number
  /** Why rows were rejected, and how many for each reason. */
  readonly rejected: ReadonlyMap<string, number>
  /** How many places of the file are in no area of the smallest level that is loaded. */
  readonly outside: number
  /** That level; null where there are no areas, or devices were loaded. */
  readonly level: number | null
}

/**
 * Adds sites, cells or devices to those that are there, and brings those that the file has to what it says; what it
 * does not name stays. Rows that cannot be used are counted and left out. Where anything of cells or devices has
 * changed, their version goes up.
 *
 * @throws {FlowDbError} where no row can be used, or the file cannot be read; everything stays as it was.
 */
export async function loadInfrastructure(
  pool: pg.Pool,
  load: InfrastructureLoad,
): Promise<InfrastructureReport> {
  await refuseUnmigrated(pool)
  const rejects = new Rejects(load.rejectsFile)
  try {
    const report = await tryOrCommit(pool, load.dryRun, client => loadRows(client, load, rejects))
    await pool.query(`ANALYZE ${qualified(load.table)}`)
    return report
  } finally {
    await rejects.close()
  }
}

async function loadRows(
  client: pg.ClientBase,
  load: InfrastructureLoad,
  rejects: Rejects,
): Promise<InfrastructureReport> {
  const { table, names, delimiter } = load
  const columns = await columnsOf(client, table)
  const { readers, required } = columns
  const source = await load.open()
  try {
    const rows = await CsvRows.open(source.stream, {
      what: table,
      readers,
      required,
      names,
      delimiter,
      rejects,
    })
    const given = rows.columns
    await stage(client, table, columns, { columns: given, chunks: rows.chunks({ numbered: true }) })
    // Who else loads waits, so that versions follow each other; who reads does not.
    await client.query(`LOCK TABLE ${qualified(table)} IN SHARE ROW EXCLUSIVE MODE`)
    await settle(client, load, columns.stored, given, rejects)
  } finally {
    source.close()
  }
  return { ...(await merge(client, table, columns.stored, rejects)), ...(await outside(client, table)) }
}

/** Completes the staged rows, and rejects those that cannot be. */
async function settle(
  client: pg.ClientBase,
  { table, agreeing }: InfrastructureLoad,
  stored: readonly string[],
  given: readonly string[],
  rejects: Rejects,
): Promise<void> {
  const refuse = (reason: string, condition: string) => reject(client, rejects, reason, condition)
  if (isPlace(table)) {
    await refuse('the position 0, 0 stands for an unknown one', 'longitude = 0 AND latitude = 0')
    if (given.includes('version')) await refuse('version is missing', 'version IS NULL')
    else await findVersions(client, table, stored, rejects)
  }
  await refuse(
    'it is in the file more than once',
    `(${list(keyOf(table))}) IN (SELECT ${list(keyOf(table))} FROM loading GROUP BY ${list(keyOf(table))} HAVING count(*) > 1)`,
  )
  await complete(client, table, stored, given)
  if (isPlace(table) && !given.includes('version')) await endPredecessors(client, stored)
  if (isPlace(table))
    await refuse(
      'date_of_last_service is before date_of_first_service',
      'date_of_last_service < date_of_first_service',
    )
  if (!agreeing) return
  if (table === 'cells')
    await refuse(
      'site_id is not the id of a site',
      'site_id IS NOT NULL AND NOT EXISTS (SELECT FROM infrastructure.sites WHERE sites.id = loading.site_id)',
    )
  if (isPlace(table)) await refuseOverlaps(client, table, rejects)
}

/** Writes what differs from what is held. */
async function merge(
  client: pg.ClientBase,
  table: InfrastructureTable,
  stored: readonly string[],
  rejects: Rejects,
): Promise<Omit<InfrastructureReport, 'outside' | 'level'>> {
  const columns = isPlace(table) ? [...stored, 'geom_point'] : stored
  const key = keyOf(table)
  const sameKey = key.map(column => `held.${column} = loading.${column}`).join(' AND ')
  const follows = isPlace(table) ? 'version > min(version) OVER (PARTITION BY id)' : 'false'
  const { rows } = await client.query<{ change: string; count: number }>(`
    WITH numbered AS (
      SELECT *, ${follows} AS follows FROM loading
    ), compared AS (
      SELECT
        CASE
          WHEN held.id IS NOT NULL AND (${list(columns, 'held')}) IS NOT DISTINCT FROM (${list(columns, 'loading')})
          THEN 'unchanged'
          WHEN held.id IS NOT NULL THEN 'changed'
          WHEN known.id IS NOT NULL OR follows THEN 'versions'
          ELSE 'added'
        END AS change
      FROM numbered AS loading
      LEFT JOIN ${qualified(table)} AS held ON ${sameKey}
      LEFT JOIN (SELECT DISTINCT id FROM ${qualified(table)}) AS known ON known.id = loading.id
    )
    SELECT change, count(*) AS count FROM compared GROUP BY change
  `)
  const count = (wanted: string) => rows.find(({ change }) => change === wanted)?.count ?? 0
  if (rows.length === 0 && rejects.count > 0)
    throw new FlowDbError(`No row can be used: ${[...rejects.reasons.keys()].slice(0, 3).join('; ')}.`)
  if (rows.length === 0) throw new FlowDbError('There are no rows to load.')

  const changes = columns.filter(column => !key.includes(column))
  // A statement raises the version even where it finds nothing to do.
  if (rows.some(({ change }) => change !== 'unchanged'))
    await client.query(`
      INSERT INTO ${qualified(table)} AS held (${list(columns)})
      SELECT ${list(columns)} FROM loading
      ON CONFLICT (${list(key)}) DO UPDATE SET (${list(changes)}) = (SELECT ${list(changes, 'excluded')})
      WHERE (${list(changes, 'held')}) IS DISTINCT FROM (${list(changes, 'excluded')})
    `)
  return {
    added: count('added'),
    versions: count('versions'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    rejected: rejects.reasons,
  }
}

/** How many staged places are in no area of the smallest level. */
async function outside(
  client: pg.ClientBase,
  table: InfrastructureTable,
): Promise<Pick<InfrastructureReport, 'outside' | 'level'>> {
  if (!isPlace(table)) return { outside: 0, level: null }
  const { rows } = await client.query<{ level: number | null; outside: number }>(`
    WITH smallest AS (SELECT max(spatial_resolution) AS level FROM geography.geoms WHERE geo_kind_id = 1)
    SELECT level, (
      SELECT count(*)
      FROM loading
      WHERE NOT EXISTS (
        SELECT FROM geography.geoms
        WHERE geo_kind_id = 1 AND spatial_resolution = level AND ST_Within(geom_point, geom)
      )
    ) AS outside
    FROM smallest
  `)
  const { level = null, outside = 0 } = rows[0] ?? {}
  return { level, outside: level === null ? 0 : outside }
}
