import { createLogger, createPool, loadConfig } from '@flowkit/service'
import type pg from 'pg'
import { settings } from '../config.ts'

/** What a command needs to know beside the database. */
export interface CommandSettings {
  /** How long a result stays readable after it was replaced or evicted. */
  readonly graceSeconds: number
}

/** Runs a command on the database that FlowMachine's settings name, as FlowMachine. */
export async function withDatabase(
  work: (database: pg.Pool, settings: CommandSettings) => Promise<void>,
): Promise<void> {
  const config = loadConfig(
    settings.pick({
      FLOWDB_HOST: true,
      FLOWDB_PORT: true,
      FLOWDB_DATABASE: true,
      FLOWDB_CA_PATH: true,
      FLOWMACHINE_FLOWDB_USER: true,
      FLOWMACHINE_FLOWDB_PASSWORD: true,
      FLOWMACHINE_RESULT_GRACE_SECONDS: true,
    }),
  )
  const address = {
    host: config.FLOWDB_HOST,
    port: config.FLOWDB_PORT,
    database: config.FLOWDB_DATABASE,
    user: config.FLOWMACHINE_FLOWDB_USER,
    password: config.FLOWMACHINE_FLOWDB_PASSWORD,
    caPath: config.FLOWDB_CA_PATH,
  }
  const database = createPool(address, 'flowmachine command', 2, createLogger('flowmachine', 'silent'))
  try {
    await work(database, { graceSeconds: config.FLOWMACHINE_RESULT_GRACE_SECONDS })
  } finally {
    await database.end()
  }
}
