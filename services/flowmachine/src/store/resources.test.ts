import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sql } from '../sql.ts'
import { withClient } from '../testing/world.ts'
import { type Resources, setResources } from './resources.ts'

const MB = 1024 ** 2

let database: TestFlowDb
beforeAll(async () => {
  database = await createFlowDb({ profile: 'empty' })
})
afterAll(() => database.drop())

/** What a statement is computed with, and what holds after the transaction. */
function settingsFor(statement: string, resources: Omit<Resources, 'sliceSubscribers'>, prepare = 'SELECT') {
  return withClient(database.superuser.url, async client => {
    await client.query(prepare)
    await client.query('BEGIN')
    await setResources(client, new Sql(statement), resources)
    const during = await settings(client)
    await client.query('ROLLBACK')
    return { during, after: await settings(client) }
  })
}

async function settings(client: pg.Client) {
  const { rows } = await client.query<{
    work_mem: number
    workers: number
    jit: string
    merge_joins: string
  }>(
    `SELECT pg_size_bytes(current_setting('work_mem'))::float8 AS work_mem, current_setting('jit') AS jit,
       current_setting('enable_mergejoin') AS merge_joins, current_setting('max_parallel_workers_per_gather')::integer AS workers`,
  )
  return rows[0]
}

const numbers = 'generate_series(1, 100000) AS number'

describe('the memory of a computation', () => {
  it('is all given to the only sort of a statement', async () => {
    const { during } = await settingsFor(`SELECT FROM ${numbers} ORDER BY number`, {
      memory: 64 * MB,
      computedBy: 'several processes',
    })
    expect(during?.work_mem).toBe(64 * MB)
  })

  it('is shared among its sorts and hashes', async () => {
    const counted = `SELECT number % 7 AS key, count(*) FROM ${numbers} GROUP BY key`
    const { during } = await settingsFor(
      `SELECT FROM (${[counted, counted, counted].join(' UNION ALL ')}) AS days ORDER BY key`,
      { memory: 64 * MB, computedBy: 'one process' },
    )
    expect(during?.work_mem).toBe(16 * MB)
  })

  it('is never so little that each day of a long period spills', async () => {
    const days = Array.from(
      { length: 40 },
      () => `SELECT number % 7 AS key, count(*) FROM ${numbers} GROUP BY key`,
    )
    const { during } = await settingsFor(days.join(' UNION ALL '), {
      memory: 64 * MB,
      computedBy: 'several processes',
    })
    expect(during?.work_mem).toBe(4 * MB)
  })

  it('is not reckoned for small tables of cells', async () => {
    const { during } = await settingsFor(
      'SELECT FROM generate_series(1, 90000) AS number JOIN cells USING (number) ORDER BY number % 10',
      { memory: 64 * MB, computedBy: 'several processes' },
      `CREATE TEMPORARY TABLE cells AS SELECT * FROM generate_series(1, 5000) AS number;
       ANALYZE cells;
       SET enable_mergejoin = off; SET enable_nestloop = off`,
    )
    expect(during?.work_mem).toBe(64 * MB)
  })
})

describe('the settings of a computation', () => {
  it('let it have workers, or keep it to one process', async () => {
    const workers = async (computedBy: Resources['computedBy']) =>
      (await settingsFor('SELECT', { memory: 64 * MB, computedBy })).during?.workers
    expect(await workers('several processes')).toBe(2)
    expect(await workers('one process')).toBe(0)
  })

  it('leave the server more workers if it is set so', async () => {
    const { during } = await settingsFor(
      'SELECT',
      { memory: 64 * MB, computedBy: 'several processes' },
      'SET max_parallel_workers_per_gather = 6',
    )
    expect(during?.workers).toBe(6)
  })

  it('let it sort tables to join them, or not', async () => {
    const mergeJoins = async (joinsByHashes: boolean) =>
      (await settingsFor('SELECT', { memory: 64 * MB, computedBy: 'several processes', joinsByHashes }))
        .during?.merge_joins
    expect(await mergeJoins(false)).toBe('on')
    expect(await mergeJoins(true)).toBe('off')
  })

  it('end with the transaction', async () => {
    const { during, after } = await settingsFor('SELECT', { memory: 64 * MB, computedBy: 'one process' })
    const untouched = await withClient(database.superuser.url, settings)
    expect(during?.jit).toBe('off')
    expect(after).toEqual(untouched)
  })
})
