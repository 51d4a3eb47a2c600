import { z } from 'zod'
import { id } from '../api/fields.ts'
import { mySession } from '../api/session.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { endOwnSession, sessionsOf } from '../sessions/my-sessions.ts'
import type { Services } from './services.ts'

const params = z.object({ id })

/** `/api/account/sessions`: where somebody is signed in. */
export const mySessionRoutes = routes<Services>((app, { pool }) => {
  app.get('/api/account/sessions', { schema: { response: { 200: z.array(mySession) } } }, request => {
    const { id: userId, sessionId } = viewerFrom(request)
    return sessionsOf(pool, userId, sessionId)
  })

  app.delete(
    '/api/account/sessions/:id',
    { config: { fresh: true }, schema: { params } },
    async (request, reply) => {
      await audited(pool, request, async (client, tell) => {
        await endOwnSession(client, viewerFrom(request).id, request.params.id)
        await tell('session_ended', { details: { session_id: request.params.id } })
      })
      return reply.code(204).send()
    },
  )
})
