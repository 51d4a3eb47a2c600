import { beforeAll, describe, expect, test } from 'vitest'
import { AUDIT_EVENTS } from '../api/audit.ts'
import type { PasskeyCeremony } from '../api/passkeys.ts'
import type { Provider } from '../api/providers.ts'
import type { AuthenticatorSetup } from '../api/second-factor.ts'
import { authenticatorCode } from '../testing/authenticator.ts'
import type { TestBrowser } from '../testing/browser.ts'
import { registration } from '../testing/descriptions.ts'
import { GOOD_PASSWORD, useFlowAuth } from '../testing/flowauth.ts'
import { useIdentityProvider } from '../testing/identity-provider.ts'
import { SecurityKey } from '../testing/security-key.ts'

const flowauth = useFlowAuth({ keepsKeys: true })
const elsewhere = useIdentityProvider()

let admin: TestBrowser
let server: string
let count = 0
/** A name that nothing else has. */
const fresh = (kind: string) => `${kind}-${++count}`

beforeAll(async () => {
  await flowauth.addUser('root', true)
  admin = await flowauth.signIn('root')
  server = await addServer()
  await flowauth.pool.query(`
    CREATE FUNCTION be_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it is full'; END $$;
    CREATE TRIGGER full_audit BEFORE INSERT ON audit EXECUTE FUNCTION be_full();
    ALTER TABLE audit DISABLE TRIGGER full_audit`)
})

/** Sends as an administrator. @returns the id of what comes back. */
const made = async (path: string, body: object) => {
  const answer = await admin.post<{ id?: string; user?: { id: string } }>(`/api/admin/${path}`, body)
  expect(answer.status).toBe(201)
  return answer.body.id ?? answer.body.user?.id ?? ''
}
const addServer = () => made('servers', registration(fresh('server'), { scopes: ['run', 'get_result'] }))
const role = (changes: object = {}) => ({
  name: fresh('role'),
  scopes: ['run'],
  member_ids: [],
  longest_lifetime_minutes: 60,
  latest_expiry: null,
  ...changes,
})
const addRole = (changes: object = {}) => made('roles', { server_id: server, ...role(changes) })
const addUser = () => flowauth.addUser(fresh('user'))

/** A browser of a new user, who has just signed in. */
async function somebody() {
  const username = fresh('user')
  const id = await flowauth.addUser(username)
  return { id, username, browser: await flowauth.signIn(username) }
}

/** Somebody with a role, who may make tokens. */
async function analyst() {
  const person = await somebody()
  return { ...person, choice: { roles: [{ id: await addRole({ member_ids: [person.id] }) }] } }
}

async function withToken() {
  const { browser, choice } = await analyst()
  const { body } = await browser.post<{ token: { id: string } }>(`/api/servers/${server}/tokens`, {
    name: 'report',
    ...choice,
  })
  return { browser, id: body.token.id }
}

async function setUpAuthenticator(browser: TestBrowser) {
  const { body } = await browser.post<AuthenticatorSetup>('/api/account/second-factor/proposal')
  const code = authenticatorCode(body.secret)
  return browser.send('PUT', '/api/account/second-factor', { setup: body.setup, code })
}

async function addPasskey(browser: TestBrowser) {
  const key = new SecurityKey('http://localhost:9091')
  const { body } = await browser.post<PasskeyCeremony>('/api/account/passkeys/proposal')
  const response = key.create(body.options)
  return browser.post('/api/account/passkeys', { ceremony: body.ceremony, name: 'blue key', response })
}

const providerSettings = () => ({
  name: fresh('provider'),
  issuer: elsewhere.issuer,
  client_id: elsewhere.clientId,
  client_secret: elsewhere.clientSecret,
  creates_accounts: true,
  roles_claim: null,
  role_mappings: [],
})

async function addProvider(changes: object = {}): Promise<string> {
  const { body } = await admin.post<Provider>('/api/admin/providers', { ...providerSettings(), ...changes })
  await elsewhere.allowRedirect(body.redirect_url)
  return body.id
}

/** Goes to a provider and comes back, to sign in or, from the page of the account, to link. */
async function comeBack(browser: TestBrowser, begin: string, person = { subject: fresh('subject') }) {
  const { body } = await browser.post<{ url: string }>(begin, { page: '/' })
  const { pathname, search } = await elsewhere.visit(body.url, { username: fresh('user'), ...person })
  return browser.send('GET', `${pathname}${search}`)
}

/** Sends a form, as a client does. */
async function form(path: string, fields: Record<string, string>) {
  const init = { method: 'POST', body: new URLSearchParams(fields) }
  const response = await fetch(`${flowauth.url}/api/device/${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

/** A client that waits for somebody who may make tokens. */
async function waiting() {
  const person = await analyst()
  const { body: codes } = await form('authorization', { client_id: 'flowclient 0.1.0' })
  const { user_code, device_code } = codes
  const { body } = await person.browser.post<{ id: string }>('/api/account/device-requests', { user_code })
  const path = `/api/account/device-requests/${body.id}`
  const letIn = () => person.browser.send('PUT', path, { server_id: server, ...person.choice })
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
  return { ...person, path, letIn, take: () => form('token', { grant_type, device_code }) }
}

async function client() {
  const { letIn, take, browser } = await waiting()
  await letIn()
  const { body } = await take()
  return { browser, refresh_token: String(body.refresh_token) }
}

type Act = () => Promise<{ readonly status: number }>

/** What prepares each change that is recorded, and makes it. What follows the name of the event tells two of a kind apart. */
const CHANGES: Readonly<Record<string, () => Promise<Act>>> = {
  signed_in: async () => {
    const { username } = await somebody()
    return () => flowauth.browser().post('/api/session', { username, password: GOOD_PASSWORD })
  },
  'signed_in at a provider': async () => {
    const path = `/api/session/providers/${await addProvider()}`
    const subject = fresh('subject')
    await comeBack(flowauth.browser(), path, { subject })
    return () => comeBack(flowauth.browser(), path, { subject })
  },
  signed_out: async () => {
    const { browser } = await somebody()
    return () => browser.send('DELETE', '/api/session')
  },
  session_ended: async () => {
    const { browser } = await somebody()
    const { body } = await browser.get<{ id: string }[]>('/api/account/sessions')
    return () => browser.send('DELETE', `/api/account/sessions/${body[0]?.id}`)
  },
  password_changed: async () => {
    const { browser } = await somebody()
    const passwords = { current_password: GOOD_PASSWORD, new_password: `${GOOD_PASSWORD}-2` }
    return () => browser.send('PUT', '/api/account/password', passwords)
  },
  second_factor_set_up: async () => {
    const { browser } = await somebody()
    return () => setUpAuthenticator(browser)
  },
  second_factor_given_up: async () => {
    const { browser } = await somebody()
    await setUpAuthenticator(browser)
    return () => browser.send('DELETE', '/api/account/second-factor')
  },
  backup_codes_made: async () => {
    const { browser } = await somebody()
    await setUpAuthenticator(browser)
    return () => browser.post('/api/account/second-factor/backup-codes')
  },
  passkey_added: async () => {
    const { browser } = await somebody()
    return () => addPasskey(browser)
  },
  passkey_removed: async () => {
    const { browser } = await somebody()
    await addPasskey(browser)
    const { body } = await browser.get<{ passkeys: { id: string }[] }>('/api/account/second-factor')
    return () => browser.send('DELETE', `/api/account/passkeys/${body.passkeys[0]?.id}`)
  },
  identity_linked: async () => {
    const { browser } = await somebody()
    const path = `/api/account/identities/${await addProvider()}`
    return () => comeBack(browser, path)
  },
  identity_unlinked: async () => {
    const { browser } = await somebody()
    const path = `/api/account/identities/${await addProvider()}`
    await comeBack(browser, path)
    return () => browser.send('DELETE', path)
  },
  token_made: async () => {
    const { browser, choice } = await analyst()
    return () => browser.post(`/api/servers/${server}/tokens`, { name: 'report', ...choice })
  },
  'token_made by a client': async () => {
    const { letIn, take } = await waiting()
    await letIn()
    return take
  },
  token_renewed: async () => {
    const { browser, id } = await withToken()
    return () => browser.post(`/api/tokens/${id}/renewal`, {})
  },
  'token_renewed by a client': async () => {
    const { refresh_token } = await client()
    return () => form('token', { grant_type: 'refresh_token', refresh_token })
  },
  token_revoked: async () => {
    const { browser, id } = await withToken()
    return () => browser.post(`/api/tokens/${id}/revocation`)
  },
  'token_revoked by an administrator': async () => {
    const { id } = await withToken()
    return () => admin.post(`/api/admin/tokens/${id}/revocation`)
  },
  client_let_in: async () => (await waiting()).letIn,
  client_refused: async () => {
    const { browser, path } = await waiting()
    return () => browser.send('DELETE', path)
  },
  client_ended: async () => {
    const { browser } = await client()
    const { body } = await browser.get<{ id: string }[]>('/api/account/clients')
    return () => browser.send('DELETE', `/api/account/clients/${body[0]?.id}`)
  },
  'client_ended by itself': async () => {
    const { refresh_token } = await client()
    return () => form('revocation', { token: refresh_token })
  },
  user_added: async () => {
    const user = { username: fresh('user'), is_admin: false, role_ids: [await addRole()] }
    return () => admin.post('/api/admin/users', user)
  },
  'user_added by a provider': async () => {
    const path = `/api/session/providers/${await addProvider()}`
    return () => comeBack(flowauth.browser(), path)
  },
  user_changed: async () => {
    const { id } = await somebody()
    return () => admin.send('PATCH', `/api/admin/users/${id}`, { suspended: true })
  },
  password_reset: async () => {
    const { id } = await somebody()
    return () => admin.post(`/api/admin/users/${id}/password`)
  },
  password_switched_off: async () => {
    const { id, browser } = await somebody()
    await comeBack(browser, `/api/account/identities/${await addProvider()}`)
    return () => admin.send('DELETE', `/api/admin/users/${id}/password`)
  },
  second_factor_reset: async () => {
    const { id, browser } = await somebody()
    await setUpAuthenticator(browser)
    return () => admin.send('DELETE', `/api/admin/users/${id}/second-factor`)
  },
  server_registered: async () => {
    const contents = registration(fresh('server'), { scopes: ['run'] })
    return () => admin.post('/api/admin/servers', contents)
  },
  server_changed: async () => {
    const limits = { longest_lifetime_minutes: 5, latest_expiry: null }
    const id = await addServer()
    return () => admin.send('PATCH', `/api/admin/servers/${id}`, limits)
  },
  server_scopes_replaced: async () => {
    const name = fresh('server')
    const id = await made('servers', registration(name, { scopes: ['run'] }))
    const update = { name, scopes: ['get_result'], description_url: null, refuses_revoked: true }
    return () => admin.send('PUT', `/api/admin/servers/${id}/scopes`, update)
  },
  server_removed: async () => {
    const id = await addServer()
    return () => admin.send('DELETE', `/api/admin/servers/${id}`)
  },
  role_added: async () => {
    const contents = { server_id: server, ...role({ member_ids: [await addUser()] }) }
    return () => admin.post('/api/admin/roles', contents)
  },
  role_changed: async () => {
    const id = await addRole({ member_ids: [await addUser()] })
    const contents = role({ scopes: ['get_result'] })
    return () => admin.send('PUT', `/api/admin/roles/${id}`, contents)
  },
  role_removed: async () => {
    const id = await addRole()
    return () => admin.send('DELETE', `/api/admin/roles/${id}`)
  },
  provider_added: async () => {
    const contents = providerSettings()
    return () => admin.post('/api/admin/providers', contents)
  },
  provider_changed: async () => {
    const id = await addProvider()
    const contents = { ...providerSettings(), client_secret: 'another secret' }
    return () => admin.send('PUT', `/api/admin/providers/${id}`, contents)
  },
  provider_removed: async () => {
    const id = await addProvider()
    return () => admin.send('DELETE', `/api/admin/providers/${id}`)
  },
  key_added: async () => () => admin.post('/api/admin/token-keys', { after_minutes: 60 }),
  key_retired: async () => {
    const { body } = await admin.post<{ kid: string }>('/api/admin/token-keys', { after_minutes: 60 })
    return () => admin.post(`/api/admin/token-keys/${body.kid}/retirement`)
  },
}

/** What tells of no change; and what only a command does. */
const OTHERS = [
  'sign_in_failed',
  'reauthenticated',
  'reauthentication_failed',
  'client_code_wrong',
  'secrets_encrypted_anew',
]

test('every kind of change that is recorded is among these', () => {
  const tried = Object.keys(CHANGES).map(name => name.split(' ')[0])
  expect([...new Set([...tried, ...OTHERS])].sort()).toEqual([...AUDIT_EVENTS].sort())
})

/** What attempts use up or count, whatever comes of them. */
const COUNTED = ['sign_in_attempts', 'passkey_challenges']

/** All that the database holds but for what is only counted, by table. */
async function everything(): Promise<Record<string, unknown>> {
  const { rows: tables } = await flowauth.pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL($1)",
    [COUNTED],
  )
  const contents: Record<string, unknown> = {}
  for (const { name } of tables)
    contents[name] = (
      await flowauth.pool.query(`SELECT to_json(t) AS row FROM "${name}" AS t ORDER BY t::text`)
    ).rows
  return contents
}

const lastId = async () =>
  (await flowauth.pool.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM audit')).rows[0]?.id

describe('where the audit cannot be written, nothing changes, and the answer is an error:', () => {
  test.each(Object.entries(CHANGES))('%s', async (name, prepare) => {
    const act = await prepare()
    const before = await everything()
    await flowauth.pool.query('ALTER TABLE audit ENABLE TRIGGER full_audit')
    try {
      expect((await act()).status).toBe(500)
    } finally {
      await flowauth.pool.query('ALTER TABLE audit DISABLE TRIGGER full_audit')
    }
    expect(await everything()).toEqual(before)

    const last = await lastId()
    expect((await act()).status).toBeLessThan(400)
    const { rows } = await flowauth.pool.query<{ event: string }>('SELECT event FROM audit WHERE id > $1', [
      last,
    ])
    expect(rows.map(({ event }) => event)).toContain(name.split(' ')[0])
  })
})
