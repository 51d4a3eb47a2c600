import type { Identity } from '@flowkit/contract'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { releasedQuery, tree } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { keepInterest, userOf } from '../store/interests.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { people, withClient } from '../testing/world.ts'
import { ask } from './ask.ts'
import { cancel } from './cancel.ts'
import { statusOf } from './status.ts'
import { watchOver } from './watch.ts'

const who = (subject: string): Identity => ({ issuer: 'FlowAuth', subject, token_id: null })
const [ann, ben] = [who('ann'), who('ben')]
const as = (identity: Identity) => ({ identity, priority: 'interactive' as const })

const day = (date: string) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
})
const home = (locations: object) => validated({ query_kind: 'spatial_aggregate', locations })
const oneDay = home(day('2016-01-01'))
const twoDays = home({ query_kind: 'modal_location', locations: ['2016-01-01', '2016-01-02'].map(day) })
const idOf = (spec: typeof oneDay) => releasedQuery(spec).id

let world: TestEngine
beforeAll(async () => {
  world = await startEngine({
    areas: [[3, 'W', 0, 0, 5, 10]],
    cells: [['west', 1, 1]],
    events: {
      calls: ['2016-01-01', '2016-01-02'].flatMap(date =>
        people(20).map(person => [person, `${date} 10:00`, 'west'] as const),
      ),
    },
  })
})
afterAll(() => world.close())
afterEach(async () => {
  for (const end of open.splice(0).reverse()) await end()
  await world.engine.control.query('DELETE FROM cache.queries; DELETE FROM cache.runs')
})

/** What a test leaves to be ended after it. */
const open: (() => Promise<void>)[] = []
const startWorker = async () => {
  const worker = await world.start(1)
  open.push(() => worker.stop())
}

const RULES = { takeoverSeconds: 60, timeLimitSeconds: 3_600, grantSeconds: 60 }
const states = async () => {
  const { rows } = await world.engine.control.query<{ query_id: string; state: string }>(
    'SELECT query_id, state FROM cache.tasks',
  )
  return new Map(rows.map(({ query_id, state }) => [query_id, state]))
}
const partsOf = (spec: typeof oneDay) => tree(releasedQuery(spec)).map(({ id }) => id)

/** Keeps whatever reads events from getting on, until it is told to. */
async function holdUp(): Promise<() => Promise<void>> {
  const holder = new pg.Client(world.superuserUrl)
  await holder.connect()
  const { rows } = await holder.query<{ tables: string }>(
    `SELECT string_agg(facts_table || ', ' || visits_table, ', ') AS tables FROM etl.sealed_days`,
  )
  await holder.query(`BEGIN; LOCK TABLE ${rows[0]?.tables} IN ACCESS EXCLUSIVE MODE`)
  let held = true
  const letGo = async () => {
    if (held) await holder.end()
    held = false
  }
  open.push(letGo)
  return letGo
}

it('a query that nobody else wants is cancelled with all its parts', async () => {
  await ask(world.engine, twoDays, as(ann))
  await cancel(world.engine, idOf(twoDays), ann)
  expect(await statusOf(world.engine, idOf(twoDays))).toMatchObject({ state: 'cancelled' })
  expect(new Set((await states()).values())).toEqual(new Set(['cancelled']))
})

it('a query that another user wants goes on, whoever else cancels', async () => {
  await ask(world.engine, oneDay, as(ann))
  await ask(world.engine, oneDay, as(ben))
  await cancel(world.engine, idOf(oneDay), ann)
  await cancel(world.engine, idOf(oneDay), who('eve'))
  expect(await statusOf(world.engine, idOf(oneDay))).toMatchObject({ state: 'queued' })
  await cancel(world.engine, idOf(oneDay), ben)
  expect(await statusOf(world.engine, idOf(oneDay))).toMatchObject({ state: 'cancelled' })
})

it('the same name from another issuer is another user', async () => {
  await ask(world.engine, oneDay, as(ann))
  await cancel(world.engine, idOf(oneDay), { ...ann, issuer: 'elsewhere' })
  expect(await statusOf(world.engine, idOf(oneDay))).toMatchObject({ state: 'queued' })
})

it('parts that another query is built on are computed, the others are not', async () => {
  await ask(world.engine, twoDays, as(ann))
  await ask(world.engine, oneDay, as(ben))
  await cancel(world.engine, idOf(twoDays), ann)
  const needed = partsOf(oneDay)
  for (const [id, state] of await states())
    expect(state, id).toBe(needed.includes(id) ? 'queued' : 'cancelled')
})

it('a query that was cancelled is computed when it is asked again', async () => {
  await ask(world.engine, oneDay, as(ann))
  await cancel(world.engine, idOf(oneDay), ann)
  await startWorker()
  expect(await world.finish(oneDay)).toMatchObject({ state: 'completed' })
})

it('the database stops computing what nobody wants, and goes on to something else', async () => {
  const letGo = await holdUp()
  await startWorker()
  await ask(world.engine, oneDay, as(ann))
  const computing = async () => {
    const { rows } = await withClient(world.superuserUrl, client =>
      client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'flowmachine computing'`,
      ),
    )
    return rows.map(({ pid }) => pid)
  }
  await expect.poll(computing).toHaveLength(1)
  await cancel(world.engine, idOf(oneDay), ann)
  await expect.poll(computing).toEqual([])
  expect(await statusOf(world.engine, idOf(oneDay))).toMatchObject({ state: 'cancelled' })
  const { rows } = await world.engine.control.query(
    `SELECT outcome FROM cache.runs JOIN cache.queries USING (query_id) WHERE kind = 'daily_location'`,
  )
  expect(rows).toEqual([{ outcome: 'cancelled' }])
  // The worker is still there for others, and for the same query.
  const shapes = validated({ query_kind: 'geography', aggregation_unit: 'admin3' })
  expect(await world.finish(shapes)).toMatchObject({ state: 'completed' })
  await letGo()
  expect(await world.answer(oneDay)).toEqual([{ pcod: 'W', value: '20' }])
})

it('a query whose parts are gone when its turn comes waits for them, and they are wanted for its sake', async () => {
  const moves = validated({
    query_kind: 'flows',
    from_location: day('2016-01-01'),
    to_location: { query_kind: 'modal_location', locations: ['2016-01-01', '2016-01-02'].map(day) },
  })
  const first = await world.start(1)
  await world.finish(moves)
  await first.stop()
  await world.engine.control.query('DELETE FROM cache.results WHERE query_id = $1', [idOf(moves)])
  expect((await ask(world.engine, moves, as(ann))).progress).toMatchObject({ eligible: 1 })
  // Both of its parts, and the day that one of them shares with the other.
  await world.engine.control.query('DELETE FROM cache.results')
  await startWorker()
  await expect
    .poll(async () => (await statusOf(world.engine, idOf(moves)))?.state, { timeout: 10_000 })
    .toBe('completed')
  const { rows } = await world.engine.control.query(
    'SELECT outcome FROM cache.runs WHERE query_id = $1 ORDER BY run',
    [idOf(moves)],
  )
  expect(rows.map(({ outcome }) => outcome)).toEqual(['published', 'postponed', 'published'])
})

it('a query for which nobody has asked for long lapses; one that is polled does not', async () => {
  await ask(world.engine, oneDay, as(ann))
  await ask(world.engine, twoDays, as(ben))
  await world.engine.control.query(`UPDATE cache.interests SET seen_at = now() - interval '2 hours'`)
  await keepInterest(world.engine.control, { query_id: idOf(twoDays), ...userOf(ben) }, 60)
  await watchOver(world.engine, RULES)
  expect(await statusOf(world.engine, idOf(oneDay))).toMatchObject({ state: 'cancelled' })
  expect(await statusOf(world.engine, idOf(twoDays))).toMatchObject({ state: 'queued' })
})

it('what nobody wants and was overlooked is cancelled in the next round', async () => {
  await ask(world.engine, oneDay, as(ann))
  await world.engine.control.query('DELETE FROM cache.interests')
  await watchOver(world.engine, RULES)
  expect(new Set((await states()).values())).toEqual(new Set(['cancelled']))
})

it('those who ask and those who cancel at the same time never leave an asker without', async () => {
  for (let round = 0; round < 20; round += 1) {
    await ask(world.engine, twoDays, as(ann))
    await Promise.all([
      cancel(world.engine, idOf(twoDays), ann),
      ask(world.engine, twoDays, as(ben)),
      ask(world.engine, oneDay, as(ben)),
    ])
    await watchOver(world.engine, RULES)
    for (const spec of [oneDay, twoDays])
      expect(await statusOf(world.engine, idOf(spec))).toMatchObject({ state: 'queued' })
    for (const spec of [oneDay, twoDays]) await cancel(world.engine, idOf(spec), ben)
    expect(new Set((await states()).values())).toEqual(new Set(['cancelled']))
  }
})

it('a query that takes too long is ended, and says so', async () => {
  await holdUp()
  await startWorker()
  await ask(world.engine, oneDay, as(ann))
  await expect
    .poll(async () => [...(await states()).values()].filter(state => state === 'executing'))
    .toHaveLength(1)
  await expect
    .poll(
      async () => {
        await watchOver(world.engine, { ...RULES, timeLimitSeconds: 1 })
        return statusOf(world.engine, idOf(oneDay))
      },
      { timeout: 10_000 },
    )
    .toMatchObject({
      state: 'errored',
      reason: expect.stringMatching(/^The query took longer than the 1 second that one may take\./),
    })
})

it('a process that freezes while it asks holds up nobody else who asks for the same', async () => {
  const frozen = await world.engine.control.connect()
  await frozen.query('BEGIN')
  await frozen.query('DELETE FROM cache.queries')
  await frozen.query(
    `INSERT INTO cache.queries (query_id, form, kind, spec, top_level) VALUES ($1, 'released', '', '{}', true)`,
    [idOf(oneDay)],
  )
  // Its transaction is ended after the time after which it counts as dead: 2 seconds in the tests.
  await ask(world.engine, oneDay, as(ann))
  await expect(frozen.query('SELECT 1')).rejects.toThrow()
  frozen.release(true)
})
