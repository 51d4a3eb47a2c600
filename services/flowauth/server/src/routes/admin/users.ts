import { z } from 'zod'
import { setOneTimePassword } from '../../accounts/one-time-password.ts'
import { forgetSecondFactors } from '../../accounts/second-factors.ts'
import { addUser, changeUser, findUser, listUsers, removePassword } from '../../accounts/users.ts'
import { id } from '../../api/fields.ts'
import { createdUser, newUser, oneTimePassword, user, userChange } from '../../api/users.ts'
import { audited } from '../../http/audited.ts'
import { viewerFrom } from '../../http/authentication.ts'
import { routes } from '../../http/zod-schemas.ts'
import { Refusal } from '../../refusal.ts'
import { endSessionsOf } from '../../sessions/sessions.ts'
import type { Services } from '../services.ts'

const params = z.object({ id })

/** Who may sign in, as what, and with which roles. */
export const userRoutes = routes<Services>((app, { pool }) => {
  app.get('/api/admin/users', { schema: { response: { 200: z.array(user) } } }, () => listUsers(pool))

  app.post(
    '/api/admin/users',
    { schema: { body: newUser, response: { 201: createdUser } } },
    async (request, reply) => {
      const created = await audited(pool, request, async (client, tell) => {
        const added = await addUser(client, request.body)
        await tell('user_added', { about: added.user.username, details: request.body })
        return added
      })
      return reply.code(201).send(created)
    },
  )

  app.get('/api/admin/users/:id', { schema: { params, response: { 200: user } } }, ({ params: { id } }) =>
    findUser(pool, id),
  )

  app.patch(
    '/api/admin/users/:id',
    { schema: { params, body: userChange, response: { 200: user } } },
    request =>
      audited(pool, request, async (client, tell) => {
        const changed = await changeUser(client, request.params.id, request.body)
        await tell('user_changed', { about: changed.username, details: request.body })
        return changed
      }),
  )

  app.post(
    '/api/admin/users/:id/password',
    { schema: { params, response: { 200: oneTimePassword } } },
    async request => {
      const { id, username } = await findUser(pool, request.params.id)
      // It would end the session that shows the new one.
      if (id === viewerFrom(request).id) throw new Refusal('own_password')
      return audited(pool, request, async (client, tell) => {
        await tell('password_reset', { about: username })
        return setOneTimePassword(client, id)
      })
    },
  )

  app.delete(
    '/api/admin/users/:id/password',
    { schema: { params, response: { 200: user } } },
    async request => {
      if (request.params.id === viewerFrom(request).id) throw new Refusal('own_password')
      return audited(pool, request, async (client, tell) => {
        const changed = await removePassword(client, request.params.id)
        await tell('password_switched_off', { about: changed.username })
        return changed
      })
    },
  )

  app.delete('/api/admin/users/:id/second-factor', { schema: { params } }, async (request, reply) => {
    const { id, username } = await findUser(pool, request.params.id)
    if (id === viewerFrom(request).id) throw new Refusal('own_second_factor')
    await audited(pool, request, async (client, tell) => {
      await forgetSecondFactors(client, id)
      await endSessionsOf(client, id)
      await tell('second_factor_reset', { about: username })
    })
    return reply.code(204).send()
  })
})
