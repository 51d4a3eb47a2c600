import { once } from 'node:events'
import { request as plainRequest } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const ROWS = 'SELECT pcod, value FROM released.counts ORDER BY pcod'
const FEATURES = `
  SELECT 'Feature' AS type, row_number() OVER (ORDER BY pcod) AS id, '{"type":"Point","coordinates":[0,0]}'::jsonb AS geometry,
    to_jsonb(counts) AS properties
  FROM released.counts`
const release = { threshold: 16, rows_released: 2, cells_left_out: 10 }

/** What FlowMachine says of the query's result; `sql` where it gives one. */
let result: { sql: string; release: object } | { state: string; words: string } | { words: string }

const world = useWorld(({ action, params }) => {
  if (action === 'close_grant') return success({})
  const query_id = params?.query_id
  if (query_id !== 'abc') return failure(`Unknown query id: '${query_id}'`, { query_id, query_state: 'awol' })
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  if (!('sql' in result))
    return failure(result.words, 'state' in result ? { query_id, query_state: result.state } : {})
  const granted = { query_id, query_state: 'completed', run: 7, grant: 12, ...result }
  return success(
    action === 'get_geo_sql_for_query_result' ? { ...granted, aggregation_unit: 'admin3' } : granted,
  )
})
beforeAll(async () => {
  await world.database.writer.query(`
    CREATE TABLE released.counts AS SELECT * FROM (VALUES ('a', 16::bigint), ('b', 20)) AS rows (pcod, value)`)
  await world.database.writer.query(`
    CREATE TABLE released.many AS SELECT n, repeat('x', 90) AS filling FROM generate_series(1, 500000) AS n`)
})
beforeEach(() => {
  result = { sql: ROWS, release }
  world.machine.requests.length = 0
})

const SCOPES = ['get_result', ...SPEC_SCOPES]
const ALL = [...SCOPES, 'admin3:geography:geography']
const get = (file = 'abc', scopes: readonly string[] = ALL) =>
  world.gateway.call(`/api/0/get/${file}`, scopes)

describe('a result', () => {
  test.each([
    ['abc', 'abc.json', 'application/json'],
    ['abc.json', 'abc.json', 'application/json'],
    ['abc.csv', 'abc.csv', 'text/csv; charset=utf-8'],
    ['abc.geojson', 'abc.geojson', 'application/geo+json'],
  ])('of %s is streamed as the file %s', async (path, file, type) => {
    if (path.endsWith('geojson')) result = { sql: FEATURES, release }
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('transfer-encoding')).toBe('chunked')
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-disposition')).toBe(`attachment;filename=${file}`)
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    await answer.text()
  })

  test('is the rows that the SQL of FlowMachine reads', async () => {
    expect(await (await get()).json()).toEqual({
      query_id: 'abc',
      query_result: [
        { pcod: 'a', value: 16 },
        { pcod: 'b', value: 20 },
      ],
    })
    expect(await (await get('abc.csv')).text()).toBe('pcod,value\r\na,16\r\nb,20\r\n')
    result = { sql: FEATURES, release }
    expect(await (await get('abc.geojson')).json()).toMatchObject({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', id: 1, properties: { pcod: 'a', value: 16 } }, { id: 2 }],
    })
  })

  test('says how much it leaves out, as far as there is a number', async () => {
    const { headers } = await get()
    expect(headers.get('x-flowkit-rows-released')).toBe('2')
    expect(headers.get('x-flowkit-cells-left-out')).toBe('10')
    expect(headers.get('x-flowkit-threshold')).toBe('16')
    result = { sql: ROWS, release: { threshold: null, rows_released: 2, cells_left_out: null } }
    const { headers: others } = await get()
    expect(others.get('x-flowkit-rows-released')).toBe('2')
    expect(others.has('x-flowkit-cells-left-out')).toBe(false)
    expect(others.has('x-flowkit-threshold')).toBe(false)
  })

  test.each([
    ['abc', 'get_sql_for_query_result', 'json'],
    ['abc.csv', 'get_sql_for_query_result', 'csv'],
    ['abc.geojson', 'get_geo_sql_for_query_result', 'geojson'],
  ])('of %s is granted by %s, as %s, on behalf of the caller', async (path, action, format) => {
    if (format === 'geojson') result = { sql: FEATURES, release }
    await (await get(path)).text()
    expect(world.machine.asked(action)).toMatchObject([
      {
        params: { query_id: 'abc', format },
        identity: { issuer: null, subject: 'test', token_id: 'token-1' },
      },
    ])
  })

  test('is given also to a GET with a body, which Python clients send', async () => {
    const body = '{"not": json'
    const headers = {
      authorization: `Bearer ${world.gateway.token({ analyst: ALL })}`,
      'content-type': 'application/json',
      'content-length': body.length,
    }
    const request = plainRequest(`${world.gateway.url}/api/0/get/abc`, { method: 'GET', headers }).end(body)
    const [response] = await once(request, 'response')
    expect(response.statusCode).toBe(200)
    expect(JSON.parse(await text(response))).toMatchObject({ query_id: 'abc' })
  })

  test('of a HEAD is nobody’s: nothing is granted', async () => {
    const answer = await world.gateway.call('/api/0/get/abc', ALL, { method: 'HEAD' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET')
    expect(world.machine.asked('get_sql_for_query_result')).toEqual([])
  })
})

describe('a result is not given', () => {
  test.each(['xlsx', 'JSON', 'csv.gz', ''])('as .%s', async suffix => {
    const answer = await get(`abc.${suffix}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ status: 'error', msg: 'Invalid file format' })
    expect(world.machine.asked('get_sql_for_query_result')).toEqual([])
  })

  test.each(SCOPES)('without the scope %s', async missing => {
    const scopes = ALL.filter(scope => scope !== missing)
    for (const file of ['abc', 'abc.csv', 'abc.geojson']) expect((await get(file, scopes)).status).toBe(403)
    expect(world.machine.requests.every(({ action }) => action === 'get_query_params')).toBe(true)
  })

  test('as a map without the scope for shapes', async () => {
    const answer = await get('abc.geojson', SCOPES)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ payload: { missing_scopes: ['admin3:geography:geography'] } })
    expect((await get('abc.csv', SCOPES)).status).toBe(200)
  })

  test('when nobody knows the id', async () => {
    for (const file of ['other', 'other.csv', 'other.geojson']) {
      const answer = await get(file, [])
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ status: 'awol', msg: "Unknown query ID 'other'" })
    }
  })

  test.each(['queued', 'executing'])('while the query is %s', async state => {
    result = { state, words: `Query with id 'abc' is ${state}.` }
    const answer = await get()
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({})
  })

  test.each<[state: string, status: number, body: object]>([
    ['errored', 403, { status: 'Error', code: 'result_failed', msg: 'Why not.' }],
    ['known', 404, { status: 'Error', code: 'query_not_run', msg: 'Why not.' }],
    ['awol', 404, { status: 'awol', code: 'query_unknown', msg: "Unknown query ID 'abc'" }],
    ['cancelled', 500, { status: 'Error', code: 'result_state', msg: 'Unexpected query state: cancelled' }],
    ['resetting', 500, { status: 'Error', code: 'result_state', msg: 'Unexpected query state: resetting' }],
  ])('of a query that is %s', async (state, status, body) => {
    result = { state, words: 'Why not.' }
    const answer = await get()
    expect(answer.status).toBe(status)
    expect(await answer.json()).toEqual(body)
  })

  test('when FlowMachine fails', async () => {
    result = { words: 'Could not get reply for message' }
    const answer = await get()
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ code: 'machine_refused' })
  })

  test('from anywhere but released tables: the database refuses, and the caller learns nothing of it', async () => {
    result = { sql: 'SELECT * FROM cache.queries', release }
    const answer = await get()
    expect(answer.status).toBe(500)
    const body = await answer.text()
    expect(JSON.parse(body)).toMatchObject({ status: 'Error', code: 'internal', msg: expect.any(String) })
    expect(body).not.toMatch(/cache|permission|SELECT/i)
    expect(answer.headers.has('content-disposition')).toBe(false)
    expect(JSON.stringify(world.gateway.log.lines)).toContain('permission denied for schema cache')
  })
})

describe('a large result', () => {
  const sql = 'SELECT n, filling FROM released.many'

  /** Statements of the gateway that are under way or open in the world.database. */
  async function open(): Promise<number> {
    const { rows } = await world.database.superuser.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM pg_stat_activity
       WHERE application_name = 'flowapi results' AND datname = current_database() AND state <> 'idle'`,
    )
    return rows[0]?.open ?? 0
  }

  /** Starts to read a result over a connection that we control. */
  async function startReading(): Promise<{ request: ReturnType<typeof plainRequest>; first: Buffer }> {
    const headers = { authorization: `Bearer ${world.gateway.token({ analyst: ALL })}` }
    const request = plainRequest(`${world.gateway.url}/api/0/get/abc.csv`, { headers }).end()
    request.on('error', () => {})
    const [response] = await once(request, 'response')
    response.on('error', () => {})
    const [first] = await once(response, 'data')
    response.pause()
    return { request, first }
  }

  test('arrives whole', async () => {
    result = { sql, release }
    const lines = (await (await get('abc.csv')).text()).split('\r\n')
    expect(lines).toHaveLength(500_002)
    expect(lines.at(-2)).toMatch(/^500000,x{90}$/)
  })

  test('is read no faster than the caller takes it', async () => {
    result = { sql, release }
    const sockets: Socket[] = []
    world.gateway.app.server.on('connection', socket => sockets.push(socket))
    const { request } = await startReading()
    const sent = () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0)
    // Until the buffers between the gateway and the caller are full.
    for (let before = -1, now = 0; now > before; now = sent()) {
      before = now
      await sleep(100)
    }
    expect(await open()).toBe(1)
    // The whole is 48 MB; what fits into the buffers depends on the system, and is some megabytes.
    expect(sent()).toBeLessThan(24_000_000)
    request.destroy()
    while ((await open()) > 0) await sleep(20)
  })

  test('is no longer read when the caller leaves', async () => {
    result = { sql, release }
    const { request } = await startReading()
    expect(await open()).toBe(1)
    request.destroy()
    while ((await open()) > 0) await sleep(20)
  })

  test('that the database stops giving breaks the connection: a part never looks like the whole', async () => {
    result = { sql: `SELECT n, 1 / (400000 - n) AS v FROM released.many`, release }
    const answer = await get('abc.csv')
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
    expect(JSON.stringify(world.gateway.log.lines)).toContain('division by zero')
  })

  test('whose connection to the database is cut breaks too, and the gateway goes on', async () => {
    result = { sql, release }
    const answer = await get('abc.csv')
    const reading = answer.text()
    await world.database.superuser.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'flowapi results' AND datname = current_database() AND state <> 'idle'`,
    )
    await expect(reading).rejects.toThrow()
    result = { sql: ROWS, release }
    expect((await get()).status).toBe(200)
  })
})
