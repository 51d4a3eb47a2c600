import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  freePort,
  LOOPBACK,
  type Probe,
  type RedisAddress,
  type ServerProcess,
  STOP_GENTLY,
  startServer,
} from '@flowkit/local-stack'
import type { TestFlowDb } from '@flowkit/local-stack/vitest'
import { ask } from './machine.ts'
import { programFile } from './programs.ts'
import { FLOWAPI_IDENTIFIER, type VerificationKey } from './tokens.ts'

/** A service that runs, and where it answers. */
export interface RunningService extends Pick<ServerProcess, 'identity' | 'exited' | 'stop'> {
  readonly address: string
}

/** Where a FlowDB can be reached, and as whom. */
export type FlowDbAddress = Omit<TestFlowDb, 'drop'>

/** Kept between runs, so that a failure can be looked into. */
const LOGS = fileURLToPath(new URL('../../logs', import.meta.url))

/** Samples are drawn with it: the same in every run, so that a test of chances always ends the same way. */
const SAMPLING_KEY = 'integration tests draw the same samples in every run'

/** How soon the queries of a FlowMachine that has gone silent are taken over: sooner than by default. */
const TAKEOVER_SECONDS = 3

/**
 * Starts a FlowMachine on a database. It answers on `tcp://…`.
 *
 * @param at Where an earlier one has listened, to listen there again.
 * @param more Further variables of its environment.
 */
export async function startFlowMachine(
  name: string,
  flowdb: FlowDbAddress,
  redis: RedisAddress,
  at?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const port = at === undefined ? await freePort() : Number(new URL(at).port)
  const endpoint = `tcp://${LOOPBACK}:${port}`
  const { user, password } = flowdb.flowmachine
  const env = {
    FLOWDB_HOST: flowdb.host,
    FLOWDB_PORT: String(flowdb.port),
    FLOWDB_DATABASE: flowdb.name,
    FLOWMACHINE_FLOWDB_USER: user,
    FLOWMACHINE_FLOWDB_PASSWORD: password,
    REDIS_HOST: redis.host,
    REDIS_PORT: String(redis.port),
    REDIS_PASSWORD: redis.password,
    FLOWMACHINE_HOST: LOOPBACK,
    FLOWMACHINE_PORT: String(port),
    FLOWMACHINE_SAMPLING_KEY: SAMPLING_KEY,
    FLOWMACHINE_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS),
    FLOWMACHINE_LOG_LEVEL: 'info',
    ...more,
  }
  const server = await start(name, 'flowmachine', port, env, async () => {
    const reply = await ask(endpoint, { action: 'ping', request_id: 'start' }, 500).catch(() => undefined)
    return reply?.status === 'success'
  })
  return { ...server, address: endpoint }
}

/** Starts a FlowAPI before some FlowMachines. It answers on `http://…`. */
export async function startFlowApi(
  name: string,
  flowdb: FlowDbAddress,
  machines: readonly string[],
  key: VerificationKey,
): Promise<RunningService> {
  const port = await freePort()
  const url = `http://${LOOPBACK}:${port}`
  const { user, password } = flowdb.flowapi
  const env = {
    FLOWAPI_HOST: LOOPBACK,
    FLOWAPI_PORT: String(port),
    FLOWMACHINE_ENDPOINTS: machines.join(','),
    FLOWDB_HOST: flowdb.host,
    FLOWDB_PORT: String(flowdb.port),
    FLOWDB_DATABASE: flowdb.name,
    FLOWAPI_FLOWDB_USER: user,
    FLOWAPI_FLOWDB_PASSWORD: password,
    FLOWAPI_IDENTIFIER,
    FLOWAPI_LOG_LEVEL: 'info',
    ...(key.algorithm === 'RS256'
      ? { PUBLIC_JWT_SIGNING_KEY: key.publicKey }
      : { JWT_SECRET_KEY: key.secret }),
  }
  const server = await start(name, 'flowapi', port, env, async () => {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    return answer?.status === 200
  })
  return { ...server, address: url }
}

function start(
  name: string,
  program: 'flowmachine' | 'flowapi',
  port: number,
  env: Readonly<Record<string, string>>,
  answers: Probe,
): Promise<ServerProcess> {
  mkdirSync(LOGS, { recursive: true })
  const logFile = join(LOGS, `${name}.log`)
  rmSync(logFile, { force: true })
  return startServer(
    {
      name,
      command: process.execPath,
      args: [programFile(program)],
      env,
      cwd: LOGS,
      port,
      logFile,
      stopPlan: STOP_GENTLY,
    },
    answers,
  )
}
