import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Session } from '../api/session.ts'
import { Refusal } from '../refusal.ts'
import type { ContinuedSession, Origin } from '../sessions/sessions.ts'
import { mustSetUpSecondFactor, type Viewer, viewerOf } from '../sessions/viewer.ts'
import type { Services } from './services.ts'

/** From where a session begins. */
export function originOf({ ip: address, headers }: FastifyRequest): Origin {
  return { address, userAgent: headers['user-agent'] }
}

/**
 * Hands the tokens of a session that has just begun to the browser, which is known from then on.
 *
 * @param fresh Whether its user has just shown who they are.
 */
export async function signIn(
  services: Services,
  reply: FastifyReply,
  session: ContinuedSession,
  fresh = true,
): Promise<Session> {
  const view = await handOut(services, reply, session, fresh)
  services.knownDevices.remember(reply, view.user.username)
  return view
}

/** Hands the tokens of a session to the browser. */
export async function handOut(
  { pool, accessTokens, cookies, adminsNeedSecondFactor }: Services,
  reply: FastifyReply,
  { sessionId, userId, refreshToken }: ContinuedSession,
  fresh: boolean,
): Promise<Session> {
  const access = { sessionId, userId, fresh }
  const viewer = await viewerOf(pool, access, adminsNeedSecondFactor)
  if (!viewer) throw new Refusal('session_ended')
  cookies.setAccess(reply, accessTokens.issue(access))
  cookies.setRefresh(reply, refreshToken)
  return sessionView(viewer)
}

/** What the browser may know of who is signed in. */
export function sessionView(viewer: Viewer): Session {
  const { id, username, is_admin, must_change_password, has_password } = viewer
  return {
    user: { id, username, is_admin },
    must_change_password,
    has_password,
    must_set_up_second_factor: mustSetUpSecondFactor(viewer),
  }
}
