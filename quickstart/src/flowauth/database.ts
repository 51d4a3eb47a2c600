import type { Settings } from '../config.ts'
import { asSuperuser } from '../database.ts'
import type { Secrets } from '../secrets.ts'

/** Makes FlowAuth's database, and the role that owns it and may do nothing else, where they are not there yet. */
export async function ensureFlowAuthDatabase(settings: Settings, secrets: Secrets): Promise<void> {
  await asSuperuser(settings, secrets, async client => {
    const password = client.escapeLiteral(secrets.flowauth)
    const role = await client.query("SELECT FROM pg_roles WHERE rolname = 'flowauth'")
    await client.query(`${role.rowCount ? 'ALTER' : 'CREATE'} ROLE flowauth LOGIN PASSWORD ${password}`)
    const database = await client.query("SELECT FROM pg_database WHERE datname = 'flowauth'")
    if (!database.rowCount) await client.query('CREATE DATABASE flowauth OWNER flowauth')
    await client.query('REVOKE ALL ON DATABASE flowauth FROM PUBLIC')
  })
}
