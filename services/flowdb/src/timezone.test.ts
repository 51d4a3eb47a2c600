import { createFlowDb, type TestFlowDb } from '@flowkit/local-stack/vitest'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { column, connect } from './testing.ts'
import { configureTimezone, readTimezone } from './timezone.ts'

let flowdb: TestFlowDb
let client: pg.Client

beforeEach(async () => {
  flowdb = await createFlowDb({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  client = await newSession()
})
afterEach(async () => {
  await client.end()
  await flowdb.drop()
})

function newSession(login = flowdb.superuser): Promise<pg.Client> {
  return connect({ host: flowdb.host, port: flowdb.port, database: flowdb.name, ...login })
}

test('every session has the time zone of the deployment, and ISO dates', async () => {
  const session = await newSession(flowdb.flowmachine)
  // Kathmandu is 5:45 ahead of UTC the whole year round.
  expect(await column(session, "SELECT timestamptz '2016-01-01T00:00Z'::text")).toEqual([
    '2016-01-01 05:45:00+05:45',
  ])
  expect(await column(session, 'SHOW datestyle')).toEqual(['ISO, YMD'])
  expect(await readTimezone(session)).toBe('Asia/Kathmandu')
  await session.end()
})

test('the time zone can change while there are no events', async () => {
  expect(await configureTimezone(client, 'Africa/Maputo')).toEqual({
    timezone: 'Africa/Maputo',
    changed: true,
  })
  const session = await newSession()
  expect(await column(session, 'SHOW timezone')).toEqual(['Africa/Maputo'])
  await session.end()
})

test('the time zone stays as it is when none is asked for', async () => {
  expect(await configureTimezone(client, undefined)).toEqual({ timezone: 'Asia/Kathmandu', changed: false })
})

test.each([
  [
    'a partition',
    `CREATE TABLE events.calls_20160101 PARTITION OF events.calls FOR VALUES FROM ('2016-01-01') TO ('2016-01-02')`,
  ],
  [
    'a sealed day',
    "SELECT etl.seal_day('sms', '2016-01-01', 'events.sms_20160101', 0, 'derived.f', 'derived.v')",
  ],
  ['a transaction', 'INSERT INTO dfs.transactions (timestamp) VALUES (now())'],
])('once there is %s, changing the time zone is refused', async (_, statement) => {
  await client.query(statement)
  await expect(configureTimezone(client, 'UTC')).rejects.toThrow(
    'The time zone of this FlowDB is Asia/Kathmandu and cannot become UTC',
  )
  expect(await readTimezone(client)).toBe('Asia/Kathmandu')
  expect(await configureTimezone(client, 'Asia/Kathmandu')).toEqual({
    timezone: 'Asia/Kathmandu',
    changed: false,
  })
})

test('a time zone that PostgreSQL does not know is refused', async () => {
  await expect(configureTimezone(client, '+05:45')).rejects.toThrow('does not know the time zone +05:45')
})

test('a deployment has one time zone', async () => {
  await expect(client.query("INSERT INTO flowkit.deployment VALUES (false, 'UTC')")).rejects.toThrow(
    /violates check/,
  )
})
