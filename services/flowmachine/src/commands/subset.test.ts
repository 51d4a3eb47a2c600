import { execFile } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const KEY = 'a key of the deployment that is long enough'
const NUMBERS = Array.from({ length: 20 }, (_, index) => String(9_779_800_000 + index))
const crowd = people(20)

let world: TestEngine
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subset-'))
  world = await startEngine({
    areas: [],
    cells: [['a', 1, 1]],
    events: { calls: crowd.map((who): Event => [who, '2016-01-01 10:00', 'a']) },
  })
  // The same people under the pseudonyms that the deployment's key makes of their numbers.
  await withClient(world.superuserUrl, async client => {
    for (const [index, number] of NUMBERS.slice(0, 17).entries())
      await client.query('UPDATE derived.subscribers SET msisdn = $1 WHERE msisdn = $2', [
        createHmac('sha256', KEY).update(number).digest(),
        createHash('sha256')
          .update(crowd[index] ?? '')
          .digest(),
      ])
  })
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true })
})

async function flowmachine(...args: string[]) {
  const { host, port, name, user, password } = world.flowmachine
  const env = {
    FLOWDB_HOST: host,
    FLOWDB_PORT: String(port),
    FLOWDB_DATABASE: name,
    FLOWMACHINE_FLOWDB_USER: user,
    FLOWMACHINE_FLOWDB_PASSWORD: password,
    FLOWDB_PSEUDONYM_KEY: KEY,
  }
  const run = promisify(execFile)(process.execPath, [PROGRAM, 'subset', ...args], { env })
  return run.then(
    ({ stdout }) => stdout,
    (error: { stderr: string }) => error.stderr,
  )
}

async function listOf(lines: readonly string[]): Promise<string> {
  const file = join(folder, 'list.txt')
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

test('a list of numbers is hashed as ingestion does it, published, listed and withdrawn', async () => {
  const file = await listOf(NUMBERS)
  expect(await flowmachine('publish', file, '--id', 'travellers')).toBe(
    'Published travellers: 20 people, 17 of them in the data.\nWhoever is to use it needs the scope subset:published:travellers.\n',
  )
  expect(await flowmachine('list')).toMatch(/^travellers {2}20 people, 17 of them in the data, since 2\d{3}-/)
  expect(await flowmachine('withdraw', 'travellers')).toBe('Withdrew travellers.\n')
  expect(await flowmachine('list')).toBe('')
  expect(await flowmachine('withdraw', 'travellers')).toBe('flowmachine: There is no subset travellers.\n')
})

test('a list that says that it holds hashes is refused at the first line that is none, which is not shown', async () => {
  const file = await listOf([createHash('sha256').update('x').digest('hex'), NUMBERS[0] ?? ''])
  const said = await flowmachine('publish', file, '--id', 'hashes', '--already-hashed')
  expect(said).toBe('flowmachine: Line 2 is not a hash. Nothing was published.\n')
  expect(await flowmachine('list')).toBe('')
})

test('a list that cannot be read is said to be so', async () => {
  const said = await flowmachine('publish', join(folder, 'missing.txt'), '--id', 'missing')
  expect(said).toContain('missing.txt')
  expect(await flowmachine('list')).toBe('')
})
