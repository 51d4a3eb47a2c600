import { z } from 'zod'
import { id } from '../api/fields.ts'
import { identity, providerAddress } from '../api/providers.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { identitiesOf, unlinkIdentities } from '../providers/identities.ts'
import { sendToProvider } from './provider-sign-in.ts'
import type { Services } from './services.ts'

const params = z.object({ id })

/** `/api/account/identities`: the accounts at providers that somebody can sign in with. */
export const identityRoutes = routes<Services>((app, services) => {
  const { pool } = services

  app.get('/api/account/identities', { schema: { response: { 200: z.array(identity) } } }, request =>
    identitiesOf(pool, viewerFrom(request).id),
  )

  app.post(
    '/api/account/identities/:id',
    { config: { fresh: true }, schema: { params, response: { 200: providerAddress } } },
    (request, reply) => {
      const { id: userId, sessionId } = viewerFrom(request)
      return sendToProvider(services, reply, request.params.id, {
        page: '/account',
        linksTo: { userId, sessionId },
      })
    },
  )

  app.delete(
    '/api/account/identities/:id',
    { config: { fresh: true }, schema: { params } },
    async (request, reply) => {
      const { id: userId } = viewerFrom(request)
      await audited(pool, request, async (client, tell) => {
        await unlinkIdentities(client, userId, request.params.id)
        await tell('identity_unlinked', { details: { provider_id: request.params.id } })
      })
      return reply.code(204).send()
    },
  )
})
