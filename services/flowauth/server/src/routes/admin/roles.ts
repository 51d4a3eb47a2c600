import { z } from 'zod'
import { id } from '../../api/fields.ts'
import { newRole, role, roleContents, roleDetails } from '../../api/roles.ts'
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
      request.log.info({ role: added.name, role_id: added.id }, 'added a role')
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
      request.log.info({ role: changed.name, role_id: changed.id }, 'changed a role')
      return changed
    },
  )

  app.delete('/api/admin/roles/:id', { schema: { params } }, async (request, reply) => {
    await removeRole(pool, request.params.id)
    request.log.info({ role_id: request.params.id }, 'removed a role')
    return reply.code(204).send()
  })
})
