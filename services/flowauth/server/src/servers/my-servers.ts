import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { addressOf } from './address.ts'
import { findServer, type LimitsRow } from './servers.ts'

/** A server as one of its users sees it. */
export interface MyServerRow {
  readonly id: string
  readonly name: string
  readonly roles: (Omit<LimitsRow, 'latest_expiry'> & {
    id: string
    name: string
    scope_count: number
    latest_expiry: string | null
  })[]
  readonly refuses_revoked: boolean
  readonly active_tokens: number
}

/** The servers that a user has a role on, by name. */
export async function listMyServers(database: Queryable, userId: string): Promise<MyServerRow[]> {
  const { rows } = await database.query<MyServerRow>(
    `SELECT servers.id, servers.name, servers.refuses_revoked,
       json_agg(json_build_object(
         'id', roles.id, 'name', roles.name,
         'longest_lifetime_minutes', roles.longest_lifetime_minutes, 'latest_expiry', roles.latest_expiry,
         'scope_count', (SELECT count(*) FROM role_scopes WHERE role_id = roles.id)
       ) ORDER BY roles.name) AS roles,
       (SELECT count(*) FROM tokens
        WHERE tokens.server_id = servers.id AND tokens.user_id = $1 AND expires_at > now()
          AND NOT EXISTS (SELECT FROM revocations WHERE token_id = tokens.id)) AS active_tokens
     FROM role_members
     JOIN roles ON roles.id = role_members.role_id
     JOIN servers ON servers.id = roles.server_id
     WHERE role_members.user_id = $1
     GROUP BY servers.id ORDER BY servers.name`,
    [userId],
  )
  return rows
}

/** A role that somebody has, with all that it allows. */
export interface HeldRole extends LimitsRow {
  readonly id: string
  readonly name: string
  readonly scopes: string[]
}

/** A server, and the roles that somebody has there. */
export interface MyServer extends LimitsRow {
  readonly id: string
  readonly name: string
  readonly refuses_revoked: boolean
  readonly roles: HeldRole[]
}

/**
 * A server with the roles that a user has there.
 *
 * @throws {Refusal} `server_unknown`, also where there is such a server and the user has no role on it.
 */
export async function findMyServer(database: Queryable, userId: string, serverId: string): Promise<MyServer> {
  const { rows: roles } = await database.query<HeldRole>(
    `SELECT roles.id, roles.name, roles.longest_lifetime_minutes, roles.latest_expiry,
       ARRAY(SELECT scope FROM role_scopes WHERE role_id = roles.id ORDER BY scope COLLATE "C") AS scopes
     FROM role_members JOIN roles ON roles.id = role_members.role_id
     WHERE role_members.user_id = $1 AND roles.server_id = $2 ORDER BY roles.name`,
    [userId, serverId],
  )
  const { rows } = await database.query<Omit<MyServer, 'roles'>>(
    'SELECT id, name, refuses_revoked, longest_lifetime_minutes, latest_expiry FROM servers WHERE id = $1',
    [serverId],
  )
  if (!rows[0] || roles.length === 0) throw new Refusal('server_unknown')
  return { ...rows[0], roles }
}

/** What a server is called, and where it is, as far as that is known. @throws {Refusal} `server_unknown`. */
export async function serverAddress(
  database: Queryable,
  serverId: string,
  flowauth: URL,
): Promise<{ name: string; url: string | null }> {
  const { name, ...addresses } = await findServer(database, serverId)
  return { name, url: addressOf(addresses, flowauth) }
}
