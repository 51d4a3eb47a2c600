import { configureAccess } from './access.ts'
import type { MigrateConfig } from './config.ts'
import { withDatabase } from './database.ts'
import { applyMigrations } from './migrations.ts'
import { configureLogins, type LoginResult } from './roles.ts'
import { checkServer } from './server.ts'
import { configureTimezone, type TimezoneResult } from './timezone.ts'

/** What `flowdb migrate` did. */
export interface MigrateReport {
  /** The migrations that were applied now, in order. */
  readonly applied: readonly string[]
  readonly timezone: TimezoneResult
  readonly logins: readonly LoginResult[]
}

/** Any number that nothing else locks in a FlowDB. */
const MIGRATE_LOCK = 7_305_010

/**
 * Brings a database to the schema of this version, with its time zone and logins. Harmless when it runs again,
 * and runs at the same moment wait for each other.
 *
 * @throws {FlowDbError} saying what has to be put right.
 */
export function migrate({ database, timezone, logins }: MigrateConfig): Promise<MigrateReport> {
  return withDatabase(database, 'flowdb migrate', async client => {
    await checkServer(client)
    // Ends with the connection.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK])
    const applied = await applyMigrations(client)
    await configureAccess(client)
    return {
      applied,
      timezone: await configureTimezone(client, timezone),
      logins: await configureLogins(client, logins),
    }
  })
}
