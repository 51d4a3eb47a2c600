import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, LOOPBACK, STOP_GENTLY, startPostgres, startServer } from '@flowkit/local-stack'
import { REPOSITORY } from '../config.ts'
import { type Answer, send } from './send.ts'

/** FlowAuth with its database, and people who may sign in. */
export interface SignInSystem {
  readonly origin: URL
  readonly people: readonly Person[]
  stop(): Promise<void>
}

/** A name and the password for a first sign-in. */
export interface Person {
  readonly username: string
  readonly password: string
}

const PROGRAM = join(REPOSITORY, 'services/flowauth/server/dist/main.js')

/** Starts FlowAuth on free ports of this machine, with its limits as they are, and adds people. */
export async function startSignInSystem(howMany: number): Promise<SignInSystem> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const logs = await mkdtemp(join(tmpdir(), 'flowkit-bench-sign-in-'))
    stops.push(() => rm(logs, { recursive: true }))
    const postgres = await startPostgres()
    stops.push(() => postgres.stop())
    const port = await freePort()
    const env = {
      FLOWAUTH_HOST: LOOPBACK,
      FLOWAUTH_PORT: String(port),
      FLOWAUTH_DB_HOST: postgres.host,
      FLOWAUTH_DB_PORT: String(postgres.port),
      FLOWAUTH_DB_NAME: postgres.database,
      FLOWAUTH_DB_USER: postgres.user,
      FLOWAUTH_DB_PASSWORD: postgres.password,
      SECRET_KEY: randomBytes(32).toString('hex'),
      FLOWAUTH_FERNET_KEY: randomBytes(32).toString('base64'),
      FLOWAUTH_LOG_LEVEL: 'info',
    }
    const origin = new URL(`http://${LOOPBACK}:${port}`)
    const server = await startServer(
      {
        name: 'flowauth',
        command: process.execPath,
        args: [PROGRAM, 'serve'],
        env,
        cwd: logs,
        port,
        logFile: join(logs, 'flowauth.log'),
        stopPlan: STOP_GENTLY,
      },
      async () => (await fetch(new URL('/readyz', origin)).catch(() => undefined))?.ok ?? false,
    )
    stops.push(() => server.stop())
    const command = [PROGRAM, 'admin-password', '--reset']
    const { stdout } = await promisify(execFile)(process.execPath, command, { env })
    const people = await addPeople(origin, stdout.trim().split('\n').at(-1) ?? '', howMany)
    return { origin, people, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Signs the first administrator in, and adds people by FlowAuth's API. */
async function addPeople(origin: URL, oneTimePassword: string, howMany: number): Promise<Person[]> {
  const next = randomBytes(24).toString('base64url')
  let cookie = ''
  const ask = async (method: string, path: string, body: object): Promise<Answer> => {
    const answer = await send(origin, method, path, { body, cookie })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    if (answer.cookie !== '') cookie = answer.cookie
    return answer
  }
  await ask('POST', '/api/session', { username: 'admin', password: oneTimePassword })
  await ask('PUT', '/api/account/password', { current_password: oneTimePassword, new_password: next })
  const people: Person[] = []
  for (let number = 1; number <= howMany; number += 1) {
    const username = `person${number}`
    const user = { username, is_admin: false, needs_second_factor: false, role_ids: [] }
    const { one_time_password } = JSON.parse((await ask('POST', '/api/admin/users', user)).text)
    people.push({ username, password: one_time_password.password })
  }
  return people
}
