import { migrate, renderSettings, thisMachine, tuneServer } from '@flowkit/flowdb'
import {
  acceptsConnections,
  freePort,
  LOOPBACK,
  type PrivatePostgres,
  type PrivateRedis,
  STOP_GENTLY,
  startPostgres,
  startRedis,
  startServer,
} from '@flowkit/local-stack'
import { createLogger, createPool, type DatabaseAddress } from '@flowkit/service'
import pg from 'pg'
import { REPOSITORY } from '../config.ts'
import type { Home } from './home.ts'
import { FlowMachine } from './run/flowmachine.ts'

/** The databases of both layouts, on one server with one tuning. */
const DATABASES = { flowkit: 'flowkit', flowdb: 'flowdb' } as const

const PROGRAM = `${REPOSITORY}services/flowmachine/dist/main.js`

/** The servers of a scale, which run as long as a stage needs them. */
export class Servers {
  readonly postgres: PrivatePostgres
  readonly redis: PrivateRedis
  /** FlowKit's layout, as superuser. */
  readonly flowkit: pg.Pool
  /** Ours, as superuser. */
  readonly flowdb: pg.Pool
  readonly #home: Home
  readonly #stops: (() => Promise<unknown>)[] = []

  private constructor(home: Home, postgres: PrivatePostgres, redis: PrivateRedis) {
    this.#home = home
    this.postgres = postgres
    this.redis = redis
    this.flowkit = this.#pool(DATABASES.flowkit)
    this.flowdb = this.#pool(DATABASES.flowdb)
  }

  /** Starts PostgreSQL, as `flowdb tuning` would have it on this machine, and Redis; makes the databases. */
  static async start(home: Home): Promise<Servers> {
    const postgres = await startPostgres({
      dataDir: home.path('postgres'),
      password: home.password,
      logFile: home.path('postgres.log'),
      configuration: renderSettings(tuneServer(thisMachine())),
    })
    const redis = await startRedis({ password: home.password })
    const servers = new Servers(home, postgres, redis)
    for (const database of Object.values(DATABASES)) {
      await servers.#create(database)
      await migrate({
        database: servers.address(database),
        timezone: 'UTC',
        logins: (['flowmachine', 'flowapi'] as const).map(group => ({
          group,
          user: group,
          password: home.password,
        })),
      })
    }
    return servers
  }

  /** A database of the server, as its superuser. */
  address(database: string): DatabaseAddress {
    const { host, port, user, password } = this.postgres
    return { host, port, user, password, database }
  }

  /** Starts FlowMachine over our layout, as it is deployed. */
  async startFlowMachine(): Promise<FlowMachine> {
    const port = await freePort()
    const password = this.#home.password
    const program = await startServer(
      {
        name: 'FlowMachine',
        command: process.execPath,
        args: [PROGRAM],
        env: {
          FLOWDB_HOST: LOOPBACK,
          FLOWDB_PORT: String(this.postgres.port),
          FLOWDB_DATABASE: DATABASES.flowdb,
          FLOWMACHINE_FLOWDB_PASSWORD: password,
          REDIS_HOST: LOOPBACK,
          REDIS_PORT: String(this.redis.port),
          REDIS_PASSWORD: password,
          FLOWMACHINE_PORT: String(port),
          FLOWMACHINE_SAMPLING_KEY: password,
          FLOWMACHINE_LOG_LEVEL: 'warn',
        },
        cwd: REPOSITORY,
        port,
        logFile: this.#home.path('flowmachine.log'),
        stopPlan: STOP_GENTLY,
      },
      () => acceptsConnections(port),
    )
    const client = new FlowMachine(`tcp://${LOOPBACK}:${port}`)
    this.#stops.push(async () => {
      client.close()
      await program.stop()
    })
    return client
  }

  /** Ends everything, PostgreSQL last. */
  async stop(): Promise<void> {
    for (const stop of this.#stops) await stop()
    await Promise.all([this.flowkit.end(), this.flowdb.end()])
    await Promise.all([this.redis.stop(), this.postgres.stop()])
  }

  #pool(database: string): pg.Pool {
    return createPool(this.address(database), 'flowkit benchmark', 4, createLogger('benchmark', 'warn'))
  }

  async #create(database: string): Promise<void> {
    const admin = new pg.Client(this.address('postgres'))
    await admin.connect()
    try {
      const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database])
      if (!rowCount) await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)}`)
    } finally {
      await admin.end()
    }
  }
}

/** Runs a stage over the servers of a scale, and ends them whatever happens. */
export async function withServers<T>(home: Home, work: (servers: Servers) => Promise<T>): Promise<T> {
  const servers = await Servers.start(home)
  try {
    return await work(servers)
  } finally {
    await servers.stop()
  }
}
