import { beforeAll, describe, expect, test } from 'vitest'
import { complete, rowsOf } from '../harness/gateway.ts'
import { dailyLocation } from '../harness/questions.ts'
import { sharedSystem } from '../harness/shared.ts'
import { readWorld } from '../harness/world.ts'
import { locationsOf } from '../reference/locations.ts'

/*
 * Samples are drawn with a secret, so no second computation can name who is in one. What can be shown is how large
 * they are, that the same question gives the same sample, and that different questions give unrelated ones.
 */

const { api, database } = sharedSystem()
const day = dailyLocation('2016-01-04', { aggregation_unit: 'admin0' })
let everybody: ReadonlySet<string>

beforeAll(async () => {
  everybody = new Set(locationsOf(await readWorld(database), day).keys())
  expect(everybody.size).toBeGreaterThan(500)
})

interface Sampling {
  readonly sampling_method: 'random_ids' | 'bernoulli' | 'system'
  readonly size?: number
  readonly fraction?: number
  readonly seed: number
}

const sampled = (sampling: Sampling) => ({
  query_kind: 'spatial_aggregate',
  locations: { ...day, sampling },
})

/** How many subscribers of the country are in a sample. */
async function sizeOf(sampling: Sampling): Promise<number> {
  const [country] = await rowsOf(api, sampled(sampling))
  return Number(country?.value)
}

/** Who is in a sample: read as the superuser from the engine's own table, which nobody else can see. */
async function membersOf(sampling: Sampling): Promise<Set<string>> {
  const id = await complete(api, sampled(sampling))
  const found = await database.query<{ table: string }>(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS table
     FROM cache.query_children AS link
     JOIN cache.queries AS child ON child.query_id = link.child_id
     JOIN cache.results AS result ON result.query_id = child.query_id AND superseded_at IS NULL
     WHERE link.query_id = $1 AND child.kind = 'daily_location'`,
    [id],
  )
  const [stored] = found.rows
  if (!stored) throw new Error('The sample is not stored')
  const { rows } = await database.query<{ subscriber: string }>(
    `SELECT msisdn::text AS subscriber FROM ${stored.table} JOIN derived.subscribers USING (subscriber)`,
  )
  return new Set(rows.map(({ subscriber }) => subscriber))
}

const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  [...one].filter(subscriber => other.has(subscriber)).length

describe.each(['random_ids', 'bernoulli', 'system'] as const)('a sample by %s', sampling_method => {
  test('of a size has exactly that size, up to everybody', async () => {
    expect(await sizeOf({ sampling_method, size: 100, seed: 0.1 })).toBe(100)
    expect(await sizeOf({ sampling_method, size: 1_000_000, seed: 0.1 })).toBe(everybody.size)
  })

  test('holds nobody who is not in the whole', async () => {
    const members = await membersOf({ sampling_method, size: 200, seed: 0.2 })
    expect(members.size).toBe(200)
    expect(shared(members, everybody)).toBe(200)
  })

  test('with another seed is another sample', async () => {
    const one = await membersOf({ sampling_method, size: 200, seed: 0.3 })
    const other = await membersOf({ sampling_method, size: 200, seed: -0.3 })
    expect(shared(one, other)).toBeLessThan(150)
  })
})

test('a share by random_ids is rounded down to whole subscribers', async () => {
  const size = await sizeOf({ sampling_method: 'random_ids', fraction: 0.333, seed: 0.5 })
  expect(size).toBe(Math.floor(everybody.size * 0.333))
})

test('a share by bernoulli is met within what chance allows', async () => {
  // Five standard deviations of a binomial count.
  const size = await sizeOf({ sampling_method: 'bernoulli', fraction: 0.4, seed: 0.5 })
  const allowed = 5 * Math.sqrt(everybody.size * 0.4 * 0.6)
  expect(Math.abs(size - everybody.size * 0.4)).toBeLessThan(allowed)
})

test('samples of n and of n + 1 are independent, so that their difference singles nobody out', async () => {
  // If the larger sample held the smaller one, all n would be shared. Of independent ones, n (n + 1) / N are shared
  // on average, with the variance of a hypergeometric count. The z-scores of all pairs add up to one of N(0, pairs).
  const sizes = Array.from({ length: 13 }, (_, index) => 150 + 20 * index).flatMap(size => [size, size + 1])
  const samples = await Promise.all(
    sizes.map(size => membersOf({ sampling_method: 'random_ids', size, seed: 0.7 })),
  )
  const total = everybody.size
  const scores = samples.flatMap((smaller, index) => {
    const larger = samples[index + 1]
    if (index % 2 === 1 || larger === undefined) return []
    const share = smaller.size / total
    const mean = share * larger.size
    const deviation = Math.sqrt(mean * (1 - share) * ((total - larger.size) / (total - 1)))
    return [(shared(smaller, larger) - mean) / deviation]
  })
  expect(scores.length).toBe(13)
  expect(Math.max(...scores.map(Math.abs))).toBeLessThan(5)
  expect(Math.abs(scores.reduce((sum, score) => sum + score, 0)) / Math.sqrt(scores.length)).toBeLessThan(4)
})

test('the same sample is another spelling’s too: a size given with a null fraction', async () => {
  const spec = { sampling_method: 'random_ids', size: 50, seed: 0.9 } as const
  const id = await complete(api, sampled(spec))
  const spelled = { ...sampled(spec).locations, sampling: { ...spec, fraction: null, estimate_count: false } }
  expect(await complete(api, { query_kind: 'spatial_aggregate', locations: spelled })).toBe(id)
})
