import { type Credentials, createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import { createLogger, type DatabaseAddress } from '@flowkit/service'
import pg from 'pg'
import { openDatabase } from '../database.ts'

/** A FlowDB without data, and the ways into it. */
export interface ReleasedDatabase {
  /** As the gateway reads it. */
  readonly reader: pg.Pool
  readonly address: DatabaseAddress
  /** As FlowMachine writes it. */
  readonly writer: pg.Pool
  /** To look on from outside. */
  readonly superuser: pg.Pool
  close(): Promise<void>
}

const silent = createLogger('test', 'silent')

/** Makes a database, with a schema `released` that only FlowMachine can write to. */
export async function createReleasedDatabase(): Promise<ReleasedDatabase> {
  const flowdb = await createFlowDb({ profile: 'empty' })
  const address = addressFor(flowdb, flowdb.flowapi)
  const limits = { connections: 8, statementTimeoutMs: 60_000 }
  const reader = openDatabase(address, 'flowapi results', limits, silent)
  const writer = new pg.Pool({ ...addressFor(flowdb, flowdb.flowmachine), max: 2 })
  const superuser = new pg.Pool({ ...addressFor(flowdb, flowdb.superuser), max: 2 })
  return {
    reader,
    address,
    writer,
    superuser,
    close: async () => {
      await Promise.all([reader.end(), writer.end(), superuser.end()])
      await flowdb.drop()
    },
  }
}

function addressFor(flowdb: TestFlowDb, { user, password }: Credentials): DatabaseAddress {
  return { host: flowdb.host, port: flowdb.port, database: flowdb.name, user, password }
}
