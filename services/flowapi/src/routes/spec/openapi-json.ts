import type { FastifyPluginAsync } from 'fastify'

/** `GET /api/0/spec/openapi.json`: this API's description, to anybody. Token generators read the scopes there. */
export const openApiJson: FastifyPluginAsync = async app => {
  app.get('/api/0/spec/openapi.json', { config: { public: true } }, async () => app.openApiDocument())
}
