import { z } from 'zod'
import { makeBackupCodes } from '../accounts/backup-codes.ts'
import { keepPasskey } from '../accounts/passkeys.ts'
import { removePasskey } from '../accounts/second-factors.ts'
import { newPasskey, passkeyCeremony } from '../api/passkeys.ts'
import { backupCodes } from '../api/second-factor.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { startSessionAnew } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { originOf, signIn } from './signing-in.ts'

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
      const passkey = await passkeys.verify(id, request.body)
      const { codes, started } = await audited(pool, request, async (client, tell) => {
        await keepPasskey(client, passkey)
        const codes = before.backup_codes_left === 0 ? await makeBackupCodes(client, id) : []
        await tell('passkey_added', { about: passkey.name })
        return { codes, started: await startSessionAnew(client, id, originOf(request)) }
      })
      await signIn(services, reply, started)
      return { codes }
    },
  )

  app.delete(
    '/api/account/passkeys/:id',
    { config: { fresh: true }, schema: { params } },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const started = await audited(pool, request, async (client, tell) => {
        const name = await removePasskey(client, viewer, request.params.id)
        await tell('passkey_removed', { about: name })
        return startSessionAnew(client, viewer.id, originOf(request))
      })
      await signIn(services, reply, started)
      return reply.code(204).send()
    },
  )
})
