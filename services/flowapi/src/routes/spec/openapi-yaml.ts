import type { FastifyPluginAsync } from 'fastify'
import { stringify } from 'yaml'

/** `GET /api/0/spec/openapi.yaml`: this API's description for people who read it as a file. */
export const openApiYaml: FastifyPluginAsync = async app => {
  app.get('/api/0/spec/openapi.yaml', { config: { public: true } }, async (_request, reply) =>
    reply.type('application/yaml; charset=utf-8').send(stringify(app.openApiDocument(), YAML_STYLE)),
  )
}

/** Every schema stands in full where it belongs, and no line is broken. */
const YAML_STYLE = { aliasDuplicateObjects: false, lineWidth: 0 } as const
