import type { FastifyReply } from 'fastify'
import type { Session } from '../api/session.ts'
import { Refusal } from '../refusal.ts'
import { type ContinuedSession, startSession } from '../sessions/sessions.ts'
import { mustSetUpSecondFactor, type Viewer, viewerOf } from '../sessions/viewer.ts'
import type { Services } from './services.ts'

/**
 * Begins a session, and hands its tokens to the browser.
 *
 * @param fresh Whether its user has just shown who they are.
 */
export async function signIn(
  services: Services,
  reply: FastifyReply,
  userId: string,
  fresh = true,
): Promise<Session> {
  const { ip: address, headers } = reply.request
  const origin = { address, userAgent: headers['user-agent'] }
  const view = await handOut(services, reply, await startSession(services.pool, userId, origin), fresh)
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
