import type { FastifyPluginAsync } from 'fastify'
import { ApiError } from '../http/errors.ts'
import type { Services } from './services.ts'

/** Whoever asks does so every few seconds, and wants to know soon. */
const ANSWER_WITHIN_MS = 2_000

/** `GET /readyz`: whether a query that came now could be answered. If not, 503 and what does not answer. */
export const readyz: FastifyPluginAsync<Services> = async (app, { machine, health, revocations }) => {
  app.get('/readyz', { config: { public: true } }, async request => {
    const checks = {
      flowmachine: async () => {
        const { status } = await machine.ask(
          { action: 'ping', request_id: request.id },
          { withinMs: ANSWER_WITHIN_MS },
        )
        if (status !== 'success') throw new Error('FlowMachine refused to answer')
      },
      flowdb: () => health.query('SELECT'),
      revocation_list: async () => revocations?.assertKnown(),
    }
    const missing: string[] = []
    await Promise.all(
      Object.entries(checks).map(([name, check]) =>
        check().catch(error => {
          request.log.warn({ err: error }, `${name} does not answer`)
          missing.push(name)
        }),
      ),
    )
    if (missing.length === 0) return { status: 'ready' }
    const msg = `Not ready: no answer from ${missing.sort().join(' and ')}`
    throw new ApiError('not_ready', { msg, payload: { missing } })
  })
}
