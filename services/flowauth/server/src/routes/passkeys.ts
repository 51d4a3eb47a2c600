import { transaction } from '@flowkit/service'
import { z } from 'zod'
import { makeBackupCodes } from '../accounts/backup-codes.ts'
import { newPasskey, passkeyCeremony } from '../api/passkeys.ts'
import { backupCodes } from '../api/second-factor.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { endSessionsOf } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { signIn } from './signing-in.ts'

const params = z.object({ id: z.string().max(2_000) })

/**
 * `/api/account/passkeys`: passkeys as second factors. A change needs a password that was just given, and signs its owner
 * out everywhere else.
 */
export const passkeyRoutes = routes<Services>((app, services) => {
  const { pool, passkeys, secondFactors } = services

  app.post(
    '/api/account/passkeys/proposal',
    { config: { fresh: true, beforeSecondFactor: true }, schema: { response: { 200: passkeyCeremony } } },
    request => passkeys.propose(viewerFrom(request)),
  )

  app.post(
    '/api/account/passkeys',
    {
      config: { fresh: true, beforeSecondFactor: true },
      schema: { body: newPasskey, response: { 200: backupCodes } },
    },
    async (request, reply) => {
      const { id } = viewerFrom(request)
      const before = await secondFactors.of(id)
      const codes = await transaction(pool, async client => {
        await passkeys.add(client, id, request.body)
        return before.backup_codes_left === 0 ? makeBackupCodes(client, id) : []
      })
      await endSessionsOf(pool, id)
      await signIn(services, reply, id)
      await audited(pool, request, 'passkey_added', { about: request.body.name })
      return { codes }
    },
  )

  app.delete(
    '/api/account/passkeys/:id',
    { config: { fresh: true }, schema: { params } },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const name = await secondFactors.removePasskey(viewer, request.params.id)
      await endSessionsOf(pool, viewer.id)
      await signIn(services, reply, viewer.id)
      await audited(pool, request, 'passkey_removed', { about: name })
      return reply.code(204).send()
    },
  )
})
