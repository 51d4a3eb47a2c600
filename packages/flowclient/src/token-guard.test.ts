import { afterEach, describe, expect, test } from 'vitest'
import { connect } from './client.ts'
import { Forbidden, NotFound, QueryInvalid } from './errors.ts'
import { dailyLocation, flows, geography, uniqueSubscriberCounts } from './queries/index.ts'
import {
  accepted,
  completed,
  json,
  type Script,
  type ScriptedFlowApi,
  startScriptedFlowApi,
} from './testing/scripted-flowapi.ts'
import { tokenOf } from './testing/tokens.ts'

let server: ScriptedFlowApi
afterEach(() => server.close())

const day = dailyLocation({ date: '2016-01-01', method: 'last', aggregation_unit: 'admin3' })
const moves = flows({ from_location: day, to_location: { ...day, date: '2016-01-02' } })

async function clientOf(roles: Record<string, string[]>, script: Script = {}) {
  server = await startScriptedFlowApi(script)
  return connect({ url: server.url, token: tokenOf({ sub: 'jo' }, roles) })
}

describe('a scope that the token lacks', () => {
  test('is named before anything is sent', async () => {
    const client = await clientOf({ counting: ['run', 'admin3:flows:flows'] })
    const refusal = await client.run(moves).catch(error => error)
    expect(refusal).toBeInstanceOf(Forbidden)
    expect(refusal.missingScopes).toEqual(['admin3:flows:daily_location'])
    expect(refusal.message).toBe(
      'The token does not allow this, so FlowAPI was not asked. One role must hold all that is needed; missing: admin3:flows:daily_location.',
    )
    expect(server.received).toEqual([])
  })

  test('is that of the role that lacks least, as roles are not added up', async () => {
    const client = await clientOf({
      running: ['run'],
      flowing: ['admin3:flows:flows', 'admin3:flows:daily_location'],
    })
    await expect(client.run(moves)).rejects.toMatchObject({ missingScopes: ['run'] })
  })

  test('may be one of a subset of subscribers', async () => {
    const counting = 'admin1:unique_subscriber_counts:unique_subscriber_counts'
    const client = await clientOf({ counting: ['run', counting] })
    const period = { start_date: '2016-01-01', end_date: '2016-01-02', aggregation_unit: 'admin1' } as const
    const spec = uniqueSubscriberCounts({ ...period, subscriber_subset: day })
    await expect(client.run(spec)).rejects.toMatchObject({ missingScopes: ['subset:daily_location'] })
  })

  test('may be that of the shapes, for a map', async () => {
    const counting = ['run', 'get_result', 'admin1:unique_subscriber_counts:unique_subscriber_counts']
    const script = { 'POST /api/0/run': accepted('an-id'), 'GET /api/0/poll/an-id': completed('an-id') }
    const client = await clientOf({ counting }, script)
    const period = { start_date: '2016-01-01', end_date: '2016-01-02', aggregation_unit: 'admin1' } as const
    const handle = await client.run(uniqueSubscriberCounts(period))
    await expect(handle.geojson()).rejects.toMatchObject({ missingScopes: ['admin1:geography:geography'] })
    await expect(handle.csv()).rejects.toThrow(NotFound)
  })

  test('may be one of the simple ones', async () => {
    const client = await clientOf({ nothing: [] })
    await expect(client.availableDates()).rejects.toMatchObject({ missingScopes: ['get_available_dates'] })
    await expect(client.qualityChecks()).rejects.toMatchObject({ missingScopes: ['get_qa_checks'] })
    await expect(client.geography('admin2')).rejects.toMatchObject({
      missingScopes: ['get_result', 'admin2:geography:geography'],
    })
    expect(server.received).toEqual([])
  })
})

test.each([
  ['of a kind that this client does not know', { query_kind: 'of_tomorrow', aggregation_unit: 'admin3' }],
  ['with a part that it does not know', { ...moves, to_location: { query_kind: 'of_tomorrow' } }],
  ['about places that there are none of', { ...day, query_kind: 'geography', aggregation_unit: 'grid:7' }],
  ['that is not whole', { query_kind: 'flows' }],
])('a query %s is left to FlowAPI', async (_, spec) => {
  const client = await clientOf({ all: ['run'] }, { 'POST /api/0/run': json(400, { msg: 'No.' }) })
  await expect(client.run(spec as unknown as typeof moves)).rejects.toThrow(QueryInvalid)
})

test('a token with less than an hour to go is remarked on once', async () => {
  server = await startScriptedFlowApi({ 'POST /api/0/run': accepted('an-id') })
  const endings: Date[] = []
  const remarksOn = async (secondsLeft: number) => {
    const exp = Math.floor(Date.now() / 1_000) + secondsLeft
    const token = tokenOf({ sub: 'jo', exp }, { all: ['run', 'admin3:geography:geography'] })
    const client = connect({ url: server.url, token, onTokenEnding: ending => endings.push(ending) })
    await client.run(geography({ aggregation_unit: 'admin3' }))
    await client.run(geography({ aggregation_unit: 'admin3' }))
    return [exp, endings.splice(0)]
  }
  const [soon, remarks] = await remarksOn(3_000)
  expect(remarks).toEqual([new Date(Number(soon) * 1_000)])
  expect((await remarksOn(4_000))[1]).toEqual([])
  expect((await remarksOn(-10))[1]).toEqual([])
})
