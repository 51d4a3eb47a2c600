import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { LONGEST_SESSION_DAYS, REFRESH_TOKEN_DAYS } from '../sessions/lifetimes.ts'
import { digestOf, newSecret } from '../sessions/one-time-secret.ts'
import { revokeTokensOfClients } from '../tokens/revocations.ts'

/** A client, as the person sees it whom it makes tokens for. */
export interface ClientRow {
  readonly id: string
  readonly client: string
  readonly server: string
  readonly roles: string[]
  readonly address: string
  readonly started_at: Date
  readonly last_used_at: Date
}

/** A client that asks for its next token. */
export interface ContinuedGrant {
  readonly id: string
  readonly userId: string
  readonly username: string
  readonly client: string
  /** The token that is made again. */
  readonly tokenId: string
  readonly lifetimeMinutes: number | null
  readonly refreshToken: string
}

/** What a client is let do. */
export interface NewGrant {
  readonly userId: string
  readonly tokenId: string
  readonly lifetimeMinutes: number | undefined
  readonly client: string
  readonly address: string
}

/** A grant lasts as long as a session, and is used up like one. */
const CAN_GO_ON = `client_grants.ended_at IS NULL AND client_grants.started_at > now() - make_interval(days => ${LONGEST_SESSION_DAYS})`

/** Lets a client make a token again. @returns what it renews it with. */
export async function startGrant(client: Queryable, grant: NewGrant): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO client_grants (user_id, token_id, lifetime_minutes, client, address)
     VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [grant.userId, grant.tokenId, grant.lifetimeMinutes ?? null, grant.client, grant.address],
  )
  const id = rows[0]?.id ?? ''
  await client.query('UPDATE tokens SET client_grant_id = $1 WHERE id = $2', [id, grant.tokenId])
  return issueRefreshToken(client, id)
}

/**
 * Notes that a client was given one more token.
 *
 * @returns whether it may have it: a grant may have been ended while the token was made, which is then revoked.
 */
export async function noteToken(client: Queryable, grantId: string, tokenId: string): Promise<boolean> {
  const { rows } = await client.query<{ goesOn: boolean }>(
    'SELECT ended_at IS NULL AS "goesOn" FROM client_grants WHERE id = $1 FOR UPDATE',
    [grantId],
  )
  await client.query('UPDATE tokens SET client_grant_id = $1 WHERE id = $2', [grantId, tokenId])
  const goesOn = rows[0]?.goesOn ?? false
  if (!goesOn) await revokeTokensOfClients(client, [grantId])
  return goesOn
}

/**
 * Continues a grant: its refresh token is used up and replaced. One that is used a second time is in two hands, and
 * ends the grant.
 *
 * @param adminsNeedSecondFactor Whether every administrator needs one.
 * @returns undefined where the grant cannot go on: it has ended, or its user is suspended or has to do something first.
 */
export async function continueGrant(
  client: Queryable,
  refreshToken: string,
  adminsNeedSecondFactor: boolean,
): Promise<ContinuedGrant | undefined> {
  const { rows } = await client.query<Omit<ContinuedGrant, 'refreshToken'> & { used: boolean }>(
    `SELECT grant_id AS "id", client_grants.user_id AS "userId", username, client, token_id AS "tokenId",
       lifetime_minutes AS "lifetimeMinutes", used_at IS NOT NULL AS used
     FROM client_refresh_tokens
     JOIN client_grants ON client_grants.id = grant_id
     JOIN users ON users.id = client_grants.user_id
     LEFT JOIN passwords ON passwords.user_id = users.id
     WHERE digest = $1 AND expires_at > now() AND ${CAN_GO_ON}
       AND suspended_at IS NULL AND one_time_until IS NULL
       AND (passwords.user_id IS NULL OR NOT (needs_second_factor OR (is_admin AND $2))
         OR EXISTS (SELECT FROM second_factors WHERE second_factors.user_id = users.id))
     FOR UPDATE OF client_refresh_tokens`,
    [digestOf(refreshToken), adminsNeedSecondFactor],
  )
  const [found] = rows
  if (!found) return undefined
  const { used, ...grant } = found
  if (used) {
    await endGrants(client, 'client_grants.id = $1', [grant.id])
    return undefined
  }
  await client.query('UPDATE client_refresh_tokens SET used_at = now() WHERE digest = $1', [
    digestOf(refreshToken),
  ])
  return { ...grant, refreshToken: await issueRefreshToken(client, grant.id) }
}

/** Ends the grant that a refresh token belongs to, and revokes what it was given. @returns whose it was, where there was one. */
export async function endGrantOf(client: Queryable, refreshToken: string): Promise<EndedGrant | undefined> {
  const holds = 'client_grants.id = (SELECT grant_id FROM client_refresh_tokens WHERE digest = $1)'
  const [ended] = await endGrants(client, holds, [digestOf(refreshToken)])
  return ended
}

/** Ends all that clients may do for a user, in the transaction of what that is for. */
export async function endGrantsOfUser(client: Queryable, userId: string): Promise<void> {
  await endGrants(client, 'user_id = $1', [userId])
}

/** A client that can go on no longer, and for whom it did. */
interface EndedGrant {
  readonly id: string
  readonly username: string
  readonly client: string
}

/**
 * Ends clients, and revokes what they were given.
 *
 * @param client In a transaction: what is given meanwhile waits for it (see {@link noteToken}).
 * @param which A condition on grants, with parameters from `$1` on.
 */
async function endGrants(
  client: Queryable,
  which: string,
  values: readonly unknown[],
): Promise<EndedGrant[]> {
  const { rows } = await client.query<EndedGrant>(
    `UPDATE client_grants SET ended_at = now() FROM users
     WHERE users.id = user_id AND ended_at IS NULL AND ${which}
     RETURNING client_grants.id, username, client`,
    [...values],
  )
  const ids = rows.map(({ id }) => id)
  await revokeTokensOfClients(client, ids)
  return rows
}

/** The clients of a user that can go on, the one that was used last first. */
export async function clientsOf(database: Queryable, userId: string): Promise<ClientRow[]> {
  const { rows } = await database.query<ClientRow>(
    `SELECT client_grants.id, client, servers.name AS server, address, started_at,
       ARRAY(SELECT role_name FROM token_roles WHERE token_roles.token_id = tokens.id ORDER BY role_name) AS roles,
       coalesce(max(used_at), started_at) AS last_used_at
     FROM client_grants
     JOIN client_refresh_tokens AS refresh ON grant_id = client_grants.id
     JOIN tokens ON tokens.id = token_id
     JOIN servers ON servers.id = tokens.server_id
     WHERE client_grants.user_id = $1 AND ${CAN_GO_ON}
     GROUP BY client_grants.id, tokens.id, servers.id HAVING max(refresh.expires_at) > now()
     ORDER BY last_used_at DESC`,
    [userId],
  )
  return rows
}

/** Ends a client of a user, and revokes what it was given. @returns what it calls itself. @throws {Refusal} `client_unknown`. */
export async function endClient(client: Queryable, userId: string, id: string): Promise<string> {
  const own = 'client_grants.id = $1 AND user_id = $2'
  const [ended] = await endGrants(client, own, [id, userId])
  if (!ended) throw new Refusal('client_unknown')
  return ended.client
}

/** Forgets what no client can use any more. */
export async function forgetOldGrants(database: Queryable): Promise<void> {
  await database.query(
    `DELETE FROM client_grants WHERE NOT EXISTS (
       SELECT FROM client_refresh_tokens WHERE grant_id = client_grants.id AND expires_at > now()
     ) AND started_at < now() - interval '1 day'`,
  )
}

async function issueRefreshToken(database: Queryable, grantId: string): Promise<string> {
  const token = newSecret()
  await database.query(
    `INSERT INTO client_refresh_tokens (digest, grant_id, expires_at)
     VALUES ($1, $2, now() + make_interval(days => $3))`,
    [digestOf(token), grantId, REFRESH_TOKEN_DAYS],
  )
  return token
}
