import plugin from 'fastify-plugin'
import type { Metrics } from './metrics.ts'

/** Counts and times every request. What is at no address of ours counts under one name, whatever was asked for. */
export const requestMetrics = plugin<{ readonly metrics: Metrics }>(async (app, { metrics }) => {
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown')
    metrics.requests.inc({ method, route, status: reply.statusCode })
    metrics.durations.observe({ method, route }, reply.elapsedTime / 1_000)
  })
})
