import plugin from 'fastify-plugin'

/**
 * What every answer carries and every line of the log says about its request: an id, the method and the route. Bodies,
 * query strings and headers are not logged: credentials travel there.
 */
export const requestLog = plugin(async app => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    request.log = request.log.child({
      method: request.method,
      path: request.url.split('?', 1)[0],
      src_ip: request.ip,
    })
    reply.log = request.log
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status, elapsedTime } = reply
    request.log.info({ status, ms: Math.round(elapsedTime) }, 'answered')
  })
})
