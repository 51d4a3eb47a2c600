import type { ClientTokens, OAuthError, OAuthErrorCode } from '../api/devices.ts'
import type { Tell } from '../audit/audit.ts'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import { serverAddress } from '../servers/my-servers.ts'
import type { Mint } from '../tokens/mint.ts'
import { deedOf, makingsOf, type TokenRow } from '../tokens/tokens.ts'
import { continueGrant, endGrantOf, noteToken, startGrant } from './client-grants.ts'
import { poll } from './device-requests.ts'

/*
 * What a client is given, in one transaction with what it uses up for it. A refusal is an answer, and does not undo that:
 * a code or a refresh token is good once, whatever comes of it.
 */

/**
 * The first token of a client, once its person has let it in (RFC 8628, 3.5).
 *
 * @param publicUrl Where FlowAuth is.
 */
export async function firstTokens(
  client: Queryable,
  tell: Tell,
  mint: Mint,
  deviceCode: string,
  publicUrl: URL,
): Promise<ClientTokens | OAuthError> {
  const approved = await poll(client, deviceCode)
  if (typeof approved === 'string') return { error: approved }
  const { user_id: userId, username, server_id: serverId, client: name, address, choice } = approved
  const owner = { id: userId, username }
  const minted = await orRefused(mint.mint(client, owner, serverId, { ...choice, name }))
  if (minted instanceof Refusal) return oauthRefusal('access_denied', minted)
  const { token, jwt } = minted
  const lifetimeMinutes = choice.lifetime_minutes
  const grant = { userId, tokenId: token.id, lifetimeMinutes, client: name, address }
  const refreshToken = await startGrant(client, grant)
  await tell('token_made', { by: username, ...deedOf(token) })
  return handedOut(jwt, token, refreshToken, await serverAddress(client, serverId, publicUrl))
}

/**
 * The next token of a client, made of what the one before was made of (RFC 6749, 6).
 *
 * @param adminsNeedSecondFactor Whether every administrator needs one.
 * @param publicUrl Where FlowAuth is.
 * @returns undefined for a refresh token that is not good.
 */
export async function nextTokens(
  client: Queryable,
  tell: Tell,
  mint: Mint,
  used: string,
  adminsNeedSecondFactor: boolean,
  publicUrl: URL,
): Promise<ClientTokens | OAuthError | undefined> {
  const grant = await continueGrant(client, used, adminsNeedSecondFactor)
  if (!grant) return undefined
  const { userId, username, tokenId, lifetimeMinutes, refreshToken } = grant
  const makings = await orRefused(makingsOf(client, userId, tokenId))
  if (makings instanceof Refusal) return endWith(makings)
  const { serverId, ...choice } = makings
  const lifetime = lifetimeMinutes === null ? {} : { lifetime_minutes: lifetimeMinutes }
  const owner = { id: userId, username }
  const minted = await orRefused(mint.mint(client, owner, serverId, { ...choice, ...lifetime }))
  if (minted instanceof Refusal) return endWith(minted)
  const { token, jwt } = minted
  if (!(await noteToken(client, grant.id, token.id))) return { error: 'invalid_grant' }
  await tell('token_renewed', { by: username, ...deedOf(token, { renews: tokenId }) })
  return handedOut(jwt, token, refreshToken, await serverAddress(client, serverId, publicUrl))

  async function endWith(refusal: Refusal): Promise<OAuthError> {
    await endGrantOf(client, refreshToken)
    return oauthRefusal('invalid_grant', refusal)
  }
}

function handedOut(
  jwt: string,
  { issued_at, expires_at }: TokenRow,
  refreshToken: string,
  server: ClientTokens['server'],
): ClientTokens {
  return {
    access_token: jwt,
    token_type: 'Bearer',
    expires_in: Math.round((expires_at.getTime() - issued_at.getTime()) / 1000),
    refresh_token: refreshToken,
    server,
  }
}

/** What was made, or why it was not: rules may have changed since somebody let the client in. */
async function orRefused<T>(making: Promise<T>): Promise<T | Refusal> {
  try {
    return await making
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function oauthRefusal(error: OAuthErrorCode, { message }: Refusal): OAuthError {
  return { error, error_description: message }
}
