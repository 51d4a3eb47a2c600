import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv, promisify } from 'node:util'
import { freePort, isRunning, LOOPBACK } from '@flowkit/local-stack'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ENVIRONMENT } from './config.ts'
import { FlowAuthSession } from './flowauth/session.ts'
import { homeAt } from './home.ts'
import { readState } from './state.ts'

/*
 * The quick start from the outside, as make runs it, in a home and on ports of its own. The tests follow one another:
 * each finds what the one before has left.
 */
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../example.mjs', import.meta.url))
const ALL = ['supervisor', 'postgres', 'redis', 'flowmachine', 'flowauth', 'flowapi']
const run = promisify(execFile)

const folder = mkdtempSync(join(tmpdir(), 'quickstart-'))
const home = homeAt(join(folder, '.flowkit'))
const settings: Record<string, string> = { FLOWKIT_HOME: home.folder, FLOWKIT_PROFILE: 'test' }
/** What FlowAuth's administrator signs in with, as it was printed. */
let password = ''

beforeAll(async () => {
  const variables = ['FLOWDB_PORT', 'REDIS_PORT', 'FLOWMACHINE_PORT', 'FLOWAPI_PORT', 'FLOWAUTH_PORT']
  for (const variable of variables) settings[variable] = String(await freePort())
})
afterAll(async () => {
  await quickstart('clean')
  rmSync(folder, { recursive: true })
})

function quickstart(command: string, more: Record<string, string> = {}) {
  return run(process.execPath, [MAIN, command], { env: { PATH: ENVIRONMENT.PATH, ...settings, ...more } })
}

function running() {
  const state = readState(home)
  return Object.entries({ supervisor: state?.supervisor, ...state?.services })
    .filter(([, identity]) => identity && isRunning(identity))
    .map(([name]) => name)
}

const flowauth = () => `http://localhost:${settings.FLOWAUTH_PORT}`

const administrator = () => FlowAuthSession.start(flowauth(), { username: 'admin', password })

/** Asks FlowAPI whether all is ready. */
async function ready(): Promise<boolean> {
  const answer = await fetch(`http://${LOOPBACK}:${settings.FLOWAPI_PORT}/readyz`).catch(() => undefined)
  return answer?.ok ?? false
}

test('a port that is taken is named with the variable that moves it, and nothing is left running', async () => {
  const other = createServer().listen(Number(settings.REDIS_PORT), LOOPBACK)
  await expect(quickstart('start')).rejects.toThrow(
    `Port ${settings.REDIS_PORT} of ${LOOPBACK} is taken by another program. Choose another one: make quickstart REDIS_PORT=…`,
  )
  await new Promise(resolve => other.close(resolve))
  expect(running()).toEqual([])
})

test('it brings up everything, analyses, and says where to look', async () => {
  const { stdout } = await quickstart('start')
  expect(running()).toEqual(ALL)
  expect(stdout).toMatch(/From .* To .* People/)
  expect(stdout).toContain(home.map)
  expect(stdout).toContain(`http://localhost:${settings.FLOWAPI_PORT}`)
  expect(readFileSync(home.map, 'utf8')).toContain('class="flow"')
  expect(stdout).toContain(flowauth())
  password = /administrator +admin, password (\S+)/.exec(stdout)?.[1] ?? ''
})

test('the printed password opens FlowAuth, and is in no log', async () => {
  const session = await administrator()
  expect(await session.ask('GET', '/api/session')).toMatchObject({ must_change_password: false })
  for (const log of readdirSync(home.logs))
    expect(readFileSync(join(home.logs, log), 'utf8')).not.toContain(password)
})

test('nobody else can look into its folder, and its secrets are files of their owner', () => {
  expect(statSync(home.folder).mode & 0o777).toBe(0o700)
  for (const file of [home.env, home.secrets, home.accounts, home.privateKey]) {
    expect(statSync(file).mode & 0o777).toBe(0o600)
  }
})

test('scripts find the system by the file of addresses', async () => {
  const env = parseEnv(readFileSync(home.env, 'utf8'))
  expect(env).toEqual({
    FLOWAPI_URL: `http://localhost:${settings.FLOWAPI_PORT}`,
    FLOWAPI_TOKEN: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    FLOWDB_URL: expect.stringContaining(`:${settings.FLOWDB_PORT}/flowdb`),
    REDIS_URL: expect.stringContaining(`:${settings.REDIS_PORT}`),
    FLOWAUTH_URL: flowauth(),
  })
  const { stdout } = await run(process.execPath, [EXAMPLE], { env })
  expect(stdout).toMatch(/^\S+ \d+\n/)
})

test('the token is one that FlowAuth has made for its analyst, and keeps a record of', async () => {
  const { FLOWAPI_TOKEN = '' } = parseEnv(readFileSync(home.env, 'utf8'))
  const claims = JSON.parse(Buffer.from(FLOWAPI_TOKEN.split('.')[1] ?? '', 'base64url').toString())
  expect(claims).toMatchObject({ sub: 'analyst', iss: flowauth() })
  expect(claims.exp - claims.iat).toBe(86_400)
})

test('run again, it finds everything up', async () => {
  const before = readState(home)
  const { stdout } = await quickstart('start')
  expect(readState(home)).toEqual(before)
  expect(stdout).toContain(password)
})

test('a start that was cut off before FlowAuth had its analyst is gone on with', async () => {
  const { admin } = JSON.parse(readFileSync(home.accounts, 'utf8'))
  writeFileSync(home.accounts, JSON.stringify({ admin }))
  const { stdout } = await quickstart('start')
  expect(stdout).toContain(password)
  expect(JSON.parse(readFileSync(home.accounts, 'utf8'))).toMatchObject({ admin, analyst: {} })
})

test('FlowAuth is told of another address of FlowAPI, and of scopes that are new there', async () => {
  const session = await administrator()
  const find = async () =>
    (await session.ask<{ id: string; name: string; scope_count: number }[]>('GET', '/api/admin/servers'))[0]
  const before = await find()
  await session.ask('PUT', `/api/admin/servers/${before?.id}/scopes`, {
    name: before?.name,
    scopes: ['run', 'get_result'],
    refuses_revoked: true,
    description_url: 'http://localhost:9/api/0/spec/openapi.json',
  })
  await quickstart('start')
  expect(await find()).toMatchObject({
    description_url: `http://localhost:${settings.FLOWAPI_PORT}/api/0/spec/openapi.json`,
    scope_count: before?.scope_count,
  })
  const roles = await session.ask('GET', '/api/admin/roles')
  expect(roles).toMatchObject([{ name: 'everything', scope_count: before?.scope_count, member_count: 2 }])
})

test('a password that the administrator has chosen is not the quick start’s to print, or needed by it', async () => {
  const change = { current_password: password, new_password: 'umbrella-Quartz-73-lagoon-Vexed' }
  await (await administrator()).ask('PUT', '/api/account/password', change)
  for (const _ of ['when it is noticed', 'later']) {
    const { stdout } = await quickstart('start')
    expect(stdout).not.toContain('password')
  }
  expect(readFileSync(home.accounts, 'utf8')).not.toContain(password)
})

test('other settings than those it runs with are refused', async () => {
  await expect(quickstart('start', { FLOWMACHINE_PROCESSES: '2' })).rejects.toThrow(
    'It runs already, with FLOWMACHINE_PROCESSES=1. To change that, stop it first: make stop',
  )
})

test.for(['flowapi', 'flowauth', 'flowmachine', 'redis', 'postgres'])(
  '%s is started again when it dies',
  async name => {
    const before = readState(home)?.services[name]
    process.kill(before?.pid ?? 0, 'SIGKILL')
    await vi.waitUntil(() => readState(home)?.services[name]?.pid !== before?.pid, { timeout: 30_000 })
    await vi.waitUntil(ready, { timeout: 30_000 })
  },
)

test('after stop nothing runs, and the data are still there', async () => {
  const state = readState(home)
  const { stdout } = await quickstart('stop')
  expect(stdout).toBe('Stopped.\n')
  expect(state && [state.supervisor, ...Object.values(state.services)].filter(isRunning)).toEqual([])
  expect(existsSync(home.data)).toBe(true)
})

test('a FlowAuth that cannot start is named with its reason, and nothing is left running', async () => {
  const secrets = readFileSync(home.secrets, 'utf8')
  writeFileSync(home.secrets, JSON.stringify({ ...JSON.parse(secrets), flowauthSessions: 'short' }))
  await expect(quickstart('start')).rejects.toThrow(
    /flowauth ended\. The end of its log:\n.*\n +SECRET_KEY: must have at least 32 bytes/,
  )
  expect(running()).toEqual([])
  writeFileSync(home.secrets, secrets)
})

test('services end with a supervisor that is killed, and stop clears up after it', async () => {
  await quickstart('start')
  process.kill(readState(home)?.supervisor.pid ?? 0, 'SIGKILL')
  await vi.waitUntil(() => running().length === 0, { timeout: 60_000 })
  expect((await quickstart('stop')).stdout).toBe('Stopped.\n')
  expect((await quickstart('stop')).stdout).toBe('Nothing is running.\n')
})

test('it starts anew at once when its supervisor was killed', async () => {
  await quickstart('start')
  const before = readState(home)?.supervisor
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await quickstart('start')
  expect(running()).toEqual(ALL)
  expect(readState(home)?.supervisor).not.toEqual(before)
})

test('after clean nothing is left', async () => {
  await quickstart('clean')
  expect(existsSync(home.folder)).toBe(false)
})
