import type { FastifyPluginAsync } from 'fastify'

/** `GET /healthz`: that this process lives, whatever the others do. */
export const healthz: FastifyPluginAsync = async app => {
  app.get('/healthz', { config: { public: true } }, async () => ({ status: 'ok' }))
}
