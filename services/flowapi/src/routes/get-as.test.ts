import { once } from 'node:events'
import { request as plainRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { tableFromIPC } from 'apache-arrow'
import { parquetReadObjects } from 'hyparquet'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SPEC_SCOPES, spec } from '../testing/queries.ts'
import { failure, success } from '../testing/scripted-machine.ts'
import { useWorld } from '../testing/world.ts'

const release = { threshold: 16, rows_released: 2, cells_left_out: 10 }
let run = 7
let sql = ''
let state = 'completed'

const world = useWorld(({ action, params }) => {
  const query_id = params?.query_id
  if (action === 'get_query_params') return success({ query_id, query_params: spec })
  if (state !== 'completed') return failure('Not now.', { query_id, query_state: state })
  if (action === 'get_query_metadata') return success({ run, metadata: METADATA })
  return success({
    query_id,
    query_state: 'completed',
    run,
    grant: 12,
    sql,
    release,
    aggregation_unit: 'admin3',
  })
})
const METADATA = {
  query_id: 'abc',
  query_kind: 'spatial_aggregate',
  parameters: {},
  aggregation_unit: 'admin3',
  columns: [],
  time_zone: 'UTC',
  computed_at: '2016-01-01T00:00:00Z',
  up_to_date: true,
  data_versions: {},
  sources: [],
  release,
}
beforeAll(async () => {
  await world.database.writer.query(
    `CREATE TABLE released.counts AS SELECT * FROM (VALUES ('a', 16::bigint), ('b', 20)) AS rows (pcod, value)`,
  )
})
beforeEach(() => {
  run = 7
  state = 'completed'
  sql = 'SELECT pcod, value FROM released.counts ORDER BY pcod'
  world.machine.requests.length = 0
})

const ALL = ['get_result', ...SPEC_SCOPES, 'admin3:geography:geography']
const CSV = 'pcod,value\r\na,16\r\nb,20\r\n'

/** A request without the headers that `fetch` adds, and the body as it travels. */
async function get(path: string, headers: Record<string, string> = {}, scopes = ALL) {
  const authorization = `Bearer ${world.gateway.token({ analyst: scopes })}`
  const request = plainRequest(`${world.gateway.url}/api/0/get/${path}`, {
    headers: { authorization, ...headers },
  })
  const [response] = await once(request.end(), 'response')
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
}

describe('the format', () => {
  test.each([
    ['text/csv', 'csv', 'text/csv; charset=utf-8'],
    ['application/geo+json', 'geojson', 'application/geo+json'],
    ['application/vnd.apache.arrow.stream', 'arrow', 'application/vnd.apache.arrow.stream'],
    ['application/vnd.apache.parquet, */*;q=0.1', 'parquet', 'application/vnd.apache.parquet'],
    ['text/csv;q=0.5, application/json;q=0.9', 'json', 'application/json'],
    ['*/*', 'json', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'json', 'application/json'],
    ['image/png', 'json', 'application/json'],
    ['', 'json', 'application/json'],
  ])('is the one that the caller accepts: %s is %s', async (accept, format, type) => {
    const { headers } = await get('abc', { accept })
    expect(headers['content-type']).toBe(type)
    expect(headers['content-disposition']).toBe(`attachment;filename=abc.${format}`)
    expect(headers.vary).toMatch(/^accept\b/)
  })

  test('is the one of the address, whatever the caller accepts', async () => {
    const { headers, body } = await get('abc.csv', { accept: 'application/json' })
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(body.toString()).toBe(CSV)
  })

  test('can be Arrow', async () => {
    const { headers, body } = await get('abc.arrow')
    expect(headers['content-type']).toBe('application/vnd.apache.arrow.stream')
    expect(headers['content-disposition']).toBe('attachment;filename=abc.arrow')
    expect(
      tableFromIPC(body)
        .toArray()
        .map(row => row.toJSON()),
    ).toEqual([
      { pcod: 'a', value: 16n },
      { pcod: 'b', value: 20n },
    ])
  })

  test('can be Parquet', async () => {
    const { headers, body } = await get('abc.parquet')
    expect(headers['content-type']).toBe('application/vnd.apache.parquet')
    const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer
    expect(await parquetReadObjects({ file })).toEqual([
      { pcod: 'a', value: 16n },
      { pcod: 'b', value: 20n },
    ])
  })

  test.each(['flowmap.json', 'arcs.csv'])('can be %s, for whoever may see the places', async format => {
    sql = `SELECT 'locations' AS list, '{"id":"a"}'::jsonb AS item`
    const { status, headers } = await get(`abc.${format}`)
    expect(status).toBe(200)
    expect(headers['content-disposition']).toBe(`attachment;filename=abc.${format}`)
    expect(world.machine.asked('get_flow_sql_for_query_result')).toMatchObject([{ params: { format } }])
    expect((await get(`abc.${format}`, {}, ALL.slice(0, -1))).status).toBe(403)
  })
})

describe('compression', () => {
  test.each([
    ['gzip', 'gzip', gunzipSync],
    ['br', 'br', brotliDecompressSync],
    ['gzip;q=0.2, br;q=0.7', 'br', brotliDecompressSync],
  ])('by %s is for those who accept it', async (accepted, coding, unpack) => {
    const { headers, body } = await get('abc.csv', { 'accept-encoding': accepted })
    expect(headers['content-encoding']).toBe(coding)
    expect(headers.vary).toBe('accept-encoding')
    expect(unpack(body).toString()).toBe(CSV)
  })

  test.each(['identity', 'gzip;q=0', 'zstd', ''])('is not for those who accept “%s”', async accepted => {
    const { headers, body } = await get('abc.csv', { 'accept-encoding': accepted })
    expect(headers).not.toHaveProperty('content-encoding')
    expect(body.toString()).toBe(CSV)
  })

  test('leaves Parquet alone, which is compressed', async () => {
    const { headers } = await get('abc.parquet', { 'accept-encoding': 'gzip' })
    expect(headers).not.toHaveProperty('content-encoding')
  })

  test('of a result that fails before any of it is sent gives way to a refusal that can be read', async () => {
    sql = `SELECT 1 AS v, 1 / (2000 - n) AS w FROM generate_series(1, 3000) AS n`
    const { status, headers, body } = await get('abc.csv', { 'accept-encoding': 'br' })
    expect(status).toBe(500)
    expect(headers).not.toHaveProperty('content-encoding')
    expect(headers).not.toHaveProperty('etag')
    expect(JSON.parse(body.toString())).toMatchObject({ code: 'internal' })
  })

  test.each(['gzip', 'br'])('does not hide that a result broke off: %s', async coding => {
    sql = `SELECT md5(n::text) AS v, 1 / (300000 - n) AS w FROM generate_series(1, 400000) AS n`
    await expect(get('abc.csv', { 'accept-encoding': coding })).rejects.toThrow('aborted')
  })
})

describe('a result that the caller holds', () => {
  test('has a tag, may be kept, and says where its meaning is told', async () => {
    const { headers } = await get('abc.csv')
    expect(headers.etag).toBe('W/"7.csv"')
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(headers.link).toBe('</api/0/metadata/abc>; rel="describedby"')
  })

  test.each(['W/"7.csv"', '"x", W/"7.csv"', '*'])('is not sent again, nor granted: %s', async held => {
    const { status, headers, body } = await get('abc.csv', { 'if-none-match': held })
    expect(status).toBe(304)
    expect(headers.etag).toBe('W/"7.csv"')
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(body).toHaveLength(0)
    expect(world.machine.asked('get_sql_for_query_result')).toEqual([])
  })

  test('is sent when a newer run has replaced it, or another format is asked for', async () => {
    run = 8
    expect((await get('abc.csv', { 'if-none-match': 'W/"7.csv"' })).headers.etag).toBe('W/"8.csv"')
    expect((await get('abc.json', { 'if-none-match': 'W/"8.csv"' })).status).toBe(200)
  })

  test('is told about only to those who may have it', async () => {
    expect((await get('abc.csv', { 'if-none-match': '*' }, SPEC_SCOPES)).status).toBe(403)
  })

  test('that is gone is gone', async () => {
    state = 'known'
    expect((await get('abc.csv', { 'if-none-match': '*' })).status).toBe(404)
  })
})
