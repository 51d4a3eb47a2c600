import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { renderSettings, thisMachine, tuneServer } from '@flowkit/flowdb'
import {
  acceptsConnections,
  freePort,
  LOOPBACK,
  type Probe,
  STOP_GENTLY,
  startPostgres,
  startRedis,
  startServer,
} from '@flowkit/local-stack'
import pg from 'pg'
import { NODE_OPTIONS, REPOSITORY } from '../config.ts'
import { IDENTIFIER, SECRET } from './tokens.ts'

/** How many results the gateway reads at a time, and the plain SQL that it is compared with. */
export const CONNECTIONS = 20

/** FlowAPI before FlowMachine before a FlowDB with the test country, as they are deployed. */
export interface ApiSystem {
  readonly url: string
  /** Ends the gateway and starts another one at the same address; answers the id of its process. */
  restartGateway(): Promise<number>
  readonly superuser: pg.Pool
  /** As the gateway reads results. */
  readonly reader: pg.Pool
  stop(): Promise<void>
}

const program = (service: string) => join(REPOSITORY, 'services', service, 'dist/main.js')

/** Starts everything, on free ports; nothing is left when it stops. */
export async function startApiSystem(): Promise<ApiSystem> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const logs = await mkdtemp(join(tmpdir(), 'flowkit-bench-api-'))
    stops.push(() => rm(logs, { recursive: true }))
    const password = randomBytes(16).toString('hex')
    const postgres = await startPostgres({ configuration: renderSettings(tuneServer(thisMachine())) })
    stops.push(() => postgres.stop())
    const redis = await startRedis()
    stops.push(() => redis.stop())

    const flowdb = {
      FLOWDB_HOST: postgres.host,
      FLOWDB_PORT: String(postgres.port),
      FLOWDB_DATABASE: postgres.database,
      FLOWMACHINE_FLOWDB_PASSWORD: password,
      FLOWAPI_FLOWDB_PASSWORD: password,
    }
    const administrator = {
      ...flowdb,
      FLOWDB_TIMEZONE: 'UTC',
      POSTGRES_USER: postgres.user,
      POSTGRES_PASSWORD: postgres.password,
    }
    const flowdbCommand = (...args: string[]) =>
      promisify(execFile)(process.execPath, [program('flowdb'), ...args], { env: administrator })
    await flowdbCommand('migrate')
    await flowdbCommand('synthesize', '--profile', 'test')

    const start = async (
      service: string,
      port: number,
      env: Readonly<Record<string, string>>,
      answers: Probe,
    ) => {
      const server = await startServer(
        {
          name: service,
          command: process.execPath,
          args: [...NODE_OPTIONS, program(service)],
          env: { ...flowdb, ...env },
          cwd: logs,
          port,
          logFile: join(logs, `${service}.log`),
          stopPlan: STOP_GENTLY,
        },
        answers,
      )
      stops.push(() => server.stop())
      return server
    }
    const machinePort = await freePort()
    const machineEnv = {
      REDIS_HOST: redis.host,
      REDIS_PORT: String(redis.port),
      REDIS_PASSWORD: redis.password,
      FLOWMACHINE_PORT: String(machinePort),
      FLOWMACHINE_SAMPLING_KEY: password,
    }
    await start('flowmachine', machinePort, machineEnv, () => acceptsConnections(machinePort))
    const port = await freePort()
    const url = `http://${LOOPBACK}:${port}`
    const gatewayEnv = {
      FLOWAPI_PORT: String(port),
      FLOWAPI_IDENTIFIER: IDENTIFIER,
      JWT_SECRET_KEY: SECRET,
      FLOWMACHINE_ENDPOINTS: `tcp://${LOOPBACK}:${machinePort}`,
      FLOWAPI_FLOWDB_CONNECTIONS: String(CONNECTIONS),
    }
    let gateway = await start('flowapi', port, gatewayEnv, () => isReady(url))
    const restartGateway = async () => {
      await gateway.stop()
      gateway = await start('flowapi', port, gatewayEnv, () => isReady(url))
      return gateway.identity.pid
    }

    const address = { host: postgres.host, port: postgres.port, database: postgres.database }
    const superuser = new pg.Pool({ ...address, user: postgres.user, password: postgres.password, max: 2 })
    const reader = new pg.Pool({ ...address, user: 'flowapi', password, max: CONNECTIONS })
    stops.push(() => Promise.all([superuser.end(), reader.end()]))
    return { url, restartGateway, superuser, reader, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined)
  return answer?.status === 200
}
