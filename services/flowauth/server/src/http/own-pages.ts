import plugin from 'fastify-plugin'
import { isLocal } from '../network/local.ts'
import { Refusal } from '../refusal.ts'

/** Another site's page cannot set it without asking first, which no answer of ours allows. */
export const OWN_PAGE_HEADER = 'x-flowauth-page'

const HARMLESS_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Lets nothing be changed by other sites' pages, in whose requests a browser might include our cookies: a change
 * needs a header that only our own pages can set, and an `Origin`, where there is one, that is ours. Routes for programs,
 * which look at no cookie, go without the header.
 */
export const ownPages = plugin<{ readonly publicUrl: URL }>(async (app, { publicUrl }) => {
  const origins = ownOrigins(publicUrl)
  app.addHook('onRequest', async request => {
    if (HARMLESS_METHODS.has(request.method)) return
    const { origin } = request.headers
    if (origin !== undefined && !origins.has(origin))
      throw new Refusal('cross_site', {
        msg: `FlowAuth is at ${publicUrl.origin}; this request comes from another address.`,
      })
    if (request.routeOptions.config.forPrograms) return
    if (request.headers[OWN_PAGE_HEADER] === undefined) throw new Refusal('cross_site')
  })
})

/** A machine's own browser may call it by any of its names. */
function ownOrigins(publicUrl: URL): Set<string> {
  if (!isLocal(publicUrl)) return new Set([publicUrl.origin])
  const port = publicUrl.port === '' ? '' : `:${publicUrl.port}`
  return new Set(LOOPBACK_NAMES.map(name => `${publicUrl.protocol}//${name}${port}`))
}
