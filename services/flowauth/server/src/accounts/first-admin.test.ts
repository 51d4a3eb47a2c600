import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareDatabase } from '../database/prepare.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { ensureAdmin, resetAdminPassword } from './first-admin.ts'
import { changePassword, userWithPassword } from './passwords.ts'

const OWN_PASSWORD = 'umbrella-Quartz-73-lagoon-Vexed'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  await prepareDatabase(database.pool, async () => {})
})
afterEach(() => database.drop())

test('a deployment that names no password has an administrator who cannot sign in yet', async () => {
  const { pool } = database
  expect(await ensureAdmin(pool, { username: 'admin', password: undefined })).toBe(true)
  expect(await userWithPassword(pool, 'admin', '')).toBeUndefined()
  const { password } = await resetAdminPassword(pool, 'admin')
  expect(await userWithPassword(pool, 'admin', password)).toBeDefined()
  expect(await ensureAdmin(pool, { username: 'admin', password: undefined })).toBe(false)
})

test('a deployment may name a password later, as long as no administrator has one', async () => {
  const { pool } = database
  await ensureAdmin(pool, { username: 'admin', password: undefined })
  expect(await ensureAdmin(pool, { username: 'admin', password: 'named later' })).toBe(false)
  expect(await userWithPassword(pool, 'admin', 'named later')).toBeDefined()
})

test('a password that the deployment names is for the first sign-in, and does not come back', async () => {
  const { pool } = database
  const settings = { username: 'admin', password: 'from the settings' }
  expect(await ensureAdmin(pool, settings)).toBe(false)
  const id = (await userWithPassword(pool, 'admin', settings.password)) ?? ''
  const { rows } = await pool.query('SELECT one_time_until IS NOT NULL AS one_time FROM passwords')
  expect(rows).toEqual([{ one_time: true }])
  await changePassword(pool, { id, username: 'admin' }, { current: settings.password, next: OWN_PASSWORD })
  await ensureAdmin(pool, settings)
  expect(await userWithPassword(pool, 'admin', settings.password)).toBeUndefined()
  expect(await userWithPassword(pool, 'admin', OWN_PASSWORD)).toBe(id)
})

test('the command lets a suspended administrator in again, and makes another one by name', async () => {
  const { pool } = database
  await ensureAdmin(pool, { username: 'admin', password: undefined })
  await pool.query('UPDATE users SET suspended_at = now(), is_admin = false')
  await pool.query(
    "INSERT INTO authenticators (user_id, sealed_secret, last_step) SELECT id, 'lost with a phone', 0 FROM users",
  )
  const { password } = await resetAdminPassword(pool, 'ADMIN')
  expect(await userWithPassword(pool, 'admin', password)).toBeDefined()
  expect((await pool.query('SELECT FROM authenticators')).rowCount).toBe(0)
  await resetAdminPassword(pool, 'second')
  const { rows } = await pool.query('SELECT username, is_admin FROM users ORDER BY username')
  expect(rows).toEqual([
    { username: 'admin', is_admin: true },
    { username: 'second', is_admin: true },
  ])
})
