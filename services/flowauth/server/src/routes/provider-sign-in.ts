import { transaction } from '@flowkit/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { id } from '../api/fields.ts'
import { providerAddress, providerChoice } from '../api/providers.ts'
import { routes } from '../http/zod-schemas.ts'
import { applyRoles, linkIdentity, userOfIdentity } from '../providers/identities.ts'
import { beginAt, finishAt } from '../providers/open-id.ts'
import type { PendingSignIn } from '../providers/pending-sign-in.ts'
import { Refusal } from '../refusal.ts'
import { startSession } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { handOut } from './signing-in.ts'

const params = z.object({ id })

/** `/api/session/providers`: signing in at a provider of identities, by OpenID Connect. */
export const providerSignInRoutes = routes<Services>((app, services) => {
  const { pool, providers, pendingSignIns, publicUrl } = services

  app.get(
    '/api/session/providers',
    { config: { public: true }, schema: { response: { 200: z.array(providerChoice) } } },
    () => providers.choices(),
  )

  app.post(
    '/api/session/providers/:id',
    { config: { public: true }, schema: { params, response: { 200: providerAddress } } },
    (request, reply) => sendToProvider(services, reply, request.params.id),
  )

  app.get(
    '/api/session/providers/:id/callback',
    { config: { public: true }, exposeHeadRoute: false, schema: { params } },
    async (request, reply) => {
      const pending = pendingSignIns.end(request, reply)
      const page = pending?.linksTo ? '/account' : '/'
      try {
        if (pending?.providerId !== request.params.id) throw new Refusal('provider_answer_unexpected')
        await takeAnswer(request, reply, pending)
        return await reply.redirect(page, 303)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const { code, cause } = error
        // An error of the library holds what the provider sent, tokens among it.
        const reason = cause instanceof Error ? cause.message : undefined
        request.log.info({ code, reason, provider_id: request.params.id }, 'refused')
        return await reply.redirect(`${page}?refused=${code}`, 303)
      }
    },
  )

  async function takeAnswer(request: FastifyRequest, reply: FastifyReply, pending: PendingSignIn) {
    const { provider, client } = await providers.findWithClient(pending.providerId)
    const claims = await finishAt(client, new URL(request.url, publicUrl), pending)
    const { linksTo } = pending
    if (linksTo) {
      await transaction(pool, async connection => {
        const { rowCount } = await connection.query(
          'SELECT FROM sessions WHERE id = $1 AND user_id = $2 AND ended_at IS NULL',
          [linksTo.sessionId, linksTo.userId],
        )
        if (rowCount === 0) throw new Refusal('session_ended')
        await linkIdentity(connection, provider.id, claims.subject, linksTo.userId)
      })
      request.log.info({ user_id: linksTo.userId, provider: provider.name }, 'linked an identity')
      return
    }
    const userId = await transaction(pool, async connection => {
      const found = await userOfIdentity(connection, provider, claims)
      await applyRoles(connection, provider, claims, found)
      return found
    })
    await handOut(services, reply, await startSession(pool, userId), claims.fresh)
    request.log.info({ user_id: userId, provider: provider.name, fresh: claims.fresh }, 'signed in')
  }
})

/** Makes the browser remember that it goes to a provider, and says where that is. */
export async function sendToProvider(
  { providers, pendingSignIns, publicUrl }: Services,
  reply: FastifyReply,
  providerId: string,
  linksTo?: PendingSignIn['linksTo'],
): Promise<{ url: string }> {
  const { client } = await providers.findWithClient(providerId)
  const { url, checks } = await beginAt(client, redirectUrl(publicUrl, providerId))
  pendingSignIns.begin(reply, { providerId, ...checks, ...(linksTo ? { linksTo } : {}) })
  return { url }
}

/** Where a provider sends browsers back to: another address for each, so that none can answer for another. */
export function redirectUrl(publicUrl: URL, providerId: string): string {
  return `${publicUrl.origin}/api/session/providers/${providerId}/callback`
}
