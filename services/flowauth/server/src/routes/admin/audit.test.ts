import { beforeAll, expect, test } from 'vitest'
import type { AuditPage } from '../../api/audit.ts'
import type { TestBrowser } from '../../testing/browser.ts'
import { registration } from '../../testing/descriptions.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../../testing/flowauth.ts'

const flowauth = useFlowAuth()
let admin: TestBrowser
beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
})

const read = async (filter: Record<string, string> = {}) =>
  (await admin.get<AuditPage>(`/api/admin/audit?${new URLSearchParams(filter)}`)).body

const told = ({ entries }: AuditPage) =>
  entries.map(({ event, username, about }) => [event, username, about].filter(Boolean).join(' '))

test('the way to a token is told step by step: who, what, when and from where', async () => {
  const before = Date.now()
  const created = await admin.post<{ user: { id: string }; one_time_password: { password: string } }>(
    '/api/admin/users',
    { username: 'ana', is_admin: false, role_ids: [] },
  )
  const { user, one_time_password } = created.body
  const server = await admin.post<{ id: string }>('/api/admin/servers', registration('TEST_SERVER'))
  const role = await admin.post<{ id: string }>('/api/admin/roles', {
    server_id: server.body.id,
    name: 'counts',
    scopes: ['run'],
    member_ids: [user.id],
    longest_lifetime_minutes: 60,
    latest_expiry: null,
  })
  const ana = await flowauth.signIn('ana', one_time_password.password)
  const change = { current_password: one_time_password.password, new_password: GOOD_PASSWORD }
  await ana.send('PUT', '/api/account/password', change)
  const made = await ana.post<{ token: { id: string }; jwt: string }>(
    `/api/servers/${server.body.id}/tokens`,
    { name: 'flood report', roles: [{ id: role.body.id }] },
  )
  await ana.send('DELETE', '/api/session')
  await flowauth.browser().send(
    'POST',
    '/api/session',
    { username: 'ANA', password: 'guess' },
    {
      'x-forwarded-for': '192.0.2.7',
    },
  )

  const page = await read()
  expect(told(page).slice(0, 8)).toEqual([
    'sign_in_failed ana',
    'signed_out ana',
    'token_made ana flood report',
    'password_changed ana',
    'signed_in ana',
    'role_added root counts',
    'server_registered root TEST_SERVER',
    'user_added root ana',
  ])
  const [failure, , token, , , grant] = page.entries
  expect(failure).toMatchObject({ address: '192.0.2.7', details: { code: 'credentials_wrong' } })
  expect(token?.details).toMatchObject({ token_id: made.body.token.id, roles: ['counts'] })
  expect(grant?.details).toMatchObject({ member_ids: [user.id], scopes: ['run'] })
  const at = Date.parse(token?.at ?? '')
  expect(at).toBeGreaterThan(before - 1000)
  expect(at).toBeLessThan(Date.now() + 1000)
  const text = JSON.stringify(page)
  for (const secret of [GOOD_PASSWORD, one_time_password.password, made.body.jwt])
    expect(text).not.toContain(secret)
})

test('a name that is nobody’s is not kept, since it may be a password', async () => {
  const typed = { username: 'my-Password-73', password: 'x' }
  await flowauth.browser().post('/api/session', typed)
  const { entries } = await read({ event: 'sign_in_failed' })
  expect(entries[0]).toMatchObject({ username: null, address: '127.0.0.1' })
  const { rows } = await flowauth.pool.query('SELECT * FROM audit')
  expect(JSON.stringify(rows)).not.toContain(typed.username)
})

test('what was done to somebody, or by them, is found by their name, and by event and time', async () => {
  const id = await flowauth.addUser('bo')
  await flowauth.signIn('bo')
  const between = new Date(Date.now() + 5).toISOString()
  await new Promise(resolve => setTimeout(resolve, 20))
  await admin.send('PATCH', `/api/admin/users/${id}`, { suspended: true })
  expect(told(await read({ username: 'BO' }))).toEqual(['user_changed root bo', 'signed_in bo'])
  expect(told(await read({ username: 'bo', until: between }))).toEqual(['signed_in bo'])
  expect(told(await read({ username: 'bo', from: between }))).toEqual(['user_changed root bo'])
  expect(told(await read({ username: 'bo', event: 'signed_in' }))).toEqual(['signed_in bo'])
  expect((await admin.get('/api/admin/audit?event=unheard_of')).status).toBe(400)
})

test('comes in pages of a hundred, newest first', async () => {
  await flowauth.pool.query(
    `INSERT INTO audit (event, about) SELECT 'role_added', 'r' || n FROM generate_series(1, 250) AS n ORDER BY n`,
  )
  const first = await read({ event: 'role_added' })
  expect([first.entries[0]?.about, first.entries[99]?.about, first.more]).toEqual(['r250', 'r151', true])
  const last = first.entries.at(-1)
  const second = await read({ event: 'role_added', before: String(last?.id) })
  expect(second.entries[0]?.about).toBe('r150')
})

test.each(["UPDATE audit SET username = 'somebody else'", 'DELETE FROM audit', 'TRUNCATE audit'])(
  'FlowAuth’s own role in the database may not: %s',
  async statement => {
    await expect(flowauth.pool.query(statement)).rejects.toThrow('permission denied for table audit')
  },
)

test('is exported as CSV, with the same filters', async () => {
  const { body, headers } = await admin.get<string>('/api/admin/audit.csv?username=bo')
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const [heading, ...lines] = (body as unknown as string).split('\r\n')
  expect(heading).toBe('id,at,event,username,address,about,details')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(
    /^\d+,\d{4}-\d\d-\d\dT[\d:.]+Z,user_changed,root,127\.0\.0\.1,bo,"{""suspended"":true}"$/,
  )
})
