import pg from 'pg'
import { z } from 'zod'
import { port, required } from './config.ts'
import type { Logger } from './log.ts'
import { authorityPath, tlsBy } from './tls.ts'

/** How to reach FlowDB, as fields: never spliced into a URL, where a password's characters would need escaping. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  /** The authorities that vouch for the server: with them connections are encrypted. A socket's never are. */
  readonly caPath?: string | undefined
}

/** The settings that say where FlowDB is. The user and password have a name of their own in each service. */
export const databaseSettings = {
  FLOWDB_HOST: z
    .string()
    .default('localhost')
    .describe('Where FlowDB is: a host, or the folder of its socket.'),
  FLOWDB_PORT: port(9000).describe("FlowDB's port."),
  FLOWDB_DATABASE: z.string().default('flowdb').describe("The database's name."),
  FLOWDB_CA_PATH: authorityPath('FlowDB'),
}

/** The password setting of a database role. */
export const databasePassword = required

/**
 * PostgreSQL values as they cross our boundaries: dates stay the text that the database wrote (a JavaScript Date
 * would move them to the machine's time zone), and 64-bit integers become numbers where they are exact.
 *
 * @throws {RangeError} while reading a row, when an integer is too large to be exact.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === pg.types.builtins.INT8) return exactInteger
      if (oid === pg.types.builtins.NUMERIC) return Number
      if (oid === pg.types.builtins.DATE) return (text: string) => text
    }
    return pg.types.getTypeParser(oid, format)
  },
}

function exactInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be represented exactly`)
  return value
}

/**
 * A pool of connections to FlowDB. Connections that break, idle or in use, are logged and replaced.
 *
 * @param max How many connections it may hold.
 * @param settings What each connection is set to, by the names of PostgreSQL's parameters.
 * @param limits Without `answerWithinMs` a statement may take for ever, also over a line that is broken without a word.
 */
export function createPool(
  { caPath, ...address }: DatabaseAddress,
  name: string,
  max: number,
  log: Logger,
  settings: Readonly<Record<string, string | number>> = {},
  { answerWithinMs }: { readonly answerWithinMs?: number } = {},
): pg.Pool {
  const pool = new pg.Pool({
    ...address,
    ssl: caPath !== undefined && !address.host.startsWith('/') && tlsBy(caPath),
    ...(answerWithinMs === undefined ? {} : { query_timeout: answerWithinMs }),
    max,
    types,
    options: startupOptions(settings),
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // A connection that breaks while it is checked out and between statements has nobody else to tell.
  const report = (error: Error) => log.warn({ err: error }, 'a database connection broke')
  pool.on('error', report)
  pool.on('connect', client => client.on('error', report))
  return pool
}

/** Settings as command-line options of a session, where a space would end a value. */
function startupOptions(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${String(value).replace(/[\\ ]/g, '\\$&')}`)
    .join(' ')
}

/** Runs `work` in one transaction on one connection, and rolls back when it throws. */
export async function transaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
