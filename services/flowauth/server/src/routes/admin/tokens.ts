import { z } from 'zod'
import { id } from '../../api/fields.ts'
import { token } from '../../api/tokens.ts'
import { audited } from '../../http/audited.ts'
import { routes } from '../../http/zod-schemas.ts'
import { revokeToken } from '../../tokens/revocations.ts'
import { findToken } from '../../tokens/tokens.ts'
import type { Services } from '../services.ts'

const params = z.object({ id })

/** Everybody's tokens. */
export const tokenRoutes = routes<Services>((app, { pool }) => {
  app.post('/api/admin/tokens/:id/revocation', { schema: { params, response: { 200: token } } }, request =>
    audited(pool, request, async (client, tell) => {
      const { id, name, username } = await findToken(client, request.params.id)
      await revokeToken(client, id, 'administrator')
      await tell('token_revoked', { about: name, details: { token_id: id, username } })
      return findToken(client, id)
    }),
  )
})
