import { randomUUID } from 'node:crypto'
import { signToken } from '@flowkit/tokens'
import type { ChosenRole, NewToken, TokenChoice, TokenPreview } from '../api/tokens.ts'
import type { Queryable } from '../database/queryable.ts'
import type { TokenKeys } from '../keys/token-keys.ts'
import { Refusal } from '../refusal.ts'
import { findMyServer, type HeldRole } from '../servers/my-servers.ts'
import { type Expiry, tokenExpiry } from './expiry.ts'
import { findToken, keepToken, type TokenRow } from './tokens.ts'

/** Who a token is for. */
export interface TokenOwner {
  readonly id: string
  readonly username: string
}

/** A role to put into a token, with the scopes that were chosen from it. */
interface RoleForToken extends HeldRole {
  readonly chosen: readonly string[] | null
}

interface DraftToken {
  readonly id: string
  readonly jwt: string
  readonly keyId: string | null
  readonly roles: readonly RoleForToken[]
  readonly issuedAt: Date
  readonly expiry: Expiry
}

/** Makes tokens for FlowAPI. */
export class Mint {
  readonly #pool: Queryable
  readonly #keys: TokenKeys
  readonly #issuer: string

  constructor(pool: Queryable, keys: TokenKeys, issuer: string) {
    this.#pool = pool
    this.#keys = keys
    this.#issuer = issuer
  }

  /** What a token would be like. @throws {Refusal} as {@link mint}. */
  async preview(owner: TokenOwner, serverId: string, choice: TokenChoice): Promise<TokenPreview> {
    const { jwt, roles, expiry } = await this.#draft(this.#pool, owner, serverId, choice)
    return {
      expires_at: expiry.at.toISOString(),
      limited: expiry.limited,
      size_bytes: Buffer.byteLength(jwt),
      scope_count: new Set(roles.flatMap(scopesFor)).size,
    }
  }

  /**
   * Makes a token out of roles that its owner has on a server, and keeps all of it but the token itself. While it does,
   * nobody can suspend the owner or change the roles: what takes something away revokes tokens, and must find this one.
   *
   * @param client In a transaction.
   * @throws {Refusal} `server_unknown`, `role_not_held`, `scope_not_in_role`, `role_expired`, `server_expired`.
   */
  async mint(
    client: Queryable,
    owner: TokenOwner,
    serverId: string,
    { name, ...choice }: NewToken,
  ): Promise<{ token: TokenRow; jwt: string }> {
    await holdStill(client, owner.id, serverId)
    const { id, jwt, keyId, roles, issuedAt, expiry } = await this.#draft(client, owner, serverId, choice)
    await keepToken(client, {
      id,
      userId: owner.id,
      serverId,
      name,
      sizeBytes: Buffer.byteLength(jwt),
      keyId,
      issuedAt,
      expiresAt: expiry.at,
      roles: roles.map(role => ({ id: role.id, name: role.name, scopes: role.chosen })),
    })
    return { token: await findToken(client, id), jwt }
  }

  async #draft(
    database: Queryable,
    owner: TokenOwner,
    serverId: string,
    choice: TokenChoice,
  ): Promise<DraftToken> {
    const server = await findMyServer(database, owner.id, serverId)
    const roles = choice.roles.map(chosen => heldRole(server.roles, chosen))
    const issuedAt = wholeSeconds(new Date())
    const { at, limited } = tokenExpiry(issuedAt, server, roles, choice.lifetime_minutes)
    const expiry = { at: wholeSeconds(at), limited }
    const id = randomUUID()
    const contents = {
      id,
      user: owner.username,
      audience: server.name,
      issuer: this.#issuer,
      roles: Object.fromEntries(roles.map(role => [role.name, [...scopesFor(role)]])),
      issuedAt: secondsOf(issuedAt),
      expiresAt: secondsOf(expiry.at),
    }
    const key = await this.#keys.signing(database)
    return { id, jwt: signToken(contents, key), keyId: key.id, roles, issuedAt, expiry }
  }
}

function heldRole(held: readonly HeldRole[], { id, scopes }: ChosenRole): RoleForToken {
  const role = held.find(each => each.id === id)
  if (!role) throw new Refusal('role_not_held')
  if (scopes === undefined) return { ...role, chosen: null }
  const allowed = new Set(role.scopes)
  const refused = scopes.filter(scope => !allowed.has(scope))
  if (refused.length > 0)
    throw new Refusal('scope_not_in_role', { payload: { role: role.name, scopes: refused } })
  return { ...role, chosen: scopes }
}

function scopesFor({ chosen, scopes }: RoleForToken): readonly string[] {
  return chosen ?? scopes
}

/**
 * Keeps an owner and their roles as they are until the end of the transaction.
 *
 * @throws {Refusal} `not_signed_in` for an owner who has been suspended meanwhile.
 */
async function holdStill(client: Queryable, userId: string, serverId: string): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM users WHERE id = $1 AND suspended_at IS NULL FOR SHARE',
    [userId],
  )
  if (rowCount === 0) throw new Refusal('not_signed_in')
  await client.query(
    `SELECT FROM roles WHERE server_id = $2 AND id IN (SELECT role_id FROM role_members WHERE user_id = $1)
     ORDER BY id FOR SHARE`,
    [userId, serverId],
  )
}

/** Tokens count in seconds: what is kept of one must be what it says. */
function wholeSeconds(date: Date): Date {
  return new Date(secondsOf(date) * 1000)
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
