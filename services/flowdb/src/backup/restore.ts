import { availableParallelism } from 'node:os'
import { Readable } from 'node:stream'
import { type DatabaseAddress, existingPseudonyms } from '@flowkit/service'
import type pg from 'pg'
import { administratorsPool, withDatabase } from '../database.ts'
import { FlowDbError } from '../errors.ts'

import { migrate } from '../migrate.ts'
import { allMigrations, appliedMigrations } from '../migrations.ts'
import { addOptOuts } from '../opt-outs/add.ts'
import { type AppliedOptOuts, type ApplyObserver, applyOptOuts } from '../opt-outs/apply.ts'
import { listOptOuts } from '../opt-outs/list.ts'
import { createBeside, dropBeside, exchange } from './exchange.ts'
import { runProgram } from './programs.ts'

/** What is restored, and who has opted out since it was written. */
export interface Restoring {
  /** A backup: the path of a file, which several processes read at a time, or its bytes. */
  readonly backup: string | Readable
  /** Hashes of people, one a line, beside those whom the present database has on its list. */
  readonly optOuts: Readable | undefined
}

/** What somebody who waits is told. */
export interface RestoreObserver extends ApplyObserver {
  /** A part of the work begins. */
  begins(what: 'loading' | 'migrating' | 'applying opt-outs' | 'taking its place'): void
}

/** What restoring came to. */
export interface Restored {
  /** Migrations that the backup did not have yet. */
  readonly migrated: readonly string[]
  /** How many people are on the list of opt-outs now. */
  readonly optOuts: number
  readonly applied: AppliedOptOuts
  /** The name that the database has now which was there before. */
  readonly former: string
}

/**
 * Numbers that were given out after the backup was written are not given out again: of data versions and of runs, by
 * which clients know whether what they have is what there is.
 */
const NUMBERS_SKIPPED = 1_000_000

/**
 * Restores a backup beside the present database, and lets it take the place of that when it is complete and everybody
 * has been removed from it who has opted out: of the backup's list, of the present database's, and of the one given.
 * Nobody sees it before, and where something goes wrong, the present one stays.
 *
 * @throws {FlowDbError} where the backup cannot be read, or is of a newer version.
 */
export async function restore(
  database: DatabaseAddress,
  { backup, optOuts }: Restoring,
  observer: RestoreObserver,
): Promise<Restored> {
  const beside: DatabaseAddress = { ...database, database: `${database.database}_restoring` }
  const former = `${database.database}_before_${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`
  const present = await withDatabase(database, 'flowdb restore', presentOptOuts)
  await createBeside(database, beside.database)
  try {
    observer.begins('loading')
    await loadInto(beside, backup)
    await withDatabase(beside, 'flowdb restore', refuseNewer)
    observer.begins('migrating')
    const { applied: migrated } = await migrate({ database: beside, timezone: undefined, logins: [] })
    observer.begins('applying opt-outs')
    const pool = administratorsPool(beside, 'flowdb restore')
    try {
      let { total } = await addOptOuts(pool, Readable.from(present), existingPseudonyms)
      if (optOuts) total = (await addOptOuts(pool, optOuts, existingPseudonyms)).total
      const applied = await applyOptOuts(pool, observer)
      await skipNumbers(pool)
      await pool.query('ANALYZE')
      observer.begins('taking its place')
      await pool.end()
      await exchange(database, beside.database, former)
      return { migrated, optOuts: total, applied, former }
    } finally {
      if (!pool.ended) await pool.end()
    }
  } catch (error) {
    await dropBeside(database, beside.database)
    throw error
  }
}

function loadInto(database: DatabaseAddress, backup: string | Readable): Promise<void> {
  const args = ['--exit-on-error', `--dbname=${database.database}`]
  return typeof backup === 'string'
    ? runProgram('pg_restore', database, [...args, `--jobs=${availableParallelism()}`, backup])
    : runProgram('pg_restore', database, args, { input: backup })
}

/** As lines. A database that has just been made may have no list. */
async function presentOptOuts(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query("SELECT to_regclass('etl.opt_outs') AS list")
  return rows[0].list === null ? [] : (await listOptOuts(client)).map(hash => `${hash}\n`)
}

async function refuseNewer(client: pg.ClientBase): Promise<void> {
  const known = new Set(await allMigrations())
  const applied = await appliedMigrations(client)
  if (applied.length === 0) throw new FlowDbError('That is a backup of another database than FlowDB.')
  const unknown = applied.find(name => !known.has(name))
  if (unknown !== undefined)
    throw new FlowDbError(`The backup is of a newer version of FlowDB, which has ${unknown}.`)
}

async function skipNumbers(pool: pg.Pool): Promise<void> {
  for (const sequence of ['etl.data_version_seq', 'cache.run_seq', 'cache.use_seq'])
    await pool.query(`SELECT setval('${sequence}', last_value + ${NUMBERS_SKIPPED}) FROM ${sequence}`)
}
