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

/**
 * Brings a database to the schema of this version, with its time zone and logins. Harmless when it runs again.
 *
 * @throws {FlowDbError} saying what has to be put right.
 */
export function migrate({ database, timezone, logins }: MigrateConfig): Promise<MigrateReport> {
  return withDatabase(database, 'flowdb migrate', async client => {
    await checkServer(client)
    const applied = await applyMigrations(client)
    return {
      applied,
      timezone: await configureTimezone(client, timezone),
      logins: await configureLogins(client, logins),
    }
  })
}
