import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, LOOPBACK, STOP_GENTLY, startServer } from '@flowkit/local-stack'
import type { TestServers } from '@flowkit/local-stack/vitest'
import pg from 'pg'
import { programFile, runCommand } from './programs.ts'

const LOGS = fileURLToPath(new URL('../../logs', import.meta.url))

/** A FlowAuth that runs, with a database and a role of its own. */
export interface RunningFlowAuth {
  readonly url: string
  /** The name of its database. */
  readonly database: string
  /** Runs the command `flowauth` as an administrator of the machine would. */
  command(...args: string[]): Promise<string>
  /** What it has logged. */
  log(): string
  stop(): Promise<void>
}

/**
 * Starts a FlowAuth.
 *
 * @param settings Beside those that say where it listens and where its database is.
 */
export async function startFlowAuth(
  { postgres }: TestServers,
  settings: Readonly<Record<string, string>>,
): Promise<RunningFlowAuth> {
  const role = `flowauth_${randomBytes(6).toString('hex')}`
  const password = randomBytes(24).toString('hex')
  await administer(postgres, `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
  await administer(postgres, `CREATE DATABASE ${role} OWNER ${role}`)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    FLOWAUTH_HOST: LOOPBACK,
    FLOWAUTH_PORT: String(port),
    FLOWAUTH_DB_HOST: postgres.host,
    FLOWAUTH_DB_PORT: String(postgres.port),
    FLOWAUTH_DB_NAME: role,
    FLOWAUTH_DB_USER: role,
    FLOWAUTH_DB_PASSWORD: password,
    SECRET_KEY: randomBytes(32).toString('hex'),
    FLOWAUTH_FERNET_KEY: randomBytes(32).toString('base64'),
    ...settings,
  }
  mkdirSync(LOGS, { recursive: true })
  const logFile = join(LOGS, 'flowauth.log')
  rmSync(logFile, { force: true })
  const program = programFile('flowauth')
  const server = await startServer(
    {
      name: 'flowauth',
      command: process.execPath,
      args: [program, 'serve'],
      env,
      cwd: LOGS,
      port,
      logFile,
      stopPlan: STOP_GENTLY,
    },
    async () => (await fetch(`http://${LOOPBACK}:${port}/readyz`).catch(() => undefined))?.status === 200,
  )
  return {
    url,
    database: role,
    command: (...args) => runCommand(process.execPath, [program, ...args], env),
    log: server.log,
    stop: async () => {
      await server.stop()
      await administer(postgres, `DROP DATABASE ${role} WITH (FORCE)`)
      await administer(postgres, `DROP ROLE ${role}`)
    },
  }
}

async function administer(postgres: TestServers['postgres'], statement: string): Promise<void> {
  const client = new pg.Client({ ...postgres, database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
