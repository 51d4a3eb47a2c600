import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '@flowkit/service'
import pg from 'pg'
import { withDatabase } from '../database.ts'

/** A database of every server in which nobody works: databases are made and renamed from there. */
const ELSEWHERE = 'template1'

/** How often sessions are ended that begin while the database is about to be renamed. */
const END_AGAIN_MS = 200

/**
 * Makes a database beside another one, empty of everything. One of that name which is there is dropped.
 */
export function createBeside(address: DatabaseAddress, name: string): Promise<void> {
  return elsewhere(address, async client => {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`)
  })
}

/** Drops a database of the same server, and ends who works in it. */
export function dropBeside(address: DatabaseAddress, name: string): Promise<void> {
  return elsewhere(address, async client => {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
  })
}

/**
 * Puts another database in the place of one. Whoever is connected to either is cut off, and finds the other one when
 * they connect again; there is no moment at which the name is nobody's.
 *
 * @param successor The name of the database that takes the name.
 * @param former The name that the present one is given.
 */
export async function exchange(address: DatabaseAddress, successor: string, former: string): Promise<void> {
  const names = [address.database, successor]
  const renamed = new AbortController()
  await Promise.all([
    elsewhere(address, async client => {
      // Nobody connects while a database is being renamed, which waits some seconds for those who are connected.
      await client.query('BEGIN')
      await client.query(rename(address.database, former))
      await client.query(rename(successor, address.database))
      await client.query('COMMIT')
    }).finally(() => renamed.abort()),
    elsewhere(address, async client => {
      while (!renamed.signal.aborted) {
        await client.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY ($1)',
          [names],
        )
        await sleep(END_AGAIN_MS)
      }
    }),
  ])
}

const rename = (from: string, to: string) =>
  `ALTER DATABASE ${pg.escapeIdentifier(from)} RENAME TO ${pg.escapeIdentifier(to)}`

function elsewhere<T>(address: DatabaseAddress, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return withDatabase({ ...address, database: ELSEWHERE }, 'flowdb restore', work)
}
