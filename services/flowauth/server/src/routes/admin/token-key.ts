import { tokenKey } from '../../api/tokens.ts'
import { routes } from '../../http/zod-schemas.ts'
import { publicPem } from '../../keys/signing-key.ts'
import type { Services } from '../services.ts'

/** `GET /api/admin/token-key`: what FlowAPI has to be given so that it accepts the tokens. */
export const tokenKeyRoutes = routes<Services>((app, { signingKey }) => {
  app.get('/api/admin/token-key', { schema: { response: { 200: tokenKey } } }, async () => ({
    algorithm: signingKey.algorithm,
    public_key: publicPem(signingKey),
  }))
})
