import type { Identity } from '../api/providers.ts'
import { usernameField } from '../api/users.ts'
import { isDuplicate, type Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { revokeTokensWithRolesOf } from '../tokens/revocations.ts'
import type { Claims } from './open-id.ts'
import type { ProviderRow } from './providers.ts'

/** What is known of a user's account at a provider. */
export interface IdentityRow extends Omit<Identity, 'linked_at'> {
  readonly linked_at: Date
}

/** Where a user can sign in besides with a password, by name. */
export async function identitiesOf(database: Queryable, userId: string): Promise<IdentityRow[]> {
  const { rows } = await database.query<IdentityRow>(
    `SELECT provider_id, name AS provider_name, linked_at
     FROM identities JOIN identity_providers ON identity_providers.id = provider_id
     WHERE user_id = $1 ORDER BY name, linked_at`,
    [userId],
  )
  return rows
}

/** A user whom a provider has signed in. */
export interface KnownUser {
  readonly id: string
  readonly username: string
  /** Whether the account was made just now. */
  readonly isNew: boolean
}

/** The ids of roles that a sign-in has given and taken. */
export interface RoleChanges {
  readonly given: string[]
  readonly taken: string[]
}

/**
 * The user whom a provider has signed in. Somebody whom FlowAuth does not know gets an account where the provider may
 * make some: a new one always, since a name that is the same proves nothing.
 *
 * @param client A connection in a transaction.
 * @throws {Refusal} `identity_unknown`, `account_not_created`.
 */
export async function userOfIdentity(
  client: Queryable,
  provider: ProviderRow,
  { subject, username }: Claims,
): Promise<KnownUser> {
  const { rows } = await client.query<{ user_id: string; username: string; suspended: boolean }>(
    `SELECT user_id, username, suspended_at IS NOT NULL AS suspended
     FROM identities JOIN users ON users.id = user_id WHERE provider_id = $1 AND subject = $2`,
    [provider.id, subject],
  )
  const [found] = rows
  if (found && !found.suspended) return { id: found.user_id, username: found.username, isNew: false }
  if (found || !provider.creates_accounts) throw new Refusal('identity_unknown')
  const added = await addAccount(client, username)
  await linkIdentity(client, provider.id, subject, added.id)
  return { ...added, isNew: true }
}

/** Lets a user sign in with an account at a provider. @throws {Refusal} `identity_taken`. */
export async function linkIdentity(
  client: Queryable,
  providerId: string,
  subject: string,
  userId: string,
): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO identities (provider_id, subject, user_id) VALUES ($1, $2, $3)
     ON CONFLICT (provider_id, subject) DO UPDATE SET user_id = identities.user_id
     WHERE identities.user_id = excluded.user_id`,
    [providerId, subject, userId],
  )
  if (rowCount === 0) throw new Refusal('identity_taken')
}

/**
 * Lets a user sign in by a provider no more.
 *
 * @throws {Refusal} `last_way_in` where no other way would be left.
 */
export async function unlinkIdentities(client: Queryable, userId: string, providerId: string): Promise<void> {
  await client.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [userId])
  await client.query('DELETE FROM identities WHERE user_id = $1 AND provider_id = $2', [userId, providerId])
  const { rowCount } = await client.query(
    'SELECT FROM passwords WHERE user_id = $1 UNION ALL SELECT FROM identities WHERE user_id = $1',
    [userId],
  )
  if (rowCount === 0) throw new Refusal('last_way_in')
}

/**
 * Gives a user those of the provider's roles that its claim has a value for, and takes the others of them away. Tokens
 * with a role that is taken away are revoked.
 */
export async function applyRoles(
  client: Queryable,
  { id, roles_claim }: ProviderRow,
  claims: Claims,
  userId: string,
): Promise<RoleChanges> {
  if (roles_claim === null) return { given: [], taken: [] }
  const values = [claims.all[roles_claim]].flat().filter(value => typeof value === 'string')
  await client.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [userId])
  const { rows: taken } = await client.query<{ role_id: string }>(
    `DELETE FROM role_members WHERE user_id = $1
       AND role_id IN (SELECT role_id FROM provider_roles WHERE provider_id = $2)
       AND role_id NOT IN (
         SELECT role_id FROM provider_roles WHERE provider_id = $2 AND claim_value = ANY($3)
       )
     RETURNING role_id`,
    [userId, id, values],
  )
  const { rows: given } = await client.query<{ role_id: string }>(
    `INSERT INTO role_members (role_id, user_id)
     SELECT DISTINCT role_id, $1::uuid FROM provider_roles WHERE provider_id = $2 AND claim_value = ANY($3)
     ON CONFLICT DO NOTHING
     RETURNING role_id`,
    [userId, id, values],
  )
  const lost = taken.map(({ role_id }) => role_id)
  await revokeTokensWithRolesOf(client, userId, lost)
  return { given: given.map(({ role_id }) => role_id), taken: lost }
}

async function addAccount(client: Queryable, username: string | undefined) {
  const name = usernameField.safeParse(username)
  if (!name.success) throw new Refusal('account_not_created')
  const { rows } = await client
    .query<{ id: string }>('INSERT INTO users (username) VALUES ($1) RETURNING id', [name.data])
    .catch(error => {
      throw isDuplicate(error) ? new Refusal('account_not_created') : error
    })
  return { id: rows[0]?.id ?? '', username: name.data }
}
