import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { TestFlowDb } from '@flowkit/local-stack/vitest'
import type { DatabaseAddress } from '@flowkit/service'
import pg from 'pg'
import { inject } from 'vitest'
import type { Login } from './roles.ts'

/** A connection that a test made, closed by the test. Big numbers are read as numbers. */
export async function connect(
  address: Pick<DatabaseAddress, 'host' | 'port' | 'user' | 'password'> & { readonly database: string },
): Promise<pg.Client> {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
  }
  const { host, port, user, password, database } = address
  const client = new pg.Client({ host, port, user, password, database, types })
  await client.connect()
  return client
}

/** The only column of a query's rows. */
export async function column<T>(client: pg.ClientBase, text: string, values?: unknown[]): Promise<T[]> {
  const { rows } = await client.query<[T]>({ text, values, rowMode: 'array' })
  return rows.map(([value]) => value)
}

/** How a command ended. */
export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The built command. */
export const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** Runs the command as an administrator does. */
export function flowdb(args: readonly string[], env: Record<string, string>): Promise<Outcome> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [PROGRAM, ...args], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

/** The settings with which the command finds a database as its superuser. */
export function superuserSettings({ host, port, name, superuser }: TestFlowDb): Record<string, string> {
  return {
    FLOWDB_HOST: host,
    FLOWDB_PORT: String(port),
    FLOWDB_DATABASE: name,
    POSTGRES_USER: superuser.user,
    POSTGRES_PASSWORD: superuser.password,
  }
}

/** A database without anything in it, not even a schema. */
export interface BareDatabase extends DatabaseAddress {
  drop(): Promise<void>
}

/** Makes an empty database on the private server of this run. */
export async function createBareDatabase(): Promise<BareDatabase> {
  const server = inject('flowkit').postgres
  const database = `bare_${randomBytes(6).toString('hex')}`
  await asAdministrator(`CREATE DATABASE ${database}`)
  return { ...server, database, drop: () => asAdministrator(`DROP DATABASE ${database} WITH (FORCE)`) }
}

/** The logins that the databases of this run have in common. */
export function sharedLogins(): Login[] {
  const { flowmachine, flowapi } = inject('flowkit').rolePasswords
  return [
    { group: 'flowmachine', user: 'flowmachine', password: flowmachine },
    { group: 'flowapi', user: 'flowapi', password: flowapi },
  ]
}

async function asAdministrator(statement: string): Promise<void> {
  const client = await connect({ ...inject('flowkit').postgres, database: 'postgres' })
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
