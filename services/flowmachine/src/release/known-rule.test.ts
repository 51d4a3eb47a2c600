import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { join, sql } from '../sql.ts'
import { redacted, SMALLEST_RELEASED_COUNT } from './rules.ts'

/*
 * What somebody can tell who knows the rule by which parts of wholes are withheld, word for word, and the names of all
 * parts that there can be. For them a response is the set of all worlds from which it would have come: of four parts
 * these are listed. Somebody who knows less sees no more.
 */

/** Few enough to be withheld, just enough to be released, and enough to hide any of the former. */
const COUNTS = [...Array(SMALLEST_RELEASED_COUNT).keys(), 16, 31]
const PARTS = ['a', 'b', 'c', 'd'] as const

let database: TestFlowDb
let client: pg.Client

beforeAll(async () => {
  database = await createFlowDb({ profile: 'empty' })
  client = new pg.Client(database.superuser.url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

it('a small part may be anything from 0 to 15 for who knows the rule', async () => {
  const counts = sql`(VALUES ${join(
    COUNTS.map(count => sql`(${count})`),
    ', ',
  )})`
  const worlds = sql`
    SELECT a, b, c, d
    FROM ${counts} AS of_a (a)
    CROSS JOIN ${counts} AS of_b (b)
    CROSS JOIN ${counts} AS of_c (c)
    CROSS JOIN ${counts} AS of_d (d)`
  const parts = sql`
    SELECT a, b, c, d, part, people
    FROM (
      ${worlds}
    ) AS worlds
    CROSS JOIN LATERAL (
      VALUES ('a' COLLATE "C", a), ('b', b), ('c', c), ('d', d)
    ) AS parts (part, people)
    WHERE people > 0`
  const rule = { rule: 'parts of wholes', whole: PARTS, part: 'part', subscribers: 'people' } as const
  const { rows } = await client.query<{ people: number[]; response: string }>(
    sql`
      SELECT ARRAY[a, b, c, d] AS people, coalesce(response, '') AS response
      FROM (
        ${worlds}
      ) AS worlds
      LEFT JOIN (
        SELECT a, b, c, d, string_agg(part || people, ' ' ORDER BY part) AS response
        FROM (
          ${redacted(rule, parts, [...PARTS, 'part', 'people'])}
        ) AS released
        GROUP BY a, b, c, d
      ) AS responses USING (a, b, c, d)`.text,
  )
  expect(rows).toHaveLength(COUNTS.length ** PARTS.length)

  /** What each part can have been, by response. */
  const possible = new Map<string, ReadonlySet<number>[]>()
  for (const { people, response } of rows) {
    const before = possible.get(response)
    possible.set(
      response,
      people.map((count, part) => new Set(before?.[part]).add(count)),
    )
  }
  const small = COUNTS.filter(count => count < SMALLEST_RELEASED_COUNT)
  const told = rows.filter(({ people, response }) =>
    people.some(
      (count, index) =>
        count > 0 &&
        small.includes(count) &&
        !small.every(value => possible.get(response)?.[index]?.has(value)),
    ),
  )
  expect(told.slice(0, 5)).toEqual([])
})
