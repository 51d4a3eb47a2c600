import type { Settings } from '../config.ts'
import type { Home } from '../home.ts'
import { ADMINISTRATOR, AUDIENCE, flowapiUrl, flowauthUrl } from '../programs.ts'
import type { Secrets } from '../secrets.ts'
import { newAccount, readAccounts, writeAccounts } from './accounts.ts'
import { type Account, FlowAuthRefusal, FlowAuthSession } from './session.ts'

/** Who makes the tokens of the first analysis, and with which role. */
const ANALYST = 'analyst'
const ROLE = 'everything'

/** Tokens live for a day at most. */
const LIMITS = { longest_lifetime_minutes: 24 * 60, latest_expiry: null }

interface Named {
  readonly id: string
  readonly name: string
}

/**
 * Does what a data steward does with a new FlowAuth: chooses a password, registers the server, makes a role, and adds
 * somebody who has it. Whatever an earlier start was cut off at is gone on with.
 */
export async function makeAccounts(
  settings: Settings,
  secrets: Secrets,
  home: Home,
): Promise<{ readonly admin: Account; readonly analyst: Account }> {
  const url = flowauthUrl(settings)
  const admin = readAccounts(home)?.admin ?? newAccount(ADMINISTRATOR)
  writeAccounts(home, { admin }) // Before FlowAuth knows of it: nobody else could tell the password.
  const steward = await firstSignIn(url, secrets.flowauthFirstPassword, admin)
  const roleId = await ensureRole(steward, `${flowapiUrl(settings)}/api/0/spec/openapi.json`)
  const analyst = newAccount(ANALYST)
  const oneTime = await oneTimePassword(steward, analyst.username, roleId)
  await (await FlowAuthSession.first(url, oneTime, analyst)).end()
  await steward.end()
  writeAccounts(home, { admin, analyst })
  return { admin, analyst }
}

async function firstSignIn(url: string, oneTime: string, admin: Account): Promise<FlowAuthSession> {
  try {
    return await FlowAuthSession.first(url, oneTime, admin)
  } catch (error) {
    const replaced = error instanceof FlowAuthRefusal && error.code === 'credentials_wrong'
    if (!replaced) throw error
    return FlowAuthSession.start(url, admin)
  }
}

/** A role with all that the server can be asked, which the steward has as well, to look around. @returns its id. */
async function ensureRole(steward: FlowAuthSession, description: string): Promise<string> {
  const servers = await steward.ask<Named[]>('GET', '/api/admin/servers')
  const { id } = servers.find(({ name }) => name === AUDIENCE) ?? (await register(steward, description))
  const roles = await steward.ask<(Named & { server_id: string })[]>('GET', '/api/admin/roles')
  const known = roles.find(({ server_id, name }) => server_id === id && name === ROLE)
  if (known) return known.id
  const { scopes } = await steward.ask<{ scopes: string[] }>('GET', `/api/admin/servers/${id}`)
  const { user } = await steward.ask<{ user: { id: string } }>('GET', '/api/session')
  const role = { server_id: id, name: ROLE, scopes, member_ids: [user.id], ...LIMITS }
  return (await steward.ask<Named>('POST', '/api/admin/roles', role)).id
}

async function register(steward: FlowAuthSession, url: string): Promise<Named> {
  const description = await steward.ask<object>('POST', '/api/admin/api-descriptions', { url })
  return steward.ask('POST', '/api/admin/servers', { ...description, description_url: url, ...LIMITS })
}

/** What a user with a role signs in with first, who is added where there is none of that name. */
async function oneTimePassword(steward: FlowAuthSession, username: string, roleId: string): Promise<string> {
  const users = await steward.ask<{ id: string; username: string }[]>('GET', '/api/admin/users')
  const known = users.find(user => user.username === username)
  if (known) {
    const reset = `/api/admin/users/${known.id}/password`
    return (await steward.ask<{ password: string }>('POST', reset)).password
  }
  const user = { username, is_admin: false, role_ids: [roleId] }
  const added = await steward.ask<{ one_time_password: { password: string } }>(
    'POST',
    '/api/admin/users',
    user,
  )
  return added.one_time_password.password
}
