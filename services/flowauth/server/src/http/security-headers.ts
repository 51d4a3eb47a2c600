import plugin from 'fastify-plugin'

/** A year, in seconds: how long a browser remembers to come by HTTPS only. */
const HSTS_S = 365 * 86_400

/** What every answer tells the browser, whatever it is; pages add what they may load. */
export const securityHeaders = plugin<{ readonly publicUrl: URL }>(async (app, { publicUrl }) => {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    if (publicUrl.protocol === 'https:') reply.header('strict-transport-security', `max-age=${HSTS_S}`)
  })
})
