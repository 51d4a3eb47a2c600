import type { FastifyPluginAsync } from 'fastify'

/** `GET /healthz`: that this process lives, whatever the others do. Asked every few seconds, it is logged only when it fails. */
export const healthz: FastifyPluginAsync = async app => {
  app.get('/healthz', { config: { public: true }, logLevel: 'warn' }, async () => ({ status: 'ok' }))
}
