import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { heldUp, holdUp, outcomesOf } from '../harness/computations.ts'
import { bodyOf, type Gateway, gateway, untilReady } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { programFile } from '../harness/programs.ts'
import { dailyLocation, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { claims, sign } from '../harness/tokens.ts'

/* Users give up queries that are held up while they are computed. */

let system: OwnSystem
let lock: { letGo(): Promise<void> } | undefined
let ann: Gateway
let ben: Gateway

const oneDay = spatialAggregate(dailyLocation('2016-01-01'))
const twoDays = spatialAggregate(modalLocation(['2016-01-01', '2016-01-02']))
const scopes = [
  'run',
  'get_result',
  'admin3:spatial_aggregate:spatial_aggregate',
  'admin3:spatial_aggregate:daily_location',
  'admin3:spatial_aggregate:modal_location',
]

beforeAll(async () => {
  system = await startOwnSystem('cancel', { machines: 2 })
  const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const
  const as = (sub: string) => gateway(system.address.url, sign(key, claims({ analyst: scopes }, { sub })))
  ann = as('ann')
  ben = as('ben')
})
afterAll(() => system.stop())
beforeEach(async () => {
  lock = await holdUp(system.database)
})
afterEach(async () => {
  await lock?.letGo()
  await system.database.query(`DELETE FROM cache.queries WHERE kind <> 'geography'`)
})

async function run(api: Gateway, spec: object): Promise<string> {
  return String((await bodyOf(await api.run(spec), 202)).query_id)
}
const idle = () => expect.poll(() => heldUp(system.database), { timeout: 20_000 }).toEqual([])
const busy = () =>
  expect.poll(async () => (await heldUp(system.database)).length, { timeout: 20_000 }).toBeGreaterThan(0)

test('a query that its only user gives up is computed no further', async () => {
  const id = await run(ann, twoDays)
  await busy()
  expect(await bodyOf(await ann.cancel(id), 200)).toEqual({ status: 'cancelled', msg: '' })
  await idle()
  expect(await bodyOf(await ann.poll(id), 500)).toMatchObject({ status: 'cancelled' })
  const { rows } = await system.database.query('SELECT DISTINCT state FROM cache.tasks')
  expect(rows).toEqual([{ state: 'cancelled' }])
})

test('a query cannot be cancelled by somebody else, nor while somebody else wants it', async () => {
  const id = await run(ann, oneDay)
  expect(await bodyOf(await ben.cancel(id), 200)).toMatchObject({ msg: expect.stringContaining('goes on') })
  await run(ben, oneDay)
  expect(await bodyOf(await ann.cancel(id), 200)).toMatchObject({ msg: expect.stringContaining('goes on') })
  await lock?.letGo()
  lock = undefined
  await untilReady(ben, id)
  expect(await outcomesOf(system.database, id)).toEqual(['published'])
})

test('a part that another query is built on is computed to its end', async () => {
  const [whole, other] = [await run(ann, twoDays), await run(ben, oneDay)]
  await ann.cancel(whole)
  await lock?.letGo()
  lock = undefined
  await untilReady(ben, other)
  expect(await bodyOf(await ann.poll(whole), 500)).toMatchObject({ status: 'cancelled' })
  expect(await bodyOf(await ann.run(twoDays), 202)).toMatchObject({ query_id: whole })
  await untilReady(ann, whole)
})

test('Ctrl-C in the shell cancels what the shell has asked for', async () => {
  const child = spawn(process.execPath, [programFile('flowclient'), 'run', '-'], {
    env: { FLOWAPI_URL: system.address.url, FLOWAPI_TOKEN: inject('token') },
    stdio: 'pipe',
  })
  child.stdin.end(JSON.stringify(twoDays))
  const said = text(child.stderr)
  await busy()
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([130, null])
  expect(await said).toContain('The query was cancelled.')
  await idle()
})
