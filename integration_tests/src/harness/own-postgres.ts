import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LastingPostgres, removeDataFolder, startPostgres } from '@flowkit/local-stack'
import type { TestServers } from '@flowkit/local-stack/vitest'
import { inject } from 'vitest'

/** A PostgreSQL server that a test can stop and start again. */
export interface OwnPostgres {
  /** The servers of the run, but for this one in the place of PostgreSQL. */
  readonly servers: TestServers
  /** Stops it: `SIGINT` lets transactions fail and writes a checkpoint, `SIGQUIT` is a crash. */
  halt(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>
  /** Starts it again, where it was. */
  start(): Promise<void>
  /** Where it keeps its data; folders that it uses may be put beside it. */
  readonly dataDir: string
  /** Stops it for good. */
  remove(): Promise<void>
}

/** Starts a PostgreSQL server for a test file that stops it. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'flowkit-postgres-'))
  const options: LastingPostgres = {
    dataDir: join(folder, 'data'),
    logFile: join(folder, 'postgres.log'),
    password: randomBytes(24).toString('hex'),
    // The machine itself doesn't crash: what has been written is there, synchronised or not.
    settings: { fsync: 'off', max_locks_per_transaction: '512', jit: 'off' },
  }
  let running = await startPostgres(options)
  const { host, port, user, password, database, url } = running
  return {
    servers: { ...inject('flowkit'), postgres: { host, port, user, password, database, url } },
    dataDir: options.dataDir,
    halt: async signal => {
      process.kill(running.identity.pid, signal)
      await running.exited
    },
    start: async () => {
      running = await startPostgres({ ...options, port })
    },
    remove: async () => {
      await running.stop()
      await removeDataFolder(options.dataDir)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
