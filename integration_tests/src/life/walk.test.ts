import { connect } from 'flowclient'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { bodyOf, type Gateway } from '../harness/gateway.ts'
import { type OwnSystem, startOwnSystem } from '../harness/own-system.ts'
import { DAYS, flows, modalLocation, spatialAggregate } from '../harness/questions.ts'
import { inOrder } from '../harness/rows.ts'
import { readWorld } from '../harness/world.ts'
import { answer } from '../reference/aggregates.ts'

/*
 * One walk through the system with two FlowMachine processes, on a database that nobody else asks: many clients
 * want the same, then somebody wants it again, then somebody wants nearly the same.
 */

const CLIENTS = 40
const week = spatialAggregate(modalLocation(DAYS))
const moves = flows(modalLocation(DAYS.slice(0, 3)), modalLocation(DAYS.slice(3)))
const sixDays = spatialAggregate(modalLocation(DAYS.slice(0, 6)))

let system: OwnSystem
let api: Gateway

beforeAll(async () => {
  system = await startOwnSystem('walk', { machines: 2 })
  api = system.api
})
afterAll(() => system.stop())

interface Run {
  readonly query_id: string
  readonly kind: string
  readonly outcome: string | null
}

async function runs(): Promise<Run[]> {
  const { rows } = await system.database.query<Run>(
    'SELECT query_id, kind, outcome FROM cache.runs JOIN cache.queries USING (query_id) ORDER BY run',
  )
  return rows
}

test('two aggregates that forty clients ask for at once are computed once each, parts and all', async () => {
  const { url } = system.address
  const [weekByHand, movesByHand] = await readWorld(system.database).then(world =>
    [week, moves].map(spec => answer(world, spec).released),
  )
  const results = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, index) => {
      const spec = index % 2 === 0 ? week : moves
      const handle = await connect({ url, token: inject('token') }).run(spec)
      const states = watchStates(handle.id)
      await handle.wait()
      return { spec, id: handle.id, rows: (await handle.json()).query_result, states: await states }
    }),
  )
  for (const { spec, rows, states } of results) {
    expect(inOrder(rows)).toEqual(inOrder((spec === week ? weekByHand : movesByHand) ?? []))
    expect(states.join(' ')).toMatch(/^(queued ?)*(executing ?)*completed$/)
  }
  expect(new Set(results.map(({ id }) => id)).size).toBe(2)
  // A worker may find that what it took up has just been published: then it computes nothing.
  const done = await runs()
  for (const { outcome } of done) expect(outcome).toMatch(/^(published|unneeded)$/)
  const published = done.filter(({ outcome }) => outcome === 'published')
  expect(new Set(published.map(({ query_id }) => query_id)).size).toBe(published.length)
  // Both aggregates, three modal locations, seven daily locations; the districts, the cells in them, and the shapes
  // that both release.
  expect(published.map(({ kind }) => kind).sort()).toEqual([
    'cell_places',
    ...DAYS.map(() => 'daily_location'),
    'flows',
    'geography',
    'modal_location',
    'modal_location',
    'modal_location',
    'places',
    'spatial_aggregate',
  ])
})

/** Polls a query until it is ready, as another client would, and tells the states that it went through. */
async function watchStates(queryId: string): Promise<string[]> {
  const states: string[] = []
  for (;;) {
    const polled = await api.poll(queryId)
    const { status, progress } = await bodyOf(polled, polled.status === 303 ? 303 : 202)
    states.push(String(status))
    if (polled.status === 303) return states
    const { eligible, queued, running } = progress as Record<'eligible' | 'queued' | 'running', number>
    expect(eligible).toBeGreaterThan(0)
    expect(queued + running).toBeLessThanOrEqual(eligible)
  }
}

test('asked again, they come from the store: nothing is computed', async () => {
  const before = await runs()
  for (const spec of [week, moves])
    expect(await bodyOf(await api.run(spec), 202)).toMatchObject({
      progress: { eligible: 0, queued: 0, running: 0 },
    })
  expect(await runs()).toEqual(before)
})

test('six of the same seven days need only what the week did not, and the progress says so', async () => {
  const before = await runs()
  const { url } = system.address
  const { progress } = await bodyOf(await api.run(sixDays), 202)
  expect(progress).toMatchObject({ eligible: 2 })
  const handle = await connect({ url, token: inject('token') }).run(sixDays)
  expect(inOrder((await handle.json()).query_result)).toEqual(
    inOrder(answer(await readWorld(system.database), sixDays).released),
  )
  const added = (await runs()).slice(before.length)
  expect(added.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['modal_location', 'published'],
    ['spatial_aggregate', 'published'],
  ])
})

test('both machines are at work on the one database', async () => {
  const { rows } = await system.database.query('SELECT DISTINCT pid FROM cache.workers')
  expect(rows.length).toBe(2)
})
