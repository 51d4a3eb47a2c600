import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Lifecycle } from './lifecycle.ts'
import { createLogger } from './log.ts'

const silent = createLogger('test', 'silent')
const forever = () => new Promise<never>(() => {})

describe('stopping', () => {
  test('undoes what was started in the opposite order, one step after the other', async () => {
    const lifecycle = new Lifecycle(silent)
    const done: string[] = []
    lifecycle.onStop('database', 1_000, () => done.push('database'))
    lifecycle.onStop('server', 1_000, async () => {
      await new Promise(resolve => setImmediate(resolve))
      done.push('server')
    })
    expect(await lifecycle.stop()).toBe(0)
    expect(done).toEqual(['server', 'database'])
  })

  test('goes on to the next step when one takes too long, and says so by the exit code', async () => {
    const lifecycle = new Lifecycle(silent)
    const done: string[] = []
    lifecycle.onStop('database', 1_000, () => done.push('database'))
    lifecycle.onStop('server', 10, forever)
    expect(await lifecycle.stop()).toBe(1)
    expect(done).toEqual(['database'])
  })

  test.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
  ])('goes on to the next step when one %s, and says so by the exit code', async (_how, fail) => {
    const lifecycle = new Lifecycle(silent)
    const done: string[] = []
    lifecycle.onStop('database', 1_000, () => done.push('database'))
    lifecycle.onStop('server', 1_000, fail)
    expect(await lifecycle.stop()).toBe(1)
    expect(done).toEqual(['database'])
  })

  test('aborts the signal before the first step, and happens once however often it is asked for', async () => {
    const lifecycle = new Lifecycle(silent)
    const seen: boolean[] = []
    lifecycle.onStop('server', 1_000, () => seen.push(lifecycle.signal.aborted))
    expect(await Promise.all([lifecycle.stop(), lifecycle.stop()])).toEqual([0, 0])
    expect(seen).toEqual([true])
  })
})

describe('a process', () => {
  const dist = fileURLToPath(new URL('../dist/index.js', import.meta.url))

  /** Runs a program in a process of its own; `act` is told when it has printed its first line. */
  async function run(body: string, act?: (kill: (signal: NodeJS.Signals) => void) => void) {
    const program = `import { createLogger, Lifecycle } from ${JSON.stringify(dist)}
      const log = createLogger('test', 'info')
      const lifecycle = new Lifecycle(log)
      ${body}`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
    let output = ''
    child.stdout.on('data', chunk => {
      if (output === '') act?.(signal => child.kill(signal))
      output += chunk
    })
    const [code] = await once(child, 'close')
    return { code, events: output.split('\n').flatMap(line => (line ? [JSON.parse(line).event] : [])) }
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('that gets %s stops and exits with 0', async signal => {
    const body = `await lifecycle.run(async () => {
      const timer = setInterval(() => {}, 1000)
      lifecycle.onStop('timer', 1000, () => { clearInterval(timer); log.info('cleared') })
    })`
    const { code, events } = await run(body, kill => kill(signal))
    expect(code).toBe(0)
    expect(events).toEqual(['ready', 'stopping', 'cleared'])
  })

  test('that cannot start undoes what it had started and exits with 1', async () => {
    const body = `await lifecycle.run(async () => {
      lifecycle.onStop('database', 1000, () => log.info('closed'))
      throw new Error('the port is taken')
    })`
    const { code, events } = await run(body)
    expect(code).toBe(1)
    expect(events).toEqual(['could not start', 'closed'])
  })

  test('that is stopped while it starts never says that it is ready', async () => {
    const body = `await lifecycle.run(async () => {
      log.info('starting')
      await new Promise((_, reject) => setTimeout(() => reject(new Error('interrupted')), 60000))
    })`
    const { code, events } = await run(body, kill => kill('SIGTERM'))
    expect(code).toBe(0)
    expect(events).toEqual(['starting', 'stopping'])
  })
})
