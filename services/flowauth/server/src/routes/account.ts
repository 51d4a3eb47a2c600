import { changePassword, userWithPassword } from '../accounts/passwords.ts'
import { passwordChange, session } from '../api/session.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { Refusal } from '../refusal.ts'
import { startSessionAnew } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { originOf, signIn } from './signing-in.ts'

/** `PUT /api/account/password`: a new password, which signs its owner out everywhere else. */
export const accountRoutes = routes<Services>((app, services) => {
  const { pool, throttle } = services

  app.put(
    '/api/account/password',
    {
      config: { fresh: true, beforePasswordChange: true, beforeSecondFactor: true },
      schema: { body: passwordChange, response: { 200: session } },
    },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const { current_password: current, new_password: next } = request.body
      const check = () => userWithPassword(pool, viewer.username, current)
      if (!(await throttle.attempt({ known: `session ${viewer.sessionId}` }, check)))
        throw new Refusal('password_wrong')
      const started = await audited(pool, request, async (client, tell) => {
        await changePassword(client, viewer, { current, next })
        await tell('password_changed')
        return startSessionAnew(client, viewer.id, originOf(request))
      })
      return signIn(services, reply, started)
    },
  )
})
