import { type PrivatePostgres, startPostgres } from '@flowkit/local-stack'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyMigrations } from './migrations.ts'
import { configureLogins, type Login } from './roles.ts'
import { isVerifierOf } from './scram.ts'
import { column, connect } from './testing.ts'

/** A server of its own: roles belong to servers, and other tests log in to the shared one. */
let server: PrivatePostgres
let client: pg.Client

const machine: Login = { group: 'flowmachine', user: 'flowmachine', password: 'of the engine' }
const gateway: Login = { group: 'flowapi', user: 'flowapi', password: 'of the gateway' }

beforeAll(async () => {
  server = await startPostgres()
  client = await connect(server)
  await applyMigrations(client)
})
afterAll(async () => {
  await client.end()
  await server.stop()
})
beforeEach(async () => {
  await configureLogins(client, [machine, gateway])
})

async function currentUser({ user, password }: Login): Promise<unknown> {
  const session = await connect({ ...server, user, password })
  try {
    return (await column(session, 'SELECT current_user'))[0]
  } finally {
    await session.end()
  }
}

describe('a login with the name of its group', () => {
  test('is the group itself, which gets the password', async () => {
    expect(await currentUser(machine)).toBe('flowmachine')
    expect(await currentUser(gateway)).toBe('flowapi')
    await expect(currentUser({ ...machine, password: 'guess' })).rejects.toThrow(/authentication failed/)
  })

  test('gets a new password, and loses the old one', async () => {
    const renewed = { ...machine, password: 'another' }
    const [first] = await configureLogins(client, [renewed, gateway])
    expect(first?.change).toBe('changed')
    expect(await currentUser(renewed)).toBe('flowmachine')
    await expect(currentUser(machine)).rejects.toThrow(/authentication failed/)
  })

  test('is left alone when the password is the same', async () => {
    const before = await column(client, "SELECT rolpassword FROM pg_authid WHERE rolname = 'flowapi'")
    const results = await configureLogins(client, [machine, gateway])
    expect(results.map(({ change }) => change)).toEqual(['unchanged', 'unchanged'])
    expect(await column(client, "SELECT rolpassword FROM pg_authid WHERE rolname = 'flowapi'")).toEqual(
      before,
    )
  })

  test.each(['pÄss wörd', 'it\'s; DROP \\ "x" $1', 'ﬁ ½', 'soft\u00adhyphen', 'non\u00a0breaking', '密码'])(
    'can have the password %j',
    async password => {
      await configureLogins(client, [{ ...machine, password }, gateway])
      expect(await currentUser({ ...machine, password })).toBe('flowmachine')
    },
  )
})

describe('a login with a name of its own', () => {
  const engine: Login = { group: 'flowmachine', user: 'Engine of "Ministry"', password: 'a' }
  const front: Login = { group: 'flowapi', user: 'front', password: 'b' }

  test('belongs to its group, which cannot log in itself any more', async () => {
    expect((await configureLogins(client, [engine, front])).map(({ change }) => change)).toEqual(
      expect.not.arrayContaining(['unchanged']),
    )
    expect(await currentUser(engine)).toBe(engine.user)
    await expect(currentUser(machine)).rejects.toThrow(/authentication failed|not permitted to log in/)
    await expect(currentUser(gateway)).rejects.toThrow(/authentication failed|not permitted to log in/)
    const again = await configureLogins(client, [engine, front])
    expect(again.map(({ change }) => change)).toEqual(['unchanged', 'unchanged'])
  })

  test('has the privileges of its group, and its releases are for the gateway', async () => {
    await configureLogins(client, [engine, front])
    const writer = await connect({ ...server, user: engine.user, password: engine.password })
    await writer.query('SELECT FROM events.calls, cache.tasks')
    await writer.query('CREATE TABLE released.result AS SELECT 16 AS value')
    await writer.query('CREATE TABLE cache.stored AS SELECT 1 AS subscriber')
    await writer.end()
    const reader = await connect({ ...server, user: front.user, password: front.password })
    expect(await column(reader, 'SELECT value FROM released.result')).toEqual([16])
    await expect(reader.query('SELECT FROM cache.stored')).rejects.toThrow(/permission denied/)
    await expect(reader.query('SELECT FROM events.calls')).rejects.toThrow(/permission denied/)
    await reader.end()
    await client.query('DROP TABLE released.result, cache.stored')
  })
})

test.each([
  [[{ ...machine, user: 'flowapi' }, gateway], /FLOWMACHINE_FLOWDB_USER cannot be flowapi: .* another role/],
  [[machine, { ...gateway, user: 'flowkit_ledger' }], /FLOWAPI_FLOWDB_USER cannot be flowkit_ledger/],
  [
    [
      { ...machine, user: 'both' },
      { ...gateway, user: 'both' },
    ],
    /cannot be both: another login has that name/,
  ],
  [[machine, { ...gateway, user: 'flowdb' }], /FLOWAPI_FLOWDB_USER cannot be flowdb: .*superuser/],
  [[machine, { ...gateway, user: 'curious' }], /cannot be curious: .*belongs to flowmachine/],
])('names that would give a login more than its group has are refused', async (logins, message) => {
  await client.query(`DO $$ BEGIN
    IF to_regrole('curious') IS NULL THEN CREATE ROLE curious IN ROLE flowmachine; END IF;
  END $$`)
  await expect(configureLogins(client, logins)).rejects.toThrow(message)
  expect(await currentUser(gateway)).toBe('flowapi')
})

test('what the server stores of a password is what it would have made of it itself', async () => {
  await client.query("CREATE ROLE by_the_server PASSWORD 'pencil'")
  const [stored] = await column<string>(
    client,
    "SELECT rolpassword FROM pg_authid WHERE rolname = 'by_the_server'",
  )
  expect(isVerifierOf(stored ?? null, 'pencil')).toBe(true)
  expect(isVerifierOf(stored ?? null, 'pencils')).toBe(false)
  expect(isVerifierOf(null, 'pencil')).toBe(false)
})
