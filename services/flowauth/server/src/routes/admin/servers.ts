import { z } from 'zod'
import { id } from '../../api/fields.ts'
import {
  apiDescription,
  apiDescriptionSource,
  newServer,
  scopesComparison,
  scopesUpdate,
  server,
  serverChange,
  serverWithScopes,
} from '../../api/servers.ts'
import { tokenList } from '../../api/tokens.ts'
import { audited } from '../../http/audited.ts'
import { routes } from '../../http/zod-schemas.ts'
import { LARGEST_ANSWER_BYTES } from '../../network/guarded-request.ts'
import { checkServer } from '../../servers/checks.ts'
import { readDescription } from '../../servers/description.ts'
import { fetchDocument } from '../../servers/fetch-document.ts'
import {
  addServer,
  changeServer,
  compareScopes,
  findServer,
  listServers,
  removeServer,
  replaceScopes,
  scopesOf,
} from '../../servers/servers.ts'
import { listTokens } from '../../tokens/tokens.ts'
import type { Services } from '../services.ts'

const params = z.object({ id })

/** The FlowAPI servers that tokens are made for. */
export const serverRoutes = routes<Services>((app, { pool }) => {
  app.post(
    '/api/admin/api-descriptions',
    {
      bodyLimit: LARGEST_ANSWER_BYTES,
      schema: { body: apiDescriptionSource, response: { 200: apiDescription } },
    },
    async request => {
      const source = request.body
      return readDescription('url' in source ? await fetchDocument(source.url) : source.document)
    },
  )

  app.get('/api/admin/servers', { schema: { response: { 200: z.array(server) } } }, () => listServers(pool))

  app.post(
    '/api/admin/servers',
    { schema: { body: newServer, response: { 201: server } } },
    async (request, reply) => {
      const added = await audited(pool, request, async (client, tell) => {
        const server = await addServer(client, request.body)
        const details = { description_url: server.description_url, scopes: server.scope_count }
        await tell('server_registered', { about: server.name, details })
        return server
      })
      return reply.code(201).send(added)
    },
  )

  app.get(
    '/api/admin/servers/:id',
    { schema: { params, response: { 200: serverWithScopes } } },
    async ({ params: { id } }) => ({ ...(await findServer(pool, id)), scopes: await scopesOf(pool, id) }),
  )

  app.patch(
    '/api/admin/servers/:id',
    { schema: { params, body: serverChange, response: { 200: server } } },
    request =>
      audited(pool, request, async (client, tell) => {
        const changed = await changeServer(client, request.params.id, request.body)
        await tell('server_changed', { about: changed.name, details: request.body })
        return changed
      }),
  )

  app.delete('/api/admin/servers/:id', { schema: { params } }, async (request, reply) => {
    await audited(pool, request, async (client, tell) => {
      const { name } = await findServer(client, request.params.id)
      await removeServer(client, request.params.id)
      await tell('server_removed', { about: name })
    })
    return reply.code(204).send()
  })

  app.post(
    '/api/admin/servers/:id/scopes/comparison',
    { schema: { params, body: scopesUpdate, response: { 200: scopesComparison } } },
    ({ params: { id }, body }) => compareScopes(pool, id, body),
  )

  app.put(
    '/api/admin/servers/:id/scopes',
    { schema: { params, body: scopesUpdate, response: { 200: scopesComparison } } },
    request =>
      audited(pool, request, async (client, tell) => {
        const { added, removed, roles } = await replaceScopes(client, request.params.id, request.body)
        const details = { added, removed }
        await tell('server_scopes_replaced', { about: request.body.name, details })
        return { added, removed, roles }
      }),
  )

  app.post(
    '/api/admin/servers/:id/check',
    { schema: { params, response: { 200: server } } },
    ({ params: { id } }) => checkServer(pool, id),
  )

  app.get(
    '/api/admin/servers/:id/tokens',
    { schema: { params, response: { 200: tokenList } } },
    ({ params: { id } }) => listTokens(pool, id),
  )
})
