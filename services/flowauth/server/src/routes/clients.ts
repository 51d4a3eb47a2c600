import { z } from 'zod'
import { deviceApproval, deviceRequest, myClient, userCode } from '../api/devices.ts'
import { id } from '../api/fields.ts'
import { clientsOf, endClient } from '../devices/client-grants.ts'
import { approve, refuse } from '../devices/device-requests.ts'
import { audited, noted } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from './services.ts'

const params = z.object({ id })
const FRESH = { fresh: true }

/**
 * `/api/account/device-requests`, where somebody who has just given their password lets a program in or refuses it, and
 * `/api/account/clients`, the programs that have been let in.
 */
export const clientRoutes = routes<Services>((app, { pool, deviceRequests, throttle, mint }) => {
  app.post(
    '/api/account/device-requests',
    { config: FRESH, schema: { body: userCode, response: { 200: deviceRequest } } },
    async request => {
      const search = () => deviceRequests.waitingWith(request.body.user_code)
      // Counted apart from sign-ins: no wrong code keeps anybody from signing in.
      const account = `codes of ${viewerFrom(request).id}`
      const found = await throttle.attempt({ account, address: request.ip }, search)
      if (found) return found
      await noted(pool, request, 'client_code_wrong')
      throw new Refusal('device_code_unknown')
    },
  )

  app.put(
    '/api/account/device-requests/:id',
    { config: FRESH, schema: { params, body: deviceApproval } },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const { server_id: serverId, ...choice } = request.body
      // What could not be made is refused now, and not to the client.
      const { expires_at } = await mint.preview(viewer, serverId, choice)
      const details = { server_id: serverId, roles: choice.roles.map(role => role.id), expires_at }
      await audited(pool, request, async (client, tell) => {
        const about = await approve(client, request.params.id, viewer.id, serverId, choice)
        await tell('client_let_in', { about, details })
      })
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/account/device-requests/:id',
    { config: FRESH, schema: { params } },
    async (request, reply) => {
      await audited(pool, request, async (client, tell) =>
        tell('client_refused', { about: await refuse(client, request.params.id) }),
      )
      return reply.code(204).send()
    },
  )

  app.get('/api/account/clients', { schema: { response: { 200: z.array(myClient) } } }, request =>
    clientsOf(pool, viewerFrom(request).id),
  )

  app.delete('/api/account/clients/:id', { config: FRESH, schema: { params } }, async (request, reply) => {
    const { id: userId } = viewerFrom(request)
    await audited(pool, request, async (client, tell) =>
      tell('client_ended', { about: await endClient(client, userId, request.params.id) }),
    )
    return reply.code(204).send()
  })
})
