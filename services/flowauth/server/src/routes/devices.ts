import type { FastifyError, FastifyRequest } from 'fastify'
import {
  type ClientTokens,
  clientTokens,
  DEVICE_CODE_GRANT,
  deviceAuthorization,
  deviceCodes,
  type OAuthError,
  type OAuthErrorCode,
  oauthError,
  revocation,
  tokenRequest,
} from '../api/devices.ts'
import { continueGrant, endGrantOf, noteToken, startGrant } from '../devices/client-grants.ts'
import { VALID_MINUTES } from '../devices/device-requests.ts'
import { audited } from '../http/audited.ts'
import { takeForms } from '../http/form-bodies.ts'
import { routes } from '../http/zod-schemas.ts'
import { Refusal } from '../refusal.ts'
import { serverAddress } from '../servers/my-servers.ts'
import { makingsOf, type TokenRow } from '../tokens/tokens.ts'
import type { Services } from './services.ts'

const LARGEST_FORM_BYTES = 4096
const OPEN = { config: { public: true, forPrograms: true }, bodyLimit: LARGEST_FORM_BYTES }

/**
 * `/api/device`: how a program without a browser is let in (RFC 8628), renews its token (RFC 6749, 6) and gives up what
 * it may do (RFC 7009). Who lets it in does so at `/api/account/device-requests`.
 */
export const deviceRoutes = routes<Services>((app, services) => {
  const { pool, throttle, deviceRequests, mint, publicUrl, adminsNeedSecondFactor } = services
  takeForms(app)

  app.post(
    '/api/device/authorization',
    { ...OPEN, schema: { body: deviceAuthorization, response: { 200: deviceCodes } } },
    async request => {
      const { deviceCode, userCode, interval } = await deviceRequests.begin(
        request.body.client_id,
        request.ip,
      )
      const page = `${publicUrl.origin}/device`
      return {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: page,
        verification_uri_complete: `${page}?code=${userCode}`,
        expires_in: VALID_MINUTES * 60,
        interval,
      }
    },
  )

  app.post(
    '/api/device/token',
    {
      ...OPEN,
      schema: { body: tokenRequest, response: { 200: clientTokens, 400: oauthError } },
      errorHandler: (error, _request, reply) => {
        if (error.statusCode !== 400) throw error
        return reply.code(400).send(malformed(error))
      },
    },
    async (request, reply) => {
      const { body } = request
      const answer =
        body.grant_type === DEVICE_CODE_GRANT
          ? await firstTokens(request, body.device_code)
          : await nextTokens(request, body.refresh_token)
      return 'error' in answer ? reply.code(400).send(answer) : answer
    },
  )

  app.post('/api/device/revocation', { ...OPEN, schema: { body: revocation } }, async (request, reply) => {
    const ended = await endGrantOf(pool, request.body.token)
    if (ended) await audited(pool, request, 'client_ended', { by: ended.username, about: ended.client })
    return reply.code(200).send()
  })

  async function firstTokens(
    request: FastifyRequest,
    deviceCode: string,
  ): Promise<ClientTokens | OAuthError> {
    const approved = await deviceRequests.poll(deviceCode)
    if (typeof approved === 'string') return { error: approved }
    const { user_id: id, username, server_id: serverId, client, address, choice } = approved
    const minted = await orRefused(mint.mint({ id, username }, serverId, { ...choice, name: client }))
    if ('refused' in minted) return oauthRefusal('access_denied', minted.refused)
    const { token, jwt } = minted.made
    const refreshToken = await startGrant(pool, {
      userId: id,
      tokenId: token.id,
      lifetimeMinutes: choice.lifetime_minutes,
      client,
      address,
    })
    await audited(pool, request, 'token_made', { by: username, about: token.name, details: detailsOf(token) })
    return handedOut(jwt, token, refreshToken, await serverAddress(pool, serverId))
  }

  async function nextTokens(request: FastifyRequest, used: string): Promise<ClientTokens | OAuthError> {
    const goOn = () => continueGrant(pool, used, adminsNeedSecondFactor)
    const grant = await throttle.attempt({ address: request.ip }, goOn)
    if (!grant) return { error: 'invalid_grant' }
    const { id: grantId, userId: id, username, tokenId, lifetimeMinutes, refreshToken } = grant
    const renewed = await orRefused(
      makingsOf(pool, id, tokenId).then(async ({ serverId, ...makings }) => ({
        ...(await mint.mint({ id, username }, serverId, {
          ...makings,
          ...(lifetimeMinutes === null ? {} : { lifetime_minutes: lifetimeMinutes }),
        })),
        serverId,
      })),
    )
    if ('refused' in renewed) {
      await endGrantOf(pool, refreshToken)
      return oauthRefusal('invalid_grant', renewed.refused)
    }
    const { token, jwt, serverId } = renewed.made
    if (!(await noteToken(pool, grantId, token.id))) return { error: 'invalid_grant' }
    const details = { ...detailsOf(token), renews: tokenId }
    await audited(pool, request, 'token_renewed', { by: username, about: token.name, details })
    return handedOut(jwt, token, refreshToken, await serverAddress(pool, serverId))
  }
})

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

function detailsOf({ id, expires_at, roles }: TokenRow): object {
  return { token_id: id, expires_at, roles: roles.map(role => role.name) }
}

/** What was made, or why it was not: rules may have changed since somebody let the client in. */
async function orRefused<T>(making: Promise<T>): Promise<{ made: T } | { refused: Refusal }> {
  try {
    return { made: await making }
  } catch (error) {
    if (error instanceof Refusal) return { refused: error }
    throw error
  }
}

function oauthRefusal(error: OAuthErrorCode, { message }: Refusal): OAuthError {
  return { error, error_description: message }
}

/** A request of no known form, in OAuth's words. */
function malformed({ validation = [] }: FastifyError): OAuthError {
  const aboutGrant = validation.some(({ instancePath }) => instancePath === 'grant_type')
  return { error: aboutGrant ? 'unsupported_grant_type' : 'invalid_request' }
}
