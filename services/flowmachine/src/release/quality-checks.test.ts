import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine, type TestEngine } from '../testing/engine.ts'
import { withClient } from '../testing/world.ts'
import { qualityChecks, qualityOutcomes } from './quality-checks.ts'

let world: TestEngine

/** The subscribers of a day, and what else was recorded of it. */
const DAYS: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  '2016-01-01': {
    count_msisdns: '16',
    count_null_imeis: '0',
    count_location_ids: '3',
    max_duration: '7',
    count_odd: '3.0',
  },
  '2016-01-02': { count_msisdns: '15', count_null_imeis: '40', count_location_ids: '3', max_duration: '7' },
  '2016-01-03': { count_msisdns: '90', count_null_imeis: '15', max_duration: null },
  '2016-01-04': { count_msisdns: '0', count_null_imeis: '0' },
  '2016-01-05': { count_null_imeis: '40' },
  '2016-01-06': { count_msisdns: '90', count_null_imeis: '16' },
}

beforeAll(async () => {
  world = await startEngine({ areas: [], cells: [], events: {} })
  await withClient(world.superuserUrl, async client => {
    for (const [day, checks] of Object.entries(DAYS)) {
      await client.query(
        "INSERT INTO etl.etl_records (cdr_type, cdr_date, state) VALUES ('calls', $1, 'ingested')",
        [day],
      )
      for (const [check, outcome] of Object.entries(checks))
        await client.query(
          `INSERT INTO etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, outcome)
           VALUES ($1, 'calls', $2, $3)`,
          [day, check, outcome],
        )
    }
  })
})
afterAll(() => world.close())

async function told(check_type: string, start_date = '2016-01-01', end_date = '2016-01-31') {
  const asked = { cdr_type: 'calls', check_type, start_date, end_date }
  const outcomes = await qualityOutcomes(world.engine.control, asked)
  return Object.fromEntries(outcomes.map(({ cdr_date, outcome }) => [cdr_date, outcome]))
}

test('the checks that were made are listed once each', async () => {
  expect(await qualityChecks(world.engine.control)).toEqual(
    ['count_location_ids', 'count_msisdns', 'count_null_imeis', 'count_odd', 'max_duration'].map(
      type_of_query_or_check => ({ cdr_type: 'calls', type_of_query_or_check }),
    ),
  )
})

test('counts of 1 to 15 are not told; zeros and larger ones are', async () => {
  expect(await told('count_msisdns')).toEqual({
    '2016-01-01': '16',
    '2016-01-03': '90',
    '2016-01-04': '0',
    '2016-01-06': '90',
  })
  expect(await told('count_null_imeis')).toEqual({
    '2016-01-01': '0',
    '2016-01-04': '0',
    '2016-01-06': '16',
  })
})

test('of a day with few subscribers, or an unknown number of them, nothing is told', async () => {
  expect(await told('max_duration')).toEqual({ '2016-01-01': '7' })
  expect(await told('count_location_ids')).toEqual({ '2016-01-01': '3' })
  expect(await told('count_null_imeis', '2016-01-05', '2016-01-05')).toEqual({})
})

test('a count that is not a whole number is not told', async () => {
  expect(await told('count_odd')).toEqual({})
})

test('both ends of the period belong to it', async () => {
  expect(Object.keys(await told('count_msisdns', '2016-01-03', '2016-01-04'))).toEqual([
    '2016-01-03',
    '2016-01-04',
  ])
})

test('a name that no database can hold has no outcomes', async () => {
  expect(await told('count\0')).toEqual({})
})

test('the newest outcome of a day counts', async () => {
  await withClient(world.superuserUrl, client =>
    client.query(
      `INSERT INTO etl.post_etl_queries (cdr_date, cdr_type, type_of_query_or_check, outcome)
       VALUES ('2016-01-06', 'calls', 'count_null_imeis', '3')`,
    ),
  )
  expect(await told('count_null_imeis', '2016-01-06', '2016-01-06')).toEqual({})
})
