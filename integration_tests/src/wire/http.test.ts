import { request as plainRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, inject, test } from 'vitest'
import { bodyOf, complete, gateway, untilReady } from '../harness/gateway.ts'
import {
  DAYS,
  dailyLocation,
  flows,
  modalLocation,
  spatialAggregate,
  uniqueSubscriberCounts,
} from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { claims, FLOWAPI_IDENTIFIER, sign } from '../harness/tokens.ts'

const { api, url } = sharedSystem()
const stranger = gateway(url)
const counts = uniqueSubscriberCounts({ end_date: '2016-01-03' })

describe('run', () => {
  test('answers 202 with the id, the progress and where to poll', async () => {
    const answered = await api.run(counts)
    const body = await bodyOf(answered, 202)
    expect(body).toEqual({
      query_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      progress: { eligible: expect.any(Number), queued: expect.any(Number), running: expect.any(Number) },
    })
    expect(answered.headers.get('location')).toBe(`/api/0/poll/${body.query_id}`)
  })

  test('answers the same id to the same query, and 202 again', async () => {
    const [one, other] = await Promise.all([api.run(counts), api.run(counts)])
    expect((await bodyOf(one, 202)).query_id).toBe((await bodyOf(other, 202)).query_id)
  })

  const day = dailyLocation('2016-01-02')
  test.each<[what: string, spelling: unknown]>([
    ['midnight written out', spatialAggregate(modalLocation(['2016-01-01T00:00:00', '2016-01-02 00:00']))],
    [
      'days in another order, one of them twice',
      spatialAggregate(modalLocation(['2016-01-02', '2016-01-01', '2016-01-02'])),
    ],
    [
      'keys in another order',
      {
        locations: {
          locations: ['2016-01-01', '2016-01-02'].map(date =>
            Object.fromEntries(Object.entries({ ...day, date }).reverse()),
          ),
          query_kind: 'modal_location',
        },
        query_kind: 'spatial_aggregate',
      },
    ],
    [
      'defaults written out, and nulls',
      spatialAggregate(
        modalLocation(['2016-01-01', '2016-01-02'], {
          event_types: ['sms', 'calls', 'sms'],
          hours: null,
          subscriber_subset: null,
          mapping_table: null,
          geom_table: null,
          geom_table_join_column: null,
        }),
      ),
    ],
    [
      'all hours written out',
      spatialAggregate(
        modalLocation(['2016-01-01', '2016-01-02'], { hours: { start_hour: 0, end_hour: 24 } }),
      ),
    ],
  ])('gives a query the same id with %s', async (_what, spelling) => {
    const plain = spatialAggregate(modalLocation(['2016-01-01', '2016-01-02']))
    const { query_id } = await bodyOf(await api.run(plain), 202)
    expect((await bodyOf(await api.run(spelling), 202)).query_id).toBe(query_id)
  })

  test('gives a left join the same id as a left outer one, and none the same as an inner one', async () => {
    const id = async (join_type?: 'left' | 'left outer' | 'inner') => {
      const spec = flows(day, dailyLocation('2016-01-03'), join_type && { join_type })
      return (await bodyOf(await api.run(spec), 202)).query_id
    }
    expect(await id('left')).toBe(await id('left outer'))
    expect(await id()).toBe(await id('inner'))
    expect(await id()).not.toBe(await id('left'))
  })

  test('gives other questions other ids', async () => {
    const specs = [
      counts,
      { ...counts, aggregation_unit: 'admin2' },
      { ...counts, event_types: ['calls'] },
      { ...counts, hours: { start_hour: 1, end_hour: 24 } },
      { ...counts, end_date: '2016-01-03T00:00:01' },
    ]
    const ids = await Promise.all(specs.map(async spec => (await bodyOf(await api.run(spec), 202)).query_id))
    expect(new Set(ids).size).toBe(specs.length)
  })

  test('needs a query kind', async () => {
    const msg = 'Query kind must be specified when running a query.'
    expect(await bodyOf(await api.run({ start_date: '2016-01-01' }), 400)).toMatchObject({ msg })
  })

  test.each(['not JSON', '{"query_kind":', '[]', 'null', '"flows"'])('refuses the body %s', async body => {
    const headers = { 'content-type': 'application/json' }
    const answered = await api.request('/api/0/run', { method: 'POST', headers, body })
    expect(await bodyOf(answered, 400)).toMatchObject({ status: expect.any(String), msg: expect.any(String) })
  })

  test.each<[what: string, spec: unknown, messages: unknown]>([
    [
      'an unknown kind',
      { query_kind: 'horoscope' },
      { query_kind: [expect.stringContaining('Must be one of')] },
    ],
    [
      'a wrong unit inside',
      { query_kind: 'spatial_aggregate', locations: { ...day, aggregation_unit: 'parish' } },
      {
        locations: {
          aggregation_unit: [
            'Must be one of: admin0, admin1, admin2, admin3, lon-lat, cell, site, grid:1, grid:5, grid:10, grid:50.',
          ],
        },
      },
    ],
    [
      'a wrong date in a list',
      spatialAggregate(modalLocation(['2016-01-01', '2016-02-30'])),
      { locations: { locations: { 1: { date: ['Not a valid datetime.'] } } } },
    ],
    [
      'a missing field',
      { ...counts, end_date: undefined },
      { end_date: ['Missing data for required field.'] },
    ],
    ['a field that does not exist', { ...counts, colour: 'blue' }, { colour: ['Unknown field.'] }],
    [
      'a period that ends as it starts',
      { ...counts, end_date: '2016-01-01' },
      { end_date: [expect.any(String)] },
    ],
    [
      'an hour past the day',
      { ...counts, hours: { start_hour: 1, end_hour: 25 } },
      { hours: { end_hour: [expect.any(String)] } },
    ],
    ['no event types', { ...counts, event_types: [] }, { event_types: [expect.any(String)] }],
    [
      'locations of different units',
      spatialAggregate({
        query_kind: 'modal_location',
        locations: [day, dailyLocation('2016-01-03', { aggregation_unit: 'admin2' })],
      }),
      { locations: { locations: [expect.any(String)] } },
    ],
    [
      'a mapping table that does not exist',
      { ...counts, mapping_table: 'geography.nowhere' },
      { mapping_table: [expect.any(String)] },
    ],
    [
      'a table that is not a mapping as one',
      { ...counts, mapping_table: 'events.calls' },
      { mapping_table: [expect.any(String)] },
    ],
    [
      'days without data',
      { ...counts, start_date: '2010-01-01', end_date: '2010-01-02' },
      { start_date: [expect.stringContaining('2010-01-01')] },
    ],
  ])('refuses %s, and says so by field', async (_what, spec, messages) => {
    const body = await bodyOf(await api.run(spec), 400)
    expect(body.msg).toMatch(/^Parameter validation failed\./)
    expect(body).toMatchObject({ status: 'Error', payload: { validation_error_messages: messages } })
  })

  test('refuses a subset without its scope, and one that nobody has published by field', async () => {
    const ofSome = { ...counts, subscriber_subset: 'some' }
    expect(await bodyOf(await api.run(ofSome), 403)).toMatchObject({
      payload: { missing_scopes: ['subset:published:some'] },
    })
    const unit = counts.aggregation_unit
    const scopes = ['run', `${unit}:${counts.query_kind}:${counts.query_kind}`, 'subset:published:some']
    const key = { algorithm: 'RS256', privateKey: inject('keys').privateKey } as const
    const allowed = gateway(url, sign(key, claims({ some: scopes })))
    expect(await bodyOf(await allowed.run(ofSome), 400)).toMatchObject({
      payload: { validation_error_messages: { subscriber_subset: [expect.stringContaining('published')] } },
    })
  })
})

describe('poll', () => {
  test('tells where a query is until it sends to the result', async () => {
    const spec = spatialAggregate(modalLocation(DAYS, { hours: { start_hour: 5, end_hour: 23 } }))
    const { query_id } = await bodyOf(await api.run(spec), 202)
    const id = String(query_id)
    const first = await api.poll(id)
    if (first.status === 202)
      expect(await first.json()).toMatchObject({
        status: expect.stringMatching(/^(queued|executing)$/),
        msg: '',
        elapsed_seconds: expect.any(Number),
        progress: { eligible: expect.any(Number), queued: expect.any(Number), running: expect.any(Number) },
      })
    await untilReady(api, id)
    const last = await api.poll(id)
    expect(last.status).toBe(303)
    expect(last.headers.get('location')).toBe(`/api/0/get/${id}`)
    expect(await last.json()).toMatchObject({ status: 'completed' })
  })

  test('tells that a query has failed, and why: a subset of too few', async () => {
    // Nobody tops up between three and four at night; so few are no subset to be counted.
    const few = dailyLocation('2016-01-02', {
      event_types: ['topups'],
      hours: { start_hour: 3, end_hour: 4 },
    })
    const { query_id } = await bodyOf(await api.run(uniqueSubscriberCounts({ subscriber_subset: few })), 202)
    const id = String(query_id)
    await expect(untilReady(api, id)).rejects.toThrow()
    const body = await bodyOf(await api.poll(id), 500)
    expect(body).toMatchObject({ status: 'errored', msg: expect.stringContaining('16') })
    expect(await bodyOf(await api.get(id), 403)).toMatchObject({ status: 'Error', msg: expect.any(String) })
  })
})

describe('get', () => {
  test('refuses a format that does not exist', async () => {
    const id = await complete(api, counts)
    expect(await bodyOf(await api.get(id, '.xlsx'), 400)).toMatchObject({ msg: 'Invalid file format' })
  })

  test('puts the id before the rows, and streams', async () => {
    const id = await complete(api, counts)
    const answered = await api.get(id)
    expect(answered.headers.get('transfer-encoding')).toBe('chunked')
    expect(await answered.text()).toMatch(new RegExp(`^\\{"query_id": ?"${id}", ?"query_result": ?\\[\\{`))
  })

  test('tolerates a body, which the Python client sends', async () => {
    const id = await complete(api, counts)
    const headers = {
      authorization: `Bearer ${inject('token')}`,
      'content-type': 'application/json',
      'content-length': 2,
    }
    const [status, body] = await new Promise<[number | undefined, Promise<string>]>((resolve, reject) => {
      plainRequest(`${url}/api/0/get/${id}`, { method: 'GET', headers }, response =>
        resolve([response.statusCode, text(response)]),
      )
        .on('error', reject)
        .end('{}')
    })
    expect(status).toBe(200)
    expect(JSON.parse(await body)).toMatchObject({ query_id: id })
  })
})

describe('the other routes', () => {
  test('the root answers 200 with nothing, to anybody', async () => {
    const answered = await stranger.request('/')
    expect(answered.status).toBe(200)
    expect(await answered.text()).toBe('')
  })

  test('available_dates holds the days of each event type', async () => {
    const body = await bodyOf(await api.request('/api/0/available_dates'), 200)
    expect(body.available_dates).toMatchObject({ calls: DAYS, sms: DAYS, mds: DAYS, topups: DAYS })
  })

  test('geography refuses a unit that does not exist', async () => {
    const answered = await api.request('/api/0/geography/parish')
    expect(answered.status).toBeGreaterThanOrEqual(400)
    expect(await answered.json()).toMatchObject({ status: 'Error', msg: expect.any(String) })
  })

  test('health and readiness are told to anybody', async () => {
    expect((await stranger.request('/healthz')).status).toBe(200)
    expect((await stranger.request('/readyz')).status).toBe(200)
  })

  test('every answer carries an id by which it can be found in the log, each another one', async () => {
    const answers = [stranger.request('/'), stranger.request('/api/0/available_dates'), api.run(counts)]
    const ids = (await Promise.all(answers)).map(({ headers }) => headers.get('x-request-id'))
    expect(ids).not.toContain(null)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each(['/api/0/nothing', '/api/1/run', '/admin'])('%s does not exist, and is JSON', async path => {
    expect(await bodyOf(await api.request(path), 404)).toMatchObject({
      status: expect.any(String),
      msg: expect.any(String),
    })
  })
})

describe('the OpenAPI document', () => {
  test('is given to anybody, and says how to get in', async () => {
    const document = await bodyOf(await stranger.request('/api/0/spec/openapi.json'), 200)
    expect(document.openapi).toMatch(/^3\.0\./)
    const { securitySchemes } = document.components as { securitySchemes: Record<string, unknown> }
    expect(securitySchemes.token).toMatchObject({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      'x-audience': FLOWAPI_IDENTIFIER,
      'x-security-scopes': expect.arrayContaining([
        'run',
        'get_result',
        'get_available_dates',
        'admin3:geography:geography',
        'admin3:spatial_aggregate:spatial_aggregate',
        'admin3:spatial_aggregate:modal_location',
        'admin3:spatial_aggregate:daily_location',
        'lon-lat:flows:daily_location',
        'subset:daily_location',
      ]),
    })
  })

  test('has the routes of FlowKit under its operation ids', async () => {
    const { paths } = await bodyOf(await stranger.request('/api/0/spec/openapi.json'), 200)
    expect(paths).toMatchObject({
      '/api/0/run': { post: { operationId: 'query.run_query.post' } },
      '/api/0/poll/{query_id}': { get: { operationId: 'query.poll_query.get' } },
      '/api/0/get/{query_id}': { get: { operationId: 'query.get_query_result.get' } },
      '/api/0/available_dates': { get: { operationId: 'query.get_available_dates.get' } },
      '/api/0/geography/{aggregation_unit}': { get: { operationId: 'geography.get_geography.get' } },
    })
  })
})
