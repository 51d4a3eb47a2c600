import { removeAuthenticator, renewBackupCodes } from '../accounts/second-factors.ts'
import {
  authenticatorConfirmation,
  authenticatorSetup,
  backupCodes,
  secondFactor,
} from '../api/second-factor.ts'
import { audited } from '../http/audited.ts'
import { viewerFrom } from '../http/authentication.ts'
import { routes } from '../http/zod-schemas.ts'
import { startSessionAnew } from '../sessions/sessions.ts'
import type { Services } from './services.ts'
import { originOf, signIn } from './signing-in.ts'

/**
 * `/api/account/second-factor`: what somebody's account asks for beside their password. A change needs a password that
 * was just given, and signs its owner out everywhere else.
 */
export const secondFactorRoutes = routes<Services>((app, services) => {
  const { pool, secondFactors } = services

  app.get(
    '/api/account/second-factor',
    { config: { beforeSecondFactor: true }, schema: { response: { 200: secondFactor } } },
    async request => {
      const { id, needs_second_factor } = viewerFrom(request)
      return { ...(await secondFactors.of(id)), required: needs_second_factor }
    },
  )

  app.post(
    '/api/account/second-factor/proposal',
    { config: { fresh: true, beforeSecondFactor: true }, schema: { response: { 200: authenticatorSetup } } },
    async request => secondFactors.propose(viewerFrom(request)),
  )

  app.put(
    '/api/account/second-factor',
    {
      config: { fresh: true, beforeSecondFactor: true },
      schema: { body: authenticatorConfirmation, response: { 200: backupCodes } },
    },
    async (request, reply) => {
      const viewer = viewerFrom(request)
      const { codes, started } = await audited(pool, request, async (client, tell) => {
        const codes = await secondFactors.setUp(client, viewer, request.body)
        await tell('second_factor_set_up')
        return { codes, started: await startSessionAnew(client, viewer.id, originOf(request)) }
      })
      await signIn(services, reply, started)
      return { codes }
    },
  )

  app.post(
    '/api/account/second-factor/backup-codes',
    { config: { fresh: true }, schema: { response: { 200: backupCodes } } },
    request =>
      audited(pool, request, async (client, tell) => {
        const codes = await renewBackupCodes(client, viewerFrom(request).id)
        await tell('backup_codes_made')
        return { codes }
      }),
  )

  app.delete('/api/account/second-factor', { config: { fresh: true } }, async (request, reply) => {
    const viewer = viewerFrom(request)
    const started = await audited(pool, request, async (client, tell) => {
      await removeAuthenticator(client, viewer)
      await tell('second_factor_given_up')
      return startSessionAnew(client, viewer.id, originOf(request))
    })
    await signIn(services, reply, started)
    return reply.code(204).send()
  })
})
