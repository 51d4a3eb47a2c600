import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endProcess, identify, isRunning, signal } from './processes.ts'

async function sleeper() {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' })
  await once(child, 'spawn')
  const identity = identify(child.pid ?? 0)
  if (identity === undefined) throw new Error('the process is gone')
  return { child, identity }
}

test('a process is recognised while it runs, and not after it has ended', async () => {
  const { child, identity } = await sleeper()
  expect(isRunning(identity)).toBe(true)
  await endProcess(identity)
  expect(isRunning(identity)).toBe(false)
  expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGTERM')
})

test('a process that was given the number of one that ended is left alone', async () => {
  const { identity } = await sleeper()
  const earlier = { ...identity, startTime: '1' }
  signal(earlier, 'SIGKILL')
  await endProcess(earlier)
  expect(isRunning(earlier)).toBe(false)
  expect(isRunning(identity)).toBe(true)
  await endProcess(identity)
})

test('a process of before the machine was restarted is not taken for one that runs', async () => {
  const { identity } = await sleeper()
  expect(isRunning({ ...identity, boot: '00000000-0000-0000-0000-000000000000' })).toBe(false)
  await endProcess(identity)
})

test('a process that ignores the polite signal gets the next one of the plan', async () => {
  const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'])
  await once(child.stdout, 'data')
  const identity = identify(child.pid ?? 0)
  if (identity === undefined) throw new Error('the process is gone')
  await endProcess(identity, [
    ['SIGTERM', 100],
    ['SIGKILL', 5_000],
  ])
  expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL')
})
