import type { FastifyPluginAsync } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { Services } from './services.ts'

/** `GET /healthz`: whether the process lives. `GET /readyz`: whether its database answers as well. */
export const health: FastifyPluginAsync<Services> = async (app, { pool }) => {
  app.get('/healthz', { config: { public: true } }, async () => ({ status: 'alive' }))
  app.get('/readyz', { config: { public: true } }, async () => {
    await pool.query('SELECT').catch(cause => {
      throw new Refusal('not_ready', { cause })
    })
    return { status: 'ready' }
  })
}
