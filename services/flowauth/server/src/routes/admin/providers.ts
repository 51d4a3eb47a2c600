import { z } from 'zod'
import { id } from '../../api/fields.ts'
import { newProvider, provider, providerContents } from '../../api/providers.ts'
import { audited } from '../../http/audited.ts'
import { routes } from '../../http/zod-schemas.ts'
import { type ProviderRow, removeProvider } from '../../providers/providers.ts'
import { redirectUrl } from '../provider-sign-in.ts'
import type { Services } from '../services.ts'

const params = z.object({ id })

/** Where people may sign in besides with a password. Client secrets are taken in and never given out. */
export const providerRoutes = routes<Services>((app, { pool, providers, publicUrl }) => {
  const view = (row: ProviderRow) => ({ ...row, redirect_url: redirectUrl(publicUrl, row.id) })

  app.get('/api/admin/providers', { schema: { response: { 200: z.array(provider) } } }, async () =>
    (await providers.list()).map(view),
  )

  app.post(
    '/api/admin/providers',
    { schema: { body: newProvider, response: { 201: provider } } },
    async (request, reply) => {
      await providers.assertAnswers(request.body)
      const { client_secret: _secret, ...details } = request.body
      const added = await audited(pool, request, async (client, tell) => {
        const provider = await providers.add(client, request.body)
        await tell('provider_added', { about: provider.name, details })
        return provider
      })
      return reply.code(201).send(view(added))
    },
  )

  app.put(
    '/api/admin/providers/:id',
    { schema: { params, body: providerContents, response: { 200: provider } } },
    async request => {
      await providers.assertAnswers(request.body, request.params.id)
      const { client_secret, ...contents } = request.body
      const details = { ...contents, secret_changed: client_secret !== undefined }
      return audited(pool, request, async (client, tell) => {
        const changed = await providers.change(client, request.params.id, request.body)
        await tell('provider_changed', { about: changed.name, details })
        return view(changed)
      })
    },
  )

  app.delete('/api/admin/providers/:id', { schema: { params } }, async (request, reply) => {
    await audited(pool, request, async (client, tell) => {
      const { name, issuer } = await removeProvider(client, request.params.id)
      await tell('provider_removed', { about: name, details: { issuer } })
    })
    return reply.code(204).send()
  })
})
