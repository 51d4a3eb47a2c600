import { expect, inject, test } from 'vitest'
import { bodyOf, complete, gateway } from '../harness/gateway.ts'
import { act } from '../harness/machine.ts'
import { exampleOf, kindOf, queryNames, type Schemas } from '../harness/openapi.ts'
import { dailyLocation, uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, sign } from '../harness/tokens.ts'

/*
 * What gives rows per subscriber never leaves the engine, whatever a token allows. The kinds are taken from what
 * the running services say about themselves, so that new ones are tested as soon as they exist.
 */

const { api, url, machines, database } = sharedSystem()
const [machine = ''] = machines

/** The actions that are about one query. */
const BY_QUERY_ID = [
  'poll_query',
  'get_query_kind',
  'get_query_params',
  'get_sql_for_query_result',
  'get_geo_sql_for_query_result',
]

async function schemasOfFlowApi(): Promise<Schemas> {
  const document = await bodyOf(await api.request('/api/0/spec/openapi.json'), 200)
  return (document.components as { schemas: Schemas }).schemas
}

/** A token with every scope that a nested kind would have if it could be asked for, with any parts. */
function presumptuousToken(kind: unknown, parts: readonly unknown[]): string {
  const units = ['admin0', 'admin1', 'admin2', 'admin3', 'lon-lat', 'cell', 'site', 'grid:1', 'nonspatial']
  const made = units.flatMap(unit => parts.map(part => `${unit}:${kind}:${part}`))
  return sign(
    { algorithm: 'RS256', privateKey: inject('keys').privateKey },
    claims({
      everything: ['run', 'get_result', ...made, ...parts.map(part => `subset:${part}`)],
    }),
  )
}

test('FlowMachine and FlowAPI name the same nested kinds, two of them daily and modal locations', async () => {
  const { payload } = await act(machine, 'get_query_schemas')
  const schemas = await schemasOfFlowApi()
  expect(payload.query_schemas).toEqual(schemas)
  const kinds = queryNames(schemas).nested.map(name => kindOf(schemas[name] ?? {}))
  expect(kinds).toEqual(expect.arrayContaining(['daily_location', 'modal_location']))
})

test('every nested kind is refused at top level, though it is valid as a part', async () => {
  const schemas = await schemasOfFlowApi()
  const { nested, topLevel } = queryNames(schemas)
  const all = [...nested, ...topLevel].map(name => kindOf(schemas[name] ?? {}))
  for (const name of nested) {
    const spec = exampleOf(schemas[name] ?? {}, schemas)
    const bold = gateway(url, presumptuousToken(kindOf(schemas[name] ?? {}), all))
    for (const asker of [api, bold]) {
      const body = await bodyOf(await asker.run(spec), 400)
      expect(body).toMatchObject({
        status: 'Error',
        payload: { validation_error_messages: { query_kind: [expect.stringContaining('Must be one of')] } },
      })
    }
    const overZeroMq = await act(machine, 'run_query', spec as Record<string, unknown>)
    expect(overZeroMq).toMatchObject({
      status: 'error',
      payload: { validation_error_messages: { query_kind: [expect.stringContaining('Must be one of')] } },
    })
    const asPart = uniqueSubscriberCounts({ subscriber_subset: spec as never })
    expect((await api.run(asPart)).status, `${name} as a subset`).toBe(202)
  }
})

test('the id of every stored part is an unknown id, over HTTP and over ZeroMQ', async () => {
  const schemas = await schemasOfFlowApi()
  const { nested } = queryNames(schemas)
  for (const name of nested)
    await complete(
      api,
      uniqueSubscriberCounts({ subscriber_subset: exampleOf(schemas[name] ?? {}, schemas) as never }),
    )
  const sampling = { sampling_method: 'random_ids', size: 90, seed: 0 }
  await complete(api, {
    query_kind: 'spatial_aggregate',
    locations: { ...dailyLocation('2016-01-01'), sampling },
  })
  const { rows: parts } = await database.query<{ query_id: string; kind: string }>(
    'SELECT query_id, kind FROM cache.queries WHERE NOT top_level',
  )
  expect(parts.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(nested.map(name => kindOf(schemas[name] ?? {}))),
  )
  for (const { query_id } of parts) await expectUnknown(query_id)
})

test('an id that never was is answered in the same words as that of a part', async () => {
  await expectUnknown('0123456789abcdef0123456789abcdef')
})

async function expectUnknown(queryId: string): Promise<void> {
  const answers = [
    api.poll(queryId),
    ...['', '.json', '.csv', '.geojson'].map(suffix => api.get(queryId, suffix)),
  ]
  for (const answered of await Promise.all(answers))
    expect(await bodyOf(answered, 404)).toMatchObject({
      status: 'awol',
      msg: `Unknown query ID '${queryId}'`,
    })
  const replies = BY_QUERY_ID.map(action => act(machine, action, { query_id: queryId }))
  for (const reply of await Promise.all(replies))
    expect(reply).toEqual({
      status: 'error',
      msg: `Unknown query id: '${queryId}'`,
      payload: { query_id: queryId, query_state: 'awol' },
    })
}
