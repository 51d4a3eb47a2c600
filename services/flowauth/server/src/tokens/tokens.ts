import type { ChosenRole, RevocationReason } from '../api/tokens.ts'
import type { DeedDetails } from '../audit/audit.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'

/** What is kept of a token. */
export interface TokenRow {
  readonly id: string
  readonly name: string
  readonly username: string
  readonly issued_at: Date
  readonly expires_at: Date
  readonly size_bytes: number
  readonly revoked_at: Date | null
  readonly revoked_because: RevocationReason | null
  readonly roles: { name: string; part_of_role: boolean }[]
}

/** A token to be kept, without the token itself. */
export interface TokenRecord {
  readonly id: string
  readonly userId: string
  readonly serverId: string
  readonly name: string
  readonly sizeBytes: number
  /** The id of the key that signed it; null for a shared secret. */
  readonly keyId: string | null
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly roles: readonly { id: string; name: string; scopes: readonly string[] | null }[]
}

/** No page lists more. */
const MOST_LISTED = 500

const SELECT_TOKENS = `
  SELECT tokens.id, name, username, issued_at, tokens.expires_at, size_bytes,
    revoked_at, because AS revoked_because,
    coalesce((
      SELECT json_agg(json_build_object('name', role_name, 'part_of_role', scopes IS NOT NULL) ORDER BY role_name)
      FROM token_roles WHERE token_id = tokens.id
    ), '[]') AS roles
  FROM tokens JOIN users ON users.id = user_id LEFT JOIN revocations ON revocations.token_id = tokens.id`

/** Adds a token to what is known. */
export async function keepToken(client: Queryable, token: TokenRecord): Promise<void> {
  await client.query(
    `INSERT INTO tokens (id, user_id, server_id, name, size_bytes, kid, issued_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      token.id,
      token.userId,
      token.serverId,
      token.name,
      token.sizeBytes,
      token.keyId,
      token.issuedAt,
      token.expiresAt,
    ],
  )
  for (const { id, name, scopes } of token.roles)
    await client.query(
      'INSERT INTO token_roles (token_id, role_name, role_id, scopes) VALUES ($1, $2, $3, $4)',
      [token.id, name, id, scopes],
    )
}

/** What is known of a token. @throws {Refusal} `token_unknown`. */
export async function findToken(database: Queryable, id: string): Promise<TokenRow> {
  const { rows } = await database.query<TokenRow>(`${SELECT_TOKENS} WHERE tokens.id = $1`, [id])
  if (!rows[0]) throw new Refusal('token_unknown')
  return rows[0]
}

/** What the audit tells of a token that is made. */
export function deedOf({ id, name, expires_at, roles }: TokenRow, more: object = {}): DeedDetails {
  return { about: name, details: { token_id: id, expires_at, roles: roles.map(role => role.name), ...more } }
}

/** Whose a token is. @throws {Refusal} `token_unknown`. */
export async function ownerOf(database: Queryable, id: string): Promise<string> {
  const { rows } = await database.query<{ user_id: string }>('SELECT user_id FROM tokens WHERE id = $1', [id])
  if (!rows[0]) throw new Refusal('token_unknown')
  return rows[0].user_id
}

/** Tokens, those that end last first. */
export interface TokenPage {
  readonly tokens: TokenRow[]
  /** Whether there are others that are not listed. */
  readonly more: boolean
}

/**
 * The tokens of a server.
 *
 * @param userId Whose; everybody's without it.
 */
export async function listTokens(database: Queryable, serverId: string, userId?: string): Promise<TokenPage> {
  const { rows } = await database.query<TokenRow>(
    `${SELECT_TOKENS} WHERE server_id = $1 AND ($2::uuid IS NULL OR user_id = $2)
     ORDER BY tokens.expires_at DESC, tokens.id LIMIT $3`,
    [serverId, userId ?? null, MOST_LISTED + 1],
  )
  return { tokens: rows.slice(0, MOST_LISTED), more: rows.length > MOST_LISTED }
}

/** What a token was made of, so that it can be made again. */
export interface TokenMakings {
  readonly serverId: string
  readonly name: string
  readonly roles: ChosenRole[]
}

/**
 * What a token of a user was made of. Of a part of a role, what the role still has is left.
 *
 * @throws {Refusal} `token_unknown`; `role_not_held` naming the roles that the user no longer has, or no longer any
 * chosen scope of.
 */
export async function makingsOf(database: Queryable, userId: string, tokenId: string): Promise<TokenMakings> {
  const { rows: tokens } = await database.query<{ server_id: string; name: string }>(
    'SELECT server_id, name FROM tokens WHERE id = $1 AND user_id = $2',
    [tokenId, userId],
  )
  if (!tokens[0]) throw new Refusal('token_unknown')
  const { rows: roles } = await database.query<{
    name: string
    id: string | null
    scopes: string[] | null
    held: boolean
  }>(
    `SELECT role_name AS name, token_roles.role_id AS id, role_members.user_id IS NOT NULL AS held,
       CASE WHEN scopes IS NOT NULL THEN ARRAY(
         SELECT scope FROM role_scopes WHERE role_scopes.role_id = token_roles.role_id AND scope = ANY(scopes)
         ORDER BY scope COLLATE "C"
       ) END AS scopes
     FROM token_roles
     LEFT JOIN role_members ON role_members.role_id = token_roles.role_id AND role_members.user_id = $2
     WHERE token_id = $1 ORDER BY role_name`,
    [tokenId, userId],
  )
  const missing = roles.filter(({ held, scopes }) => !held || scopes?.length === 0).map(({ name }) => name)
  if (missing.length > 0) throw new Refusal('role_not_held', { payload: { roles: missing } })
  return {
    serverId: tokens[0].server_id,
    name: tokens[0].name,
    roles: roles.map(({ id, scopes }) => ({ id: id ?? '', ...(scopes === null ? {} : { scopes }) })),
  }
}
