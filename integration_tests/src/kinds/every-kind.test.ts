import { tableFromIPC } from 'apache-arrow'
import { connect, Forbidden, type QuerySpec } from 'flowclient'
import { parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { type Computed, computed } from '../harness/computed.ts'
import { parseCsv } from '../harness/csv.ts'
import { QUESTIONS, WITHOUT_A_MAP } from '../harness/every-kind.ts'
import { bodyOf } from '../harness/gateway.ts'
import { kindOf, queryNames, type Schemas } from '../harness/openapi.ts'
import { inOrder } from '../harness/rows.ts'
import { sharedSystem } from '../harness/shared.ts'

/*
 * Every kind that may be asked for, as our client gets it: partly released, and the same rows in each format that makes
 * sense for it.
 */

type Row = Readonly<Record<string, unknown>>

const { api, url, flowdb } = sharedSystem()
const client = connect({ url, token: inject('token') })

/** Kinds that say nothing about people, so that all of their rows are released. */
const NOT_ABOUT_PEOPLE = ['dummy_query', 'geography']

/** Runs a question that is written as JSON. */
const run = (spec: Row) => client.run(spec as unknown as QuerySpec)

const rowsOf = async (spec: Row): Promise<readonly Row[]> => (await (await run(spec)).json()).query_result

/** Rows as a table of texts has them. */
function rowsOfCsv(csv: string, like: Row): Row[] {
  const { header, records } = parseCsv(csv)
  const read = (column: string, field: string | null) => {
    if (field === null || typeof like[column] === 'string') return field
    return JSON.parse(field)
  }
  return records.map(record =>
    Object.fromEntries(header.map((column, index) => [column, read(column, record[index] ?? null)])),
  )
}

/** A row for each pair of places, and each label, that features tell of as outflows. */
function flowsOfMap(features: readonly Row[]): Row[] {
  return features.flatMap(({ pcod, outflows }) =>
    Object.entries(Object(outflows)).flatMap(([key, told]): Row[] =>
      typeof told === 'number'
        ? [{ pcod_from: pcod, pcod_to: key, value: told }]
        : Object.entries(Object(told)).map(([pcod_to, value]) => ({
            pcod_from: pcod,
            pcod_to,
            value_label: key === 'unlabelled' ? null : key,
            value,
          })),
    ),
  )
}

/** Rows without columns that a map has no place for. */
const without = (rows: readonly Row[], ...columns: readonly string[]): Row[] =>
  rows.map(row => Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column))))

/** A row as it is in JSON, where there are no integers of 64 bits, moments are texts, and lists are no texts. */
function plain(row: unknown, like: Row): Row {
  const fields = JSON.parse(
    JSON.stringify(row, (_column, field) => (typeof field === 'bigint' ? Number(field) : field)),
  )
  return Object.fromEntries(
    Object.entries(fields).map(([column, field]) => {
      const { [column]: asText } = like
      if (Array.isArray(asText) && typeof field === 'string') return [column, JSON.parse(field)]
      const isMoment = typeof asText === 'string' && /^\d{4}-\d\d-\d\d/.test(asText)
      if (!isMoment || (typeof field !== 'number' && typeof field !== 'string')) return [column, field]
      return [column, new Date(field).toISOString().slice(0, asText.length)]
    }),
  )
}

test('there is a question of every kind', async () => {
  const document = await bodyOf(await api.request('/api/0/spec/openapi.json'), 200)
  const { schemas } = document.components as { schemas: Schemas }
  const kinds = queryNames(schemas).topLevel.map(name => kindOf(schemas[name] ?? {}))
  expect([...QUESTIONS.keys()].sort()).toEqual(kinds.toSorted())
})

describe('of a country with few people', () => {
  let unredacted: ReadonlyMap<string, Computed>
  const aboutPeople = [...QUESTIONS].filter(([kind]) => !NOT_ABOUT_PEOPLE.includes(kind))
  beforeAll(async () => {
    unredacted = await computed(flowdb.superuser.url, Object.fromEntries(aboutPeople))
  })

  test.each(aboutPeople)('%s is released in part', async (kind, spec) => {
    const released = (await rowsOf(spec)).length
    expect(released).toBeGreaterThan(0)
    const all = unredacted.get(kind)
    if (all === undefined || 'error' in all) throw new Error(`No rows: ${JSON.stringify(all)}`)
    expect(released).toBeLessThan(all.rows.length)
  })
})

describe.each([...QUESTIONS])('%s', (kind, spec) => {
  test('streams the rows that it has as a whole, and has them as CSV', async () => {
    const rows = await rowsOf(spec)
    const handle = await run(spec)
    const streamed = []
    for await (const row of handle.rows()) streamed.push(row)
    expect(streamed).toEqual(rows)
    // Shapes are written in another way in a table.
    const [compared, like] = [without(rows, 'geometry'), rows[0] ?? {}]
    const table = await handle.csv()
    expect(inOrder(without(rowsOfCsv(table, { ...like, geometry: '' }), 'geometry'))).toEqual(
      inOrder(compared),
    )
  })

  test('has the same rows as Arrow and as Parquet', async () => {
    const rows = await rowsOf(spec)
    const handle = await run(spec)
    const [like = {}, expected] = [rows[0], inOrder(without(rows, 'geometry'))]
    const plainly = (read: readonly unknown[]) =>
      inOrder(
        without(
          read.map(row => plain(row, like)),
          'geometry',
        ),
      )
    expect(plainly(tableFromIPC(await handle.arrow()).toArray())).toEqual(expected)
    const file = await new Response(await handle.stream('parquet')).arrayBuffer()
    expect(plainly(await parquetReadObjects({ file }))).toEqual(expected)
  })

  test('has the same rows for programs that draw flows, if it is about flows', async () => {
    const handle = await run(spec)
    const rows = await rowsOf(spec)
    const areFlows = 'pcod_from' in (rows[0] ?? {}) && !('value_label' in (rows[0] ?? {}))
    if (!areFlows) {
      await expect(handle.stream('arcs.csv')).rejects.toBeInstanceOf(Forbidden)
      return
    }
    const flows = rows
      .filter(row => row.pcod_from !== null && row.pcod_to !== null)
      .map(row => ({ origin: row.pcod_from, dest: row.pcod_to, count: row.value }))
    const map = Object(await new Response(await handle.stream('flowmap.json')).json())
    expect(inOrder(map.flows)).toEqual(inOrder(flows))
    const arcs = parseCsv(await new Response(await handle.stream('arcs.csv')).text())
    const drawn = arcs.records.map(([origin, dest, count]) => ({ origin, dest, count: Number(count) }))
    expect(inOrder(drawn)).toEqual(inOrder(flows))
  })

  test('is a map of the same rows, if it is about places', async () => {
    const handle = await run(spec)
    if (WITHOUT_A_MAP.includes(kind)) {
      await expect(handle.geojson()).rejects.toBeInstanceOf(Forbidden)
      return
    }
    const rows = await rowsOf(spec)
    const features = (await handle.geojson()).features.map(({ properties }): Row => ({ ...properties }))
    if ('pcod_from' in (rows[0] ?? {})) {
      const known = rows.filter(row => row.pcod_from !== null && row.pcod_to !== null)
      expect(inOrder(flowsOfMap(features))).toEqual(inOrder(without(known, 'label_from', 'label_to')))
    } else expect(inOrder(without(features, 'centroid'))).toEqual(inOrder(without(rows, 'geometry')))
  })
})
