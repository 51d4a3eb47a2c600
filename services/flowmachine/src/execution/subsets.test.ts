import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedQuery } from '../queries/query.ts'
import { validated } from '../server/actions/query-spec.ts'
import { currentResults, versionsOf } from '../store/results.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, sealDay, withClient } from '../testing/world.ts'
import { ask } from './ask.ts'

// Of forty people twenty send a message; on the first day these are in the west, on the second 17 of them have gone
// east, and the others are where the senders are not.
const senders = people(20, 'sender')
const others = people(20, 'other')
const calls = (day: string, cell: string, who: readonly string[]): Event[] =>
  who.map(person => [person, `${day} 10:00`, cell])
const secondDay = [
  ...calls('2016-01-02', 'east', senders.slice(0, 17)),
  ...calls('2016-01-02', 'west', [...senders.slice(17), ...others]),
]

const day = (date: string, others: object = {}) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
  event_types: ['calls'],
  ...others,
})
const whoSent = day('2016-01-01', { event_types: ['sms'] })
const countsOf = (locations: object) => ({ query_kind: 'spatial_aggregate', locations })
const ofSenders = (date: string) => countsOf(day(date, { subscriber_subset: whoSent }))

describe('a query about a subset of subscribers', () => {
  let world: TestEngine

  beforeAll(async () => {
    world = await startEngine({
      areas: [
        [3, 'W', 0, 0, 5, 10],
        [3, 'E', 5, 0, 10, 10],
      ],
      cells: [
        ['west', 1, 1],
        ['east', 8, 1],
      ],
      events: {
        calls: [
          ...calls('2016-01-01', 'west', senders),
          ...calls('2016-01-01', 'east', others),
          ...secondDay,
        ],
        sms: calls('2016-01-01', 'west', senders),
      },
    })
    await world.start()
  })
  afterAll(() => world.close())

  const eligible = async (spec: object) => (await ask(world.engine, validated({ ...spec }))).progress.eligible
  const stored = async (spec: object) => {
    const query = validated(countsOf(spec))
    if (query.query_kind !== 'spatial_aggregate') throw new TypeError('Not an aggregate')
    const { id } = storedQuery(query.locations)
    const result = (await currentResults(world.engine.control, [id])).get(id)
    if (!result) throw new Error('The locations have not been stored')
    const { rows } = await world.engine.control.query<{ sources: string[] }>(
      'SELECT sources FROM cache.results WHERE run = $1',
      [result.run],
    )
    return { sources: rows[0]?.sources, versions: await versionsOf(world.engine.control, result) }
  }
  const forget = (kind: string) =>
    world.engine.control.query(
      'DELETE FROM cache.results USING cache.queries WHERE queries.query_id = results.query_id AND kind = $1',
      [kind],
    )

  it('is read from their events while nothing is stored for everybody', async () => {
    expect(await world.answer(ofSenders('2016-01-01'))).toEqual([{ pcod: 'W', value: '20' }])
    const { sources } = await stored(day('2016-01-01', { subscriber_subset: whoSent }))
    expect(sources).toEqual(['visits'])
  })

  it('is taken from what is stored for everybody, for which the cells are not needed', async () => {
    await world.finish(countsOf(day('2016-01-02')))
    await forget('cell_places')
    // The locations of the subset and their aggregate: the subset itself is stored.
    expect(await eligible(ofSenders('2016-01-02'))).toBe(2)
    expect(await world.answer(ofSenders('2016-01-02'))).toEqual([{ pcod: 'E', value: '17' }])
    const { sources, versions } = await stored(day('2016-01-02', { subscriber_subset: whoSent }))
    expect(sources).toEqual(['result', 'visits'])
    expect(Object.keys(versions).sort()).toEqual([
      'boundaries',
      'calls/2016-01-02',
      'cells',
      'sms/2016-01-01',
    ])
  })

  it('has the same rows from either', async () => {
    const locations = day('2016-01-02', { subscriber_subset: whoSent })
    const filtered = await world.places(locations)
    const { rows } = await world.engine.control.query<{ query_id: string }>(
      `SELECT query_id FROM cache.queries WHERE kind = 'daily_location' AND spec->>'date' = '2016-01-02'`,
    )
    await world.engine.control.query('DELETE FROM cache.results WHERE query_id = ANY($1)', [
      rows.map(({ query_id }) => query_id),
    ])
    await forget('spatial_aggregate')
    expect(await world.places(locations)).toEqual(filtered)
    expect((await stored(locations)).sources).toEqual(['visits'])
  })

  it('is read from events again when the day has been loaded anew', async () => {
    await world.finish(countsOf(day('2016-01-02')))
    await withClient(world.superuserUrl, client =>
      sealDay(client, 'calls', '2016-01-02', [
        ...secondDay,
        ...calls('2016-01-02', 'east', senders.slice(17)).map(
          ([who, , cell]): Event => [who, '2016-01-02 11:00', cell],
        ),
      ]),
    )
    expect(await world.answer(ofSenders('2016-01-02'))).toEqual([{ pcod: 'E', value: '20' }])
    const { sources } = await stored(day('2016-01-02', { subscriber_subset: whoSent }))
    expect(sources).toEqual(['visits'])
  })
})
