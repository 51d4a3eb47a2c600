import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MigrationBuilder, runner } from 'node-pg-migrate'
import type pg from 'pg'
import { FlowDbError, reasonOf } from './errors.ts'

/** The folder of migrations: `NNNN_name.sql`, applied in order, each of them harmless when it runs again. */
export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))

/** Where the database remembers what was applied. */
const RECORD = { migrationsSchema: 'flowkit', migrationsTable: 'migrations' }

/**
 * Applies the migrations that the database does not have yet, all of them or, when one fails, none. Runs at the
 * same moment wait for each other.
 *
 * @param client A connection of the superuser, outside a transaction.
 * @returns the names of those that were applied.
 * @throws {FlowDbError} naming the migration that failed, and why.
 */
export async function applyMigrations(client: pg.ClientBase): Promise<string[]> {
  let running: string | undefined
  try {
    const applied = await runner({
      ...RECORD,
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      createMigrationsSchema: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: SILENT,
      migrationLoaderStrategies: [
        {
          extensions: ['.sql'],
          loader: wholeFiles(name => {
            running = name
          }),
        },
      ],
    })
    return applied.map(({ name }) => name)
  } catch (error) {
    const reason = reasonOf(error)
    throw new FlowDbError(running === undefined ? reason : `Migration ${running} failed: ${reason}`, {
      cause: error,
    })
  }
}

/**
 * Takes files as they are; the runner's own loader gives a meaning to some comments.
 *
 * @param starting Told the name of each migration that is about to run.
 */
function wholeFiles(starting: (name: string) => void) {
  const load = async (file: string) => {
    const statements = await readFile(file, 'utf8')
    const up = (migration: MigrationBuilder) => {
      starting(nameOf(file))
      migration.sql(statements)
    }
    return { id: file, filePaths: [file], actions: { up, down: false as const } }
  }
  return (files: string[]) => Promise.all(files.map(load))
}

/** The names of all migrations, in order. */
export async function allMigrations(): Promise<string[]> {
  const files = await readdir(MIGRATIONS)
  return files
    .filter(file => file.endsWith('.sql'))
    .map(nameOf)
    .toSorted()
}

/** The names of the migrations that the database does not have yet, in order. */
export async function pendingMigrations(client: pg.ClientBase): Promise<string[]> {
  const applied = new Set(await appliedMigrations(client))
  return (await allMigrations()).filter(name => !applied.has(name))
}

/** The names of the migrations that the database has, also of those that this version does not know. */
export async function appliedMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('flowkit.migrations') IS NOT NULL AS exists",
  )
  if (!tables[0]?.exists) return []
  const { rows } = await client.query<{ name: string }>('SELECT name FROM flowkit.migrations')
  return rows.map(({ name }) => name)
}

function nameOf(file: string): string {
  return basename(file, '.sql')
}

/** The runner prints whole files when one of them fails; what matters is in the error. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }
