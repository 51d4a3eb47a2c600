import type pg from 'pg'
import { FlowDbError } from './errors.ts'

/** Major versions as PostgreSQL counts them: 150000 is 15.0. */
const OLDEST_POSTGRES = 150_000
const OLDEST_POSTGIS = [3, 3] as const

/**
 * Refuses a server that FlowDB cannot run on, before anything is changed.
 *
 * @throws {FlowDbError} saying what is missing.
 */
export async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{
    number: number
    version: string
    superuser: boolean
    postgis: string | null
  }>(`
    SELECT
      current_setting('server_version_num')::integer AS number,
      current_setting('server_version') AS version,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
      (SELECT default_version FROM pg_available_extensions WHERE name = 'postgis') AS postgis
  `)
  const server = rows[0]
  if (!server) throw new FlowDbError('The server did not say which version it is')
  if (server.number < OLDEST_POSTGRES)
    throw new FlowDbError(`FlowDB needs PostgreSQL 15 or newer, and this is ${server.version}`)
  if (!server.superuser) throw new FlowDbError('POSTGRES_USER must be a superuser of the database server')
  if (server.postgis === null || isOlder(server.postgis))
    throw new FlowDbError(
      `FlowDB needs PostGIS ${OLDEST_POSTGIS.join('.')} or newer on the database server, and it has ` +
        `${server.postgis ?? 'none'}: install the package postgresql-${Math.floor(server.number / 10_000)}-postgis-3`,
    )
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < OLDEST_POSTGIS[0] || (major === OLDEST_POSTGIS[0] && minor < OLDEST_POSTGIS[1])
}
