import { z } from 'zod'
import { id } from '../api/fields.ts'
import { myServer, myServerWithScopes } from '../api/servers.ts'
import { mintedToken, newToken, renewal, token, tokenChoice, tokenList, tokenPreview } from '../api/tokens.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { Refusal } from '../refusal.ts'
import { findMyServer, listMyServers, serverAddress } from '../servers/my-servers.ts'
import { revokeToken } from '../tokens/revocations.ts'
import { deedOf, findToken, listTokens, makingsOf, ownerOf } from '../tokens/tokens.ts'
import type { Services } from './services.ts'

const params = z.object({ id })

/** The servers that somebody has a role on, and their tokens there. */
export const myServerRoutes = routes<Services>((app, { pool, mint, publicUrl }) => {
  app.get('/api/servers', { schema: { response: { 200: z.array(myServer) } } }, request =>
    listMyServers(pool, viewerFrom(request).id),
  )

  app.get(
    '/api/servers/:id',
    { schema: { params, response: { 200: myServerWithScopes } } },
    async request => {
      const { id } = request.params
      const found = await findMyServer(pool, viewerFrom(request).id, id)
      return { ...found, ...(await serverAddress(pool, id, publicUrl)) }
    },
  )

  app.get('/api/servers/:id/tokens', { schema: { params, response: { 200: tokenList } } }, request =>
    listTokens(pool, request.params.id, viewerFrom(request).id),
  )

  app.post(
    '/api/servers/:id/tokens/preview',
    { schema: { params, body: tokenChoice, response: { 200: tokenPreview } } },
    request => mint.preview(viewerFrom(request), request.params.id, request.body),
  )

  app.post(
    '/api/servers/:id/tokens',
    { schema: { params, body: newToken, response: { 201: mintedToken } } },
    async (request, reply) => {
      const minted = await audited(pool, request, async (client, tell) => {
        const made = await mint.mint(client, viewerFrom(request), request.params.id, request.body)
        await tell('token_made', deedOf(made.token))
        return made
      })
      return reply.code(201).send(minted)
    },
  )

  app.post(
    '/api/tokens/:id/renewal',
    { schema: { params, body: renewal, response: { 201: mintedToken } } },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const renews = request.params.id
      const minted = await audited(pool, request, async (client, tell) => {
        const { serverId, ...makings } = await makingsOf(client, viewer.id, renews)
        const made = await mint.mint(client, viewer, serverId, { ...makings, ...request.body })
        await tell('token_renewed', deedOf(made.token, { renews }))
        return made
      })
      return reply.code(201).send(minted)
    },
  )

  app.post('/api/tokens/:id/revocation', { schema: { params, response: { 200: token } } }, async request => {
    const { id } = request.params
    if ((await ownerOf(pool, id)) !== viewerFrom(request).id) throw new Refusal('token_unknown')
    return audited(pool, request, async (client, tell) => {
      await revokeToken(client, id, 'owner')
      const revoked = await findToken(client, id)
      await tell('token_revoked', { about: revoked.name, details: { token_id: id } })
      return revoked
    })
  })
})
