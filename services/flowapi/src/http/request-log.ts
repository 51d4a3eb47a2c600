import plugin from 'fastify-plugin'

/**
 * What every answer carries and every line of the log says about its request: an id, which joins the logs of FlowAPI
 * and FlowMachine, and the route. Query strings and headers are not logged: credentials travel there.
 */
export const requestLog = plugin(async app => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    request.log = request.log.child({
      method: request.method,
      path: request.url.split('?', 1)[0],
      route: request.routeOptions.url,
      src_ip: request.ip,
    })
    reply.log = request.log
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status, elapsedTime } = reply
    request.log.info({ status, ms: Math.round(elapsedTime) }, 'answered')
  })
})
