import type { FastifyRequest, RouteOptions } from 'fastify'
import plugin from 'fastify-plugin'
import type { Queryable } from '../database/queryable.ts'
import { Refusal } from '../refusal.ts'
import type { AccessTokens } from '../sessions/access-token.ts'
import type { SessionCookies } from '../sessions/cookies.ts'
import { mustSetUpSecondFactor, type Viewer, viewerOf } from '../sessions/viewer.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on routes that are open to anybody. */
    viewer: Viewer | null
  }
  interface FastifyContextConfig {
    /** Open to anybody. */
    public?: boolean
    /** Only for somebody who has just given their password; so is every route below `/api/admin`. */
    fresh?: boolean
    /** For programs, which have no cookies: they need not say that they are one of our own pages. */
    forPrograms?: boolean
    /** Also for somebody who must change their password first. */
    beforePasswordChange?: boolean
    /** Also for somebody who must set up a second factor first. */
    beforeSecondFactor?: boolean
  }
}

/** Everything below this is for administrators. */
export const ADMIN_PREFIX = '/api/admin/'

interface AuthenticationParts {
  readonly pool: Queryable
  readonly accessTokens: AccessTokens
  readonly cookies: SessionCookies
  readonly adminsNeedSecondFactor: boolean
}

/** Lets in who may come in: nobody who is not signed in, unless a route says that it is public. */
export const authentication = plugin<AuthenticationParts>(async (app, parts) => {
  const { pool, accessTokens, cookies, adminsNeedSecondFactor } = parts
  app.decorateRequest('viewer', null)
  app.addHook('onRequest', async (request, reply) => {
    const { config, url = '' } = request.routeOptions
    if (request.is404 || config.public) return
    const access = accessTokens.read(cookies.accessToken(request) ?? '')
    const viewer = access && (await viewerOf(pool, access, adminsNeedSecondFactor))
    if (!viewer) throw new Refusal('not_signed_in')
    request.log = request.log.child({ user: viewer.username })
    reply.log = request.log
    assertAllowed(viewer, config, url)
    request.viewer = viewer
  })
})

function assertAllowed(viewer: Viewer, config: NonNullable<RouteOptions['config']>, url: string): void {
  if (viewer.must_change_password && !config.beforePasswordChange) throw new Refusal('password_change_needed')
  if (mustSetUpSecondFactor(viewer) && !config.beforeSecondFactor)
    throw new Refusal('second_factor_setup_needed')
  const forAdmins = url.startsWith(ADMIN_PREFIX)
  if (forAdmins && !viewer.is_admin) throw new Refusal('admins_only')
  if ((forAdmins || config.fresh) && !viewer.fresh) throw new Refusal('reauthentication_needed')
}

/** Who asks on a route that needs somebody to be signed in. */
export function viewerFrom(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new Error('A public route has no viewer')
  return request.viewer
}
