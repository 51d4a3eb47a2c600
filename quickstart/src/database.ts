import { LOOPBACK } from '@flowkit/local-stack'
import pg from 'pg'
import type { Settings } from './config.ts'
import type { Secrets } from './secrets.ts'

/** Does something on a connection of FlowDB's superuser, who is that of the whole server. */
export async function asSuperuser<T>(
  settings: Settings,
  secrets: Secrets,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: LOOPBACK,
    port: settings.FLOWDB_PORT,
    database: 'flowdb',
    user: 'flowdb',
    password: secrets.flowdb,
  })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
