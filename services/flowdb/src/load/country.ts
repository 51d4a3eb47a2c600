import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { FlowDbError } from '../errors.ts'
import { GENERATOR_VERSION, type Parameters } from '../synthetic/parameters.ts'
import { referenceTables } from '../synthetic/tables/reference.ts'
import { makeWorld, type World } from '../synthetic/world.ts'
import { copyInto } from './copy.ts'
import { inParallel } from './in-parallel.ts'
import { loadedParts, type Part, PartLoader, partKey, partsOf } from './parts.ts'
import { Stopwatch } from './stopwatch.ts'
import { beginRun, finishRun, type RunParameters, readRun } from './synthetic-run.ts'
import { tidyAll } from './tidy.ts'

/** What somebody who waits is told. */
export interface LoadObserver {
  /** The loading of days begins; `done` parts more were loaded by an earlier run. */
  begun(missing: readonly Part[], done: number): void
  loaded(part: Part, rows: number): void
}

/** What a run came to. Rows are those of event tables, and two for each mobile-money transaction. */
export interface LoadReport {
  /** Rows that the country has, those of earlier runs included. */
  readonly rows: number
  /** Rows that this run has loaded; 0 where the country was there already. */
  readonly loadedRows: number
  /** Seconds spent on making the country and its rows. */
  readonly generatingSeconds: number
  /** Seconds from the beginning to the end of the run, the making included. */
  readonly totalSeconds: number
}

/** Any number that nothing else locks in a FlowDB. */
const RUN_LOCK = 7_305_020

/**
 * Makes a synthetic country and loads it into an empty, migrated FlowDB. A run that was cut short is continued,
 * and one that was finished is left alone.
 *
 * @param connections How many parts are loaded at once. The pool needs one connection more.
 * @throws {FlowDbError} where the database holds anything else, or another run is loading it at this moment.
 */
export async function loadCountry(
  pool: pg.Pool,
  parameters: Parameters,
  connections: number,
  observer: LoadObserver,
): Promise<LoadReport> {
  const guard = await pool.connect()
  // It idles while days are loaded. Should it break then, its next statement, which completes the run, fails.
  guard.on('error', () => {})
  try {
    const { rows } = await guard.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
      RUN_LOCK,
    ])
    if (!rows[0]?.free) throw new FlowDbError('Another `flowdb synthesize` is loading this database.')

    const run = { ...parameters, generator: GENERATOR_VERSION }
    const before = await readRun(guard, run)
    if (before.state === 'finished')
      return { rows: before.events, loadedRows: 0, generatingSeconds: 0, totalSeconds: 0 }

    const start = performance.now()
    const generating = new Stopwatch()
    const world = generating.time(() => makeWorld(parameters))
    if (before.state === 'absent') await loadReference(pool, world, run)
    // What was cut short may have sealed days that the partitioned tables do not show yet.
    else await tidyAll(pool, () => {})
    const { earlier, loadedRows } = await loadParts(pool, world, connections, generating, observer)
    await finishRun(guard, earlier + loadedRows)
    return {
      rows: earlier + loadedRows,
      loadedRows,
      generatingSeconds: generating.seconds,
      totalSeconds: (performance.now() - start) / 1000,
    }
  } finally {
    // The lock ends with its connection.
    guard.release(true)
  }
}

/** Loads what events refer to, and records the run, in one transaction. */
async function loadReference(pool: pg.Pool, world: World, run: RunParameters): Promise<void> {
  await transaction(pool, async client => {
    for (const table of referenceTables(world)) await copyInto(client, table.table, table)
    // Rows that have their own numbers leave the sequences of their tables behind.
    await client.query(`
      SELECT setval('dfs.subscribers_id_seq', (SELECT max(id) FROM dfs.subscribers)),
        setval('dfs.transaction_types_id_seq', (SELECT max(id) FROM dfs.transaction_types))
    `)
    await beginRun(client, run)
  })
  await pool.query('ANALYZE geography.geoms, infrastructure.sites, infrastructure.cells, infrastructure.tacs')
}

/** Loads the parts that are missing. */
async function loadParts(
  pool: pg.Pool,
  world: World,
  connections: number,
  generating: Stopwatch,
  observer: LoadObserver,
): Promise<{ earlier: number; loadedRows: number }> {
  const held = await loadedParts(pool)
  const parts = partsOf(world.parameters)
  const missing = parts.filter(part => !held.has(partKey(part)))
  observer.begun(missing, parts.length - missing.length)

  const loader = new PartLoader(pool, world, generating)
  let loadedRows = 0
  await inParallel(connections, missing, async part => {
    const rows = await loader.load(part)
    loadedRows += rows
    observer.loaded(part, rows)
  })
  const earlier = [...held.values()].reduce((sum, rows) => sum + rows, 0)
  return { earlier, loadedRows }
}
