import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../execution/ask.ts'
import { statusOf } from '../execution/status.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, sealDay, withClient } from '../testing/world.ts'
import { retireRevokedResults } from './retired.ts'

const DATES = ['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-04', '2016-01-05']
const CROWD = people(20)
const on = (date: string, who: readonly string[]): Event[] =>
  who.map(person => [person, `${date} 10:00`, 'west'])
const unique = (date: string) => ({
  query_kind: 'unique_subscriber_counts',
  start_date: date,
  end_date: `${date.slice(0, -1)}${Number(date.at(-1)) + 1}`,
  aggregation_unit: 'admin3',
})
const homes = (date: string) => ({
  query_kind: 'spatial_aggregate',
  locations: { query_kind: 'daily_location', date, method: 'last', aggregation_unit: 'admin3' },
})

let world: TestEngine
beforeAll(async () => {
  world = await startEngine({
    areas: [[3, 'W', 0, 0, 5, 10]],
    cells: [['west', 1, 1]],
    events: { calls: DATES.flatMap(date => on(date, CROWD)) },
  })
  await world.start(1)
  await asAdministrator(client =>
    client.query("INSERT INTO etl.opt_outs (msisdn) VALUES (sha256('person 1'))"),
  )
})
afterAll(() => world.close())

const asAdministrator = <T>(work: (client: pg.Client) => Promise<T>) => withClient(world.superuserUrl, work)
const without = (date: string) =>
  asAdministrator(client => sealDay(client, 'calls', date, on(date, CROWD.slice(1))))

/** Asks for something, and does something else when it is computed and cannot be published yet; answers its id. */
function beforePublishing(spec: object, work: (holder: pg.Client) => Promise<unknown>): Promise<string> {
  return asAdministrator(async holder => {
    await holder.query('BEGIN')
    await holder.query('LOCK TABLE cache.results IN SHARE ROW EXCLUSIVE MODE')
    const { queryId } = await ask(world.engine, validated({ ...spec }))
    for (;;) {
      const { rows } = await world.engine.control.query(
        "SELECT FROM pg_stat_activity WHERE application_name = 'flowmachine computing' AND wait_event_type = 'Lock' AND datname = current_database()",
      )
      if (rows.length > 0) break
      await sleep(20)
    }
    await work(holder)
    await holder.query('COMMIT')
    return queryId
  })
}

describe('a result that has read somebody who has since opted out', () => {
  it('is given to nobody from the moment on at which the day is without them', async () => {
    const spec = unique('2016-01-01')
    const { id } = await world.finish(spec)
    expect(await statusOf(world.engine, id)).toMatchObject({ readable: { fresh: true, revoked: false } })
    await without('2016-01-01')
    expect(await statusOf(world.engine, id)).toMatchObject({ state: 'known', readable: undefined })
    expect(await world.answer(spec)).toEqual([{ pcod: 'W', value: '19' }])
  })

  it('is given to nobody either when it was being computed at that moment', async () => {
    const spec = unique('2016-01-02')
    const queryId = await beforePublishing(spec, () => without('2016-01-02'))
    for (;;) {
      const status = await statusOf(world.engine, queryId)
      expect(status?.readable).toBeUndefined()
      if (status?.results.has(queryId)) break
      await sleep(20)
    }
    expect((await statusOf(world.engine, queryId))?.results.get(queryId)).toMatchObject({ revoked: true })
    await retireRevokedResults(world.engine.control)
    expect((await statusOf(world.engine, queryId))?.results.has(queryId)).toBe(false)
    expect(await world.answer(spec)).toEqual([{ pcod: 'W', value: '19' }])
  })

  it('has its grace time where nobody who was in the day has opted out', async () => {
    const { id } = await world.finish(unique('2016-01-03'))
    await asAdministrator(client => client.query('TRUNCATE etl.opt_outs'))
    await without('2016-01-03')
    expect(await statusOf(world.engine, id)).toMatchObject({ readable: { fresh: false, revoked: false } })
  })
})

it('a query whose earlier result is withdrawn while it is computed anew is computed once more', async () => {
  const spec = unique('2016-01-04')
  const { id } = await world.finish(spec)
  await without('2016-01-04')
  await beforePublishing(spec, holder => holder.query('DELETE FROM cache.results WHERE query_id = $1', [id]))
  const state = async () => (await statusOf(world.engine, id))?.state ?? 'unknown'
  while (['queued', 'executing'].includes(await state())) await sleep(20)
  expect(await state()).toBe('completed')
  expect(await world.answer(spec)).toEqual([{ pcod: 'W', value: '19' }])
})

describe('when a day goes for its age', () => {
  it('a released result that has read it stays as good as it was, and its parts about people do not', async () => {
    const spec = homes('2016-01-05')
    const { id } = await world.finish(spec)
    await asAdministrator(async client => {
      await client.query(
        `WITH gone AS (DELETE FROM etl.sealed_days WHERE day = '2016-01-05' RETURNING *)
         INSERT INTO etl.removed_days (event_type, day, version) SELECT event_type, day, version FROM gone`,
      )
    })
    const status = await statusOf(world.engine, id)
    expect(status).toMatchObject({ state: 'completed', readable: { fresh: true } })
    const located = status?.query.children.find(({ spec }) => spec.query_kind === 'daily_location')
    expect(status?.results.get(located?.id ?? '')).toMatchObject({ fresh: false })
    const other = { ...homes('2016-01-05').locations, method: 'most-common' }
    await expect(world.finish({ ...spec, locations: other })).rejects.toThrow()

    await without('2016-01-05')
    expect(await statusOf(world.engine, id)).toMatchObject({ readable: { fresh: false } })
    expect(await world.answer(spec)).toEqual([{ pcod: 'W', value: '19' }])
  })
})
