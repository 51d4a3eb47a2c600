import type { RevocationReason } from '../api/tokens.ts'
import type { Queryable } from '../database/queryable.ts'

/*
 * A token is revoked when its owner or an administrator says so, and when what it was made of goes: its owner is
 * suspended, loses a role that is in it, or one of its roles loses a scope, is removed, or ends before the token does; or
 * the client that was given it is ended. Once revoked, it stays so, also when what was taken away is given again.
 *
 * These are called in the transaction that takes something away, after it holds the lock of the user or the role:
 * making a token waits for the same locks (see `mint.ts`), and so nobody gets one in between.
 */

/** Revokes one token. */
export function revokeToken(
  client: Queryable,
  id: string,
  because: 'owner' | 'administrator',
): Promise<void> {
  return revoke(client, because, 'tokens.id = $2', [id])
}

/** Revokes all tokens of a user who is suspended. */
export function revokeTokensOf(client: Queryable, userId: string): Promise<void> {
  return revoke(client, 'user_suspended', 'user_id = $2', [userId])
}

/** Revokes the tokens of a user that were made with one of these roles. */
export function revokeTokensWithRolesOf(
  client: Queryable,
  userId: string,
  roleIds: readonly string[],
): Promise<void> {
  return revoke(
    client,
    'role_taken',
    'user_id = $2 AND EXISTS (SELECT FROM token_roles WHERE token_id = tokens.id AND role_id = ANY($3))',
    [userId, roleIds],
  )
}

/** Revokes the tokens that users who have lost a role have made with it. */
export function revokeTokensOfFormerMembers(
  client: Queryable,
  roleId: string,
  userIds: readonly string[],
): Promise<void> {
  return revoke(
    client,
    'role_taken',
    'user_id = ANY($3) AND EXISTS (SELECT FROM token_roles WHERE token_id = tokens.id AND role_id = $2)',
    [roleId, userIds],
  )
}

/** Revokes the tokens with scopes that a role has lost: those that have the whole role, and those that chose them. */
export function revokeTokensWithScopes(
  client: Queryable,
  roleId: string,
  scopes: readonly string[],
): Promise<void> {
  if (scopes.length === 0) return Promise.resolve()
  return revoke(
    client,
    'role_changed',
    `EXISTS (
       SELECT FROM token_roles
       WHERE token_id = tokens.id AND role_id = $2 AND (scopes IS NULL OR scopes && $3::text[])
     )`,
    [roleId, scopes],
  )
}

/** Revokes all tokens that were made with a role that is removed. */
export function revokeTokensWithRole(client: Queryable, roleId: string): Promise<void> {
  return revoke(
    client,
    'role_removed',
    'EXISTS (SELECT FROM token_roles WHERE token_id = tokens.id AND role_id = $2)',
    [roleId],
  )
}

/** Revokes all tokens for a server that is removed. */
export function revokeTokensForServer(client: Queryable, serverId: string): Promise<void> {
  return revoke(client, 'server_removed', 'server_id = $2', [serverId])
}

/** Revokes what clients were given that are ended. */
export function revokeTokensOfClients(client: Queryable, grantIds: readonly string[]): Promise<void> {
  return revoke(client, 'client_ended', 'client_grant_id = ANY($2)', [grantIds])
}

/** Revokes tokens that live beyond a date that their server or one of their roles was given after they were made. */
export async function revokeTokensPastTheirEnd(client: Queryable): Promise<void> {
  await revoke(
    client,
    'role_ended',
    `EXISTS (
       SELECT FROM token_roles JOIN roles ON roles.id = role_id
       WHERE token_id = tokens.id AND latest_expiry <= now()
     )`,
  )
  await revoke(
    client,
    'server_ended',
    'EXISTS (SELECT FROM servers WHERE servers.id = server_id AND latest_expiry <= now())',
  )
}

/** @param which A condition on tokens, with parameters from `$2` on. */
async function revoke(
  client: Queryable,
  because: RevocationReason,
  which: string,
  values: readonly unknown[] = [],
): Promise<void> {
  await client.query(
    `INSERT INTO revocations (token_id, expires_at, because)
     SELECT id, expires_at, $1 FROM tokens WHERE expires_at > now() AND ${which}
     ON CONFLICT DO NOTHING`,
    [because, ...values],
  )
}
