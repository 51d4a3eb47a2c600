import { describe, expect, test } from 'vitest'
import { Dealer } from 'zeromq'
import { complete } from '../harness/gateway.ts'
import { act, ask, sealed } from '../harness/machine.ts'
import { DAYS, dailyLocation, spatialAggregate, uniqueSubscriberCounts } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'

const { api, machines, database } = sharedSystem()
const [machine = '', other = ''] = machines
const counts = uniqueSubscriberCounts({ end_date: '2016-01-02' })
const idle = { eligible: 0, queued: 0, running: 0 }

describe('an action', () => {
  test('ping is answered with pong', async () => {
    expect(await ask(machine, { action: 'ping', request_id: 'one' })).toEqual({
      status: 'success',
      msg: 'pong',
      payload: {},
    })
  })

  test('get_available_queries names the kinds that may be asked for', async () => {
    const { payload } = await act(machine, 'get_available_queries')
    expect(payload.available_queries).toEqual(
      expect.arrayContaining(['flows', 'geography', 'spatial_aggregate', 'unique_subscriber_counts']),
    )
    expect(payload.available_queries).not.toContain('daily_location')
  })

  test('get_query_schemas has the schema of any query, told apart by query_kind', async () => {
    const { payload } = await act(machine, 'get_query_schemas')
    expect(payload.query_schemas).toMatchObject({
      FlowmachineQuerySchema: { discriminator: { propertyName: 'query_kind' }, oneOf: expect.any(Array) },
      DailyLocation: { type: 'object' },
    })
  })

  test('run_query answers the id and the progress of a query, on every machine the same', async () => {
    const id = await complete(api, counts)
    for (const endpoint of machines)
      expect(await act(endpoint, 'run_query', { ...counts })).toEqual({
        status: 'success',
        msg: '',
        payload: { query_id: id, progress: idle },
      })
  })

  test('poll_query, get_query_kind and get_query_params describe a query, also on the other machine', async () => {
    const query_id = await complete(api, counts)
    const polled = await act(other, 'poll_query', { query_id })
    expect(polled.payload).toMatchObject({
      query_id,
      query_kind: 'unique_subscriber_counts',
      query_state: 'completed',
      progress: idle,
    })
    const kind = await act(other, 'get_query_kind', { query_id })
    expect(kind.payload).toEqual({ query_id, query_kind: 'unique_subscriber_counts' })
    const { payload } = await act(other, 'get_query_params', { query_id })
    expect(payload).toMatchObject({ query_id, query_params: counts })
  })

  test('get_sql_for_query_result answers SQL over released tables only', async () => {
    const query_id = await complete(api, counts)
    const { payload } = await act(machine, 'get_sql_for_query_result', { query_id })
    expect(payload).toMatchObject({ query_id, query_state: 'completed', release: { threshold: 16 } })
    const { rows } = await database.query(String(payload.sql))
    expect(rows.length).toBeGreaterThan(0)
    expect(String(payload.sql)).not.toMatch(/\b(cache|events|infrastructure|geography)\s*\./i)
  })

  test('get_geo_sql_for_query_result answers SQL and the unit of the places', async () => {
    const query_id = await complete(api, counts)
    const { payload } = await act(machine, 'get_geo_sql_for_query_result', { query_id })
    expect(payload).toMatchObject({ query_id, query_state: 'completed', aggregation_unit: 'admin3' })
    const { rows } = await database.query(String(payload.sql))
    expect(rows[0]).toMatchObject({ type: 'Feature' })
    expect(String(payload.sql)).not.toMatch(/\b(cache|events|infrastructure|geography)\s*\./i)
  })

  test('get_geography answers SQL for the shapes of a unit, and refuses another one', async () => {
    const { payload } = await act(machine, 'get_geography', { aggregation_unit: 'admin2' })
    expect(payload.query_state).toBe('completed')
    expect((await database.query(String(payload.sql))).rows.length).toBeGreaterThan(0)
    const refused = await act(machine, 'get_geography', { aggregation_unit: 'admin9' })
    expect(refused.status).toBe('error')
    expect(refused.msg).toMatch(/^Parameter validation failed\./)
  })

  test('get_available_dates answers the days of each event type directly', async () => {
    const { payload } = await act(machine, 'get_available_dates')
    expect(payload).toMatchObject({ calls: DAYS, sms: DAYS, mds: DAYS, topups: DAYS })
  })

  test('get_aggregation_unit answers what places a query is about', async () => {
    const located = spatialAggregate(dailyLocation('2016-01-01', { aggregation_unit: 'admin1' }))
    const { payload } = await act(machine, 'get_aggregation_unit', { ...located })
    expect(payload).toEqual({ aggregation_unit: 'admin1' })
    const invalid = await act(machine, 'get_aggregation_unit', { query_kind: 'flows' })
    expect(invalid.msg).toMatch(/^Parameter validation failed\./)
  })
})

describe('a result', () => {
  test('is given to nobody who is not named', async () => {
    const query_id = await complete(api, counts)
    for (const action of ['get_sql_for_query_result', 'get_geo_sql_for_query_result']) {
      const request = { action, request_id: 'nobody', params: { query_id } }
      for (const message of [request, sealed(request)]) {
        const reply = await ask(machine, message)
        expect(reply.status).toBe('error')
        expect(reply.payload.sql).toBeUndefined()
      }
    }
  })

  test('is given to nobody for whom others than the gateway ask', async () => {
    const query_id = await complete(api, counts)
    const identity = { issuer: null, subject: 'tester', token_id: null }
    const request = { action: 'get_sql_for_query_result', request_id: 'x', params: { query_id }, identity }
    expect((await ask(machine, sealed(request))).status).toBe('success')
    const forged = JSON.stringify(sealed(request)).replace('tester', 'somebody else')
    for (const message of [request, forged])
      expect(await ask(machine, message)).toMatchObject({
        status: 'error',
        msg: expect.stringMatching(/^The request is not believed\./),
        payload: {},
      })
  })
})

describe('a query that cannot be computed', () => {
  test('is refused with messages by field, nested as the query is', async () => {
    const locations = { ...dailyLocation('2016-13-01'), aggregation_unit: 'admin9', surprise: true }
    const reply = await act(machine, 'run_query', { query_kind: 'spatial_aggregate', locations })
    expect(reply.status).toBe('error')
    expect(reply.msg).toMatch(/^Parameter validation failed\./)
    expect(reply.payload.validation_error_messages).toEqual({
      locations: {
        date: ['Not a valid datetime.'],
        aggregation_unit: [
          'Must be one of: admin0, admin1, admin2, admin3, lon-lat, cell, site, grid:1, grid:5, grid:10, grid:50.',
        ],
        surprise: ['Unknown field.'],
      },
    })
  })

  test('for want of data is refused when it is asked, not when it has been queued', async () => {
    const past = uniqueSubscriberCounts({ start_date: '2010-01-01', end_date: '2010-02-01' })
    const reply = await act(machine, 'run_query', { ...past })
    expect(reply.status).toBe('error')
    expect(JSON.stringify(reply.payload)).toContain('2010-01-01')
  })
})

describe('a message', () => {
  test('that is not JSON is answered with what is wrong', async () => {
    const reply = await ask(machine, '{"action": "ping",')
    expect(reply).toMatchObject({ status: 'error', msg: 'Invalid JSON.' })
    expect(reply.payload.decode_error).toEqual(expect.any(String))
  })

  test.each<[what: string, message: unknown, field: string]>([
    ['without an action', { request_id: 'x' }, 'action'],
    ['with an unknown action', { action: 'drop_everything', request_id: 'x' }, 'action'],
    ['without a request id', { action: 'ping' }, 'request_id'],
    ['with parameters that are a list', { action: 'ping', request_id: 'x', params: [] }, 'params'],
    ['with an unknown key', { action: 'ping', request_id: 'x', surprise: 1 }, 'surprise'],
  ])('%s is an invalid request, by field', async (_what, message, field) => {
    const reply = await ask(machine, message)
    expect(reply).toMatchObject({ status: 'error', msg: 'Invalid action request.' })
    expect(Object.keys(reply.payload)).toEqual([field])
  })

  test.each(['null', '[]', '"ping"', '12'])('that is the JSON %s is an invalid request', async message => {
    expect(await ask(machine, message)).toMatchObject({ status: 'error', msg: 'Invalid action request.' })
  })

  test.each<[action: string, params: Record<string, unknown>]>([
    ['ping', { surprise: 1 }],
    ['poll_query', {}],
    ['poll_query', { query_id: 7 }],
    ['get_available_dates', { query_id: 'x' }],
  ])('with the wrong parameters for %s says so', async (action, params) => {
    const reply = await act(machine, action, params)
    expect(reply.status).toBe('error')
    expect(reply.msg).toBe(
      `Internal flowmachine server error: wrong arguments passed to handler for action '${action}'.`,
    )
  })

  test('without an empty frame before its body is dropped, and the next one is answered', async () => {
    const socket = new Dealer({ linger: 0, sendTimeout: 5_000, receiveTimeout: 5_000 })
    socket.connect(machine)
    await socket.send(['no delimiter', JSON.stringify({ action: 'ping', request_id: 'dropped' })])
    await socket.send([JSON.stringify({ action: 'ping', request_id: 'alone' })])
    await socket.send(['', JSON.stringify({ action: 'ping', request_id: 'kept' })])
    const [empty, body] = await socket.receive()
    expect(String(empty)).toBe('')
    expect(JSON.parse(String(body))).toMatchObject({ msg: 'pong' })
    socket.close()
  })

  test('with a correlation frame is answered with it, and slow answers hold up no others', async () => {
    const socket = new Dealer({ linger: 0, sendTimeout: 5_000, receiveTimeout: 10_000 })
    socket.connect(machine)
    const names = Array.from({ length: 20 }, (_, index) => `request ${index}`)
    for (const name of names)
      await socket.send([name, '', JSON.stringify({ action: 'get_available_dates', request_id: name })])
    const answered: string[] = []
    for (const _ of names) answered.push(String((await socket.receive())[0]))
    expect(answered.toSorted()).toEqual(names.toSorted())
    socket.close()
  })
})
