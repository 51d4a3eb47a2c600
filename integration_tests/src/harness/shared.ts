import type pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type Gateway, gateway } from './gateway.ts'
import { connectAs, type SystemAddress } from './system.ts'

/** The system that the tests of a run share, as a test file uses it. */
export interface SharedSystem extends SystemAddress {
  /** FlowAPI with a token that has every scope. */
  readonly api: Gateway
  /** The database, as its superuser. */
  readonly database: pg.Pool
}

/** Finds the shared system. Connections to its database are closed after the last test of the file. */
export function sharedSystem(): SharedSystem {
  const address = inject('system')
  const database = connectAs('superuser', address.flowdb)
  afterAll(() => database.end())
  return { ...address, api: gateway(address.url, inject('token')), database }
}
