import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createFlowDb, type FlowDbOptions, type TestFlowDb } from './vitest.ts'

async function created(options: FlowDbOptions): Promise<TestFlowDb> {
  const db = await createFlowDb(options)
  onTestFinished(() => db.drop())
  return db
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

test('databases made at once, from one template, are separate', async () => {
  const [one, other] = await Promise.all([created({ profile: 'empty' }), created({ profile: 'empty' })])
  await ask(one.superuser.url, 'CREATE TABLE public.mine ()')
  expect(await ask(one.superuser.url, "SELECT to_regclass('public.mine')::text")).toEqual(['mine'])
  expect(await ask(other.superuser.url, "SELECT to_regclass('public.mine')::text")).toEqual([null])
})

test('each role can log in with its own credentials', async () => {
  const db = await created({ profile: 'empty' })
  expect(await ask(db.flowmachine.url, 'SELECT current_user')).toEqual(['flowmachine'])
  expect(await ask(db.flowapi.url, 'SELECT current_user')).toEqual(['flowapi'])
})

test('a copy has the time zone and the privileges of the deployment', async () => {
  const db = await created({ profile: 'empty', timezone: 'Asia/Kathmandu' })
  expect(await ask(db.flowapi.url, 'SHOW timezone')).toEqual(['Asia/Kathmandu'])
  // Any role may make temporary tables unless that is revoked from PUBLIC, as FlowDB does.
  expect(await ask(db.flowapi.url, "SELECT has_database_privilege(current_database(), 'TEMPORARY')")).toEqual(
    [false],
  )
})

test('the test profile holds a week of events', async () => {
  const db = await created({ profile: 'test' })
  const [first, last] = await ask(
    db.superuser.url,
    'SELECT min(datetime)::date::text, max(datetime)::date::text FROM events.calls',
  )
  expect([first, last]).toEqual(['2016-01-01', '2016-01-07'])
})

test('a database that was dropped is gone, whoever is connected to it', async () => {
  const db = await createFlowDb({ profile: 'empty' })
  const client = new pg.Client(db.superuser.url)
  client.on('error', () => {}) // The server ends the connection.
  await client.connect()
  await db.drop()
  await expect(ask(db.superuser.url, 'SELECT 1')).rejects.toThrow('does not exist')
})
