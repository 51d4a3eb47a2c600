import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { id } from '../api/fields.ts'
import { departure, providerAddress, providerChoice } from '../api/providers.ts'
import { audited, noted } from '../http/audited.ts'
import { routes } from '../http/zod-schemas.ts'
import { applyRoles, linkIdentity, userOfIdentity } from '../providers/identities.ts'
import { beginAt, finishAt } from '../providers/open-id.ts'
import { pageAddress, refusedAt } from '../providers/page-address.ts'
import type { PendingSignIn } from '../providers/pending-sign-in.ts'
import { Refusal } from '../refusal.ts'
import { startSession, usernameOfSession } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { originOf, signIn } from './signing-in.ts'

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
    { config: { public: true }, schema: { params, body: departure, response: { 200: providerAddress } } },
    (request, reply) =>
      sendToProvider(services, reply, request.params.id, { page: pageAddress(request.body.page) }),
  )

  app.get(
    '/api/session/providers/:id/callback',
    { config: { public: true }, exposeHeadRoute: false, schema: { params } },
    async (request, reply) => {
      const pending = pendingSignIns.end(request, reply)
      const page = pending?.page ?? '/'
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
        return await reply.redirect(refusedAt(page, code), 303)
      }
    },
  )

  async function takeAnswer(request: FastifyRequest, reply: FastifyReply, pending: PendingSignIn) {
    const { provider, configuration } = await providers.findConfigured(pending.providerId)
    const claims = await finishAt(configuration, new URL(request.url, publicUrl), pending)
    const { linksTo } = pending
    if (linksTo) {
      await audited(pool, request, async (client, tell) => {
        const username = await usernameOfSession(client, linksTo.sessionId, linksTo.userId)
        await linkIdentity(client, provider.id, claims.subject, linksTo.userId)
        await tell('identity_linked', { by: username, about: provider.name })
      })
      return
    }
    const started = await audited(pool, request, async (client, tell) => {
      const user = await userOfIdentity(client, provider, claims)
      const { given, taken } = await applyRoles(client, provider, claims, user.id)
      const told = { by: user.username, about: user.username }
      const from = { provider: provider.name }
      if (user.isNew) await tell('user_added', { ...told, details: from })
      if (given.length + taken.length > 0)
        await tell('user_changed', { ...told, details: { ...from, given, taken } })
      await tell('signed_in', { by: user.username, details: from })
      return startSession(client, user.id, originOf(request))
    }).catch(async error => {
      if (error instanceof Refusal)
        await noted(pool, request, 'sign_in_failed', {
          details: { provider: provider.name, code: error.code },
        })
      throw error
    })
    await signIn(services, reply, started, claims.fresh)
  }
})

/**
 * Makes the browser remember that it goes to a provider, and says where that is.
 *
 * @param purpose What for, and the page to come back to.
 */
export async function sendToProvider(
  { providers, pendingSignIns, publicUrl }: Services,
  reply: FastifyReply,
  providerId: string,
  purpose: Pick<PendingSignIn, 'page' | 'linksTo'>,
): Promise<{ url: string }> {
  const { configuration } = await providers.findConfigured(providerId)
  const { url, checks } = await beginAt(configuration, redirectUrl(publicUrl, providerId))
  pendingSignIns.begin(reply, { providerId, ...checks, ...purpose })
  return { url }
}

/** Where a provider sends browsers back to: another address for each, so that none can answer for another. */
export function redirectUrl(publicUrl: URL, providerId: string): string {
  return `${publicUrl.origin}/api/session/providers/${providerId}/callback`
}
