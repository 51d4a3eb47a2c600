import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv, promisify } from 'node:util'
import { freePort, isRunning, LOOPBACK } from '@flowkit/local-stack'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ENVIRONMENT } from './config.ts'
import { homeAt } from './home.ts'
import { readState } from './state.ts'

/*
 * The quick start from the outside, as make runs it, in a home and on ports of its own. The tests follow one another:
 * each finds what the one before has left.
 */
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../example.mjs', import.meta.url))
const run = promisify(execFile)

const folder = mkdtempSync(join(tmpdir(), 'quickstart-'))
const home = homeAt(join(folder, '.flowkit'))
const settings: Record<string, string> = { FLOWKIT_HOME: home.folder, FLOWKIT_PROFILE: 'test' }

beforeAll(async () => {
  const variables = ['FLOWDB_PORT', 'REDIS_PORT', 'FLOWMACHINE_PORT', 'FLOWAPI_PORT']
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
  expect(running()).toEqual(['supervisor', 'postgres', 'redis', 'flowmachine', 'flowapi'])
  expect(stdout).toMatch(/From .* To .* People/)
  expect(stdout).toContain(home.map)
  expect(stdout).toContain(`http://localhost:${settings.FLOWAPI_PORT}`)
  expect(readFileSync(home.map, 'utf8')).toContain('class="flow"')
})

test('nobody else can look into its folder, and its secrets are files of their owner', () => {
  expect(statSync(home.folder).mode & 0o777).toBe(0o700)
  for (const file of [home.env, home.secrets, home.privateKey]) {
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
    FLOWAUTH_URL: '',
  })
  const { stdout } = await run(process.execPath, [EXAMPLE], { env })
  expect(stdout).toMatch(/^\S+ \d+\n/)
})

test('run again, it finds everything up', async () => {
  const before = readState(home)
  await quickstart('start')
  expect(readState(home)).toEqual(before)
})

test('other settings than those it runs with are refused', async () => {
  await expect(quickstart('start', { FLOWMACHINE_PROCESSES: '2' })).rejects.toThrow(
    'It runs already, with FLOWMACHINE_PROCESSES=1. To change that, stop it first: make stop',
  )
})

test.for(['flowapi', 'flowmachine', 'redis', 'postgres'])('%s is started again when it dies', async name => {
  const before = readState(home)?.services[name]
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await vi.waitUntil(() => readState(home)?.services[name]?.pid !== before?.pid, { timeout: 30_000 })
  await vi.waitUntil(ready, { timeout: 30_000 })
})

test('after stop nothing runs, and the data are still there', async () => {
  const state = readState(home)
  const { stdout } = await quickstart('stop')
  expect(stdout).toBe('Stopped.\n')
  expect(state && [state.supervisor, ...Object.values(state.services)].filter(isRunning)).toEqual([])
  expect(existsSync(home.data)).toBe(true)
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
  expect(running()).toEqual(['supervisor', 'postgres', 'redis', 'flowmachine', 'flowapi'])
  expect(readState(home)?.supervisor).not.toEqual(before)
})

test('after clean nothing is left', async () => {
  await quickstart('clean')
  expect(existsSync(home.folder)).toBe(false)
})
