import { tableFromIPC } from 'apache-arrow'
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReleasedDatabase, type ReleasedDatabase } from '../testing/flowdb.ts'
import { arrow } from './arrow.ts'
import { parquet } from './parquet.ts'
import { type ReleasedRows, readRows } from './released-rows.ts'

let database: ReleasedDatabase
beforeAll(async () => {
  database = await createReleasedDatabase()
})
afterAll(() => database.close())

async function written(
  sql: string,
  write: (rows: ReleasedRows) => AsyncGenerator<Uint8Array>,
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of write(await readRows(database.reader, sql))) pieces.push(piece)
  return Buffer.concat(pieces)
}

const asArrow = async (sql: string) => tableFromIPC(await written(sql, arrow))

async function asParquet(sql: string) {
  const bytes = await written(sql, parquet)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  return { metadata: parquetMetadata(file), rows: await parquetReadObjects({ file }) }
}

/** One value of each type that results have, and a row of nothing. */
const EVERYTHING = `
  SELECT * FROM (VALUES
    (7::int2, 2147483647, 9007199254740993, 0.1::float8, 12.5::numeric, true, date '2016-02-29',
     timestamp '2016-01-01 08:30:00.000001', timestamptz '2016-01-01 08:30:00+02', '{"a":[1]}'::jsonb, 'Ärger, "quer"'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
  ) AS rows (small, whole, large, real, exact, truth, day, local, moment, document, text)`
const NOTHING = `SELECT 'a' AS pcod, 1::bigint AS value WHERE false`

describe('arrow', () => {
  test('has a type for every column', async () => {
    const { schema } = await asArrow(EVERYTHING)
    expect(Object.fromEntries(schema.fields.map(({ name, type }) => [name, String(type)]))).toEqual({
      small: 'Int32',
      whole: 'Int32',
      large: 'Int64',
      real: 'Float64',
      exact: 'Float64',
      truth: 'Bool',
      day: 'Date32<DAY>',
      local: 'Timestamp<MICROSECOND>',
      moment: 'Timestamp<MICROSECOND, UTC>',
      document: 'Utf8',
      text: 'Utf8',
    })
  })

  test('has every value, and nulls', async () => {
    const [first, second] = (await asArrow(EVERYTHING)).toArray()
    expect(first?.toJSON()).toMatchObject({
      small: 7,
      whole: 2147483647,
      large: 9007199254740993n,
      real: 0.1,
      exact: 12.5,
      truth: true,
      day: Date.UTC(2016, 1, 29),
      document: '{"a": [1]}',
      text: 'Ärger, "quer"',
    })
    expect(Object.values(second?.toJSON() ?? {})).toEqual(Array(11).fill(null))
  })

  test('has moments to the microsecond, local ones by the clock on the wall', async () => {
    const table = await asArrow(EVERYTHING)
    const micros = (name: string) => table.getChild(name)?.data[0]?.values[0]
    expect(micros('local')).toBe(1451637000000001n)
    expect(micros('moment')).toBe(1451629800000000n)
  })

  test('has the columns also where there are no rows', async () => {
    const table = await asArrow(NOTHING)
    expect(table.numRows).toBe(0)
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['pcod', 'value'])
  })

  test('has all rows of several batches, in order', async () => {
    const table = await asArrow('SELECT n FROM generate_series(1, 2500) AS n')
    expect(table.batches).toHaveLength(3)
    expect([...(table.getChild('n') ?? [])]).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1))
  })
})

describe('parquet', () => {
  test('has a type for every column', async () => {
    const { metadata } = await asParquet(EVERYTHING)
    const types = parquetSchema(metadata).children.map(
      ({ element: { name, type, converted_type, logical_type } }) => [
        name,
        [type, converted_type, logical_type?.type].filter(Boolean).join(' '),
      ],
    )
    expect(Object.fromEntries(types)).toEqual({
      small: 'INT32',
      whole: 'INT32',
      large: 'INT64',
      real: 'DOUBLE',
      exact: 'DOUBLE',
      truth: 'BOOLEAN',
      day: 'INT32 DATE',
      local: 'INT64 TIMESTAMP',
      moment: 'INT64 TIMESTAMP',
      document: 'BYTE_ARRAY JSON',
      text: 'BYTE_ARRAY UTF8',
    })
  })

  test('has every value, and nulls', async () => {
    const { rows } = await asParquet(EVERYTHING)
    expect(rows[0]).toMatchObject({
      small: 7,
      whole: 2147483647,
      large: 9007199254740993n,
      real: 0.1,
      exact: 12.5,
      truth: true,
      day: new Date('2016-02-29'),
      moment: new Date('2016-01-01T06:30:00Z'),
      document: { a: [1] },
      text: 'Ärger, "quer"',
    })
    expect(Object.values(rows[1] ?? {})).toEqual(Array(11).fill(null))
  })

  test('has the columns also where there are no rows', async () => {
    const { metadata, rows } = await asParquet(NOTHING)
    expect(rows).toEqual([])
    expect(parquetSchema(metadata).children.map(({ element }) => element.name)).toEqual(['pcod', 'value'])
  })

  test('has all rows of several row groups, in order', async () => {
    const { metadata, rows } = await asParquet('SELECT n FROM generate_series(1, 45000) AS n')
    expect(metadata.row_groups.map(({ num_rows }) => num_rows)).toEqual([20000n, 20000n, 5000n])
    expect(rows.every(({ n }, index) => n === index + 1)).toBe(true)
    expect(rows).toHaveLength(45000)
  })
})
