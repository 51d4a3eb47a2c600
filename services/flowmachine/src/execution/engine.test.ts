import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tree } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, sealDay, withClient } from '../testing/world.ts'
import { ask } from './ask.ts'
import { statusOf } from './status.ts'

const DATES = [
  '2016-01-01',
  '2016-01-02',
  '2016-01-03',
  '2016-01-04',
  '2016-01-05',
  '2016-01-06',
  '2016-01-07',
  '2016-01-08',
]
const CROWD = people(20)
const on = (date: string, who: readonly string[] = CROWD): Event[] =>
  who.map(person => [person, `${date} 10:00`, 'west'])
const day = (date: string) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
})
const home = (dates: readonly string[]) => ({
  query_kind: 'spatial_aggregate',
  locations: { query_kind: 'modal_location', locations: dates.map(day) },
})
const unique = (start_date: string, end_date: string) => ({
  query_kind: 'unique_subscriber_counts',
  start_date,
  end_date,
  aggregation_unit: 'admin3',
})

let world: TestEngine
beforeAll(async () => {
  world = await startEngine({
    areas: [[3, 'W', 0, 0, 5, 10]],
    cells: [['west', 1, 1]],
    events: { calls: DATES.flatMap(date => on(date)) },
  })
})
afterAll(() => world.close())

const asked = async (spec: object) => ask(world.engine, validated({ ...spec }))
const runsOf = async (queryIds: readonly string[]) => {
  const { rows } = await world.engine.control.query<{ query_id: string; outcome: string }>(
    'SELECT query_id, outcome FROM cache.runs WHERE query_id = ANY($1) ORDER BY run',
    [queryIds],
  )
  return rows
}

describe('a query', () => {
  it('that is asked waits with its parts until somebody computes', async () => {
    const { queryId, progress } = await asked(home(DATES.slice(0, 7)))
    // Seven days, the modal location, the aggregate itself; the districts, their cells and their shapes.
    expect(progress).toEqual({ eligible: 12, queued: 12, running: 0 })
    expect(await statusOf(world.engine, queryId)).toMatchObject({ state: 'queued', readable: undefined })
  })

  it('is computed once however many ask for it and compute', async () => {
    await Promise.all([world.start(3), world.start(3)])
    const specs = [home(DATES.slice(0, 7)), unique('2016-01-01', '2016-01-03')]
    const finished = await Promise.all(
      Array.from({ length: 40 }, (_, index) => world.finish(specs[index % 2] ?? {})),
    )
    expect(new Set(finished.map(({ state }) => state))).toEqual(new Set(['completed']))
    const status = await Promise.all(
      [...new Set(finished.map(({ id }) => id))].map(id => statusOf(world.engine, id)),
    )
    const parts = [...new Set(status.flatMap(each => (each ? tree(each.query).map(({ id }) => id) : [])))]
    expect(parts).toHaveLength(13)
    const published = (await runsOf(parts)).filter(({ outcome }) => outcome === 'published')
    expect(published.map(({ query_id }) => query_id).sort()).toEqual(parts.sort())
  })

  it('that is stored needs nothing computed', async () => {
    const { queryId, progress } = await asked(home(DATES.slice(0, 7)))
    expect(progress).toEqual({ eligible: 0, queued: 0, running: 0 })
    expect(await statusOf(world.engine, queryId)).toMatchObject({ state: 'completed', progress })
  })

  it('over six of the same seven days computes only the eighth, itself and its own modal location', async () => {
    const { progress } = await asked(home(DATES.slice(1, 8)))
    expect(progress.eligible).toBe(3)
    expect(await world.answer(home(DATES.slice(1, 8)))).toEqual([{ pcod: 'W', value: '20' }])
  })

  it('is unknown by the id of any of its parts', async () => {
    const { queryId } = await asked(home(DATES.slice(0, 7)))
    const status = await statusOf(world.engine, queryId)
    const parts = status ? tree(status.query).filter(({ id }) => id !== queryId) : []
    expect(parts).toHaveLength(11)
    for (const { id } of parts) expect(await statusOf(world.engine, id)).toBeUndefined()
  })

  it('whose part has lost its table waits for it to be made again', async () => {
    const spec = home(DATES.slice(2, 4))
    const { id } = await world.finish(spec)
    const status = await statusOf(world.engine, id)
    const ids = status ? tree(status.query).map(part => part.id) : []
    const part = status?.query.children[0]?.children[0]
    await world.engine.control.query('DELETE FROM cache.results WHERE query_id = ANY($1)', [
      ids.filter(each => each !== part?.id),
    ])
    await world.engine.control.query('DELETE FROM cache.results WHERE query_id = $1', [part?.id])
    expect(await world.answer(spec)).toEqual([{ pcod: 'W', value: '20' }])
    expect((await runsOf([part?.id ?? ''])).filter(({ outcome }) => outcome === 'published')).toHaveLength(2)
  })

  it('that nothing is held for is refused before it is queued', async () => {
    await expect(asked(unique('2017-01-01', '2017-01-03'))).rejects.toMatchObject({
      messages: { start_date: ['There are no data of calls, sms from 2017-01-01 to 2017-01-02.'] },
    })
    await expect(
      asked({ ...unique('2016-01-01', '2016-01-02'), event_types: ['topups'] }),
    ).rejects.toMatchObject({
      messages: { start_date: ['There are no data of topups on 2016-01-01.'] },
    })
  })

  it('that names a table it may not see is told that there is none', async () => {
    for (const mapping_table of ['cache.queries', 'events.calls', 'pg_catalog.pg_class', 'geography.missing'])
      await expect(asked({ ...unique('2016-01-01', '2016-01-02'), mapping_table })).rejects.toMatchObject({
        messages: { mapping_table: ['There is no such table.'] },
      })
    const mapping_table = 'infrastructure.cells'
    await expect(asked({ ...unique('2016-01-01', '2016-01-02'), mapping_table })).rejects.toMatchObject({
      messages: { mapping_table: ['The table has no column admin3pcod.'] },
    })
  })

  it('that failed is tried again when it is asked again', async () => {
    const spec = {
      ...unique('2016-01-01', '2016-01-02'),
      subscriber_subset: {
        ...day('2016-01-01'),
        sampling: { sampling_method: 'random_ids', size: 15, seed: 0 },
      },
    }
    const first = await world.finish(spec)
    expect(first).toMatchObject({
      state: 'errored',
      reason: expect.stringContaining('fewer than 16 subscribers'),
    })
    await world.finish(spec)
    expect(await runsOf([first.id])).toHaveLength(2)
  })
})

describe('when a day is loaded again', () => {
  const spec = home(DATES.slice(4, 6))
  let before: Awaited<ReturnType<TestEngine['finish']>>

  beforeAll(async () => {
    before = await world.finish(spec)
    await withClient(world.superuserUrl, client =>
      sealDay(client, 'calls', '2016-01-05', on('2016-01-05', people(30))),
    )
  })

  it('an old result stays readable for a while', async () => {
    expect(await statusOf(world.engine, before.id)).toMatchObject({
      state: 'completed',
      readable: { fresh: false, row_count: 1 },
    })
  })

  it('an old result is not readable for ever', async () => {
    const impatient = { ...world.engine, graceSeconds: 0 }
    expect(await statusOf(impatient, before.id)).toMatchObject({ state: 'known', readable: undefined })
  })

  it('asking again computes what has read the day, and nothing else', async () => {
    const { progress } = await asked(spec)
    // The day, the modal location and the aggregate; not the other day nor the shapes.
    expect(progress.eligible).toBe(3)
    expect(await world.answer(spec)).toEqual([{ pcod: 'W', value: '30' }])
  })

  it('a day that arrives late counts as a change', async () => {
    const late = unique('2016-01-08', '2016-01-10')
    expect(await world.answer(late)).toEqual([{ pcod: 'W', value: '20' }])
    await withClient(world.superuserUrl, client =>
      sealDay(client, 'calls', '2016-01-09', on('2016-01-09', people(25))),
    )
    expect(await world.answer(late)).toEqual([{ pcod: 'W', value: '25' }])
  })
})
