import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { isRunning, type ProcessIdentity } from './processes.ts'

const PACKAGE = fileURLToPath(new URL('../dist/index.js', import.meta.url))

/** Starts both servers in a process of its own, which then waits for its end. */
async function owner() {
  const script = `
    import { startPostgres, startRedis } from ${JSON.stringify(PACKAGE)}
    const servers = await Promise.all([startPostgres(), startRedis()])
    console.log(JSON.stringify(servers.map(server => server.identity)))
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  const identities: ProcessIdentity[] = JSON.parse(String(line))
  return { child, identities }
}

test.for(['SIGKILL', 'SIGINT'] as const)('servers end when their owner is ended by %s', async name => {
  const { child, identities } = await owner()
  expect(identities.map(isRunning)).toEqual([true, true])
  const data = dataFolder(identities[0])
  expect(existsSync(data)).toBe(true)
  child.kill(name)
  await vi.waitUntil(() => !identities.some(isRunning), { timeout: 20_000 })
  await vi.waitUntil(() => !existsSync(data), { timeout: 20_000 })
})

/** The data folder of a PostgreSQL server, from its command line. */
function dataFolder(postgres: ProcessIdentity | undefined): string {
  const args = readFileSync(`/proc/${postgres?.pid}/cmdline`, 'latin1').split('\0')
  return args[args.indexOf('-D') + 1] ?? ''
}
