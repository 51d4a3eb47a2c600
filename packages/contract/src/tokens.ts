import { z } from 'zod'

/** What a token for FlowAPI says, once its signature has been checked. Times are seconds since 1970. */
export const tokenClaims = z.object({
  iat: z.number(),
  nbf: z.number().optional(),
  exp: z.number(),
  jti: z.string().optional(),
  sub: z.string().min(1),
  iss: z.string().optional(),
  type: z.literal('access').optional(),
  user_claims: z.string().describe('base64 of the gzipped JSON of the roles'),
})
export type TokenClaims = z.infer<typeof tokenClaims>

/** The roles that a token carries, each with the scopes that it grants. A request needs one role to cover it. */
export const roles = z.record(z.string(), z.array(z.string()))
export type Roles = z.infer<typeof roles>
