import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { csv } from './csv.ts'
import { geojson } from './geojson.ts'
import { json } from './json.ts'
import { type ReleasedRows, readRows } from './released-rows.ts'

let database: ReleasedDatabase
beforeAll(async () => {
  database = await createReleasedDatabase()
})
afterAll(() => database.close())

async function written(sql: string, write: (rows: ReleasedRows) => AsyncGenerator<string>): Promise<string> {
  let text = ''
  for await (const piece of write(await readRows(database.reader, sql))) text += piece
  return text
}
const asJson = (sql: string) => written(sql, rows => json('abc', rows))
const asCsv = (sql: string) => written(sql, csv)
const asGeojson = (sql: string) => written(sql, geojson)

/** The text of one value in JSON and in CSV. */
async function value(expression: string): Promise<{ json: string; csv: string }> {
  const sql = `SELECT ${expression} AS v`
  const [, inJson = ''] = /"v":(.*)\}\]\}$/s.exec(await asJson(sql)) ?? []
  const [, inCsv = ''] = /^v\r\n(.*)\r\n$/s.exec(await asCsv(sql)) ?? []
  return { json: inJson, csv: inCsv }
}

const NOTHING = 'SELECT 1 AS pcod, 2 AS value WHERE false'

describe('json', () => {
  test('has the id first and then the rows, by the names of their columns', async () => {
    const text = await asJson(`SELECT * FROM (VALUES ('a', 16), ('b', NULL)) AS rows (pcod, value)`)
    expect(text).toMatch(/^\{"query_id":"abc","query_result":\[/)
    expect(JSON.parse(text)).toEqual({
      query_id: 'abc',
      query_result: [
        { pcod: 'a', value: 16 },
        { pcod: 'b', value: null },
      ],
    })
  })

  test('is a whole document when there are no rows', async () => {
    expect(await asJson(NOTHING)).toBe('{"query_id":"abc","query_result":[]}')
  })

  test('keeps rows that span several batches in their order', async () => {
    const { query_result } = JSON.parse(await asJson('SELECT n FROM generate_series(1, 3000) AS n'))
    expect(query_result.map(({ n }: { n: number }) => n)).toEqual(
      Array.from({ length: 3000 }, (_, i) => i + 1),
    )
  })

  test.each([999, 1000, 1001, 2000])('holds all of %i rows', async count => {
    const { query_result } = JSON.parse(await asJson(`SELECT n FROM generate_series(1, ${count}) AS n`))
    expect(query_result).toHaveLength(count)
  })
})

describe('csv', () => {
  test('has a line of names and one for each row, all ended by CRLF', async () => {
    const sql = `SELECT * FROM (VALUES ('a', 16), ('b', NULL)) AS rows (pcod, value)`
    expect(await asCsv(sql)).toBe('pcod,value\r\na,16\r\nb,\r\n')
  })

  test('has the names when there are no rows', async () => {
    expect(await asCsv(NOTHING)).toBe('pcod,value\r\n')
  })

  test('has no line between batches', async () => {
    const lines = (await asCsv('SELECT n FROM generate_series(1, 3000) AS n')).split('\r\n')
    expect(lines).toHaveLength(3002)
    expect(lines.at(-1)).toBe('')
  })

  test.each([
    ['a comma', `'Kathmandu, Nepal'`, '"Kathmandu, Nepal"'],
    ['a quote', `'the "old" town'`, '"the ""old"" town"'],
    ['a line break', `E'two\\nlines'`, '"two\nlines"'],
    ['a carriage return', `E'two\\rlines'`, '"two\rlines"'],
    ['nothing', `''`, '""'],
    ['letters of all kinds', `'Žďár – 東京'`, 'Žďár – 東京'],
  ])('quotes text with %s where RFC 4180 says so', async (_what, expression, text) => {
    expect((await value(expression)).csv).toBe(text)
  })

  test('quotes the names of columns too', async () => {
    expect(await asCsv('SELECT 1 AS "a,b"')).toBe('"a,b"\r\n1\r\n')
  })

  test.each(['=1+1', '+cmd', '-cmd', '@SUM(A1)'])('does not let a spreadsheet run %s', async text => {
    expect((await value(`'${text}'::text`)).csv).toBe(`'${text}`)
  })

  test.each([
    ['-5::bigint', '-5'],
    ['-0.5::double precision', '-0.5'],
    ['-1.50::numeric', '-1.50'],
    [`'-5'::text`, '-5'],
    [`'+31.25'::text`, '+31.25'],
    [`'-24.4,4.7'::text`, '"-24.4,4.7"'],
  ])('leaves the number %s as it is', async (expression, text) => {
    expect((await value(expression)).csv).toBe(text)
  })
})

describe('values', () => {
  test.each([
    ['9007199254740993::bigint', '9007199254740993'],
    ['1234567890.123456789012345::numeric', '1234567890.123456789012345'],
    ['0.1::double precision', '0.1'],
    ['1e300::double precision', '1e+300'],
    ['16::smallint', '16'],
  ])('%s keeps all its digits and is a number', async (expression, text) => {
    expect(await value(expression)).toEqual({ json: text, csv: text })
  })

  test.each([`'NaN'::double precision`, `'Infinity'::double precision`, `'-Infinity'::numeric`])(
    '%s is null in JSON, which has no word for it',
    async expression => {
      expect((await value(expression)).json).toBe('null')
    },
  )

  test.each([
    [`DATE '2016-01-01'`, '2016-01-01'],
    [`TIMESTAMP '2016-01-01 13:05:00'`, '2016-01-01T13:05:00'],
    [`TIMESTAMP '2016-01-01 13:05:00.25'`, '2016-01-01T13:05:00.25'],
    [`TIMESTAMPTZ '2016-01-01 13:05:00+00'`, '2016-01-01T13:05:00+00:00'],
    [`TIMESTAMP 'infinity'`, 'infinity'],
  ])('%s is ISO 8601', async (expression, text) => {
    expect(await value(expression)).toEqual({ json: `"${text}"`, csv: text })
  })

  test('a document is embedded in JSON and text in CSV', async () => {
    const { json: inJson, csv: inCsv } = await value(`'{"a": [1, null]}'::jsonb`)
    expect(JSON.parse(inJson)).toEqual({ a: [1, null] })
    expect(inCsv).toBe('"{""a"": [1, null]}"')
  })

  test('truth is a word', async () => {
    expect(await value('true')).toEqual({ json: 'true', csv: 'True' })
    expect(await value('false')).toEqual({ json: 'false', csv: 'False' })
  })

  test('null is null, and in CSV nothing', async () => {
    expect(await value('NULL::text')).toEqual({ json: 'null', csv: '' })
  })
})

test('geojson is a collection of the features that rows are', async () => {
  const sql = `
    SELECT 'Feature' AS type, 7 AS id, '{"type": "Point", "coordinates": [85.3, 27.7]}'::jsonb AS geometry,
      '{"pcod": "a", "value": 16}'::jsonb AS properties`
  expect(JSON.parse(await asGeojson(sql))).toEqual({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        id: 7,
        geometry: { type: 'Point', coordinates: [85.3, 27.7] },
        properties: { pcod: 'a', value: 16 },
      },
    ],
  })
  expect(JSON.parse(await asGeojson(`${sql} LIMIT 0`))).toEqual({ type: 'FeatureCollection', features: [] })
})
