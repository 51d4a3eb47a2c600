import pg from 'pg'
import type { Rejects } from '../ingest/rejects.ts'
import { list, qualified, reject } from './staged.ts'
import { type InfrastructureTable, isPlace } from './tables.ts'

/** Who is found nearer, in metres, to where they stood has not moved: positions are surveyed and rounded. */
const SAME_PLACE = 1

/** Whether a staged row is the version after the newest that is held. */
const FOLLOWS = 'newest.id = loading.id AND newest.version < loading.version'

/**
 * Finds which version of a place each staged row is, where the file does not say.
 *
 * A place that is not known is version 0. One that stands where its newest version stands is that version. One that
 * has moved, or is in service again after it had ended, is the next version, from its first day of service on.
 */
export async function findVersions(
  client: pg.ClientBase,
  table: InfrastructureTable,
  stored: readonly string[],
  rejects: Rejects,
): Promise<void> {
  await reject(
    client,
    rejects,
    'the id is in the file more than once: its versions must be told apart by a column version',
    'id IN (SELECT id FROM loading GROUP BY id HAVING count(*) > 1)',
  )
  await client.query(`
    CREATE TEMP TABLE newest ON COMMIT DROP AS
    SELECT DISTINCT ON (id) ${list(stored)}, geom_point
    FROM ${qualified(table)}
    WHERE id IN (SELECT id FROM loading)
    ORDER BY id, version DESC
  `)
  await client.query(
    `UPDATE loading
     SET version = CASE
       WHEN ST_DistanceSphere(newest.geom_point, loading.geom_point) >= $1
         OR newest.date_of_last_service < loading.date_of_first_service
       THEN newest.version + 1
       ELSE newest.version
     END
     FROM newest
     WHERE newest.id = loading.id`,
    [SAME_PLACE],
  )
  await client.query('UPDATE loading SET version = 0 WHERE version IS NULL')
  await reject(
    client,
    rejects,
    'it has moved: date_of_first_service must say since when, and be after that of the version before',
    `EXISTS (
       SELECT FROM newest
       WHERE ${FOLLOWS}
         AND coalesce(loading.date_of_first_service, '-infinity')
           <= coalesce(newest.date_of_first_service, '-infinity')
     )`,
  )
}

/**
 * Completes staged rows by what is held of them: a file need not have all columns. A new version of a place takes
 * everything but its dates from the one before it.
 *
 * @param given The columns that the file has.
 */
export async function complete(
  client: pg.ClientBase,
  table: InfrastructureTable,
  stored: readonly string[],
  given: readonly string[],
): Promise<void> {
  const missing = stored.filter(column => column !== 'version' && !given.includes(column))
  if (missing.length === 0) return
  const values = missing.map(column => {
    const name = pg.escapeIdentifier(column)
    const held = `held.${name}`
    const value = column.startsWith('date_of_')
      ? `CASE WHEN held.version = loading.version THEN ${held} END`
      : held
    return `${name} = ${value}`
  })
  const known = isPlace(table)
    ? `SELECT DISTINCT ON (staged.id, staged.version) staged.version AS staged_version, held.*
       FROM loading AS staged
       JOIN ${qualified(table)} AS held ON held.id = staged.id AND held.version <= staged.version
       ORDER BY staged.id, staged.version, held.version DESC`
    : `SELECT * FROM ${qualified(table)}`
  await client.query(`
    UPDATE loading
    SET ${values.join(', ')}
    FROM (${known}) AS held
    WHERE held.id = loading.id ${isPlace(table) ? 'AND held.staged_version = loading.version' : ''}
  `)
}

/**
 * Ends the version before one that `findVersions` has begun, where it has no end, on the day before: it becomes a
 * staged row of its own.
 */
export async function endPredecessors(client: pg.ClientBase, stored: readonly string[]): Promise<void> {
  const others = stored.filter(column => column !== 'date_of_last_service')
  await client.query(`
    INSERT INTO loading (line, longitude, latitude, ${list(others)}, date_of_last_service)
    SELECT line, ST_X(newest.geom_point), ST_Y(newest.geom_point), ${list(others, 'newest')},
      loading.date_of_first_service - 1
    FROM newest
    JOIN loading ON ${FOLLOWS}
    WHERE newest.date_of_last_service IS NULL
  `)
}

/** Rejects places whose versions would be in service at the same time: an event there would have two places. */
export async function refuseOverlaps(
  client: pg.ClientBase,
  table: InfrastructureTable,
  rejects: Rejects,
): Promise<void> {
  await reject(
    client,
    rejects,
    'its dates of service overlap those of another version',
    `id IN (
       WITH versions AS (
         SELECT id, version, daterange(date_of_first_service, date_of_last_service, '[]') AS service, true AS staged
         FROM loading
         UNION ALL
         SELECT id, version, daterange(date_of_first_service, date_of_last_service, '[]'), false
         FROM ${qualified(table)} AS held
         WHERE NOT EXISTS (SELECT FROM loading WHERE loading.id = held.id AND loading.version = held.version)
       )
       SELECT one.id
       FROM versions AS one
       JOIN versions AS other ON other.id = one.id AND other.version <> one.version AND other.service && one.service
       WHERE one.staged
     )`,
  )
}
