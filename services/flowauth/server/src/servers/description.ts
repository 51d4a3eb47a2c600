import { z } from 'zod'
import { type ApiDescription, apiDescription } from '../api/servers.ts'
import { Refusal } from '../refusal.ts'

/** The part of a FlowAPI's OpenAPI document that says what it calls itself and what can be asked of it. */
const document = z.object({
  servers: z.array(z.object({ url: apiDescription.shape.public_url.catch(null) })).catch([]),
  components: z.object({
    securitySchemes: z.object({
      token: z.object({
        'x-audience': apiDescription.shape.name,
        'x-security-scopes': apiDescription.shape.scopes,
        'x-token-revocation': apiDescription.shape.refuses_revoked,
      }),
    }),
  }),
})

/**
 * Reads a FlowAPI's OpenAPI document.
 *
 * @throws {Refusal} `description_unusable`, saying which part is missing or unusable.
 */
export function readDescription(json: unknown): ApiDescription {
  const parsed = document.safeParse(json)
  if (!parsed.success) {
    const { path = [], message } = parsed.error.issues[0] ?? {}
    throw new Refusal('description_unusable', { payload: { field: path.join('.'), message } })
  }
  const {
    'x-audience': name,
    'x-security-scopes': scopes,
    'x-token-revocation': refuses_revoked,
  } = parsed.data.components.securitySchemes.token
  const public_url = parsed.data.servers[0]?.url?.replace(/\/+$/, '') ?? null
  return { name, scopes: [...new Set(scopes)].sort(), refuses_revoked, public_url }
}
