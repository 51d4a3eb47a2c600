import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { join, sql } from '../sql.ts'
import { type ReleaseRule, redacted, SMALLEST_RELEASED_COUNT } from './rules.ts'

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

/** A part of a whole: their names, and the number of subscribers. */
type Part = readonly [whole: string, part: string | null, subscribers: number]

/** The parts that are released of some. */
async function releasedParts(parts: readonly Part[], whole: readonly string[] = ['whole']): Promise<Part[]> {
  const rule: ReleaseRule = { rule: 'parts of wholes', whole, part: 'part', subscribers: 'subscribers' }
  const values = parts.map(([name, part, count]) => sql`(${name}, ${part}::text COLLATE "C", ${count})`)
  const aggregate = sql`
    SELECT whole, part, subscribers
    FROM (VALUES ${join(values, ', ')}) AS parts (whole, part, subscribers)`
  const { rows } = await client.query<{ whole: string; part: string | null; subscribers: number }>(
    redacted(rule, aggregate, ['whole', 'part', 'subscribers']).text,
  )
  return rows.map(row => [row.whole, row.part, row.subscribers] as const).sort()
}

describe('of the parts of a whole', () => {
  const parts = (...counts: number[]): Part[] =>
    counts.map((count, index) => ['one', 'abcdefgh'[index] ?? '', count])

  it.each<[string, number[], number[]]>([
    ['all are released if none is small', [16, 40, 16], [16, 40, 16]],
    ['a small one takes the first large one with it', [50, 30, 4], [30]],
    ['one more is withheld until the small one may have 15', [20, 40, 4, 30], [30]],
    ['none is released if they are too few for that', [20, 20, 4], []],
    ['several small ones hide each other', [40, 8, 9, 3], [40]],
    ['two small ones never hide each other', [40, 7, 8, 50], [50]],
    ['two small ones who have all that they can are not told', [40, 15, 15, 50], [50]],
    ['two small ones who have less than 15 are not told', [40, 1, 2, 50], [50]],
    ['a small one alone is left out', [15], []],
  ])('%s', async (_, counts, expected) => {
    const released = await releasedParts(parts(...counts))
    expect(released.map(([, , count]) => count)).toEqual(expected)
  })

  it('each whole stands for itself', async () => {
    const others: Part[] = [
      ['two', 'a', 16],
      ['two', 'b', 17],
    ]
    expect(await releasedParts([...parts(50, 30, 4), ...others])).toEqual([['one', 'b', 30], ...others])
    expect(await releasedParts([...parts(50, 4), ...others], [])).toEqual(others)
  })

  it('the unknown is withheld first', async () => {
    expect(
      await releasedParts([
        ['one', 'a', 40],
        ['one', null, 30],
        ['one', 'b', 3],
      ]),
    ).toEqual([['one', 'a', 40]])
  })

  // Whoever knows the whole and the names of all its parts knows the sum of those withheld, that each of them may be
  // anything, and that those known to be small are 15 at most.
  it('nothing can be told of a small one by who knows the whole and the rule', async () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 16, max: 60 })), {
      minLength: 1,
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(counts, async list => {
        const all = parts(...list)
        const released = new Set((await releasedParts(all)).map(([, part]) => part))
        const withheld = all.filter(([, part]) => !released.has(part)).map(([, , count]) => count)
        if (released.size === 0) return
        const small = withheld.filter(count => count < SMALLEST_RELEASED_COUNT)
        const large = withheld.length - small.length
        const sum = withheld.reduce((total, count) => total + count, 0)
        // The bounds of one small part: all others have the most, or the least, that they may have.
        const least = large > 0 ? 0 : Math.max(0, sum - 15 * (small.length - 1))
        const most = Math.min(15, sum - 16 * large)
        if (small.length > 0) expect([least, most]).toEqual([0, 15])
        else expect(withheld).toEqual([])
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})

describe('numbers that people contribute to', () => {
  const rule: ReleaseRule = { rule: 'contributions', subscribers: 'people', greatestShare: 'share' }
  it.each([
    [16, 0.5, 1],
    [15, 0.1, 0],
    [1_000, 0.51, 0],
    [16, 0, 1],
  ])('of %i people, one of whom has a share of %d, are released in %i rows', async (people, share, rows) => {
    const { rowCount } = await client.query(
      redacted(rule, sql`SELECT 5 AS value, ${people} AS people, ${share} AS share`, ['value']).text,
    )
    expect(rowCount).toBe(rows)
  })
})
