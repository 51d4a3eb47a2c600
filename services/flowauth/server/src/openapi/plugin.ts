import type { RouteOptions } from 'fastify'
import plugin from 'fastify-plugin'
import { packageVersion } from '../version.ts'
import { openApiDocument } from './document.ts'

/** `GET /api/openapi.json`: the description of every route that is registered after it, and of itself. */
export const openApi = plugin<{ readonly publicUrl: URL }>(async (app, { publicUrl }) => {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', route => {
    if (route.url.startsWith('/api/') || route.config?.public) routes.push(route)
  })
  let document: string | undefined
  app.get('/api/openapi.json', { config: { public: true } }, async (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(routes, packageVersion(), publicUrl))
    return reply.type('application/json').send(document)
  })
})
