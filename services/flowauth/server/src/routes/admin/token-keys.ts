import { z } from 'zod'
import { keyRotation, tokenKey, tokenKeys } from '../../api/token-keys.ts'
import { audited } from '../../http/audited.ts'
import { routes } from '../../http/zod-schemas.ts'
import type { Services } from '../services.ts'

const params = z.object({ id: z.string().max(100) })

/** The keys that FlowAPI knows tokens by. */
export const tokenKeyRoutes = routes<Services>((app, { pool, tokenKeys: keys }) => {
  app.get('/api/admin/token-keys', { schema: { response: { 200: tokenKeys } } }, async () => ({
    algorithm: keys.algorithm,
    rotates: keys.areKept,
    keys: await keys.list(),
  }))

  app.post(
    '/api/admin/token-keys',
    { schema: { body: keyRotation, response: { 201: tokenKey } } },
    async (request, reply) => {
      const added = await audited(pool, request, async (client, tell) => {
        const key = await keys.rotate(client, request.body.after_minutes)
        await tell('key_added', { about: key.kid, details: request.body })
        return key
      })
      return reply.code(201).send(added)
    },
  )

  app.post(
    '/api/admin/token-keys/:id/retirement',
    { schema: { params, response: { 200: tokenKey } } },
    request =>
      audited(pool, request, async (client, tell) => {
        const retired = await keys.retire(client, request.params.id)
        await tell('key_retired', { about: retired.kid })
        return retired
      }),
  )
})
