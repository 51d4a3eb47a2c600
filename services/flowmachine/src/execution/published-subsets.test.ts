import { createHash } from 'node:crypto'
import { transaction } from '@flowkit/service'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validated } from '../server/actions/query-spec.ts'
import { type People, publishedSubsets, publishSubset, withdrawSubset } from '../store/published-subsets.ts'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { type Event, people, withClient } from '../testing/world.ts'
import { ask } from './ask.ts'
import { peopleOfQuery } from './people-of-query.ts'
import { statusOf } from './status.ts'

const crowd = people(40)
const hashOf = (person: string) => createHash('sha256').update(person).digest('hex')
const calls = (day: number, cell: string, who: readonly string[]): Event[] =>
  who.map(person => [person, `2016-01-0${day} 10:00`, cell])

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
      calls: [...calls(1, 'west', crowd), ...calls(2, 'east', crowd.slice(0, 20))],
      sms: calls(1, 'west', crowd.slice(0, 19)),
    },
  })
  await world.start()
})
afterAll(() => world.close())

async function* list(who: readonly string[]) {
  yield* who.map(hashOf)
}
const publish = (id: string, from: People) =>
  transaction(world.engine.control, client => publishSubset(client, id, from))
const publishList = (id: string, who: readonly string[]) => publish(id, { pseudonyms: list(who) })
const publishQuery = (id: string, queryId: string) =>
  transaction(world.engine.control, async client =>
    publishSubset(client, id, { table: await peopleOfQuery(client, queryId) }),
  )
const day = (date: string, others: object = {}) => ({
  query_kind: 'daily_location',
  date,
  method: 'last',
  aggregation_unit: 'admin3',
  event_types: ['calls'],
  ...others,
})
const counts = (subscriber_subset: unknown, date = '2016-01-01') => ({
  query_kind: 'spatial_aggregate',
  locations: day(date, { subscriber_subset }),
})
const optOut = (person: string) =>
  withClient(world.superuserUrl, client =>
    client.query('INSERT INTO etl.opt_outs (msisdn) VALUES (sha256($1::bytea))', [person]),
  )

describe('a subset of a list', () => {
  it('restricts a query to its members, whoever else is on the list', async () => {
    await publishList('travellers', [...crowd.slice(0, 18), 'somebody else', 'person 1'])
    expect(await world.answer(counts('travellers'))).toEqual([{ pcod: 'W', value: '18' }])
    expect(await publishedSubsets(world.engine.control)).toMatchObject([
      { subset: 'travellers', members: 19, found: 18 },
    ])
  })

  it('restricts a part of another query alone', async () => {
    const flows = {
      query_kind: 'flows',
      from_location: day('2016-01-01', { subscriber_subset: 'travellers' }),
      to_location: day('2016-01-02'),
    }
    expect(await world.answer(flows)).toEqual([{ pcod_from: 'W', pcod_to: 'E', value: '18' }])
  })

  it('is refused where fewer than 16 of its people are in the data, and leaves nothing behind', async () => {
    const few = [...crowd.slice(0, 15), ...people(50, 'stranger')]
    await expect(publishList('few', few)).rejects.toThrow('fewer than 16 subscribers')
    expect(await publishedSubsets(world.engine.control)).toHaveLength(1)
  })

  it('has an id of its own, in small letters', async () => {
    await expect(publishList('travellers', crowd)).rejects.toThrow('There is a subset travellers already')
    await expect(publishList('Of Kathmandu', crowd)).rejects.toThrow('An id begins with a small letter')
  })
})

describe('a subset of a query', () => {
  it('holds those whom it counts', async () => {
    const senders = {
      query_kind: 'spatial_aggregate',
      locations: day('2016-01-01', { event_types: ['sms'] }),
    }
    const { id } = await world.finish(senders)
    await publishQuery('senders', id)
    expect(await world.answer(counts('senders', '2016-01-01'))).toEqual([{ pcod: 'W', value: '19' }])
  })

  it('is refused where it is not clear who is meant, or nobody is', async () => {
    const flows = { query_kind: 'flows', from_location: day('2016-01-01'), to_location: day('2016-01-02') }
    const { id } = await world.finish(flows)
    await expect(publishQuery('movers', id)).rejects.toThrow('2 groups of subscribers')
    const areas = await world.finish({ query_kind: 'geography', aggregation_unit: 'admin3' })
    await expect(publishQuery('areas', areas.id)).rejects.toThrow('0 groups of subscribers')
    await expect(publishQuery('nobody', '0'.repeat(32))).rejects.toThrow('There is no query')
  })
})

describe('who opts out of a subset', () => {
  it('leaves it at once, and results of before are not served any more', async () => {
    await publishList('callers', crowd.slice(0, 17))
    const { id } = await world.finish(counts('callers'))
    expect((await statusOf(world.engine, id))?.readable).toBeDefined()
    await optOut('person 1')
    expect((await statusOf(world.engine, id))?.readable).toBeFalsy()
    expect(await world.answer(counts('callers'))).toEqual([{ pcod: 'W', value: '16' }])
  })

  it('may leave too few of it for an answer', async () => {
    await optOut('person 2')
    expect(await world.finish(counts('callers'))).toMatchObject({
      state: 'errored',
      reason: expect.stringContaining('fewer than 16 subscribers'),
    })
  })

  it('is not in a subset that is published later', async () => {
    await publishList('later', crowd.slice(0, 20))
    expect(await world.answer(counts('later'))).toEqual([{ pcod: 'W', value: '18' }])
  })
})

describe('a subset that is withdrawn', () => {
  it('can no longer be named, and what was told about it is not served', async () => {
    const { id } = await world.finish(counts('later'))
    expect(await withdrawSubset(world.engine.control, 'later')).toBe(true)
    expect((await statusOf(world.engine, id))?.readable).toBeFalsy()
    await expect(ask(world.engine, validated(counts('later')))).rejects.toMatchObject({
      messages: { subscriber_subset: ['No subset has been published under this id.'] },
    })
    expect(await withdrawSubset(world.engine.control, 'later')).toBe(false)
  })

  it('is another one when it is published again', async () => {
    await publishList('later', crowd.slice(10, 40))
    expect(await world.answer(counts('later'))).toEqual([{ pcod: 'W', value: '30' }])
  })
})
