import { endSpan, type Span, startSpan, within } from '@flowkit/service'
import plugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** What is traced of this request; without traces it is empty. */
    span: Span | null
  }
}

/**
 * Makes a trace of each request, of which everything that is done for it is a part. It begins here: what a caller says
 * of traces is not looked at, or anybody could decide what is recorded. The path and the query string are not told.
 */
export const requestTraces = plugin(async app => {
  app.decorateRequest('span', null)
  app.addHook('onRequest', async request => {
    const route = request.routeOptions.url
    const { method } = request
    request.span = startSpan(route === undefined || request.is404 ? method : `${method} ${route}`, {
      side: 'answering',
      parent: 'none',
      attributes: {
        'http.request.method': method,
        ...(route === undefined || request.is404 ? {} : { 'http.route': route }),
        'flowkit.request_id': request.id,
      },
    })
  })
  // Reading a body is the connection's work: only after it does what is done belong to the request.
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.span) within(request.span, done)
    else done()
  })
  app.addHook('onResponse', async ({ span }, { statusCode }) => {
    if (!span) return
    span.setAttribute('http.response.status_code', statusCode)
    endSpan(span, statusCode >= 500 ? statusCode : undefined)
  })
})
