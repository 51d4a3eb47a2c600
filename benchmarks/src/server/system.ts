import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  acceptsConnections,
  createFlowDbOn,
  freePort,
  LOOPBACK,
  type Probe,
  STOP_GENTLY,
  startPostgres,
  startRedis,
  startServer,
} from '@flowkit/local-stack'
import { createLogger, createPool } from '@flowkit/service'
import type pg from 'pg'
import { NODE_OPTIONS, REPOSITORY } from '../config.ts'
import type { RequestName } from './load.ts'
import { AUDIENCE, clientOf, storeResult, tokensOf } from './users.ts'

/** A system before a database with the test country, one of whose results is stored. */
export interface ServedSystem {
  /** The database, as its superuser. */
  readonly database: pg.Pool
  /** Process ids by name. */
  readonly processes: Readonly<Record<string, number>>
  /** Sends requests of a user, one after the other, and answers the status. */
  clientOf(user: string): (request: RequestName) => Promise<number>
}

/** Starts a system with some FlowMachines and ends it, whatever happens. */
export async function withSystem(
  machines: number,
  work: (system: ServedSystem) => Promise<void>,
): Promise<void> {
  const stops: (() => unknown)[] = []
  const keep = <T extends { stop(): Promise<void> }>(started: T): T => {
    stops.push(() => started.stop())
    return started
  }
  const folder = mkdtempSync(join(tmpdir(), 'flowkit-bench-'))
  stops.push(() => rmSync(folder, { recursive: true, force: true }))
  try {
    const postgres = keep(await startPostgres({ settings: { max_connections: '200', jit: 'off' } }))
    const redis = keep(await startRedis())
    const rolePasswords = {
      flowmachine: randomBytes(24).toString('hex'),
      flowapi: randomBytes(24).toString('hex'),
    }
    const flowdb = await createFlowDbOn({ postgres, redis, rolePasswords }, { profile: 'test' })
    const start = async (program: 'flowmachine' | 'flowapi', port: number, env: object, answers: Probe) =>
      keep(
        await startServer(
          {
            name: `${program} ${port}`,
            command: process.execPath,
            args: [...NODE_OPTIONS, `${REPOSITORY}services/${program}/dist/main.js`],
            env: {
              FLOWDB_HOST: flowdb.host,
              FLOWDB_PORT: String(flowdb.port),
              FLOWDB_DATABASE: flowdb.name,
              ...env,
            },
            cwd: REPOSITORY,
            port,
            logFile: join(folder, `${program}-${port}.log`),
            stopPlan: STOP_GENTLY,
          },
          answers,
        ),
      )
    const processes: Record<string, number> = {}
    const endpoints: string[] = []
    for (let number = 1; number <= machines; number += 1) {
      const port = await freePort()
      const env = {
        FLOWMACHINE_FLOWDB_PASSWORD: rolePasswords.flowmachine,
        REDIS_HOST: redis.host,
        REDIS_PORT: String(redis.port),
        REDIS_PASSWORD: redis.password,
        FLOWMACHINE_PORT: String(port),
        FLOWMACHINE_SAMPLING_KEY: AUDIENCE,
      }
      const machine = await start('flowmachine', port, env, () => acceptsConnections(port))
      processes[`FlowMachine ${number}`] = machine.identity.pid
      endpoints.push(`tcp://${LOOPBACK}:${port}`)
    }
    const secret = randomBytes(32).toString('hex')
    const port = await freePort()
    const url = `http://${LOOPBACK}:${port}`
    const env = {
      FLOWMACHINE_ENDPOINTS: endpoints.join(','),
      FLOWAPI_PORT: String(port),
      FLOWAPI_FLOWDB_PASSWORD: rolePasswords.flowapi,
      FLOWAPI_IDENTIFIER: AUDIENCE,
      JWT_SECRET_KEY: secret,
    }
    const api = await start('flowapi', port, env, async () => {
      const answer = await fetch(`${url}/readyz`).catch(() => undefined)
      return answer?.ok === true
    })
    processes.FlowAPI = api.identity.pid
    const address = { ...postgres, database: flowdb.name }
    const database = createPool(address, 'flowkit benchmark', 2, createLogger('benchmark', 'warn'))
    stops.push(() => database.end())
    const tokenOf = tokensOf(secret)
    const queryId = await storeResult(url, tokenOf('first'))
    await work({ database, processes, clientOf: user => clientOf(url, tokenOf(user), queryId) })
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
