import plugin from 'fastify-plugin'

/** Answers are for the caller alone: no cache keeps them unless a route says so, and no browser takes them for something else. */
export const responseHeaders = plugin(async app => {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
})
