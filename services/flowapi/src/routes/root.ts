import type { FastifyPluginAsync } from 'fastify'

/** `GET /`: nothing, to anybody. */
export const root: FastifyPluginAsync = async app => {
  app.get('/', { config: { public: true } }, async (_request, reply) => reply.code(200).send())
}
