import type { FastifyInstance } from 'fastify'

/** Takes bodies as OAuth has them (RFC 6749, appendix B), on the routes of one plugin. */
export function takeForms(app: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}
