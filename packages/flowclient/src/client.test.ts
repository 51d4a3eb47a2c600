import { afterEach, describe, expect, test } from 'vitest'
import { connect } from './client.ts'
import { ConnectionFailed, Forbidden, QueryInvalid, Unauthorised, UnexpectedAnswer } from './errors.ts'
import { spatialAggregate, uniqueSubscriberCounts } from './queries/index.ts'
import {
  accepted,
  json,
  type Script,
  type ScriptedFlowApi,
  startScriptedFlowApi,
} from './testing/scripted-flowapi.ts'

const TOKEN = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJl'
const QUERY = uniqueSubscriberCounts({
  start_date: '2016-01-01',
  end_date: '2016-01-08',
  aggregation_unit: 'admin3',
})

let server: ScriptedFlowApi | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function clientOf(script: Script) {
  server = await startScriptedFlowApi(script)
  return { client: connect({ url: server.url, token: TOKEN }), server }
}

describe('connecting', () => {
  test.each(['flowkit.example.org', 'ftp://flowkit.example.org', '', 'http://'])(
    'refuses the URL "%s"',
    url => {
      expect(() => connect({ url, token: TOKEN })).toThrow(
        new ConnectionFailed(
          `"${url}" is not the address of a FlowAPI, such as https://flowkit.example.org.`,
        ),
      )
    },
  )

  test.each([
    'https://jo:secret@flowkit.example.org',
    'https://flowkit.example.org/?a=b',
    'https://a.org/#b',
  ])('refuses what does not belong to the URL %s', url => {
    expect(() => connect({ url, token: TOKEN })).toThrow(ConnectionFailed)
  })

  test.each(['', 'secret', 'a.b', 'a.b.c d', 'a.b.c\nX-Header: d'])(
    'refuses the token %j without repeating it',
    token => {
      expect(() => connect({ url: 'https://flowkit.example.org', token })).toThrow(
        new Unauthorised('This is not a token: it has three parts of letters and digits, with dots between.'),
      )
    },
  )

  test('takes a token with the line break that its file ends with', async () => {
    const { server } = await clientOf({ 'GET /api/0/available_dates': json(200, { available_dates: {} }) })
    await connect({ url: server.url, token: `${TOKEN}\n` }).availableDates()
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`)
  })

  test.each(['/kenya', '/kenya/'])('reaches a FlowAPI below the path %s', async path => {
    const { server } = await clientOf({
      'GET /kenya/api/0/available_dates': json(200, { available_dates: {} }),
    })
    const client = connect({ url: new URL(path, server.url), token: TOKEN })
    expect(await client.availableDates()).toEqual({})
  })
})

describe('quality checks', () => {
  test('are listed', async () => {
    const checks = [{ cdr_type: 'calls', type_of_query_or_check: 'count_added_rows' }]
    const { client } = await clientOf({ 'GET /api/0/qa/': json(200, checks) })
    expect(await client.qualityChecks()).toEqual(checks)
  })

  test('say something of some days, the last one included', async () => {
    const outcomes = [{ cdr_date: '2016-01-01', outcome: '1254', type_of_query_or_check: 'count_added_rows' }]
    const { client } = await clientOf({
      'GET /api/0/qa/calls/count_added_rows?start_date=2016-01-01&end_date=2016-01-07': json(200, outcomes),
    })
    const week = { start_date: '2016-01-01', end_date: '2016-01-07' }
    expect(await client.qualityOutcomes({ event_type: 'calls', check: 'count_added_rows', ...week })).toEqual(
      outcomes,
    )
  })

  test('are a list, or something else listens there', async () => {
    const { client } = await clientOf({ 'GET /api/0/qa/': json(200, { checks: [] }) })
    await expect(client.qualityChecks()).rejects.toThrow(UnexpectedAnswer)
  })
})

describe('running a query', () => {
  test('sends it with the token, and gives its id and progress', async () => {
    const progress = { eligible: 8, queued: 8, running: 0 }
    const { client, server } = await clientOf({ 'POST /api/0/run': accepted('an-id', progress) })
    const handle = await client.run(QUERY)
    expect(handle.id).toBe('an-id')
    expect(handle.progress).toEqual(progress)
    const [request] = server.received
    expect(JSON.parse(request?.body ?? '')).toEqual(QUERY)
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    })
  })

  test('says what is wrong with it, by field', async () => {
    const validation_error_messages = {
      locations: { date: ['Not a valid datetime.'], locations: { 3: { method: ['Unknown.', 'Odd.'] } } },
      _schema: ['Bad as a whole.'],
    }
    const msg = 'Parameter validation failed.'
    const { client } = await clientOf({
      'POST /api/0/run': json(400, { status: 'Error', msg, payload: { validation_error_messages } }),
    })
    const error = await client.run(QUERY).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(QueryInvalid)
    expect(error).toMatchObject({
      status: 400,
      msg,
      problems: [
        { field: 'locations.date', message: 'Not a valid datetime.' },
        { field: 'locations.locations.3.method', message: 'Unknown.' },
        { field: 'locations.locations.3.method', message: 'Odd.' },
        { field: 'query', message: 'Bad as a whole.' },
      ],
      message: [
        'FlowAPI refused the query:',
        '  locations.date: Not a valid datetime.',
        '  locations.locations.3.method: Unknown.',
        '  locations.locations.3.method: Odd.',
        '  query: Bad as a whole.',
      ].join('\n'),
    })
  })

  test('says in FlowAPI’s words what no field is to blame for', async () => {
    const { client } = await clientOf({
      'POST /api/0/run': json(400, { msg: 'Query kind must be specified when running a query.' }),
    })
    await expect(client.run(QUERY)).rejects.toThrow(
      'FlowAPI refused the query: Query kind must be specified when running a query.',
    )
  })

  test('names the scopes that are missing', async () => {
    const missing_scopes = ['run', 'admin3:unique_subscriber_counts:unique_subscriber_counts']
    const msg = 'User claims verification failed'
    const { client } = await clientOf({
      'POST /api/0/run': json(403, { status: 'Error', msg, payload: { missing_scopes } }),
    })
    const error = await client.run(QUERY).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Forbidden)
    expect(error).toMatchObject({ status: 403, msg, missingScopes: missing_scopes })
    expect(error).toHaveProperty('message', expect.stringContaining(missing_scopes.join(', ')))
  })

  test('says that the token does not allow it where FlowAPI names no scopes', async () => {
    const { client } = await clientOf({
      'POST /api/0/run': json(403, { msg: 'User claims verification failed' }),
    })
    await expect(client.run(QUERY)).rejects.toThrow(
      'The token does not allow this: User claims verification failed.',
    )
  })

  test.each([
    [401, 'Token has expired'],
    [422, 'Signature verification failed'],
  ])('with a bad token says so (%i)', async (status, msg) => {
    const { client } = await clientOf({ 'POST /api/0/run': json(status, { msg }) })
    const error = await client.run(QUERY).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(Unauthorised)
    expect(error).toMatchObject({ status, msg })
    expect(error).toHaveProperty(
      'message',
      `FlowAPI did not accept the token: ${msg}. Get a new one, e.g. from FlowAuth.`,
    )
  })

  test('at something that is no FlowAPI says which request was answered how', async () => {
    const { client, server } = await clientOf({
      'POST /api/0/run': { status: 418, body: '<html>Tea</html>' },
      'GET /api/0/available_dates': { status: 404, body: '<html>No such page</html>' },
    })
    await expect(client.run(QUERY)).rejects.toThrow(
      `POST ${server.url}/api/0/run was answered with status 418.`,
    )
    await expect(client.availableDates()).rejects.toThrow(UnexpectedAnswer)
  })

  test('at a FlowAPI that is not available says so', async () => {
    const { client } = await clientOf({
      'POST /api/0/run': json(503, { status: 'Error', msg: 'FlowMachine does not answer.' }),
    })
    const error = await client.run(QUERY).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ConnectionFailed)
    expect(error).toHaveProperty(
      'message',
      'FlowAPI is not available at the moment: FlowMachine does not answer.',
    )
  })

  test('that goes wrong inside FlowAPI says where its log tells more', async () => {
    const { client } = await clientOf({
      'POST /api/0/run': json(500, { msg: 'Something went wrong.' }, { 'X-Request-ID': 'a1b2' }),
    })
    await expect(client.run(QUERY)).rejects.toThrow(
      /was answered with status 500: Something went wrong\. FlowAPI's log has it as request a1b2\.$/,
    )
  })

  test('never sends the token after a redirect', async () => {
    const { client, server } = await clientOf({
      'POST /api/0/run': { status: 307, headers: { Location: '/elsewhere' } },
      'POST /elsewhere': accepted('an-id'),
    })
    await expect(client.run(QUERY)).rejects.toThrow(
      `POST ${server.url}/api/0/run was redirected to /elsewhere. Connect to FlowAPI by its own address.`,
    )
    expect(server.received).toHaveLength(1)
  })

  test('says why FlowAPI cannot be reached', async () => {
    const { client, server } = await clientOf({})
    await server.close()
    const error = await client.run(QUERY).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ConnectionFailed)
    expect(error).toHaveProperty('message', expect.stringContaining('ECONNREFUSED'))
    expect(error).toHaveProperty('message', expect.stringContaining(server.url))
  })

  test('can be given up', async () => {
    const { client } = await clientOf({ 'POST /api/0/run': { status: 202, hangs: true } })
    const stop = new AbortController()
    const running = client.run(QUERY, { signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow(new Error('enough'))
  })

  test.each<[string, unknown]>([
    ['without an id', { progress: { eligible: 0, queued: 0, running: 0 } }],
    ['without progress', { query_id: 'an-id' }],
    ['that is no object', []],
  ])('refuses an answer %s', async (_, answer) => {
    const { client } = await clientOf({ 'POST /api/0/run': json(202, answer) })
    await expect(client.run(QUERY)).rejects.toThrow(UnexpectedAnswer)
  })
})

describe('available dates', () => {
  test('are given by kind of event', async () => {
    const available_dates = { calls: ['2016-01-01', '2016-01-02'], sms: [] }
    const { client } = await clientOf({ 'GET /api/0/available_dates': json(200, { available_dates }) })
    expect(await client.availableDates()).toEqual(available_dates)
  })

  test.each([{}, { available_dates: [] }, { available_dates: { calls: 1 } }])(
    'are not taken from %j',
    async answer => {
      const { client } = await clientOf({ 'GET /api/0/available_dates': json(200, answer) })
      await expect(client.availableDates()).rejects.toThrow(UnexpectedAnswer)
    },
  )
})

describe('the geography of a unit', () => {
  const map = { type: 'FeatureCollection', features: [] }

  test('is given as GeoJSON', async () => {
    const { client } = await clientOf({ 'GET /api/0/geography/lon-lat': json(200, map) })
    expect(await client.geography('lon-lat')).toEqual(map)
  })

  test('is refused when it breaks off', async () => {
    const { client } = await clientOf({
      'GET /api/0/geography/admin3': {
        status: 200,
        body: '{"type":"FeatureCollection","features":[',
        breaksOff: true,
      },
    })
    await expect(client.geography('admin3')).rejects.toThrow(
      'The connection to FlowAPI broke before the answer was complete',
    )
  })

  test('is refused when it ends before its time', async () => {
    const { client } = await clientOf({
      'GET /api/0/geography/admin3': { status: 200, body: '{"type":"FeatureCollection","features":[' },
    })
    await expect(client.geography('admin3')).rejects.toThrow(
      'The answer is not JSON, or not the whole of it.',
    )
  })
})

test('a fetch of the caller’s own is used', async () => {
  const { server } = await clientOf({ 'GET /api/0/available_dates': json(200, { available_dates: {} }) })
  const asked: string[] = []
  const client = connect({
    url: server.url,
    token: TOKEN,
    fetch: (url, init) => {
      asked.push(`${init.method} ${url}`)
      return fetch(url, init)
    },
  })
  await client.availableDates()
  expect(asked).toEqual([`GET ${server.url}/api/0/available_dates`])
})

test('a query that has parts is sent with them', async () => {
  const { client, server } = await clientOf({ 'POST /api/0/run': accepted('an-id') })
  const locations = {
    query_kind: 'daily_location',
    date: '2016-01-01',
    method: 'last',
    aggregation_unit: 'admin3',
  } as const
  await client.run(spatialAggregate({ locations }))
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ query_kind: 'spatial_aggregate', locations })
})
