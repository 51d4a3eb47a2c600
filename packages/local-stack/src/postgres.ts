import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { serverAccount } from './account.ts'
import { placeDataFolder, throwAwayFolder } from './folders.ts'
import { LOOPBACK, onPort } from './ports.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { type Configuration, configure, initialise } from './postgres-cluster.ts'
import type { StopPlan } from './processes.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** The superuser, and the database, of every private server. */
const FLOWDB = 'flowdb'

/** What can be said of any private server. */
interface CommonOptions extends Pick<Configuration, 'settings' | 'configuration'> {
  /** 0, the default, takes a free one. */
  readonly port?: number
}

/** A server whose data last. */
export interface LastingPostgres extends CommonOptions {
  /** Where the data are, made when it does not exist; as root possibly a link (see `placeDataFolder`). */
  readonly dataDir: string
  /** Of the superuser; given to a new server, and to be the same ever after. */
  readonly password: string
  readonly logFile: string
}

/** A server that is removed when it stops. It trades safety of the data for speed. */
export interface ThrowAwayPostgres extends CommonOptions {
  readonly dataDir?: undefined
}

/** Where a private PostgreSQL server can be reached, as the superuser. */
export interface PostgresAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** All of the above as a connection string. */
  readonly url: string
}

/** A private PostgreSQL server that runs. */
export interface PrivatePostgres
  extends PostgresAddress,
    Pick<ServerProcess, 'identity' | 'exited' | 'stop'> {}

/** After a crash the server first replays its log, which can take minutes. */
const RECOVERY_LIMIT_MS = 600_000

/** Lets transactions in flight fail, writes a checkpoint, and ends. */
const STOP_FAST: StopPlan = [
  ['SIGINT', 60_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
]

/** Ends without a checkpoint. */
const STOP_AT_ONCE: StopPlan = [
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
]

/**
 * Starts a PostgreSQL server of one's own: reachable over 127.0.0.1 with a password only, without a Unix socket,
 * UTF-8, with the superuser `flowdb` and a database `flowdb`. It ends at the latest when this process does.
 *
 * As root the server runs as the system account `postgres`.
 *
 * @throws {PortTakenError} when the port asked for is taken.
 * @throws when PostgreSQL is not installed, or does not start; the message holds the end of its log.
 */
export function startPostgres(options: LastingPostgres | ThrowAwayPostgres = {}): Promise<PrivatePostgres> {
  return onPort(options.port ?? 0, port => startOn(port, options))
}

async function startOn(port: number, options: LastingPostgres | ThrowAwayPostgres): Promise<PrivatePostgres> {
  const account = serverAccount(['postgres'])
  const lasting = options.dataDir !== undefined
  const folder = lasting ? placeDataFolder(options.dataDir, account) : throwAwayFolder(account)
  const data = lasting ? folder : join(folder, 'data')
  const address = addressOf(port, lasting ? options.password : randomBytes(24).toString('hex'))
  try {
    const binaries = postgresBinaries(data)
    if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries, data, FLOWDB, address.password, account)
    configure(data, { ...options, lasting }, port)
    const server = await startServer(
      {
        name: 'PostgreSQL',
        command: join(binaries, 'postgres'),
        args: ['-D', data],
        env: { LANG: 'C.UTF-8', TZ: 'UTC' },
        cwd: data,
        account,
        port,
        logFile: lasting ? options.logFile : join(folder, 'postgres.log'),
        startLimitMs: RECOVERY_LIMIT_MS,
        stopPlan: lasting ? STOP_FAST : STOP_AT_ONCE,
        throwAway: lasting ? [] : [folder],
      },
      () => hasDatabase(address),
    )
    return { ...address, identity: server.identity, exited: server.exited, stop: server.stop }
  } catch (error) {
    if (!lasting) rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function addressOf(port: number, password: string): PostgresAddress {
  const url = `postgresql://${FLOWDB}:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${FLOWDB}`
  return { host: LOOPBACK, port, user: FLOWDB, password, database: FLOWDB, url }
}

/** Makes the database where it is missing; `false` while the server does not take connections yet. */
async function hasDatabase({ host, port, user, password, database }: PostgresAddress): Promise<boolean> {
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  try {
    await client.connect()
  } catch (error) {
    if (isNotReady(error)) return false
    throw error
  }
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
    return true
  } finally {
    await client.end()
  }
}

/** Nothing listens yet, or the server says that it is still starting up (SQLSTATE 57P03). */
function isNotReady(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03'
}
