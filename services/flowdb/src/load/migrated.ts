import type pg from 'pg'
import { FlowDbError } from '../errors.ts'

/** @throws {FlowDbError} where the database has no schema yet, or one of before there were commands that load. */
export async function refuseUnmigrated(database: pg.ClientBase | pg.Pool): Promise<void> {
  const { rows } = await database.query<{ migrated: boolean }>(
    "SELECT to_regclass('flowkit.synthetic_run') IS NOT NULL AS migrated",
  )
  if (!rows[0]?.migrated) throw new FlowDbError('The database is not ready: run `flowdb migrate` first.')
}
