import type { FastifyPluginAsync } from 'fastify'
import { stringify } from 'yaml'
import { publishedSubsets } from '../../machine/published-subsets.ts'
import type { Services } from '../services.ts'

/** `GET /api/0/spec/openapi.yaml`: this API's description for people who read it as a file. */
export const openApiYaml: FastifyPluginAsync<Services> = async (app, { machine }) => {
  app.get('/api/0/spec/openapi.yaml', { config: { public: true } }, async (request, reply) => {
    const document = app.openApiDocument(await publishedSubsets(machine, request.id))
    return reply.type('application/yaml; charset=utf-8').send(stringify(document, YAML_STYLE))
  })
}

/** Every schema stands in full where it belongs, and no line is broken. */
const YAML_STYLE = { aliasDuplicateObjects: false, lineWidth: 0 } as const
