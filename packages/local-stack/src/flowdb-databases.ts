import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { runFlowDbCommand } from './flowdb-command.ts'
import type { TestServers } from './test-servers.ts'

/** What a test database holds: the schemas only, or the synthetic country of the profile `test` as well. */
export type FlowDbProfile = 'empty' | 'test'

/** How a role logs in to a test database. */
export interface Credentials {
  readonly user: string
  readonly password: string
  readonly url: string
}

/** A database of one's own. */
export interface TestFlowDb {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly superuser: Credentials
  readonly flowmachine: Credentials
  readonly flowapi: Credentials
  /** Removes the database, ending whatever is still connected to it. */
  drop(): Promise<void>
}

/** Which database to make. */
export interface FlowDbOptions {
  readonly profile: FlowDbProfile
  /** The deployment's time zone, an IANA name; UTC unless told otherwise. */
  readonly timezone?: string
}

/** Any number that nothing else locks in the database `postgres` of a private server. */
const TEMPLATE_LOCK = 7_305_001

/**
 * Makes a database on the test server by copying a template. The first caller of a run has the template made by
 * the `flowdb` command; callers in other processes wait for it.
 */
export async function createFlowDbOn(servers: TestServers, options: FlowDbOptions): Promise<TestFlowDb> {
  const name = `flowdb_${randomBytes(6).toString('hex')}`
  await asAdministrator(servers, async admin => {
    const template = await ensureTemplate(servers, admin, options.profile, options.timezone ?? 'UTC')
    await copyDatabase(admin, template, name)
  })
  const { host, port, user, password } = servers.postgres
  const credentials = (login: string, secret: string): Credentials => ({
    user: login,
    password: secret,
    url: `postgresql://${login}:${encodeURIComponent(secret)}@${host}:${port}/${name}`,
  })
  return {
    name,
    host,
    port,
    superuser: credentials(user, password),
    flowmachine: credentials('flowmachine', servers.rolePasswords.flowmachine),
    flowapi: credentials('flowapi', servers.rolePasswords.flowapi),
    drop: () =>
      asAdministrator(servers, async admin => {
        await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      }),
  }
}

/** The name of a finished template. It is built under another name, so that one cut short is never mistaken for it. */
async function ensureTemplate(
  servers: TestServers,
  admin: pg.Client,
  profile: FlowDbProfile,
  timezone: string,
): Promise<string> {
  const template = `template_${profile}_${timezone.toLowerCase().replace(/\W/g, '_')}`
  const building = `${template}_building`
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template])
    if (rowCount) return template
    await admin.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`)
    if (profile === 'empty') {
      await admin.query(`CREATE DATABASE ${building}`)
      await runFlowDbCommand(servers, building, timezone, ['migrate'])
    } else {
      await copyDatabase(admin, await ensureTemplate(servers, admin, 'empty', timezone), building)
      await runFlowDbCommand(servers, building, timezone, ['synthesize', '--profile', profile])
    }
    await admin.query(`ALTER DATABASE ${building} ALLOW_CONNECTIONS false`)
    await admin.query(`ALTER DATABASE ${building} RENAME TO ${template}`)
    return template
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
}

/**
 * Copies a database with its settings (the time zone among them) and its privileges, which CREATE DATABASE leaves
 * behind. Both are copied in the catalog, as they are: no statement takes them from another database.
 */
async function copyDatabase(admin: pg.Client, from: string, to: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${to} TEMPLATE ${from} STRATEGY file_copy`)
  await admin.query(
    `INSERT INTO pg_db_role_setting (setdatabase, setrole, setconfig)
     SELECT copy.oid, setrole, setconfig
     FROM pg_db_role_setting, pg_database AS source, pg_database AS copy
     WHERE setdatabase = source.oid AND source.datname = $1 AND copy.datname = $2`,
    [from, to],
  )
  await admin.query(
    `UPDATE pg_database AS copy SET datacl = source.datacl
     FROM pg_database AS source
     WHERE source.datname = $1 AND copy.datname = $2`,
    [from, to],
  )
}

async function asAdministrator<T>(servers: TestServers, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const { host, port, user, password } = servers.postgres
  const admin = new pg.Client({ host, port, user, password, database: 'postgres' })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}
