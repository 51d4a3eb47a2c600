import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { User } from '../../api/users.ts'
import type { TestBrowser } from '../../testing/browser.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../../testing/flowauth.ts'

const flowauth = useFlowAuth()
let admin: TestBrowser
let adminId: string
beforeAll(async () => {
  adminId = await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
})

interface Created {
  user: User
  one_time_password: { password: string; valid_until: string }
}

const create = (username: string, changes: object = {}) =>
  admin.post<Created>('/api/admin/users', { username, is_admin: false, role_ids: [], ...changes })

test('a user who is added gets a password for the first sign-in, valid for a week', async () => {
  const { status, body } = await create('ana')
  expect(status).toBe(201)
  expect(body.user).toMatchObject({ username: 'ana', is_admin: false, suspended_at: null, roles: [] })
  const { password, valid_until } = body.one_time_password
  expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
  const days = (Date.parse(valid_until) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(6.9)
  expect(days).toBeLessThanOrEqual(7)
  await flowauth.signIn('ana', password)
})

test('names are taken whatever their case, and have no characters that mislead', async () => {
  await create('bo')
  expect((await create('BO')).status).toBe(409)
  for (const name of ['', ' bo', 'b o', '<b>', 'b\u202eo', '-bo', 'b'.repeat(76)])
    expect((await create(name)).status).toBe(400)
})

test('who is suspended is out at once, and in again when that is taken back', async () => {
  const id = await flowauth.addUser('cy')
  const browser = await flowauth.signIn('cy')
  const suspended = await admin.send<User>('PATCH', `/api/admin/users/${id}`, { suspended: true })
  expect(suspended.body.suspended_at).not.toBeNull()
  expect((await browser.get('/api/session')).status).toBe(401)
  expect((await browser.post('/api/session/refresh')).status).toBe(401)
  await admin.send('PATCH', `/api/admin/users/${id}`, { suspended: false })
  await flowauth.signIn('cy')
})

test('a password that is reset replaces the old one and ends all sessions', async () => {
  const id = await flowauth.addUser('dan')
  const browser = await flowauth.signIn('dan')
  const { body } = await admin.post<{ password: string }>(`/api/admin/users/${id}/password`)
  expect((await browser.get('/api/session')).status).toBe(401)
  await expect(flowauth.signIn('dan', GOOD_PASSWORD)).rejects.toThrow('credentials_wrong')
  await flowauth.signIn('dan', body.password)
})

test('administrators change their own password on their account’s page only, where they stay signed in', async () => {
  const { status, body } = await admin.post(`/api/admin/users/${adminId}/password`)
  expect([status, body.code]).toEqual([409, 'own_password'])
})

test('the last administrator stays one', async () => {
  for (const change of [{ is_admin: false }, { suspended: true }]) {
    const { status, body } = await admin.send('PATCH', `/api/admin/users/${adminId}`, change)
    expect([status, body.code]).toEqual([409, 'last_admin'])
  }
})

test('of two administrators who suspend each other at the same moment, one remains', async () => {
  const otherId = await flowauth.addUser('second', true)
  const other = await flowauth.signIn('second')
  await Promise.all([
    admin.send('PATCH', `/api/admin/users/${otherId}`, { suspended: true }),
    other.send('PATCH', `/api/admin/users/${adminId}`, { suspended: true }),
  ])
  const { rows } = await flowauth.pool.query(
    'SELECT count(*)::integer AS admins FROM users WHERE is_admin AND suspended_at IS NULL',
  )
  expect(rows).toEqual([{ admins: 1 }])
  await flowauth.pool.query('UPDATE users SET suspended_at = NULL WHERE is_admin')
  admin = await flowauth.signIn('root')
})

test('only what may be changed is changed', async () => {
  const id = await flowauth.addUser('eve')
  expect((await admin.send('PATCH', `/api/admin/users/${id}`, { username: 'mallory' })).status).toBe(400)
  expect((await admin.get(`/api/admin/users/${randomUUID()}`)).status).toBe(404)
  const missing = await admin.send('PATCH', `/api/admin/users/${id}`, { role_ids: [adminId] })
  expect(missing.body.code).toBe('role_unknown')
})
