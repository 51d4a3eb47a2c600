import type { NewRole, RoleContents } from '../api/roles.ts'
import { isDangling, isDuplicate, type Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { findServer, type LimitsRow } from '../servers/servers.ts'
import {
  revokeTokensOfFormerMembers,
  revokeTokensWithRole,
  revokeTokensWithScopes,
} from '../tokens/revocations.ts'

/** A role in the list of roles. */
export interface RoleRow extends LimitsRow {
  readonly id: string
  readonly name: string
  readonly server_id: string
  readonly server_name: string
  readonly scope_count: number
  readonly member_count: number
}

/** All roles, by server and name. */
export async function listRoles(database: Queryable): Promise<RoleRow[]> {
  const { rows } = await database.query<RoleRow>(
    `SELECT roles.id, roles.name, server_id, servers.name AS server_name,
       roles.longest_lifetime_minutes, roles.latest_expiry,
       (SELECT count(*) FROM role_scopes WHERE role_id = roles.id) AS scope_count,
       (SELECT count(*) FROM role_members WHERE role_id = roles.id) AS member_count
     FROM roles JOIN servers ON servers.id = server_id
     ORDER BY servers.name, roles.name`,
  )
  return rows
}

/** A role with all that it allows, and whom. */
export interface RoleDetailsRow extends LimitsRow {
  readonly id: string
  readonly name: string
  readonly server_id: string
  readonly scopes: string[]
  readonly member_ids: string[]
}

/** One role. @throws {Refusal} `role_unknown`. */
export async function findRole(database: Queryable, id: string): Promise<RoleDetailsRow> {
  const { rows } = await database.query<RoleDetailsRow>(
    `SELECT id, name, server_id, longest_lifetime_minutes, latest_expiry,
       ARRAY(SELECT scope FROM role_scopes WHERE role_id = roles.id ORDER BY scope COLLATE "C") AS scopes,
       ARRAY(SELECT user_id FROM role_members WHERE role_id = roles.id ORDER BY user_id) AS member_ids
     FROM roles WHERE id = $1`,
    [id],
  )
  if (!rows[0]) throw new Refusal('role_unknown')
  return rows[0]
}

/** Adds a role. @throws {Refusal} `server_unknown`, and as {@link changeRole}. */
export async function addRole(
  client: Queryable,
  { server_id, ...contents }: NewRole,
): Promise<RoleDetailsRow> {
  await findServer(client, server_id)
  const { rows } = await client
    .query<{ id: string }>(
      `INSERT INTO roles (server_id, name, longest_lifetime_minutes, latest_expiry)
       VALUES ($1, $2, $3, $4) RETURNING id`,
      [server_id, contents.name, contents.longest_lifetime_minutes, contents.latest_expiry],
    )
    .catch(refuseDuplicate)
  const id = rows[0]?.id ?? ''
  await setContents(client, { id, server_id }, contents)
  return findRole(client, id)
}

/**
 * Replaces all of a role but its server. Tokens are revoked whose owners lose the role, and that have scopes which the
 * role loses.
 *
 * @throws {Refusal} `role_unknown`, `role_name_taken`, `scope_unknown`, `member_unknown`.
 */
export async function changeRole(
  client: Queryable,
  id: string,
  contents: RoleContents,
): Promise<RoleDetailsRow> {
  const { server_id } = await findRole(client, id)
  await client
    .query('UPDATE roles SET name = $2, longest_lifetime_minutes = $3, latest_expiry = $4 WHERE id = $1', [
      id,
      contents.name,
      contents.longest_lifetime_minutes,
      contents.latest_expiry,
    ])
    .catch(refuseDuplicate)
  await setContents(client, { id, server_id }, contents)
  return findRole(client, id)
}

/** Removes a role. Tokens that were made with it are revoked. @throws {Refusal} `role_unknown`. */
export async function removeRole(client: Queryable, id: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM roles WHERE id = $1 FOR UPDATE', [id])
  if (rowCount === 0) throw new Refusal('role_unknown')
  await revokeTokensWithRole(client, id)
  await client.query('DELETE FROM roles WHERE id = $1', [id])
}

async function setContents(
  client: Queryable,
  role: { readonly id: string; readonly server_id: string },
  { scopes, member_ids }: RoleContents,
): Promise<void> {
  const { rows: lost } = await client.query<{ scope: string }>(
    'DELETE FROM role_scopes WHERE role_id = $1 AND scope <> ALL($2) RETURNING scope',
    [role.id, scopes],
  )
  await client
    .query(
      `INSERT INTO role_scopes (role_id, server_id, scope)
       SELECT DISTINCT $1::uuid, $2::uuid, unnest($3::text[]) ON CONFLICT DO NOTHING`,
      [role.id, role.server_id, scopes],
    )
    .catch(refuseDangling('scope_unknown'))
  const { rows: gone } = await client.query<{ user_id: string }>(
    'DELETE FROM role_members WHERE role_id = $1 AND user_id <> ALL($2) RETURNING user_id',
    [role.id, member_ids],
  )
  await client
    .query(
      `INSERT INTO role_members (role_id, user_id)
       SELECT DISTINCT $1::uuid, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
      [role.id, member_ids],
    )
    .catch(refuseDangling('member_unknown'))
  const former = gone.map(({ user_id }) => user_id)
  await revokeTokensOfFormerMembers(client, role.id, former)
  const lostScopes = lost.map(({ scope }) => scope)
  await revokeTokensWithScopes(client, role.id, lostScopes)
}

function refuseDuplicate(error: unknown): never {
  throw isDuplicate(error) ? new Refusal('role_name_taken') : error
}

function refuseDangling(code: 'scope_unknown' | 'member_unknown') {
  return (error: unknown): never => {
    throw isDangling(error) ? new Refusal(code) : error
  }
}
