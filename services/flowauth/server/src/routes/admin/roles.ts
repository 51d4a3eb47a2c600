import { z } from 'zod'
import { id } from '../../api/fields.ts'
import { newRole, role, roleContents, roleDetails } from '../../api/roles.ts'
import { audited } from '../../http/audited.ts'
import { routes } from '../../http/zod-schemas.ts'
import { addRole, changeRole, findRole, listRoles, removeRole } from '../../roles/roles.ts'
import type { Services } from '../services.ts'

const params = z.object({ id })

/** Which scopes of a server go together, and who has them. */
export const roleRoutes = routes<Services>((app, { pool }) => {
  app.get('/api/admin/roles', { schema: { response: { 200: z.array(role) } } }, () => listRoles(pool))

  app.post(
    '/api/admin/roles',
    { schema: { body: newRole, response: { 201: roleDetails } } },
    async (request, reply) => {
      const added = await audited(pool, request, async (client, tell) => {
        const role = await addRole(client, request.body)
        await tell('role_added', { about: role.name, details: request.body })
        return role
      })
      return reply.code(201).send(added)
    },
  )

  app.get(
    '/api/admin/roles/:id',
    { schema: { params, response: { 200: roleDetails } } },
    ({ params: { id } }) => findRole(pool, id),
  )

  app.put(
    '/api/admin/roles/:id',
    { schema: { params, body: roleContents, response: { 200: roleDetails } } },
    request =>
      audited(pool, request, async (client, tell) => {
        const changed = await changeRole(client, request.params.id, request.body)
        await tell('role_changed', {
          about: changed.name,
          details: { role_id: changed.id, ...request.body },
        })
        return changed
      }),
  )

  app.delete('/api/admin/roles/:id', { schema: { params } }, async (request, reply) => {
    await audited(pool, request, async (client, tell) => {
      const { name, server_id } = await findRole(client, request.params.id)
      await removeRole(client, request.params.id)
      await tell('role_removed', { about: name, details: { server_id } })
    })
    return reply.code(204).send()
  })
})
