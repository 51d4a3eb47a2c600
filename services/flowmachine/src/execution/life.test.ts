import { randomUUID } from 'node:crypto'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { releasedQuery } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { type Claim, settleClaim, takeOverDeadClaims } from '../store/claims.ts'
import { withdrawInterest } from '../store/interests.ts'
import { claimNext } from '../store/queue.ts'
import { enqueue, failTask, forgetEndedTasks, withdraw } from '../store/tasks.ts'
import { heartbeat } from '../store/workers.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { ask } from './ask.ts'
import { type LifeEvent, type LifeState, MOVES } from './life.ts'

const SHAPES = validated({ query_kind: 'geography', aggregation_unit: 'admin3' })
const WHOLE = releasedQuery(SHAPES).id
/** The only query that the shapes are made of, and so the first to be claimed: the one whose life is looked at. */
const PART = releasedQuery(SHAPES).children[0]?.id ?? ''

let world: TestEngine
let client: pg.PoolClient
const worker = randomUUID()

beforeAll(async () => {
  world = await startEngine({ areas: [[3, 'W', 0, 0, 5, 10]], cells: [['west', 1, 1]], events: {} })
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.engine.control.query('DELETE FROM cache.queries; DELETE FROM cache.runs')
  await heartbeat(world.engine.control, { id: worker, host: 'here', pid: process.pid })
  client = await world.engine.computing.connect()
})
afterEach(() => client.release(true))

async function stateOf(queryId: string): Promise<LifeState> {
  const { rows } = await world.engine.control.query<{ state: LifeState }>(
    'SELECT state FROM cache.tasks WHERE query_id = $1',
    [queryId],
  )
  return rows[0]?.state ?? 'idle'
}

async function claimed(): Promise<Claim> {
  const claim = await claimNext(client, worker)
  if (!claim) throw new Error('There was nothing to claim')
  return claim
}

async function held(): Promise<Claim> {
  const { rows } = await world.engine.control.query<Claim>('SELECT query_id, run FROM cache.claims')
  if (!rows[0]) throw new Error('Nothing is claimed')
  return rows[0]
}

const nobody = { query_id: WHOLE, issuer: '', subject: '' }
const inTransaction = <T>(work: (client: pg.PoolClient) => Promise<T>) =>
  transaction(world.engine.control, work)
const noBackend = () => world.engine.control.query('UPDATE cache.claims SET backend_pid = 1')
const lose = async () => {
  await noBackend()
  await inTransaction(each => takeOverDeadClaims(each, 60, 'given up'))
}

/** Brings a query to a state, in the ways that it gets there. */
const REACH: Record<LifeState, () => Promise<unknown>> = {
  idle: async () => {
    await ask(world.engine, SHAPES)
    await inTransaction(each => withdraw(each, [PART, WHOLE]))
  },
  queued: () => ask(world.engine, SHAPES),
  executing: async () => {
    await ask(world.engine, SHAPES)
    await claimed()
  },
  errored: async () => {
    await ask(world.engine, SHAPES)
    await inTransaction(each => failTask(each, PART, 'a reason'))
  },
  cancelled: async () => {
    await ask(world.engine, SHAPES)
    await inTransaction(each => withdrawInterest(each, nobody))
  },
}

/** Makes each thing happen that can happen to a query, by the code that does it. */
const HAPPEN: Record<LifeEvent, () => Promise<unknown>> = {
  asked: () => ask(world.engine, SHAPES),
  'found stored': () => inTransaction(each => withdraw(each, [PART])),
  claimed,
  published: async () => settleClaim(client, await held(), 'published'),
  postponed: async () => settleClaim(client, await held(), 'postponed'),
  failed: async () => {
    await settleClaim(client, await held(), 'failed')
    await failTask(client, PART, 'a reason')
  },
  'part failed': () => inTransaction(each => failTask(each, PART, 'a reason')),
  lost: lose,
  'given up': async () => {
    for (let attempt = 1; attempt < 3; attempt += 1) {
      await lose()
      await claimed()
    }
    await lose()
  },
  cancelled: () => inTransaction(each => withdrawInterest(each, nobody)),
  forgotten: () => forgetEndedTasks(world.engine.control, 0),
}

const moves = Object.entries(MOVES).flatMap(([event, { from, to }]) =>
  from.map(state => [event as LifeEvent, state, to] as const),
)
const STATES = Object.keys(REACH) as LifeState[]

it('the database knows the moves of the table, and no others', async () => {
  const { rows } = await world.engine.control.query(
    'SELECT event, from_state, to_state FROM cache.task_moves ORDER BY 1, 2, 3',
  )
  const known = rows.map(({ event, from_state, to_state }) => [event, from_state, to_state].join())
  expect(known.sort()).toEqual(moves.map(move => move.join()).sort())
})

describe('a query', () => {
  it.each(moves)('that is %s was %s and becomes %s', async (event, from, to) => {
    await REACH[from]()
    // A whole that waits has no part that could be claimed before it: here its part fails, not itself.
    const looked = event === 'part failed' ? WHOLE : PART
    expect(await stateOf(looked)).toBe(from)
    await HAPPEN[event]()
    expect(await stateOf(looked)).toBe(to)
  })

  const others = STATES.flatMap(from => STATES.map(to => [from, to] as const)).filter(
    ([from, to]) =>
      ![from, to].includes('idle') && from !== to && !moves.some(([, f, t]) => f === from && t === to),
  )
  it.each(others)('that is %s cannot be made %s by any statement', async (from, to) => {
    await REACH[from]()
    const change = world.engine.control.query('UPDATE cache.tasks SET state = $2 WHERE query_id = $1', [
      PART,
      to,
    ])
    await expect(change).rejects.toThrow(`a query that is ${from} cannot become ${to}`)
  })

  it('begins its life in the queue', async () => {
    await REACH.idle()
    for (const state of ['executing', 'errored', 'cancelled'])
      await expect(
        world.engine.control.query('INSERT INTO cache.tasks (query_id, state, depth) VALUES ($1, $2, 0)', [
          PART,
          state,
        ]),
      ).rejects.toThrow('cannot become')
  })
})

it('what waits for a part that is given up fails with it, instead of having it tried for ever', async () => {
  await REACH.executing()
  await HAPPEN['given up']()
  expect([await stateOf(PART), await stateOf(WHOLE)]).toEqual(['errored', 'errored'])
  expect(await claimNext(client, worker)).toBeUndefined()
})

it('enqueueing what waits or runs changes nothing', async () => {
  await REACH.executing()
  await inTransaction(each => enqueue(each, [{ id: PART, depth: 0 }]))
  expect(await stateOf(PART)).toBe('executing')
})
