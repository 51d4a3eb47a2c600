import { connect } from 'flowclient'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { bodyOf, complete, rowsOf } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { programFile, runCommand } from '../harness/programs.ts'
import { dailyLocation, spatialAggregate } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'

/* An administrator looks after the cache of a system that is in use. */

let system: OwnSystem
beforeAll(async () => {
  system = await startOwnSystem('cache')
})
afterAll(() => system.stop())

const spec = spatialAggregate(dailyLocation('2016-01-01'))

function flowmachine(...args: readonly string[]): Promise<string> {
  const { host, port, name, flowmachine } = system.address.flowdb
  return runCommand(process.execPath, [programFile('flowmachineCommand'), ...args], {
    FLOWDB_HOST: host,
    FLOWDB_PORT: String(port),
    FLOWDB_DATABASE: name,
    FLOWMACHINE_FLOWDB_USER: flowmachine.user,
    FLOWMACHINE_FLOWDB_PASSWORD: flowmachine.password,
  })
}

test('the status tells how much is stored, and what the limits are', async () => {
  expect(await flowmachine('cache', 'status')).toMatch(/^Stored {5}0 results, 0\.0 MB\nLimit {6}10000\.0 MB/)
  await complete(system.api, spec)
  // The day, its places, the cells in them, the shapes and the aggregate.
  expect(await flowmachine('cache', 'status')).toMatch(/^Stored {5}5 results/)
})

test('pruning leaves what is new, however little the cache may hold', async () => {
  await system.database.query(`UPDATE cache.cache_config SET value = '1' WHERE key = 'cache_size'`)
  expect(await flowmachine('cache', 'prune')).toMatch(/^Evicted 0 results/)
})

test('after a reset a result is known and not there, and clients have it computed again', async () => {
  const id = await complete(system.api, spec)
  const rows = await rowsOf(system.api, spec)
  const handle = await connect({ url: system.address.url, token: inject('token') }).run(spec)
  expect(await flowmachine('cache', 'reset')).toMatch(/^Evicted 5 results/)
  expect(await bodyOf(await system.api.poll(id), 404)).toMatchObject({ status: 'known' })
  expect((await system.api.get(id)).status).toBe(404)
  expect(inOrder((await handle.json()).query_result)).toEqual(inOrder(rows))
})
