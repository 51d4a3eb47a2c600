import { randomUUID } from 'node:crypto'
import type { Identity } from '@flowkit/contract'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { ask, TooManyQueries } from '../execution/ask.ts'
import { releasedQuery } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { people } from '../testing/world.ts'
import { settleClaim } from './claims.ts'
import { claimNext, queuePosition } from './queue.ts'
import { heartbeat } from './workers.ts'

const who = (subject: string): Identity => ({ issuer: null, subject, token_id: null })
const [ann, ben] = [who('ann'), who('ben')]
const [interactive, background] = ['interactive', 'background'] as const

/** Queries of no parts but the places, which are stored before the first test. */
const count = (hour: number) =>
  validated({
    query_kind: 'unique_subscriber_counts',
    start_date: '2016-01-01',
    end_date: '2016-01-02',
    aggregation_unit: 'admin3',
    hours: { start_hour: hour, end_hour: 24 },
  })
const idOf = (hour: number) => releasedQuery(count(hour)).id

let world: TestEngine
let clients: pg.PoolClient[]
const worker = randomUUID()

beforeAll(async () => {
  world = await startEngine({
    areas: [[3, 'W', 0, 0, 5, 10]],
    cells: [['west', 1, 1]],
    events: { calls: people(20).map(person => [person, '2016-01-01 10:00', 'west'] as const) },
  })
  const computing = await world.start()
  await world.finish(count(0))
  await computing.stop()
  await heartbeat(world.engine.control, { id: worker, host: 'here', pid: process.pid })
})
afterAll(() => world.close())
beforeEach(() => {
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.release(true)
  await world.engine.control.query(
    'DELETE FROM cache.claims; DELETE FROM cache.tasks; DELETE FROM cache.interests',
  )
})

const asked = (hour: number, identity: Identity, priority: 'interactive' | 'background' = interactive) =>
  ask(world.engine, count(hour), { identity, priority })

/** Claims what is next, as a worker that computes it for ever. */
async function next(mostPerUser = 0): Promise<number | undefined> {
  const client = await world.engine.computing.connect()
  clients.push(client)
  const claim = await claimNext(client, worker, mostPerUser)
  return claim && [1, 2, 3, 4, 5, 6].find(hour => idOf(hour) === claim.query_id)
}

it('users take turns, however much one of them has asked for before', async () => {
  for (const hour of [1, 2, 3]) await asked(hour, ann)
  await asked(4, ben)
  expect([await next(), await next(), await next()]).toEqual([1, 4, 2])
})

it('one user’s queries come in the order in which they were asked', async () => {
  for (const hour of [3, 1, 2]) await asked(hour, ann)
  expect([await next(), await next(), await next()]).toEqual([3, 1, 2])
})

it('what can wait comes after what somebody waits for', async () => {
  await asked(1, ann, background)
  await asked(2, ann)
  await asked(3, ben, background)
  await asked(4, ben)
  expect([await next(), await next()]).toEqual([2, 4])
  expect(new Set([await next(), await next()])).toEqual(new Set([1, 3]))
})

it('what somebody waits for does so too when it could have waited for others', async () => {
  await asked(1, ann)
  await asked(2, ben, background)
  await asked(2, ann)
  await asked(3, ben)
  expect(await queuePosition(world.engine.control, idOf(2))).toBeGreaterThan(1)
  expect([await next(), await next(), await next()]).toEqual([1, 3, 2])
})

it('no more is computed for one user at a time than may be', async () => {
  for (const hour of [1, 2, 3]) await asked(hour, ann)
  await asked(4, ben)
  expect([await next(1), await next(1), await next(1)]).toEqual([1, 4, undefined])
})

it('the place in the queue is that in which queries begin', async () => {
  for (const hour of [1, 2, 3]) await asked(hour, ann)
  await asked(4, ben)
  await asked(5, ben, background)
  const places = () =>
    Promise.all([1, 2, 3, 4, 5].map(hour => queuePosition(world.engine.control, idOf(hour))))
  expect(await places()).toEqual([1, 3, 4, 2, 5])
  expect([await next(), await next(), await next()]).toEqual([1, 4, 2])
  expect(await places()).toEqual([null, null, 1, null, 2])
})

it('who waits for as many queries as one may is told so, and only they', async () => {
  const strict = { ...world.engine, mostWaitingPerUser: 2 }
  const askFor = (hour: number, identity: Identity) =>
    ask(strict, count(hour), { identity, priority: interactive })
  await askFor(1, ann)
  await askFor(2, ann)
  await expect(askFor(3, ann)).rejects.toThrow(TooManyQueries)
  expect(await queuePosition(world.engine.control, idOf(3))).toBeNull()
  // What is asked already, or stored, may be asked again; and others may ask.
  await askFor(2, ann)
  await askFor(0, ann)
  await askFor(3, ben)
})

it('five hundred queries of one user leave another’s first in the queue', async () => {
  await world.engine.control.query(
    `WITH made AS (
       INSERT INTO cache.queries (query_id, form, kind, spec, top_level)
       SELECT md5(number::text), 'released', 'geography', '{}', true FROM generate_series(1, 500) AS number
       RETURNING query_id
     ), queued AS (
       INSERT INTO cache.tasks (query_id, state, depth) SELECT query_id, 'queued', 0 FROM made
     )
     INSERT INTO cache.interests (query_id, issuer, subject) SELECT query_id, '', 'ann' FROM made`,
  )
  await world.engine.control.query(
    'INSERT INTO cache.wants SELECT query_id, query_id, issuer, subject FROM cache.interests',
  )
  expect(await next()).toBeUndefined()
  await asked(4, ben)
  expect(await queuePosition(world.engine.control, idOf(4))).toBe(1)
  expect(await next()).toBe(4)
  await world.engine.control.query(`DELETE FROM cache.queries WHERE spec = '{}'`)
})

it('a user whose computation has ended is next again', async () => {
  await asked(1, ann)
  await asked(2, ann)
  const client = await world.engine.computing.connect()
  clients.push(client)
  const claim = await claimNext(client, worker, 1)
  expect(await next(1)).toBeUndefined()
  if (claim) await settleClaim(client, claim, 'unneeded')
  expect(await next(1)).toBe(2)
})
