import type { NewServer, ScopesUpdate, ServerChange, ServerCheck } from '../api/servers.ts'
import { isDuplicate, type Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { revokeTokensForServer, revokeTokensWithScopes } from '../tokens/revocations.ts'

/** How long the tokens of a server or role may live. */
export interface LimitsRow {
  readonly longest_lifetime_minutes: number
  readonly latest_expiry: Date | null
}

/** A server, as stored. */
export interface ServerRow extends LimitsRow {
  readonly id: string
  readonly name: string
  readonly description_url: string | null
  readonly public_url: string | null
  readonly scopes_read_at: Date
  readonly refuses_revoked: boolean
  readonly checked_at: Date | null
  readonly check_outcome: ServerCheck | null
  readonly scope_count: number
  readonly role_count: number
}

const SELECT_SERVERS = `
  SELECT id, name, description_url, public_url, scopes_read_at, refuses_revoked, checked_at, check_outcome, longest_lifetime_minutes, latest_expiry,
    (SELECT count(*) FROM scopes WHERE server_id = servers.id) AS scope_count,
    (SELECT count(*) FROM roles WHERE server_id = servers.id) AS role_count
  FROM servers`

/** All servers, by name. */
export async function listServers(database: Queryable): Promise<ServerRow[]> {
  return (await database.query<ServerRow>(`${SELECT_SERVERS} ORDER BY name`)).rows
}

/** One server. @throws {Refusal} `server_unknown`. */
export async function findServer(database: Queryable, id: string): Promise<ServerRow> {
  const { rows } = await database.query<ServerRow>(`${SELECT_SERVERS} WHERE id = $1`, [id])
  if (!rows[0]) throw new Refusal('server_unknown')
  return rows[0]
}

/** The scopes of a server, sorted. */
export async function scopesOf(database: Queryable, serverId: string): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    'SELECT name FROM scopes WHERE server_id = $1 ORDER BY name COLLATE "C"',
    [serverId],
  )
  return rows.map(({ name }) => name)
}

/** Registers a server. @throws {Refusal} `server_name_taken`. */
export async function addServer(client: Queryable, server: NewServer): Promise<ServerRow> {
  const { rows } = await client
    .query<{ id: string }>(
      `INSERT INTO servers (name, description_url, public_url, refuses_revoked, longest_lifetime_minutes, latest_expiry)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [
        server.name,
        server.description_url,
        server.public_url,
        server.refuses_revoked,
        server.longest_lifetime_minutes,
        server.latest_expiry,
      ],
    )
    .catch(error => {
      throw isDuplicate(error) ? new Refusal('server_name_taken') : error
    })
  const id = rows[0]?.id ?? ''
  await addScopes(client, id, server.scopes)
  return findServer(client, id)
}

/** Sets the limits of a server. @throws {Refusal} `server_unknown`. */
export async function changeServer(client: Queryable, id: string, change: ServerChange): Promise<ServerRow> {
  await client.query('UPDATE servers SET longest_lifetime_minutes = $2, latest_expiry = $3 WHERE id = $1', [
    id,
    change.longest_lifetime_minutes,
    change.latest_expiry,
  ])
  return findServer(client, id)
}

/**
 * Removes a server with its roles and the record of its tokens, which are revoked: nobody could do so later.
 *
 * @throws {Refusal} `server_unknown`.
 */
export async function removeServer(client: Queryable, id: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM servers WHERE id = $1 FOR UPDATE', [id])
  if (rowCount === 0) throw new Refusal('server_unknown')
  await revokeTokensForServer(client, id)
  await client.query('DELETE FROM servers WHERE id = $1', [id])
}

/** What taking over a document would change: scopes that come and go, and what roles lose by it. */
export interface Comparison {
  readonly added: string[]
  readonly removed: string[]
  readonly roles: { id: string; name: string; loses: string[] }[]
}

/**
 * Compares a server's document with what is known of the server.
 *
 * @throws {Refusal} `server_unknown`, `server_mismatch`.
 */
export async function compareScopes(
  database: Queryable,
  id: string,
  { name, scopes }: ScopesUpdate,
): Promise<Comparison> {
  const server = await findServer(database, id)
  if (server.name !== name) throw new Refusal('server_mismatch', { payload: { name } })
  const known = await scopesOf(database, id)
  const before = new Set(known)
  const after = new Set(scopes)
  const removed = known.filter(scope => !after.has(scope))
  const { rows: roles } = await database.query<Comparison['roles'][number]>(
    `SELECT roles.id, roles.name, array_agg(scope ORDER BY scope COLLATE "C") AS loses
     FROM role_scopes JOIN roles ON roles.id = role_id
     WHERE role_scopes.server_id = $1 AND scope = ANY($2) GROUP BY roles.id ORDER BY roles.name`,
    [id, removed],
  )
  return { added: [...after].filter(scope => !before.has(scope)).sort(), removed, roles }
}

/**
 * Takes over a server's document. Scopes that it no longer has leave every role, and tokens that have them are revoked.
 *
 * @throws as {@link compareScopes}.
 */
export async function replaceScopes(
  client: Queryable,
  id: string,
  update: ScopesUpdate,
): Promise<Comparison> {
  await client.query('SELECT FROM servers WHERE id = $1 FOR UPDATE', [id])
  // While they are held no token can be made of them.
  await client.query('SELECT FROM roles WHERE server_id = $1 ORDER BY id FOR UPDATE', [id])
  const comparison = await compareScopes(client, id, update)
  for (const role of comparison.roles) await revokeTokensWithScopes(client, role.id, role.loses)
  await client.query('DELETE FROM scopes WHERE server_id = $1 AND name = ANY($2)', [id, comparison.removed])
  await addScopes(client, id, comparison.added)
  await client.query(
    `UPDATE servers SET scopes_read_at = now(), description_url = $2, public_url = $3, refuses_revoked = $4,
       checked_at = NULL, check_outcome = NULL
     WHERE id = $1`,
    [id, update.description_url, update.public_url, update.refuses_revoked],
  )
  return comparison
}

async function addScopes(client: Queryable, serverId: string, scopes: readonly string[]): Promise<void> {
  await client.query('INSERT INTO scopes (server_id, name) SELECT DISTINCT $1::uuid, unnest($2::text[])', [
    serverId,
    scopes,
  ])
}
