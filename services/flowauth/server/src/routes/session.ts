import type { FastifyRequest } from 'fastify'
import { authenticate } from '../accounts/authenticate.ts'
import { userWithPassword } from '../accounts/passwords.ts'
import type { Trier } from '../accounts/throttle.ts'
import { credentials, reauthentication, session } from '../api/session.ts'
import { audited, noted } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { Refusal } from '../refusal.ts'
import { type ContinuedSession, continueSession, endSessionOf, startSession } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { handOut, originOf, sessionView, signIn } from './signing-in.ts'

/** Anybody may send some. */
const LARGEST_CREDENTIALS_BYTES = 16 * 1024

/** `/api/session`: signing in and out, and staying signed in. */
export const sessionRoutes = routes<Services>((app, services) => {
  const { pool, throttle, knownDevices, accessTokens, cookies } = services

  app.get(
    '/api/session',
    {
      config: { beforePasswordChange: true, beforeSecondFactor: true },
      schema: { response: { 200: session } },
    },
    async request => sessionView(viewerFrom(request)),
  )

  app.post(
    '/api/session',
    {
      config: { public: true },
      bodyLimit: LARGEST_CREDENTIALS_BYTES,
      schema: { body: credentials, response: { 200: session } },
    },
    async (request, reply) => {
      const { username } = request.body
      const userId = await authenticate(services, request.body, trierOf(request, username)).catch(error =>
        failed(request, username, error),
      )
      const started = await audited(pool, request, async (client, tell) => {
        await endSessionOf(client, cookies.refreshToken(request) ?? '')
        await tell('signed_in', { by: username })
        return startSession(client, userId, originOf(request))
      })
      return signIn(services, reply, started)
    },
  )

  app.delete('/api/session', { config: { public: true } }, async (request, reply) => {
    await audited(pool, request, async (client, tell) => {
      const username = await endSessionOf(client, cookies.refreshToken(request) ?? '')
      if (username !== undefined) await tell('signed_out', { by: username })
    })
    cookies.clear(reply)
    return reply.code(204).send()
  })

  app.post(
    '/api/session/refresh',
    { config: { public: true }, schema: { response: { 200: session } } },
    async (request, reply) => {
      try {
        return await handOut(services, reply, await continued(request), false)
      } catch (error) {
        if (error instanceof Refusal) cookies.clear(reply)
        throw error
      }
    },
  )

  app.post(
    '/api/session/reauthentication',
    {
      config: { beforePasswordChange: true, beforeSecondFactor: true },
      schema: { body: reauthentication, response: { 200: session } },
    },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const check = () => userWithPassword(pool, viewer.username, request.body.password)
      const userId = await throttle.attempt({ known: `session ${viewer.sessionId}` }, check)
      if (userId === undefined) {
        await noted(pool, request, 'reauthentication_failed')
        throw new Refusal('password_wrong')
      }
      await noted(pool, request, 'reauthenticated')
      cookies.setAccess(reply, accessTokens.issue({ sessionId: viewer.sessionId, userId, fresh: true }))
      return sessionView(viewer)
    },
  )

  /** @throws {Refusal} `session_ended`, and `too_many_attempts` for an address that sends many tokens that are none. */
  async function continued(request: FastifyRequest): Promise<ContinuedSession> {
    const token = cookies.refreshToken(request)
    if (token === undefined) throw new Refusal('session_ended')
    const found = await throttle.attempt({ address: request.ip }, () =>
      continueSession(pool, token).catch(error => {
        if (error instanceof Refusal) return undefined
        throw error
      }),
    )
    if (!found) throw new Refusal('session_ended')
    return found
  }

  function trierOf(request: FastifyRequest, username: string): Trier {
    const device = knownDevices.of(request, username)
    return device === undefined ? { account: username, address: request.ip } : { known: `device ${device}` }
  }

  /** Records that a password or a code was wrong; those who must wait have not got as far. */
  async function failed(request: FastifyRequest, username: string, error: unknown): Promise<never> {
    const code = error instanceof Refusal ? error.code : undefined
    if (code === 'credentials_wrong' || code === 'code_wrong' || code === 'passkey_wrong')
      await noted(pool, request, 'sign_in_failed', { by: username, details: { code } })
    throw error
  }
})
