import plugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborted when the caller leaves before the answer is complete; undefined before any hook has run. */
    callerLeft: AbortSignal | undefined
  }
}

/**
 * Tells when a caller has left. The framework's own `request.signal` fires when the request has been read, which for
 * a request with a body is before anything has been done.
 */
export const callerPresence = plugin(async app => {
  app.decorateRequest('callerLeft')
  app.addHook('onRequest', async (request, reply) => {
    const left = new AbortController()
    request.callerLeft = left.signal
    reply.raw.once('close', () => {
      if (reply.raw.writableFinished) return
      request.log.info('the caller has left')
      left.abort()
    })
  })
})
