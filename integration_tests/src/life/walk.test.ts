import { setTimeout as sleep } from 'node:timers/promises'
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

interface Computation {
  readonly run: number
  readonly query_id: string
  readonly kind: string
}

/**
 * What has been computed so far, once nothing is under way any more. Nothing may have failed; a worker may have
 * found that what it took up had just been published, and then it has computed nothing.
 */
async function computations(): Promise<Computation[]> {
  const underWay = () =>
    system.database.query(`SELECT FROM cache.tasks WHERE state IN ('queued', 'executing')`)
  while ((await underWay()).rowCount !== 0) await sleep(20)
  const { rows } = await system.database.query<Computation & { outcome: string | null }>(
    'SELECT run, query_id, kind, outcome FROM cache.runs JOIN cache.queries USING (query_id) ORDER BY run',
  )
  for (const { outcome } of rows) expect(outcome).toMatch(/^(published|unneeded)$/)
  return rows.filter(({ outcome }) => outcome === 'published')
}

test('two aggregates that forty clients ask for at once are computed once each, parts and all', async () => {
  const { url } = system.address
  const [expectedWeek, expectedMoves] = await readWorld(system.database).then(world =>
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
    expect(inOrder(rows)).toEqual(inOrder((spec === week ? expectedWeek : expectedMoves) ?? []))
    expect(states.join(' ')).toMatch(/^(queued ?)*(executing ?)*completed$/)
  }
  expect(new Set(results.map(({ id }) => id)).size).toBe(2)
  const done = await computations()
  expect(new Set(done.map(({ query_id }) => query_id)).size).toBe(done.length)
  // Both aggregates, three modal locations, seven daily locations; the districts, the cells in them, and the shapes
  // that both release.
  expect(done.map(({ kind }) => kind).sort()).toEqual([
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
  const before = await computations()
  for (const spec of [week, moves])
    expect(await bodyOf(await api.run(spec), 202)).toMatchObject({
      progress: { eligible: 0, queued: 0, running: 0 },
    })
  expect(await computations()).toEqual(before)
})

test('six of the same seven days need only what the week did not, and the progress says so', async () => {
  const before = await computations()
  const { url } = system.address
  const { progress } = await bodyOf(await api.run(sixDays), 202)
  expect(progress).toMatchObject({ eligible: 2 })
  const handle = await connect({ url, token: inject('token') }).run(sixDays)
  expect(inOrder((await handle.json()).query_result)).toEqual(
    inOrder(answer(await readWorld(system.database), sixDays).released),
  )
  const added = (await computations()).slice(before.length)
  expect(added.map(({ kind }) => kind)).toEqual(['modal_location', 'spatial_aggregate'])
})

test('both machines are at work on the one database', async () => {
  const { rows } = await system.database.query('SELECT DISTINCT pid FROM cache.workers')
  expect(rows.length).toBe(2)
})
