import { randomBytes } from 'node:crypto'
import type {} from '@flowkit/local-stack/vitest'
import { createLogger, createPool, type DatabaseAddress } from '@flowkit/service'
import pg from 'pg'
import { inject } from 'vitest'

/** An empty database of a test's own, and a role that owns it and may do nothing else. */
export interface TestDatabase extends DatabaseAddress {
  /** Connections of that role, as FlowAuth makes them. */
  readonly pool: pg.Pool
  drop(): Promise<void>
}

/** Makes a database on the private server of this run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { host, port } = inject('flowkit').postgres
  const name = `flowauth_${randomBytes(6).toString('hex')}`
  const password = randomBytes(24).toString('hex')
  await asAdministrator(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`)
  await asAdministrator(`CREATE DATABASE ${name} OWNER ${name}`)
  const address = { host, port, database: name, user: name, password }
  const pool = createPool(address, 'flowauth tests', 4, createLogger('test', 'silent'))
  return {
    ...address,
    pool,
    drop: async () => {
      await pool.end()
      await asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`)
      await asAdministrator(`DROP ROLE ${name}`)
    },
  }
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('flowkit').postgres, database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
