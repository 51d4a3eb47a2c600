import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { patientStream, ReaderTooSlow } from './patience.ts'

const LARGE = Buffer.alloc(200_000)

async function* pieces(count: number, pauseMs = 0): AsyncGenerator<Uint8Array> {
  for (let made = 0; made < count; made += 1) {
    if (pauseMs > 0) await sleep(pauseMs)
    yield LARGE
  }
}

async function readAll(stream: AsyncIterable<Buffer>, pauseMs = 0): Promise<number> {
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    if (pauseMs > 0) await sleep(pauseMs)
  }
  return bytes
}

test('a reader who stands still is cut off when the grace is over', async () => {
  const stream = patientStream(pieces(10), { graceMs: 50, bytesPerSecond: 1e9, deadlineMs: 60_000 })
  stream.read(0)
  expect(await new Promise(resolve => stream.once('error', resolve))).toBeInstanceOf(ReaderTooSlow)
})

test('a reader who is slower than the rate is cut off, however steady', async () => {
  const stream = patientStream(pieces(100), { graceMs: 20, bytesPerSecond: 1e9, deadlineMs: 60_000 })
  await expect(readAll(stream, 10)).rejects.toThrow(ReaderTooSlow)
})

test('a reader who keeps to the rate gets everything, however long that takes', async () => {
  const stream = patientStream(pieces(10), { graceMs: 1_000, bytesPerSecond: 100_000, deadlineMs: 60_000 })
  expect(await readAll(stream, 5)).toBe(2_000_000)
})

test('pieces that take long to be made are not the reader’s fault', async () => {
  const stream = patientStream(pieces(5, 40), { graceMs: 20, bytesPerSecond: 1e9, deadlineMs: 60_000 })
  expect(await readAll(stream)).toBe(1_000_000)
})

test('nobody may take longer than the deadline', async () => {
  const stream = patientStream(pieces(1_000, 5), { graceMs: 60_000, bytesPerSecond: 1, deadlineMs: 50 })
  await expect(readAll(stream)).rejects.toThrow(ReaderTooSlow)
})

test('what fails while it is made fails for the reader', async () => {
  async function* broken() {
    yield LARGE
    throw new Error('division by zero')
  }
  const stream = patientStream(broken(), { graceMs: 1_000, bytesPerSecond: 1, deadlineMs: 60_000 })
  await expect(readAll(stream)).rejects.toThrow('division by zero')
})
