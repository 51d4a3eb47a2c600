import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
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
import { ask, SEAL_KEY } from './machine.ts'
import { programFile } from './programs.ts'
import { FLOWAPI_IDENTIFIER, type VerificationKey } from './tokens.ts'

/** A service that runs, and where it answers. */
export interface RunningService extends Pick<ServerProcess, 'identity' | 'exited' | 'log' | 'stop'> {
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

/** How long computations may go on when a FlowMachine is told to stop: less than by default. */
export const DRAIN_SECONDS = 2

/**
 * Starts a FlowMachine on a database. It answers on `tcp://…`.
 *
 * @param at Where an earlier one has listened, to listen there again.
 * @param more Settings beside those that every test needs.
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
    FLOWMACHINE_SEAL_KEY: SEAL_KEY,
    FLOWMACHINE_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS),
    FLOWMACHINE_DRAIN_SECONDS: String(DRAIN_SECONDS),
    FLOWMACHINE_LOG_LEVEL: 'info',
    ...more,
  }
  const server = await start(name, 'flowmachine', port, env, async () => {
    const ping = { action: 'ping', request_id: 'start' }
    const reply = await ask(endpoint, ping, 500, ownKeys(more)).catch(() => undefined)
    return reply?.status === 'success'
  })
  return { ...server, address: endpoint }
}

/** The keys of a FlowMachine that encrypts: whoever has them may ask it too. */
function ownKeys({
  FLOWMACHINE_CURVE_SECRET_KEY: curveSecretKey,
  FLOWMACHINE_CURVE_PUBLIC_KEY: curvePublicKey,
}: Readonly<Record<string, string>>) {
  if (curveSecretKey === undefined || curvePublicKey === undefined) return {}
  return { curveSecretKey, curvePublicKey, curveServerKey: curvePublicKey }
}

/**
 * Starts a FlowAPI before some FlowMachines. It answers on `http://…`, or on `https://…` with a certificate.
 *
 * @param more Settings beside those that every test needs.
 * @param awaited Which of its two answers about itself is waited for: that it is ready needs the other services.
 */
export async function startFlowApi(
  name: string,
  flowdb: FlowDbAddress,
  machines: readonly string[],
  key: VerificationKey,
  more: Readonly<Record<string, string>> = {},
  awaited: 'readyz' | 'healthz' = 'readyz',
): Promise<RunningService> {
  const port = await freePort()
  const url = `${more.FLOWAPI_CERTIFICATE_PATH === undefined ? 'http' : 'https'}://${LOOPBACK}:${port}`
  const { user, password } = flowdb.flowapi
  const env = {
    FLOWAPI_HOST: LOOPBACK,
    FLOWAPI_PORT: String(port),
    FLOWMACHINE_ENDPOINTS: machines.join(','),
    FLOWMACHINE_SEAL_KEY: SEAL_KEY,
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
    ...more,
  }
  const server = await start(name, 'flowapi', port, env, () => isWell(`${url}/${awaited}`))
  return { ...server, address: url }
}

/** Whether a FlowAPI says that it is well, whoever vouches for its certificate. */
async function isWell(url: string): Promise<boolean> {
  const look = url.startsWith('https:') ? getSecure : getPlain
  const request = look(url, { agent: false, rejectUnauthorized: false })
  const [answer] = await once(request, 'response').catch(() => [])
  answer?.resume()
  return answer?.statusCode === 200
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
