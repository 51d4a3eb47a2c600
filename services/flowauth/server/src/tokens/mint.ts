import { randomUUID } from 'node:crypto'
import { transaction } from '@flowkit/service'
import type pg from 'pg'
import type { ChosenRole, NewToken, TokenChoice, TokenPreview } from '../api/tokens.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import { Refusal } from '../refusal.ts'
import { findMyServer, type HeldRole } from '../servers/my-servers.ts'
import { type Expiry, tokenExpiry } from './expiry.ts'
import { signToken } from './sign.ts'
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
  readonly roles: readonly RoleForToken[]
  readonly issuedAt: Date
  readonly expiry: Expiry
}

/** Makes tokens for FlowAPI. */
export class Mint {
  readonly #pool: pg.Pool
  readonly #key: SigningKey
  readonly #issuer: string

  constructor(pool: pg.Pool, key: SigningKey, issuer: string) {
    this.#pool = pool
    this.#key = key
    this.#issuer = issuer
  }

  /** What a token would be like. @throws {Refusal} as {@link mint}. */
  async preview(owner: TokenOwner, serverId: string, choice: TokenChoice): Promise<TokenPreview> {
    const { jwt, roles, expiry } = await this.#draft(owner, serverId, choice)
    return {
      expires_at: expiry.at.toISOString(),
      limited: expiry.limited,
      size_bytes: Buffer.byteLength(jwt),
      scope_count: new Set(roles.flatMap(scopesFor)).size,
    }
  }

  /**
   * Makes a token out of roles that its owner has on a server, and keeps all of it but the token itself.
   *
   * @throws {Refusal} `server_unknown`, `role_not_held`, `scope_not_in_role`, `role_expired`, `server_expired`.
   */
  async mint(
    owner: TokenOwner,
    serverId: string,
    { name, ...choice }: NewToken,
  ): Promise<{ token: TokenRow; jwt: string }> {
    const { id, jwt, roles, issuedAt, expiry } = await this.#draft(owner, serverId, choice)
    const token = await transaction(this.#pool, async client => {
      await keepToken(client, {
        id,
        userId: owner.id,
        serverId,
        name,
        sizeBytes: Buffer.byteLength(jwt),
        issuedAt,
        expiresAt: expiry.at,
        roles: roles.map(role => ({ id: role.id, name: role.name, scopes: role.chosen })),
      })
      return findToken(client, id)
    })
    return { token, jwt }
  }

  async #draft(owner: TokenOwner, serverId: string, choice: TokenChoice): Promise<DraftToken> {
    const server = await findMyServer(this.#pool, owner.id, serverId)
    const roles = choice.roles.map(chosen => heldRole(server.roles, chosen))
    const issuedAt = wholeSeconds(new Date())
    const { at, limited } = tokenExpiry(issuedAt, server, roles, choice.lifetime_minutes)
    const expiry = { at: wholeSeconds(at), limited }
    const id = randomUUID()
    const contents = {
      id,
      username: owner.username,
      audience: server.name,
      issuer: this.#issuer,
      roles: Object.fromEntries(roles.map(role => [role.name, [...scopesFor(role)]])),
      issuedAt,
      expiresAt: expiry.at,
    }
    return { id, jwt: await signToken(contents, this.#key), roles, issuedAt, expiry }
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

/** Tokens count in seconds: what is kept of one must be what it says. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}
