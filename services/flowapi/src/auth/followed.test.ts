import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptLog } from '../testing/log.ts'
import { follow, type Source } from './followed.ts'

const folder = mkdtempSync(join(tmpdir(), 'flowkit-followed-'))
const path = join(folder, 'list')
let server: Server
let url: URL
let answer: { status: number; text: string; location?: string } = { status: 200, text: '' }

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end(answer.text)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/list`)
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

/** Follows a source, and answers what was taken over and what was complained about until it has been read again. */
async function following(
  source: Source,
  change: () => void,
  until: (taken: string[], log: string) => boolean,
) {
  const taken: string[] = []
  const log = keptLog()
  const take = (text: string) => {
    if (text === 'unusable') throw new Error('It cannot be used')
    taken.push(text)
    return true
  }
  const end = await follow(source, { what: 'the list', take, log: log.log, everyMs: 5 })
  const first = taken.length
  change()
  while (!until(taken, JSON.stringify(log.lines))) await new Promise(resolve => setTimeout(resolve, 5))
  end()
  return { first, lines: log.lines }
}

test('a file is read at once, and again when it has changed', async () => {
  writeFileSync(path, 'one')
  const { first } = await following(
    { path },
    () => writeFileSync(path, 'two'),
    taken => taken.includes('two'),
  )
  expect(first).toBe(1)
})

test('an address is read at once, and again and again', async () => {
  answer = { status: 200, text: 'one' }
  const { first } = await following(
    { url },
    () => {
      answer = { status: 200, text: 'two' }
    },
    taken => taken.includes('two'),
  )
  expect(first).toBe(1)
})

test.each<[what: string, answer: { status: number; text: string; location?: string }]>([
  ['does not answer well', { status: 500, text: 'one' }],
  ['sends one elsewhere', { status: 302, text: '', location: '/elsewhere' }],
  ['holds something else', { status: 200, text: 'unusable' }],
  ['holds more than can be right', { status: 200, text: 'x'.repeat(9 * 1024 * 1024) }],
])('a source that %s is complained about once, and read again when it is well', async (_what, broken) => {
  answer = broken
  const looksFor = (log: string) => log.includes('can be read again')
  const { first, lines } = await following(
    { url },
    () =>
      setTimeout(() => {
        answer = { status: 200, text: 'well' }
      }, 50),
    (taken, log) => taken.includes('well') && looksFor(log),
  )
  expect(first).toBe(0)
  expect(lines.filter(line => JSON.stringify(line).includes('what was known stays'))).toHaveLength(1)
})
