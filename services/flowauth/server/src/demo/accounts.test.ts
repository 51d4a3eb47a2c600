import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureAdmin, resetAdminPassword } from '../accounts/first-admin.ts'
import { changePassword, userWithPassword } from '../accounts/passwords.ts'
import { listUsers } from '../accounts/users.ts'
import { prepareDatabase } from '../database/prepare.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { assertNoDemoAccounts, ensureDemoAccounts } from './accounts.ts'

const OWN_PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  await prepareDatabase(database.pool, async () => {})
})
afterEach(() => database.drop())

test('a demo has an administrator and a user with the password of FlowKit’s demo, and no other administrator', async () => {
  const { pool } = database
  await ensureDemoAccounts(pool)
  expect(await ensureAdmin(pool, { username: 'admin', password: 'of the settings' })).toBe(false)
  expect(await listUsers(pool)).toMatchObject([
    { username: 'TEST_ADMIN', is_admin: true, one_time_password_until: null },
    { username: 'TEST_USER', is_admin: false, one_time_password_until: null },
  ])
  for (const username of ['TEST_ADMIN', 'TEST_USER'])
    expect(await userWithPassword(pool, username, 'DUMMY_PASSWORD')).toBeDefined()
  const { rows } = await pool.query('SELECT event, about FROM audit ORDER BY id')
  expect(rows).toEqual([
    { event: 'user_added', about: 'TEST_ADMIN' },
    { event: 'user_added', about: 'TEST_USER' },
  ])
})

test('a password of a demo that has been changed stays changed', async () => {
  const { pool } = database
  await ensureDemoAccounts(pool)
  const id = (await userWithPassword(pool, 'TEST_USER', 'DUMMY_PASSWORD')) ?? ''
  await changePassword(pool, { id, username: 'TEST_USER' }, { current: 'DUMMY_PASSWORD', next: OWN_PASSWORD })
  await ensureDemoAccounts(pool)
  expect(await userWithPassword(pool, 'TEST_USER', 'DUMMY_PASSWORD')).toBeUndefined()
  expect(await userWithPassword(pool, 'TEST_USER', OWN_PASSWORD)).toBe(id)
})

test('a known administrator is not let in among people who can sign in already', async () => {
  const { pool } = database
  await resetAdminPassword(pool, 'admin')
  await expect(ensureDemoAccounts(pool)).rejects.toThrow(/DEMO_MODE needs a database of its own/)
  expect((await listUsers(pool)).map(({ username }) => username)).toEqual(['admin'])
})

test('a FlowAuth that nobody could sign in to yet can become a demo', async () => {
  const { pool } = database
  await ensureAdmin(pool, { username: 'admin', password: undefined })
  await ensureDemoAccounts(pool)
  expect(await userWithPassword(pool, 'TEST_ADMIN', 'DUMMY_PASSWORD')).toBeDefined()
})

test('what was a demo starts as nothing else while everybody knows a password of it', async () => {
  const { pool } = database
  await assertNoDemoAccounts(pool)
  await ensureDemoAccounts(pool)
  await pool.query("UPDATE users SET suspended_at = now() WHERE username = 'TEST_USER'")
  await expect(assertNoDemoAccounts(pool)).rejects.toThrow(/TEST_\w+ has the password of demos/)
  await resetAdminPassword(pool, 'TEST_ADMIN')
  await expect(assertNoDemoAccounts(pool)).rejects.toThrow(/TEST_USER has the password of demos/)
  await resetAdminPassword(pool, 'TEST_USER')
  await assertNoDemoAccounts(pool)
})
