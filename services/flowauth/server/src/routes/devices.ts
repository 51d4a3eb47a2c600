import type { FastifyError, FastifyRequest } from 'fastify'
import {
  type ClientTokens,
  clientTokens,
  DEVICE_CODE_GRANT,
  deviceAuthorization,
  deviceCodes,
  type OAuthError,
  oauthError,
  revocation,
  tokenRequest,
} from '../api/devices.ts'
import { endGrantOf } from '../devices/client-grants.ts'
import { firstTokens, nextTokens } from '../devices/client-tokens.ts'
import { VALID_MINUTES } from '../devices/device-requests.ts'
import { audited } from '../http/audited.ts'
import { takeForms } from '../http/form-bodies.ts'
import { routes } from '../http/zod-schemas.ts'
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
          ? await audited(pool, request, (client, tell) =>
              firstTokens(client, tell, mint, body.device_code, publicUrl),
            )
          : await renewed(request, body.refresh_token)
      return 'error' in answer ? reply.code(400).send(answer) : answer
    },
  )

  app.post('/api/device/revocation', { ...OPEN, schema: { body: revocation } }, async (request, reply) => {
    await audited(pool, request, async (client, tell) => {
      const ended = await endGrantOf(client, request.body.token)
      if (ended) await tell('client_ended', { by: ended.username, about: ended.client })
    })
    return reply.code(200).send()
  })

  async function renewed(request: FastifyRequest, used: string): Promise<ClientTokens | OAuthError> {
    const next = () =>
      audited(pool, request, (client, tell) =>
        nextTokens(client, tell, mint, used, adminsNeedSecondFactor, publicUrl),
      )
    return (await throttle.attempt({ address: request.ip }, next)) ?? { error: 'invalid_grant' }
  }
})

/** A request of no known form, in OAuth's words. */
function malformed({ validation = [] }: FastifyError): OAuthError {
  const aboutGrant = validation.some(({ instancePath }) => instancePath === 'grant_type')
  return { error: aboutGrant ? 'unsupported_grant_type' : 'invalid_request' }
}
