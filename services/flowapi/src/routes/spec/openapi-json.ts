import type { FastifyPluginAsync } from 'fastify'
import { publishedSubsets } from '../../machine/published-subsets.ts'
import type { Services } from '../services.ts'

/** `GET /api/0/spec/openapi.json`: this API's description, to anybody. Token generators read the scopes there. */
export const openApiJson: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.get('/api/0/spec/openapi.json', { config: { public: true } }, async request =>
    app.openApiDocument(await publishedSubsets(machine, request.id)),
  )
}
