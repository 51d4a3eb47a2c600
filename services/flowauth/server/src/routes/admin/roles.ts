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
      const added = await addRole(pool, request.body)
      await audited(pool, request, 'role_added', { about: added.name, details: request.body })
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
    async request => {
      const changed = await changeRole(pool, request.params.id, request.body)
      await audited(pool, request, 'role_changed', {
        about: changed.name,
        details: { role_id: changed.id, ...request.body },
      })
      return changed
    },
  )

  app.delete('/api/admin/roles/:id', { schema: { params } }, async (request, reply) => {
    const { name, server_id } = await findRole(pool, request.params.id)
    await removeRole(pool, request.params.id)
    await audited(pool, request, 'role_removed', { about: name, details: { server_id } })
    return reply.code(204).send()
  })
})
