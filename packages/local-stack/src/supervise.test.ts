import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { acceptsConnections, freePort } from './ports.ts'
import { isRunning, type ProcessIdentity, STOP_GENTLY } from './processes.ts'
import { startServer } from './server-process.ts'
import { type Service, supervise } from './supervise.ts'

const LISTENER = `
  const server = require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1')
  process.on('SIGTERM', () => process.exit(0))`

/** A service that listens on a port and does nothing else. */
async function listener(name: string, code = LISTENER): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'local-stack-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const port = await freePort()
  return {
    name,
    start: () =>
      startServer(
        {
          name,
          command: process.execPath,
          args: ['--eval', code, String(port)],
          env: {},
          cwd: folder,
          port,
          logFile: join(folder, `${name}.log`),
          stopPlan: STOP_GENTLY,
        },
        () => acceptsConnections(port),
      ),
  }
}

const SHORT = { firstMs: 1, longestMs: 4, settledMs: 60_000 }

test('a service that dies is started again, after pauses that double up to the longest', async () => {
  const lives: ProcessIdentity[] = []
  const pauses: number[] = []
  const supervision = await supervise(
    [await listener('mayfly')],
    {
      onStarted: (_, { identity }) => lives.push(identity),
      onDown: (_, pauseMs) => pauses.push(pauseMs),
    },
    SHORT,
  )
  onTestFinished(() => supervision.stop())
  for (const deaths of [1, 2, 3, 4]) {
    process.kill(lives.at(-1)?.pid ?? 0, 'SIGKILL')
    await vi.waitUntil(() => lives.length === deaths + 1, { timeout: 20_000 })
  }
  expect(pauses).toEqual([1, 2, 4, 4])
  expect(lives.map(isRunning)).toEqual([false, false, false, false, true])
})

test('a service that has lived long enough begins with the first pause again', async () => {
  const lives: ProcessIdentity[] = []
  const pauses: number[] = []
  const supervision = await supervise(
    [await listener('settled')],
    {
      onStarted: (_, { identity }) => lives.push(identity),
      onDown: (_, pauseMs) => pauses.push(pauseMs),
    },
    { firstMs: 1, longestMs: 4, settledMs: 0 },
  )
  onTestFinished(() => supervision.stop())
  for (const deaths of [1, 2]) {
    process.kill(lives.at(-1)?.pid ?? 0, 'SIGKILL')
    await vi.waitUntil(() => lives.length === deaths + 1, { timeout: 20_000 })
  }
  expect(pauses).toEqual([1, 1])
})

test('services are ended in the reverse of the order in which they were started', async () => {
  const events: string[] = []
  const logged = async (name: string): Promise<Service> => {
    const service = await listener(name)
    return {
      name,
      start: async () => {
        const running = await service.start()
        events.push(`${name} up`)
        void running.exited.then(() => events.push(`${name} down`))
        return running
      },
    }
  }
  const supervision = await supervise([
    await logged('database'),
    await logged('engine'),
    await logged('gateway'),
  ])
  await supervision.stop()
  expect(events).toEqual([
    ...['database up', 'engine up', 'gateway up'],
    ...['gateway down', 'engine down', 'database down'],
  ])
})

test('when a service does not come up, those started before it are ended and the reason is given', async () => {
  const lives: ProcessIdentity[] = []
  const broken = await listener('broken', 'console.error("no such country"); process.exit(1)')
  const supervised = supervise([await listener('sound'), broken], {
    onStarted: (_, { identity }) => lives.push(identity),
  })
  await expect(supervised).rejects.toThrow('no such country')
  expect(lives.map(isRunning)).toEqual([false])
})

test('a service that is waiting to be started again stays down once it is told to stop', async () => {
  const lives: ProcessIdentity[] = []
  let down = 0
  const supervision = await supervise(
    [await listener('patient')],
    {
      onStarted: (_, { identity }) => lives.push(identity),
      onDown: () => {
        down += 1
      },
    },
    { firstMs: 600_000, longestMs: 600_000, settledMs: 60_000 },
  )
  process.kill(lives[0]?.pid ?? 0, 'SIGKILL')
  await vi.waitUntil(() => down === 1, { timeout: 20_000 })
  await supervision.stop()
  expect(lives.map(isRunning)).toEqual([false])
})
