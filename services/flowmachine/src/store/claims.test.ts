import { randomUUID } from 'node:crypto'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask } from '../execution/ask.ts'
import { compute } from '../execution/compute.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Claim, ClaimLost, settleClaim, takeOverDeadClaims } from './claims.ts'
import { claimNext } from './queue.ts'
import { heartbeat } from './workers.ts'

let world: TestEngine
let client: pg.PoolClient
let worker: string

beforeAll(async () => {
  world = await startEngine({ areas: [[3, 'W', 0, 0, 5, 10]], cells: [['west', 1, 1]], events: {} })
})
afterAll(() => world.close())

beforeEach(async () => {
  worker = randomUUID()
  await alive()
  await world.engine.control.query('DELETE FROM cache.queries')
  await world.engine.control.query('DELETE FROM cache.runs')
  await ask(world.engine, validated({ query_kind: 'geography', aggregation_unit: 'admin3' }))
  client = await world.engine.computing.connect()
})
afterEach(() => client.release(true))

const alive = () => heartbeat(world.engine.control, { id: worker, host: 'here', pid: process.pid })
const claim = async (): Promise<Claim> => {
  const claimed = await claimNext(client, worker)
  if (!claimed) throw new Error('There was nothing to claim')
  return claimed
}
const takeOver = () => transaction(world.engine.control, each => takeOverDeadClaims(each, 2, 'given up'))
const silence = () =>
  world.engine.control.query(
    `UPDATE cache.workers SET heartbeat_at = now() - interval '1 minute' WHERE worker_id = $1`,
    [worker],
  )
const outcomes = async () => {
  const { rows } = await world.engine.control.query<{ outcome: string | null }>(
    'SELECT outcome FROM cache.runs ORDER BY run',
  )
  return rows.map(({ outcome }) => outcome)
}
/** Of the only query that is ready: the places, on which the shapes wait. */
const state = async () => {
  const { rows } = await world.engine.control.query<{ state: string }>(
    `SELECT state FROM cache.tasks JOIN cache.queries USING (query_id) WHERE kind = 'places'`,
  )
  return rows[0]?.state
}

describe('a claim', () => {
  it('is held by one worker at a time', async () => {
    await claim()
    expect(await state()).toBe('executing')
    expect(await claimNext(client, worker)).toBeUndefined()
  })

  it('of a living worker is left alone', async () => {
    await claim()
    await alive()
    expect(await takeOver()).toEqual([])
  })

  it('of a silent worker is taken over, its backend ended, and nothing that it computes is published', async () => {
    const lost = await claim()
    await client.query('BEGIN')
    await silence()
    expect(await takeOver()).toEqual([lost])
    expect(await state()).toBe('queued')
    await expect(client.query('SELECT 1')).rejects.toThrow()

    const successor = await world.engine.computing.connect()
    try {
      const taken = await claimNext(successor, worker)
      expect(taken?.query_id).toBe(lost.query_id)
      expect(taken?.run).toBeGreaterThan(lost.run)
      await expect(settleClaim(successor, lost, 'published')).rejects.toThrow(ClaimLost)
    } finally {
      successor.release()
    }
  })

  it('whose backend is gone is taken over at once', async () => {
    const lost = await claim()
    await world.engine.control.query('SELECT pg_terminate_backend(backend_pid) FROM cache.claims')
    await expect.poll(takeOver).toEqual([lost])
    expect(await outcomes()).toEqual(['lost'])
  })

  it('that was taken over while the result was computed publishes nothing', async () => {
    const lost = await claim()
    // Another backend is noted, so that the computing one lives on, as it would behind a frozen connection pool.
    await world.engine.control.query('UPDATE cache.claims SET backend_pid = 1')
    expect(await takeOver()).toEqual([lost])
    await expect(compute(client, lost, world.engine)).rejects.toThrow(ClaimLost)
    await client.query('ROLLBACK')
    const { rows } = await world.engine.control.query(
      `SELECT tablename FROM pg_tables WHERE schemaname IN ('cache', 'released') AND tablename LIKE 'x%'`,
    )
    expect(rows).toEqual([])
  })

  it('that is lost again and again is given up with a reason', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await claim()
      await world.engine.control.query('UPDATE cache.claims SET backend_pid = 1')
      await takeOver()
    }
    expect(await outcomes()).toEqual(['lost', 'lost', 'lost'])
    expect(await state()).toBe('errored')
  })

  it('for what has been stored in the meantime is given back as unneeded', async () => {
    const first = await claim()
    expect(await compute(client, first, world.engine)).toBe('published')
    await world.engine.control.query(
      `INSERT INTO cache.tasks (query_id, state, depth) VALUES ($1, 'queued', 0)`,
      [first.query_id],
    )
    expect(await compute(client, await claim(), world.engine)).toBe('unneeded')
    expect(await outcomes()).toEqual(['published', 'unneeded'])
    expect(await state()).toBeUndefined()
  })
})
