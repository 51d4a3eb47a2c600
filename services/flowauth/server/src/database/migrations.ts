import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import type pg from 'pg'

/** The folder of migrations: `NNNN_name.sql`, forward only, applied in order. */
export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))

/**
 * Applies the migrations that the database does not have yet, all of them or, when one fails, none. Runs at the same
 * moment wait for each other.
 *
 * @param client A connection of the database's owner, outside a transaction.
 * @returns the names of those that were applied.
 */
export async function applyMigrations(client: pg.ClientBase): Promise<string[]> {
  const applied = await runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsTable: 'migrations',
    singleTransaction: true,
    advisoryLockMode: 'wait',
    logger: SILENT,
  })
  return applied.map(({ name }) => name)
}

/** The runner prints whole files when one of them fails; what matters is in the error. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }
