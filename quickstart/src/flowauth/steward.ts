import { AUDIENCE } from '../programs.ts'
import type { FlowAuthSession } from './session.ts'

/*
 * What a data steward does on the pages: registers the server, makes a role, adds somebody who has it, and reads the
 * scopes again when FlowAPI has other ones.
 */

const ROLE = 'everything'

/** Tokens live for a day at most. */
const LIMITS = { longest_lifetime_minutes: 24 * 60, latest_expiry: null }

interface Named {
  readonly id: string
  readonly name: string
}

interface Server extends Named {
  readonly description_url: string | null
}

interface Role extends Named {
  readonly server_id: string
}

interface RoleDetails extends Role {
  readonly longest_lifetime_minutes: number
  readonly latest_expiry: string | null
  readonly scopes: readonly string[]
  readonly member_ids: readonly string[]
}

/**
 * Makes a role with all that the server can be asked, and registers the server first, where they are not there yet. The
 * steward has the role as well, to look around.
 *
 * @param url Of FlowAPI's OpenAPI document.
 * @returns the id of the role.
 */
export async function ensureRole(steward: FlowAuthSession, url: string): Promise<string> {
  const { id } = (await serverOf(steward)) ?? (await register(steward, url))
  const known = await roleOf(steward, id)
  if (known) return known.id
  const { scopes } = await steward.ask<{ scopes: string[] }>('GET', `/api/admin/servers/${id}`)
  const { user } = await steward.ask<{ user: { id: string } }>('GET', '/api/session')
  const role = { server_id: id, name: ROLE, scopes, member_ids: [user.id], ...LIMITS }
  return (await steward.ask<Named>('POST', '/api/admin/roles', role)).id
}

/** What a user with a role signs in with first, who is added where there is none of that name. */
export async function oneTimePassword(
  steward: FlowAuthSession,
  username: string,
  roleId: string,
): Promise<string> {
  const users = await steward.ask<{ id: string; username: string }[]>('GET', '/api/admin/users')
  const known = users.find(user => user.username === username)
  if (known) {
    const reset = `/api/admin/users/${known.id}/password`
    return (await steward.ask<{ password: string }>('POST', reset)).password
  }
  const added = await steward.ask<{ one_time_password: { password: string } }>('POST', '/api/admin/users', {
    username,
    is_admin: false,
    role_ids: [roleId],
  })
  return added.one_time_password.password
}

/**
 * Tells FlowAuth where FlowAPI is and what can be asked of it, where that has changed since the last time: the checkout
 * may be a newer one, or the port another. What is new, the role gets; what the steward has taken from it stays away.
 *
 * @param url Of FlowAPI's OpenAPI document.
 */
export async function updateServer(steward: FlowAuthSession, url: string): Promise<void> {
  const server = await serverOf(steward)
  if (!server) return
  const update = { ...(await describe(steward, url)), description_url: url }
  const scopes = `/api/admin/servers/${server.id}/scopes`
  const { added, removed } = await steward.ask<{ added: string[]; removed: string[] }>(
    'POST',
    `${scopes}/comparison`,
    update,
  )
  if (server.description_url === url && added.length + removed.length === 0) return
  await steward.ask('PUT', scopes, update)
  const role = await roleOf(steward, server.id)
  if (role && added.length > 0) await extendRole(steward, role.id, added)
}

async function extendRole(steward: FlowAuthSession, id: string, added: readonly string[]): Promise<void> {
  const path = `/api/admin/roles/${id}`
  const { name, longest_lifetime_minutes, latest_expiry, scopes, member_ids } =
    await steward.ask<RoleDetails>('GET', path)
  const contents = { name, longest_lifetime_minutes, latest_expiry, member_ids }
  await steward.ask('PUT', path, { ...contents, scopes: [...scopes, ...added] })
}

async function serverOf(steward: FlowAuthSession): Promise<Server | undefined> {
  const servers = await steward.ask<Server[]>('GET', '/api/admin/servers')
  return servers.find(({ name }) => name === AUDIENCE)
}

async function roleOf(steward: FlowAuthSession, serverId: string): Promise<Role | undefined> {
  const roles = await steward.ask<Role[]>('GET', '/api/admin/roles')
  return roles.find(({ server_id, name }) => server_id === serverId && name === ROLE)
}

async function register(steward: FlowAuthSession, url: string): Promise<Named> {
  const description = await describe(steward, url)
  return steward.ask('POST', '/api/admin/servers', { ...description, description_url: url, ...LIMITS })
}

/** What FlowAPI's document says of itself, as FlowAuth reads it. */
function describe(steward: FlowAuthSession, url: string): Promise<object> {
  return steward.ask('POST', '/api/admin/api-descriptions', { url })
}
