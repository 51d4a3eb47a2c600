import { connect, Forbidden, type QuerySpec } from 'flowclient'
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
    const all = unredacted.get(kind)
    if (!all || 'error' in all) throw new Error(`No answer: ${all?.error}`)
    const released = (await rowsOf(spec)).length
    expect(released).toBeGreaterThan(0)
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
